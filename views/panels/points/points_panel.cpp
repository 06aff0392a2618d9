// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/points/points_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/point_filter_model.h"
#include "views/models/study_model.h"
#include "views/panels/points/point_delegate.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"
#include "views/widgets/table_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>

#include <utility>

namespace burin::views {
namespace {

QToolButton* toggle(const char* name, const QString& text, const QString& iconName, const QString& help)
{
    auto* button = named(new QToolButton, name, help);
    button->setText(text);
    button->setIcon(icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setToolTip(help);
    return button;
}

} // namespace

PointsPanel::PointsPanel(DesignState& state, StudyModel& study, QWidget* parent)
    : QWidget(parent), state_(state), study_(study), filtered_(new PointFilterModel(this)),
      table_(new TableView("points-table", tr("Points of the study"))), empty_(new EmptyState("points-empty")),
      nothing_(new EmptyState("points-nothing")), stack_(new QStackedWidget), filter_(new QLineEdit),
      problem_(new QLabel), delete_(new QAction(icon(QStringLiteral("trash")), tr("&Delete points"), this)),
      count_(withLook(new QLabel, "caption"))
{
    setObjectName(QStringLiteral("points-panel"));
    withLook(this, "surface");
    setAttribute(Qt::WA_StyledBackground);
    filtered_->setSourceModel(&study_);
    // Where the current row is filtered away the view goes to another, which nobody chose; before the view's own
    // connections.
    connect(filtered_, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { showing_ = true; });
    connect(filtered_, &QAbstractItemModel::rowsRemoved, this, [this] { showing_ = false; });
    table_->setModel(filtered_);
    table_->setItemDelegate(new PointDelegate(table_));
    table_->setCopyRole(StudyModel::kRawRole);
    table_->setSortingEnabled(true);
    table_->sortByColumn(StudyModel::kScore, Qt::DescendingOrder);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    for (const int column : {StudyModel::kRefit, StudyModel::kReadout, StudyModel::kThroughput, StudyModel::kTiles,
                             StudyModel::kMvms, StudyModel::kCycles,
                             StudyModel::kFfSynth, StudyModel::kDelaySynth, StudyModel::kPointId})
        table_->setColumnHidden(column, true);
    empty_->setMessage(QStringLiteral("table"), tr("No points yet"),
                       tr("Press F5 to run the sweep, or move a slider and look at the live numbers first."));
    nothing_->setMessage(QStringLiteral("search"), tr("No point passes the filter"), QString());
    nothing_->setAction(tr("Show all points"));
    for (EmptyState* page : {empty_, nothing_}) // the table says how low the dock may be
        page->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTools());
    layout->addWidget(problem_);
    for (QWidget* page : {static_cast<QWidget*>(empty_), static_cast<QWidget*>(nothing_),
                          static_cast<QWidget*>(table_)})
        stack_->addWidget(page);
    layout->addWidget(stack_, 1);
    buildFilter();
    buildDelete();

    connect(nothing_, &EmptyState::actionTriggered, this, [this] {
        filter_->clear();
        frontOnly_->setChecked(false);
        starredOnly_->setChecked(false);
        state_.setBrush({});
    });
    connect(table_, &QWidget::customContextMenuRequested, this, &PointsPanel::showMenu);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PointsPanel::selectCurrentRow);
    connect(&state_, &DesignState::selectionChanged, this, &PointsPanel::showSelection);
    connect(&study_, &StudyModel::pointsChanged, this, &PointsPanel::showFailures);
    connect(&state_, &DesignState::brushChanged, this, [this] { filtered_->setRanges(state_.brush()); });
    connect(filtered_, &PointFilterModel::applied, this, [this] {
        showCount();
        showSelection();
    });
    connect(&state_, &DesignState::studyChanged, this, &PointsPanel::showFamily);
    const auto changed = [this] {
        if (!arranging_)
            Q_EMIT columnsChanged();
    };
    connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this, changed);
    connect(table_->horizontalHeader(), &QHeaderView::sectionMoved, this, changed);
    showFamily();
    showCount();
    showFailures();
}

QWidget* PointsPanel::buildTools()
{
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    const int gap = fontMetrics().height() / 3;
    row->setContentsMargins(gap * 2, gap, gap, gap);
    frontOnly_ = toggle("points-front-only", tr("Front"), QStringLiteral("chart"), tr("Only points of the front"));
    starredOnly_ = toggle("points-starred-only", tr("Starred"), QStringLiteral("star"), tr("Only starred points"));
    failed_ = toggle("points-failed", QString(), QStringLiteral("warning"), tr("Only points that failed"));
    failed_->setCheckable(false);
    auto* columns = toggle("points-columns", tr("Columns"), QStringLiteral("columns"), tr("Choose columns"));
    columns->setCheckable(false);
    columns->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(columns);
    columns->setMenu(menu);
    auto* copy = toggle("points-copy", tr("Copy"), QStringLiteral("copy"), tr("Copy the selected rows with raw numbers"));
    copy->setCheckable(false);
    count_->setObjectName(QStringLiteral("points-count"));
    row->addWidget(filter_, 1);
    row->addWidget(frontOnly_);
    row->addWidget(starredOnly_);
    row->addWidget(failed_);
    row->addStretch(1);
    row->addWidget(count_);
    row->addWidget(copy);
    row->addWidget(columns);
    connect(frontOnly_, &QToolButton::toggled, filtered_, &PointFilterModel::setFrontOnly);
    connect(starredOnly_, &QToolButton::toggled, filtered_, &PointFilterModel::setStarredOnly);
    connect(failed_, &QToolButton::clicked, this, [this] {
        filter_->setText(QStringLiteral("status=%1").arg(statusText(optimise::PointStatus::failed).toLower()));
    });
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { table_->fillColumnMenu(menu); });
    connect(copy, &QToolButton::clicked, table_, &TableView::copySelection);
    connect(table_, &TableView::copying, this, [this](int done, int rows) {
        count_->setText(tr("Copying rows: %1").arg(formatPercent(static_cast<double>(done) / rows)));
    });
    connect(table_, &TableView::copied, this, &PointsPanel::showCount);
    connect(table_, &TableView::copied, this, &PointsPanel::rowsCopied);
    return tools;
}

void PointsPanel::buildFilter()
{
    named(filter_, "points-filter", tr("Filter points"));
    filter_->setPlaceholderText(tr("Filter: words, lut<3000 ..."));
    filter_->setToolTip(tr("Rows that match every part: a word, or a comparison (< <= > >= = !=) of %1.")
                            .arg(PointFilterModel::columnNames().join(QStringLiteral(", "))));
    filter_->setClearButtonEnabled(true);
    filter_->addAction(icon(QStringLiteral("search"), IconRole::muted), QLineEdit::LeadingPosition);
    filter_->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    problem_->setObjectName(QStringLiteral("points-filter-problem"));
    withLook(problem_, "problem");
    problem_->setWordWrap(true);
    problem_->setIndent(fontMetrics().height() * 2 / 3);
    problem_->hide();
    connect(filter_, &QLineEdit::textChanged, this, &PointsPanel::applyFilter);
}

void PointsPanel::buildDelete()
{
    delete_->setObjectName(QStringLiteral("action-delete-points"));
    delete_->setShortcut(QKeySequence::Delete);
    delete_->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    delete_->setToolTip(tr("Delete the selected points (Del)"));
    delete_->setEnabled(false);
    addAction(delete_);
    connect(delete_, &QAction::triggered, this, [this] { Q_EMIT deleteRequested(selectedIds()); });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { delete_->setEnabled(state_.study().readOnly.isEmpty() && table_->selectionModel()->hasSelection()); });
}

void PointsPanel::applyFilter()
{
    const QString problem = filtered_->setFilterText(filter_->text());
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
    filter_->setAccessibleDescription(problem);
}

void PointsPanel::focusFilter()
{
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void PointsPanel::restoreColumns(const QByteArray& columns)
{
    sized_ = table_->restoreColumns(columns);
    foreign_.clear();
    showFamily();
}

QByteArray PointsPanel::saveColumns()
{
    const QScopedValueRollback arranging(arranging_, true);
    for (const int column : std::exchange(foreign_, {}))
        table_->setColumnHidden(column, false);
    const QByteArray columns = table_->saveColumns();
    showFamily();
    return columns;
}

void PointsPanel::showFamily()
{
    const QScopedValueRollback arranging(arranging_, true);
    for (const int column : std::exchange(foreign_, {}))
        table_->setColumnHidden(column, false);
    for (int column = 0; column < StudyModel::kColumnCount; ++column) {
        if (StudyModel::isOfFamily(column, state_.study().family.kind) || table_->isColumnHidden(column))
            continue;
        table_->setColumnHidden(column, true);
        foreign_.push_back(column);
    }
    // The best first, until a person sorts otherwise.
    const bool best = state_.study().higherScoreIsBetter;
    if (std::exchange(higherFirst_, best) != best &&
        table_->horizontalHeader()->sortIndicatorSection() == StudyModel::kScore)
        table_->sortByColumn(StudyModel::kScore, best ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void PointsPanel::showCount()
{
    const int all = study_.rowCount();
    const int shown = filtered_->rowCount();
    count_->setText(
        shown == all ? counted(static_cast<std::size_t>(all), tr("point"), tr("points"))
                     : tr("%1 of %2 points").arg(englishLocale().toString(shown), englishLocale().toString(all)));
    if (all > 0 && (!sized_ || fitted_ != state_.study().family.kind)) {
        for (int column = 0; column < study_.columnCount(); ++column) {
            if (table_->isColumnHidden(column) ||
                (sized_ && table_->columnWidth(column) >= table_->horizontalHeader()->sectionSizeHint(column)))
                continue;
            table_->resizeColumnToContents(column);
            table_->setColumnWidth(column, table_->columnWidth(column) +
                                               fontMetrics().height() * 3 / 2); // bold rows are wider
        }
        sized_ = true;
        fitted_ = state_.study().family.kind;
    }
    QWidget* page = table_;
    if (shown == 0 && !filtered_->isWorking())
        page = all == 0 ? empty_ : nothing_;
    stack_->setCurrentWidget(page);
}

void PointsPanel::showFailures()
{
    const std::size_t failures = study_.failed();
    failed_->setText(tr("%1 failed").arg(formatCount(failures)));
    failed_->setVisible(failures > 0);
}

void PointsPanel::showSelection()
{
    const int row = study_.rowOf(state_.selected());
    const QModelIndex index =
        row < 0 ? QModelIndex() : filtered_->mapFromSource(study_.index(row, StudyModel::kStatus));
    // Rows that a person selected together stay so while the current one is the selection of every view.
    if (showing_ || (index.isValid() && table_->currentIndex().row() == index.row() &&
                     table_->selectionModel()->hasSelection()))
        return;
    showing_ = true;
    if (!index.isValid()) {
        table_->clearSelection();
        table_->setCurrentIndex({});
    } else {
        table_->setCurrentIndex(index);
        table_->scrollTo(index);
    }
    showing_ = false;
}

void PointsPanel::selectCurrentRow()
{
    if (showing_ || !table_->currentIndex().isValid())
        return;
    showing_ = true; // the table itself is right already
    state_.select(table_->currentIndex().data(StudyModel::kIdRole).toString());
    showing_ = false;
}

} // namespace burin::views
