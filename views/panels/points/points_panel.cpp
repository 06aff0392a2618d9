// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/points/points_panel.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/point_filter_model.h"
#include "views/models/study_model.h"
#include "views/theme/colours.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"
#include "views/widgets/table_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QToolButton>

namespace burin::views {
namespace {

/// Draws the star, marks points of the front in bold, colours status and seal.
class PointDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        if (index.column() != StudyModel::kStar) {
            QStyledItemDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem plain(option);
        initStyleOption(&plain, index);
        plain.features &= ~QStyleOptionViewItem::HasCheckIndicator;
        plain.text.clear();
        const QWidget* widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, widget);
        const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        const int size = option.fontMetrics.height();
        QRect box(0, 0, size, size);
        box.moveCenter(option.rect.center());
        icon(on ? QStringLiteral("star-filled") : QStringLiteral("star"), on ? IconRole::warning : IconRole::muted)
            .paint(painter, box);
    }

    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override
    {
        if (index.column() != StudyModel::kStar)
            return QStyledItemDelegate::editorEvent(event, model, option, index);
        const bool click = event->type() == QEvent::MouseButtonRelease &&
                           static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton;
        const bool key =
            event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space;
        if (!click && !key)
            return false;
        const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const Colours& colours = coloursFor(option->palette);
        if (index.data(StudyModel::kFrontRole).toBool())
            option->font.setBold(true);
        const QString text = option->text;
        if (index.column() == StudyModel::kStatus && text != StudyModel::tr("Done"))
            option->palette.setColor(QPalette::Text, text == StudyModel::tr("Failed") ? colours.bad : colours.muted);
        if (index.column() == StudyModel::kSeal)
            option->palette.setColor(QPalette::Text,
                                     text == StudyModel::tr("bit-exact") ? colours.good : colours.bad);
    }
};

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
      stack_(new QStackedWidget), filter_(new QLineEdit), frontOnly_(nullptr), starredOnly_(nullptr),
      count_(withLook(new QLabel, "caption"))
{
    setObjectName(QStringLiteral("points-panel"));
    withLook(this, "surface");
    setAttribute(Qt::WA_StyledBackground);
    filtered_->setSourceModel(&study_);
    table_->setModel(filtered_);
    table_->setItemDelegate(new PointDelegate(table_));
    table_->setCopyRole(StudyModel::kRawRole);
    table_->setSortingEnabled(true);
    table_->sortByColumn(StudyModel::kScore, Qt::DescendingOrder);
    for (const int column :
         {StudyModel::kRefit, StudyModel::kReadout, StudyModel::kThroughput, StudyModel::kEnergy, StudyModel::kPointId})
        table_->setColumnHidden(column, true);
    empty_->setMessage(QStringLiteral("table"), tr("No points yet"),
                       tr("Press F5 to run the sweep, or move a slider and look at the live numbers first."));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTools());
    stack_->addWidget(empty_);
    stack_->addWidget(table_);
    layout->addWidget(stack_, 1);

    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PointsPanel::selectCurrentRow);
    connect(&state_, &DesignState::selectionChanged, this, &PointsPanel::showSelection);
    connect(&study_, &StudyModel::pointsChanged, this, [this] {
        showCount();
        showSelection();
    });
    connect(&state_, &DesignState::brushChanged, this, [this] {
        filtered_->setRanges(state_.brush());
        showCount();
    });
    connect(filtered_, &QAbstractItemModel::rowsInserted, this, &PointsPanel::showCount);
    connect(filtered_, &QAbstractItemModel::rowsRemoved, this, &PointsPanel::showCount);
    showCount();
}

QWidget* PointsPanel::buildTools()
{
    auto* tools = new QWidget;
    auto* row = new QHBoxLayout(tools);
    const int gap = fontMetrics().height() / 3;
    row->setContentsMargins(gap * 2, gap, gap, gap);
    named(filter_, "points-filter", tr("Filter points"));
    filter_->setPlaceholderText(tr("Filter: words, or lut<3000 score>=0.9 bits=4"));
    filter_->setToolTip(tr("Rows that contain every word. Numbers compare with bits, prune, score, lut, ff, delay, "
                           "throughput, power, pdp, energy."));
    filter_->setClearButtonEnabled(true);
    filter_->addAction(icon(QStringLiteral("search"), IconRole::muted), QLineEdit::LeadingPosition);
    filter_->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    frontOnly_ = toggle("points-front-only", tr("Front"), QStringLiteral("chart"), tr("Only points of the front"));
    starredOnly_ = toggle("points-starred-only", tr("Starred"), QStringLiteral("star"), tr("Only starred points"));
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
    row->addStretch(1);
    row->addWidget(count_);
    row->addWidget(copy);
    row->addWidget(columns);
    connect(filter_, &QLineEdit::textChanged, filtered_, &PointFilterModel::setFilterText);
    connect(filter_, &QLineEdit::textChanged, this, &PointsPanel::showCount);
    connect(frontOnly_, &QToolButton::toggled, filtered_, &PointFilterModel::setFrontOnly);
    connect(starredOnly_, &QToolButton::toggled, filtered_, &PointFilterModel::setStarredOnly);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { table_->fillColumnMenu(menu); });
    connect(copy, &QToolButton::clicked, table_, &TableView::copySelection);
    return tools;
}

void PointsPanel::focusFilter()
{
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void PointsPanel::restoreColumns(const QByteArray& columns)
{
    table_->restoreColumns(columns);
    sized_ = !columns.isEmpty();
}

void PointsPanel::showCount()
{
    const QLocale english(QLocale::English, QLocale::UnitedStates);
    const int all = study_.rowCount();
    const int shown = filtered_->rowCount();
    count_->setText(shown == all ? counted(static_cast<std::size_t>(all), tr("point"), tr("points"))
                                 : tr("%1 of %2 points").arg(english.toString(shown), english.toString(all)));
    if (!sized_ && all > 0) {
        sized_ = true;
        table_->resizeColumnsToContents();
        for (int column = 0; column < study_.columnCount(); ++column)
            table_->setColumnWidth(column, table_->columnWidth(column) + fontMetrics().height() / 2);
    }
    stack_->setCurrentWidget(all == 0 ? static_cast<QWidget*>(empty_) : table_);
}

void PointsPanel::showSelection()
{
    showing_ = true;
    const int row = study_.rowOf(state_.selected());
    const QModelIndex index =
        row < 0 ? QModelIndex() : filtered_->mapFromSource(study_.index(row, StudyModel::kStatus));
    if (!index.isValid()) {
        table_->clearSelection();
        table_->setCurrentIndex({});
    } else if (table_->currentIndex().row() != index.row() || !table_->selectionModel()->isSelected(index)) {
        table_->setCurrentIndex(index);
        table_->scrollTo(index);
    }
    showing_ = false;
}

void PointsPanel::selectCurrentRow()
{
    if (!showing_ && table_->currentIndex().isValid())
        state_.select(table_->currentIndex().data(StudyModel::kIdRole).toString());
}

} // namespace burin::views
