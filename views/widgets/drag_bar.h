// SPDX-License-Identifier: GPL-3.0-or-later
// A bar that is dragged: a slider drawn as a filled bar with its value in it, small enough for a cell of a table.
// Mouse (anywhere on the bar), wheel while focused, arrow keys, Page Up and Down, Home and End. valueEdited()
// comes only from a person.
#pragma once

#include <QSlider>

namespace burin::views {

class DragBar : public QSlider {
    Q_OBJECT
public:
    struct Options {
        int minimum = 0;
        int maximum = 100;
        int step = 1;   ///< of a key
        QString suffix; ///< behind the value: " %"
    };
    DragBar(const Options& options, const QByteArray& name, const QString& accessibleName,
            QWidget* parent = nullptr);
    /// Shows a value without saying that it was edited.
    void showValue(int value);
    /// Values above the present one, up to this, cost nothing: hatched, with a mark at their end. 0: nothing is known.
    void setFreeUntil(int value);
    [[nodiscard]] int freeUntil() const { return freeUntil_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void valueEdited(int value);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] int valueAt(double x) const;
    [[nodiscard]] double shareOf(int value) const;
    QString suffix_;
    int freeUntil_ = 0;
};

} // namespace burin::views
