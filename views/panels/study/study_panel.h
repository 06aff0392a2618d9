// SPDX-License-Identifier: GPL-3.0-or-later
// What the study is about (data, network, target) and what limits it (budget), with the recommendation that follows.
#pragma once

#include "views/widgets/vertical_scroll.h"

#include <string>
#include <utility>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace burin::views {

class DesignState;
class LutShareBox;
class Section;

class StudyPanel : public VerticalScroll {
    Q_OBJECT
public:
    explicit StudyPanel(DesignState& state, QWidget* parent = nullptr);

private:
    Section* buildFacts();
    Section* buildTarget();
    Section* buildBudget();
    Section* buildRecommendation();
    void showStudy();
    void showTarget();
    void showBudget();
    void showRecommendation();
    void showGiven(); ///< a limit on what the preset does not give cannot be set
    void proposeBudget();

    DesignState& state_;
    QLabel* data_;
    QLabel* network_;
    QComboBox* device_;
    QLabel* deviceFacts_;
    QDoubleSpinBox* score_;
    QLabel* scoreLabel_;
    LutShareBox* lutShare_;
    QDoubleSpinBox* throughput_; ///< reservoirs
    QDoubleSpinBox* frames_;     ///< CNNs
    std::vector<std::pair<std::string, QDoubleSpinBox*>> costs_; ///< crossbars: limits on metrics, by key
    QFormLayout* budgetForm_ = nullptr;
    Section* target_ = nullptr;
    QLabel* reason_;
    QPushButton* choose_;
};

} // namespace burin::views
