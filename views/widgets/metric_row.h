// SPDX-License-Identifier: GPL-3.0-or-later
// One number of the live block: name, value, expected error, where it comes from. Stale values are dimmed and say so.
#pragma once

#include <QWidget>

class QLabel;

namespace burin::views {

class MetricRow : public QWidget {
    Q_OBJECT
public:
    struct Value {
        QString text;   ///< "6,210"
        QString error;  ///< "± 4 %"
        QString detail; ///< second line: "2.7 % of 230,400", may be empty
        QString tier;   ///< "fitted", may be empty
        QString help;
        bool alarm = false; ///< breaks a limit
    };
    MetricRow(const QString& name, const char* objectName, bool prominent, QWidget* parent = nullptr);
    void setTitle(const QString& name);
    void setValue(const Value& value);
    void setStale(bool stale);
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isStale() const { return stale_; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColours();
    QString name_;
    QLabel* label_;
    QLabel* value_;
    QLabel* error_;
    QLabel* tier_;
    QLabel* detail_;
    bool stale_ = false;
    bool alarm_ = false;
    bool applying_ = false;
};

} // namespace burin::views
