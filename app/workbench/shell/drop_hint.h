// SPDX-License-Identifier: GPL-3.0-or-later
// What lies over the window while a file is dragged across it: a frame and a word on what a drop does.
#pragma once

#include <QWidget>

namespace burin::workbench {

class DropHint : public QWidget {
    Q_OBJECT
public:
    explicit DropHint(QWidget* window);
    void showText(const QString& text); ///< over the whole window

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
};

} // namespace burin::workbench
