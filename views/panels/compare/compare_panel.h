// SPDX-License-Identifier: GPL-3.0-or-later
// Two points side by side: what differs in configuration, score and cost at once; LUTs by block, classes or predicted
// outputs and the size of the Verilog when a worker has them. A is the baseline and B the selected point unless a
// person chose others; a point is never compared with itself.
#pragma once

#include "views/widgets/card.h"

class QComboBox;
class QProgressBar;
class QStackedWidget;

namespace burin::views {

class BarTable;
class ChartFrame;
class CompareModel;
class CompareState;
class ConfusionView;
class DesignState;
class EmptyState;
class StudyModel;
class TableView;

class ComparePanel : public QWidget {
    Q_OBJECT
public:
    ComparePanel(DesignState& state, const StudyModel& study, CompareState& compare, QWidget* parent = nullptr);
    /// Chosen by a person: it stays until another is chosen.
    void setA(const QString& id);
    void setB(const QString& id);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildHeader();
    QWidget* buildPage();
    void swap();
    void refresh();
    [[nodiscard]] QString baseline() const;
    [[nodiscard]] QString other(const QString& than) const;
    void fillChoices(QComboBox* combo, const QString& automatic, const QString& chosen);
    void showNumbers();
    void showAnswer();
    void showProgress();

    DesignState& state_;
    const StudyModel& study_;
    CompareState& compare_;
    QString chosenA_; ///< empty: the baseline
    QString chosenB_; ///< empty: the selected point
    bool stale_ = false; ///< hidden since the study changed
    CompareModel* model_;
    QComboBox* a_ = nullptr;
    QComboBox* b_ = nullptr;
    QLabel* phase_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QStackedWidget* stack_;
    EmptyState* empty_;
    Card* differenceCard_ = nullptr;
    TableView* table_ = nullptr;
    ChartFrame* waterfall_ = nullptr;
    Card* confusionCardA_ = nullptr;
    Card* confusionCardB_ = nullptr;
    ConfusionView* confusionA_ = nullptr;
    ConfusionView* confusionB_ = nullptr;
    Card* classCard_ = nullptr;
    BarTable* classes_ = nullptr;
    Card* forecastCard_ = nullptr;
    BarTable* forecast_ = nullptr;
    ChartFrame* trace_ = nullptr;
    Card* rtlCard_ = nullptr;
    BarTable* rtl_ = nullptr;
};

} // namespace burin::views
