// SPDX-License-Identifier: GPL-3.0-or-later
// A form that scrolls downwards only, so it is never narrower than what is in it, also when that grows.
#pragma once

#include <QScrollArea>

namespace burin::views {

class VerticalScroll : public QScrollArea {
    Q_OBJECT
public:
    explicit VerticalScroll(QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace burin::views
