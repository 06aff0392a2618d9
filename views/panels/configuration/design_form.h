// SPDX-License-Identifier: GPL-3.0-or-later
// DesignForm: the sliders and choices of one family. The Configuration panel shows the form of the open study's
// family.
#pragma once

#include <QWidget>

namespace burin::views {

class DesignForm : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    // Steps of the keys [ ] - =
    virtual void stepBits(int by) = 0;
    virtual void stepPruning(int by) = 0;
};

} // namespace burin::views
