// SPDX-License-Identifier: GPL-3.0-or-later
// How each class fares under the configuration: the confusion matrix on all validation images, and accuracy per
// class.
#pragma once

#include <QScrollArea>

class QLabel;

namespace burin::views {

class BarTable;
class ConfusionView;
class DesignState;

class ClassPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit ClassPanel(DesignState& state, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void redraw();
    DesignState& state_;
    QLabel* text_;
    ConfusionView* matrix_;
    BarTable* table_;
};

} // namespace burin::views
