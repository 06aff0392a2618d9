// SPDX-License-Identifier: GPL-3.0-or-later
// What an empty place shows: one sentence on why it is empty and what to do next, and a button that does it.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace burin::views {

class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const char* objectName, QWidget* parent = nullptr);
    void setMessage(const QString& iconName, const QString& title, const QString& hint);
    void setAction(const QString& text); ///< empty: no button

Q_SIGNALS:
    void actionTriggered();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QLabel* picture_;
    QLabel* title_;
    QLabel* hint_;
    QPushButton* button_;
};

} // namespace burin::views
