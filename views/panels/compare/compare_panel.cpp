// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/compare/compare_panel.h"

#include "views/models/compare_model.h"
#include "views/models/compare_state.h"
#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/panels/compare/compare_tables.h"
#include "views/plots/chart_frame.h"
#include "views/plots/picture_menu.h"
#include "views/theme/colours.h"
#include "views/theme/icons.h"
#include "views/widgets/confusion_view.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>

#include <algorithm>
#include <tuple>
#include <utility>

namespace burin::views {
namespace {

constexpr std::size_t kMostChoices = 200; ///< of a larger study the front, the starred and the chosen points

class ChangeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const int better = index.data(CompareModel::kBetterRole).toInt();
        const Colours& colours = coloursFor(option->palette);
        if (better != 0)
            option->palette.setColor(QPalette::Text, better > 0 ? colours.good : colours.bad);
    }
};

bool isComparable(const StudyModel::Row& row)
{
    return row.readable && row.point.status == optimise::PointStatus::done;
}

void showConfusion(ConfusionView* view, Card* card, const std::optional<explore::Confusion>& confusion, const QString& name)
{
    card->setVisible(confusion.has_value());
    if (!confusion)
        return;
    QStringList classes;
    for (const std::string& each : confusion->classNames)
        classes << QString::fromStdString(each);
    view->setCounts(classes, confusion->counts);
    card->setNote(name);
}

} // namespace

ComparePanel::ComparePanel(DesignState& state, const StudyModel& study, CompareState& compare, QWidget* parent)
    : QWidget(parent), state_(state), study_(study), compare_(compare), model_(new CompareModel(this)),
      stack_(new QStackedWidget), empty_(new EmptyState("compare-empty"))
{
    setObjectName(QStringLiteral("compare-panel"));
    empty_->setMessage(QStringLiteral("table"), tr("Nothing to compare yet"),
                       tr("Two finished points are needed. Run a sweep, then select a point in a chart or in the table: "
                          "it is compared with the unpruned network of most bits."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHeader());
    stack_->addWidget(empty_);
    stack_->addWidget(buildPage());
    layout->addWidget(stack_, 1);
    connect(&state_, &DesignState::selectionChanged, this, &ComparePanel::refresh);
    connect(&state_, &DesignState::frontChanged, this, &ComparePanel::refresh);
    connect(&study_, &StudyModel::pointsChanged, this, &ComparePanel::refresh);
    connect(&compare_, &CompareState::answered, this, &ComparePanel::showAnswer);
    connect(&compare_, &CompareState::pairChanged, this, &ComparePanel::showAnswer);
    connect(&compare_, &CompareState::progressed, this, &ComparePanel::showProgress);
    refresh();
    showAnswer();
}

QWidget* ComparePanel::buildHeader()
{
    auto* header = withLook(new QWidget, "surface");
    header->setAttribute(Qt::WA_StyledBackground);
    auto* grid = new QGridLayout(header); // one below the other: the names of points are long
    const int em = fontMetrics().height();
    grid->setContentsMargins(em, em / 3, em / 2, em / 3);
    grid->setVerticalSpacing(em / 3);
    a_ = named(new QComboBox, "compare-a", tr("Point A"));
    b_ = named(new QComboBox, "compare-b", tr("Point B"));
    for (QComboBox* combo : {a_, b_}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(12);
        combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    auto* swapped = named(new QToolButton, "compare-swap", tr("Swap A and B"));
    swapped->setIcon(icon(QStringLiteral("refresh")));
    swapped->setToolTip(tr("Swap A and B"));
    phase_ = withLook(new QLabel, "caption");
    phase_->setObjectName(QStringLiteral("compare-phase"));
    progress_ = named(new QProgressBar, "compare-progress", tr("Progress of the comparison"));
    progress_->setMaximumWidth(em * 6);
    progress_->setRange(0, 1000);
    grid->addWidget(withLook(new QLabel(QStringLiteral("A")), "heading"), 0, 0);
    grid->addWidget(a_, 0, 1);
    grid->addWidget(withLook(new QLabel(QStringLiteral("B")), "heading"), 1, 0);
    grid->addWidget(b_, 1, 1);
    grid->addWidget(swapped, 0, 2, 2, 1);
    grid->addWidget(phase_, 0, 3);
    grid->addWidget(progress_, 1, 3);
    grid->setColumnStretch(1, 1);
    connect(a_, &QComboBox::activated, this, [this] { setA(a_->currentData().toString()); });
    connect(b_, &QComboBox::activated, this, [this] { setB(b_->currentData().toString()); });
    connect(swapped, &QToolButton::clicked, this, &ComparePanel::swap);
    return header;
}

QWidget* ComparePanel::buildPage()
{
    auto* page = new CardGrid;
    const int em = fontMetrics().height();
    differenceCard_ = new Card(tr("What differs"), "compare-difference-card");
    table_ = new TableView("compare-table", tr("What differs between A and B"));
    table_->setModel(model_);
    table_->setItemDelegateForColumn(CompareModel::kChange, new ChangeDelegate(table_));
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    table_->horizontalHeader()->setStretchLastSection(false);
    differenceCard_->content()->addWidget(table_);
    waterfall_ = new ChartFrame("compare-waterfall");
    trace_ = new ChartFrame("compare-trace");
    for (ChartFrame* chart : {waterfall_, trace_})
        chart->setMinimumHeight(em * 17);
    waterfall_->setSizePolicy(QSizePolicy::Preferred,
                              QSizePolicy::Expanding); // as far down as the table beside it
    waterfall_->setEmptyMessage(tr("LUT by block"), tr("The circuits of both points are being built."));
    confusionCardA_ = new Card(tr("Confusion of A"), "compare-confusion-a-card");
    confusionCardB_ = new Card(tr("Confusion of B"), "compare-confusion-b-card");
    confusionA_ = new ConfusionView("compare-confusion-a", tr("Confusion matrix of A"));
    confusionB_ = new ConfusionView("compare-confusion-b", tr("Confusion matrix of B"));
    confusionCardA_->content()->addWidget(confusionA_);
    confusionCardB_->content()->addWidget(confusionB_);
    classCard_ = new Card(tr("Accuracy per class"), "compare-class-card");
    classes_ = new BarTable("compare-classes", tr("Accuracy per class"));
    classCard_->content()->addWidget(classes_);
    forecastCard_ = new Card(tr("Error per output"), "compare-forecast-card");
    forecastCard_->setNote(tr("A prediction has no classes: this is the NRMSE of each output on the validation steps."));
    forecast_ = new BarTable("compare-forecast", tr("Error per output"));
    forecastCard_->content()->addWidget(forecast_);
    rtlCard_ = new Card(tr("Size of the Verilog"), "compare-rtl-card");
    rtl_ = new BarTable("compare-rtl", tr("Size of the Verilog"));
    rtlCard_->content()->addWidget(rtl_);
    for (const auto& [card, table] :
         {std::pair(classCard_, classes_), std::pair(forecastCard_, forecast_), std::pair(rtlCard_, rtl_)})
        card->addMenu(offerPicture(table, PictureMenu::Table::none), table);
    for (const auto& [card, view] : {std::pair(confusionCardA_, confusionA_), std::pair(confusionCardB_, confusionB_)})
        card->addMenu(offerPicture(view), view);
    page->add(differenceCard_, 0);
    page->add(forecastCard_, 0);
    page->add(waterfall_, 1);
    page->add(rtlCard_, 1);
    page->addPair(confusionCardA_, confusionCardB_);
    page->addWide(classCard_);
    page->addWide(trace_);
    return page->inScrollArea("compare-page", tr("The comparison"));
}

void ComparePanel::setA(const QString& id)
{
    if (!id.isEmpty() && id == compare_.b())
        chosenB_ = compare_.a(); // never a point with itself: they change places
    chosenA_ = id;
    refresh();
}

void ComparePanel::setB(const QString& id)
{
    if (!id.isEmpty() && id == compare_.a())
        chosenA_ = compare_.b();
    chosenB_ = id;
    refresh();
}

void ComparePanel::swap()
{
    if (!compare_.hasPair())
        return;
    chosenA_ = compare_.b();
    chosenB_ = compare_.a();
    refresh();
}

QString ComparePanel::baseline() const
{
    // What savings are measured against: the unpruned network of most bits, the more accurate of equals.
    const StudyModel::Row* best = nullptr;
    const bool higher = state_.study().higherScoreIsBetter;
    const auto score = [higher](const StudyModel::Row& row) {
        const double value = row.point.validation.mean.value_or(higher ? -1e300 : 1e300);
        return higher ? value : -value;
    };
    const auto key = [&](const StudyModel::Row& row) {
        return std::tuple(-row.traits.prune, row.traits.sortBits, score(row));
    };
    for (const StudyModel::Row& row : study_.rows())
        if (isComparable(row) && (best == nullptr || key(row) > key(*best)))
            best = &row;
    return best == nullptr ? QString() : QString::fromStdString(best->point.id);
}

QString ComparePanel::other(const QString& than) const
{
    const FrontInfo& front = state_.front();
    for (const QString& id : {state_.selected(), front.recommended, front.knee}) {
        const StudyModel::Row* row = id.isEmpty() || id == than ? nullptr : study_.find(id);
        if (row != nullptr && isComparable(*row))
            return id;
    }
    for (const StudyModel::Row& row : study_.rows())
        if (const QString id = QString::fromStdString(row.point.id); isComparable(row) && id != than)
            return id;
    return {};
}

void ComparePanel::fillChoices(QComboBox* combo, const QString& automatic, const QString& chosen)
{
    const QSignalBlocker blocker(combo);
    combo->clear();
    combo->addItem(automatic, QString());
    const auto add = [&](const StudyModel::Row& row) {
        if (isComparable(row) && static_cast<std::size_t>(combo->count()) <= kMostChoices)
            combo->addItem(pointTitle(row), QString::fromStdString(row.point.id));
    };
    const bool all = study_.rows().size() <= kMostChoices;
    for (const StudyModel::Row& row : study_.rows())
        if (all || row.point.starred)
            add(row);
    if (!all) {
        QStringList ids{compare_.a(), compare_.b(), state_.selected()};
        for (const QString& id : state_.front().ids)
            ids << id;
        ids.removeDuplicates();
        for (const QString& id : std::as_const(ids))
            if (const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id); row != nullptr && !row->point.starred)
                add(*row);
    }
    combo->setCurrentIndex(std::max(0, chosen.isEmpty() ? 0 : combo->findData(chosen)));
    combo->setToolTip(combo->currentText());
}

void ComparePanel::refresh()
{
    // Looking for the baseline of a large study takes some milliseconds: not for a tab that nobody sees.
    constexpr std::size_t kManyPoints = 5000;
    stale_ = !isVisible() && study_.rows().size() >= kManyPoints;
    if (stale_)
        return;
    const auto valid = [this](const QString& id) {
        const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id);
        return row != nullptr && isComparable(*row);
    };
    if (!valid(chosenA_))
        chosenA_.clear();
    if (!valid(chosenB_))
        chosenB_.clear();
    QString a = chosenA_.isEmpty() ? baseline() : chosenA_;
    const QString b = chosenB_.isEmpty() ? other(a) : chosenB_;
    if (a == b)
        a = other(b);
    compare_.setPair(a, b);
    const auto title = [this](const QString& id) {
        const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id);
        return row == nullptr ? dash() : pointTitle(*row);
    };
    fillChoices(a_, chosenA_.isEmpty() ? tr("Baseline: %1").arg(title(a)) : tr("The baseline"), chosenA_);
    QString automatic = tr("The selected point");
    if (chosenB_.isEmpty())
        automatic = (b == state_.selected()            ? tr("Selected: %1")
                     : b == state_.front().recommended ? tr("Recommended: %1")
                                                       : tr("Another: %1"))
                        .arg(title(b));
    fillChoices(b_, automatic, chosenB_);
    showNumbers();
}

void ComparePanel::showNumbers()
{
    const auto point = [this](const QString& id) -> std::optional<optimise::DesignPoint> {
        const StudyModel::Row* row = id.isEmpty() ? nullptr : study_.find(id);
        return row == nullptr ? std::nullopt : std::optional(row->point);
    };
    if (compare_.hasPair())
        model_->setPoints(point(compare_.a()), point(compare_.b()), state_.study().scoreName,
                          state_.study().higherScoreIsBetter, state_.study().family);
    else
        model_->setPoints({}, {}, {}, true);
    table_->stretchColumns();
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           model_->rowCount() * table_->verticalHeader()->defaultSectionSize() + 2);
    stack_->setCurrentIndex(model_->rowCount() == 0 ? 0 : 1);
}

void ComparePanel::showAnswer()
{
    showProgress();
    const CompareState::Answer& answer = compare_.answer();
    const bool fresh = !compare_.isStale() && answer.value;
    if (compare_.isStale() && answer.value)
        return; // the old one stands, dimmed by the progress above it, until the new one is there
    rtlCard_->setVisible(fresh && answer.value->rtlA.bytes > 0);
    classCard_->setVisible(fresh && answer.value->confusionA.has_value());
    forecastCard_->setVisible(fresh && answer.value->forecastA.has_value());
    trace_->setVisible(fresh && answer.value->forecastA.has_value());
    if (!fresh) {
        waterfall_->setPlot({});
        waterfall_->setEmptyMessage(tr("LUT by block"), answer.error.isEmpty()
                                                            ? tr("The circuits of both points are being built.")
                                                            : answer.error);
        confusionCardA_->hide();
        confusionCardB_->hide();
        return;
    }
    const explore::Comparison& comparison = *answer.value;
    differenceCard_->setNote(
        state_.study().family.kind == Family::reservoir
            ? tr("Scores and figures are means over the seeds of each point; what was synthesised is the one "
                 "seed that is exported.")
            : QString());
    const auto title = [this](const QString& id) {
        const StudyModel::Row* row = study_.find(id);
        return row == nullptr ? id : pointTitle(*row);
    };
    waterfall_->setPlot(blockWaterfall(comparison));
    showConfusion(confusionA_, confusionCardA_, comparison.confusionA, title(answer.a));
    showConfusion(confusionB_, confusionCardB_, comparison.confusionB, title(answer.b));
    classCard_->setNote(
        state_.study().family.kind != Family::reservoir
            ? tr("Share of each class's validation images that are recognised.")
            : tr("Share of each class's validation series that are recognised, by the replica that is exported."));
    classes_->setContent(classTable(comparison));
    forecast_->setContent(forecastTable(comparison));
    trace_->setPlot(forecastPlot(comparison));
    rtlCard_->setNote(tr("Of the exported circuits, as in the chart of LUT: A %1, B %2.")
                          .arg(seedText(comparison.replicaA, comparison.replicasA),
                               seedText(comparison.replicaB, comparison.replicasB)));
    rtl_->setContent(rtlTable(comparison));
}

void ComparePanel::showProgress()
{
    const bool busy = compare_.isWanted();
    progress_->setVisible(busy);
    phase_->setVisible(busy || !compare_.answer().error.isEmpty());
    progress_->setValue(static_cast<int>(compare_.fraction() * 1000));
    phase_->setText(busy ? tr("comparing...") : compare_.answer().error);
    for (BarTable* table : {classes_, forecast_, rtl_})
        table->setStale(busy);
}

void ComparePanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (stale_)
        refresh();
    compare_.setVisible(true);
    showProgress();
}

void ComparePanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    compare_.setVisible(false);
}

} // namespace burin::views
