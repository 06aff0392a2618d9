// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/sweep/sweep_results.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/plots/chart_frame.h"
#include "views/theme/colours.h"
#include "views/widgets/gradient_key.h"
#include "views/widgets/look.h"
#include "views/widgets/table_view.h"

#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {
namespace {

QColor shadeOf(double share, const Colours& colours)
{
    QColor shade = colours.accent;
    shade.setAlphaF(static_cast<float>(0.08 + 0.42 * share));
    return shade;
}

/// Cells as deep in colour as their score is good; failed ones in the colour of failure.
class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QFontMetrics& metrics = option.fontMetrics;
        return {metrics.horizontalAdvance(index.data().toString()) + metrics.height() / 2, metrics.height()};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Colours& colours = coloursFor(option.palette);
        const auto status = static_cast<optimise::PointStatus>(index.data(SweepGridModel::kStatusRole).toInt());
        const QVariant share = index.data(SweepGridModel::kShareRole);
        QColor failure = colours.bad;
        failure.setAlphaF(status == optimise::PointStatus::failed ? 0.25F : 0.0F);
        painter->save();
        painter->fillRect(option.rect.adjusted(1, 1, -1, -1),
                          share.isValid() ? shadeOf(share.toDouble(), colours) : failure);
        if ((option.state & QStyle::State_Selected) != 0) {
            painter->setPen(QPen(colours.text, 2));
            painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
        }
        painter->setPen(share.isValid() ? colours.text : colours.muted);
        painter->drawText(option.rect, Qt::AlignCenter, index.data().toString());
        painter->restore();
    }
};

} // namespace

SweepResults::SweepResults(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent),
      state_(state),
      study_(study),
      heading_(withLook(new QLabel, "heading")),
      progress_(withLook(new QLabel, "caption")),
      key_(new GradientKey(shadeOf)),
      table_(new TableView("sweep-grid", tr("Scores of the grid"))),
      chart_(new ChartFrame("chart-rankers")),
      failureBox_(new QWidget),
      failures_(named(new QTableWidget(0, 2), "sweep-failures", tr("Failed points")))
{
    setObjectName(QStringLiteral("sweep-results"));
    const int em = fontMetrics().height();
    setUpGrid();
    QFrame* gridCard = makeGridCard();
    setUpFailures();

    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(gridCard);
    split->addWidget(failureBox_);
    split->addWidget(chart_);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(em / 2);
    split->setSizes({em * 24, em * 8, em * 22});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);

    chart_->setEmptyMessage(tr("No finished points at this bit width"), tr("Press F5 to run the sweep."));
    connect(chart_, &ChartFrame::pointClicked, &state_, &DesignState::select);
    const auto select = [this](const QModelIndex& cell) {
        const QString id = cell.data(SweepGridModel::kIdRole).toString();
        if (!id.isEmpty())
            state_.select(id);
    };
    connect(table_, &QAbstractItemView::clicked, this, select);
    connect(table_, &QAbstractItemView::activated, this, select); // Enter
    connect(&study_, &StudyModel::pointsChanged, this, &SweepResults::refresh);
    connect(&state_, &DesignState::configChanged, this, &SweepResults::refresh);
    connect(&state_, &DesignState::selectionChanged, this, &SweepResults::drawRankers);
}

void SweepResults::setUpGrid()
{
    const int em = fontMetrics().height();
    table_->setModel(&grid_);
    table_->setSortingEnabled(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectItems);
    table_->setItemDelegate(new CellDelegate(table_));
    table_->verticalHeader()->setVisible(true);
    table_->verticalHeader()->setDefaultSectionSize(em * 9 / 4);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->setAlternatingRowColors(false);
    table_->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter |
                                                  Qt::Alignment(Qt::TextWordWrap));
    table_->verticalHeader()->setTextElideMode(Qt::ElideNone);
    table_->installEventFilter(this);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignCenter);
    table_->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    table_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

QFrame* SweepResults::makeGridCard()
{
    const int em = fontMetrics().height();
    auto* gridCard = withLook(new QFrame, "card");
    auto* gridLayout = new QVBoxLayout(gridCard);
    gridLayout->setContentsMargins(em, em * 3 / 4, em, em);
    auto* head = new QHBoxLayout;
    progress_->setObjectName(QStringLiteral("sweep-progress"));
    head->addWidget(heading_);
    head->addStretch();
    head->addWidget(progress_);
    gridLayout->addLayout(head);
    gridLayout->addWidget(
        withLook(new QLabel(tr("Validation score over the pruning rate in per cent")), "caption"));
    gridLayout->addWidget(table_);
    key_->setObjectName(QStringLiteral("sweep-key"));
    gridLayout->addWidget(key_);
    gridLayout->addStretch();
    gridCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum); // the chart takes what is left
    return gridCard;
}

void SweepResults::setUpFailures()
{
    failures_->setHorizontalHeaderLabels({tr("Failed point"), tr("Reason")});
    failures_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    failures_->verticalHeader()->hide();
    failures_->horizontalHeader()->setStretchLastSection(true);
    failures_->setSelectionBehavior(QAbstractItemView::SelectRows);
    failures_->setMinimumHeight(fontMetrics().height() * 6); // a reason of three lines
    failures_->installEventFilter(this);
    auto* failureLayout = new QVBoxLayout(failureBox_);
    failureLayout->setContentsMargins(0, 0, 0, 0);
    failureLayout->addWidget(
        withLook(new QLabel(tr("Failed points are computed again by the next run.")), "caption"));
    failureLayout->addWidget(failures_);
}

void SweepResults::show(const SweepSettings& settings)
{
    settings_ = settings;
    refresh();
}

void SweepResults::setProgress(const QString& text)
{
    progress_->setText(text);
}

void SweepResults::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (stale_)
        refresh();
}

void SweepResults::refresh()
{
    // Going through a large study takes some milliseconds: not for a tab that nobody sees.
    constexpr std::size_t kManyPoints = 5000;
    stale_ = !isVisible() && study_.rows().size() >= kManyPoints;
    if (stale_)
        return;
    grid_.show(settings_, state_.config(), study_, state_.study().higherScoreIsBetter);
    key_->setVisible(grid_.range().has_value());
    if (const auto range = grid_.range())
        key_->setEnds(tr("worst %1").arg(formatScore(range->worst)), tr("best %1").arg(formatScore(range->best)));
    heading_->setText(tr("%1 of %2 computed")
                          .arg(formatCount(grid_.done()), counted(grid_.points(), tr("point"), tr("points"))));
    shareWidth();
    showFailures();
    drawRankers();
}

bool SweepResults::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == table_ && event->type() == QEvent::Resize)
        shareWidth();
    if (watched == failures_ && event->type() == QEvent::Resize)
        wrapReasons();
    return QWidget::eventFilter(watched, event);
}

/// The cells keep room around their numbers; the names of the rows take further lines for what is left to them.
void SweepResults::shareWidth()
{
    const int em = fontMetrics().height();
    const QAbstractItemView& cells = *table_;
    int cell = em * 2;
    for (int column = 0; column < grid_.columnCount(); ++column)
        cell =
            std::max({cell, cells.sizeHintForColumn(column), table_->horizontalHeader()->sectionSizeHint(column)});
    QHeaderView* names = table_->verticalHeader();
    QFont bold = names->font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const auto nameOf = [this](int row) {
        return grid_.headerData(row, Qt::Vertical, Qt::DisplayRole).toString();
    };
    int whole = 0;
    int word = 0;
    for (int row = 0; row < grid_.rowCount(); ++row) {
        const QString name = nameOf(row);
        whole = std::max(whole, metrics.horizontalAdvance(name));
        for (const QString& part : name.split(QLatin1Char(' ')))
            word = std::max(word, metrics.horizontalAdvance(part));
    }
    const int beside = em * 7 / 4; // of the header's style
    const int bar = table_->verticalScrollBar()->isVisible() ? table_->verticalScrollBar()->sizeHint().width() : 0;
    const auto besideCells = [&](int wide) {
        return table_->width() - grid_.columnCount() * wide - bar - 2 * table_->frameWidth();
    };
    if (const int close = cell - em / 4;
        besideCells(cell) < whole + beside && besideCells(close) >= whole + beside)
        cell = close; // rather than names of two lines
    table_->horizontalHeader()->setMinimumSectionSize(cell);
    const int wide = std::clamp(besideCells(cell), word + beside, whole + beside);
    int tall = em * 9 / 4;
    for (int row = 0; row < grid_.rowCount(); ++row)
        tall = std::max(
            tall,
            metrics.boundingRect(QRect(0, 0, wide - beside, em * 100), Qt::TextWordWrap, nameOf(row)).height() +
                em * 5 / 4);
    names->setMaximumWidth(wide);
    names->setDefaultSectionSize(tall);
}

void SweepResults::showFailures()
{
    const auto& failures = grid_.failures();
    failureBox_->setVisible(!failures.empty());
    failures_->setRowCount(static_cast<int>(failures.size()));
    for (int i = 0; i < failures_->rowCount(); ++i) {
        const auto& failure = failures[static_cast<std::size_t>(i)];
        failures_->setItem(i, 0, new QTableWidgetItem(failure.design));
        auto* reason = new QTableWidgetItem(failure.reason);
        reason->setToolTip(failure.reason);
        failures_->setItem(i, 1, reason);
    }
    wrapReasons();
}

/// Reasons are whole, in as many lines as they need; of very many the first ones.
void SweepResults::wrapReasons()
{
    constexpr int kMost = 100;
    failures_->resizeColumnToContents(0);
    for (int row = 0; row < std::min(kMost, failures_->rowCount()); ++row)
        failures_->resizeRowToContents(row);
}

void SweepResults::drawRankers()
{
    const DesignTraits& chosen = state_.traits();
    int bits = chosen.bits.value_or(0);
    // The chosen width need not be in the grid.
    if (std::find(settings_.bits.begin(), settings_.bits.end(), bits) == settings_.bits.end())
        bits = settings_.bits.empty() ? 0 : settings_.bits.front();
    std::string variant = SweepGridModel::variantOf(chosen);
    if (!settings_.readouts.empty() &&
        std::find(settings_.readouts.begin(), settings_.readouts.end(), variant) == settings_.readouts.end())
        variant = settings_.readouts.front();
    PlotData plot;
    const QString score = state_.study().scoreName.isEmpty() ? tr("Accuracy") : state_.study().scoreName;
    plot.title = chosen.readout.empty() ? tr("Rankers at %1 bit").arg(bits)
                                        : tr("Rankers at %1 bit, read-out %2").arg(bits).arg(readoutText(variant));
    showPruning(plot, tr("Pruning (%)"));
    plot.yTitle = tr("%1 (validation)").arg(score);
    if (state_.study().higherScoreIsBetter)
        plot.yMost = 1.0;
    for (ChartSeries& series : grid_.rankerSeries(bits, variant))
        plot.series.push_back({std::move(series), true, true, false, false});
    plot.nameOf = namesOf(study_);
    chart_->setPlot(std::move(plot), state_.selected());
}

} // namespace burin::views
