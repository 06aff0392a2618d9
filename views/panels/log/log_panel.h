// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, newest last, to read and to copy.
#pragma once

#include <QWidget>

namespace burin::views {

class LogModel;

class LogPanel : public QWidget {
    Q_OBJECT
public:
    explicit LogPanel(LogModel& log, QWidget* parent = nullptr);
};

} // namespace burin::views
