// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/jobs/jobs_panel.h"

#include "views/models/job_model.h"
#include "views/theme/colours.h"
#include "views/theme/icons.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/look.h"
#include "views/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyledItemDelegate>

namespace burin::views {
namespace {

class ProgressDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem plain(option);
        initStyleOption(&plain, index);
        plain.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
        const Colours& colours = coloursFor(option.palette);
        const auto state = static_cast<JobState>(index.data(JobModel::kStateRole).toInt());
        const double fraction = state == JobState::done ? 1 : index.data(JobModel::kFractionRole).toDouble();
        const double tall = option.fontMetrics.height() * 0.4;
        const int label = option.fontMetrics.horizontalAdvance(QStringLiteral("100 %  "));
        QRectF bar(option.rect.left() + 6, option.rect.center().y() - tall / 2 + 0.5,
                   std::max(10, option.rect.width() - label - 12), tall);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours.grid);
        painter->drawRoundedRect(bar, tall / 2, tall / 2);
        painter->setBrush(state == JobState::failed      ? colours.bad
                          : state == JobState::cancelled || state == JobState::paused ? colours.muted
                          : state == JobState::done      ? colours.good
                                                         : colours.accent);
        bar.setWidth(bar.width() * fraction);
        painter->drawRoundedRect(bar, tall / 2, tall / 2);
        painter->setPen(colours.text);
        painter->drawText(option.rect.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data().toString());
        painter->restore();
    }
};

} // namespace

JobsPanel::JobsPanel(JobModel& jobs, QWidget* parent)
    : QWidget(parent), jobs_(jobs), table_(new TableView("jobs-table", tr("Jobs"))),
      cancel_(named(new QPushButton(tr("Stop job")), "jobs-cancel", tr("Stop the selected job"))),
      pause_(named(new QPushButton, "jobs-pause", tr("Pause or resume the selected job"))), stack_(new QStackedWidget)
{
    setObjectName(QStringLiteral("jobs-panel"));
    withLook(this, "surface");
    setAttribute(Qt::WA_StyledBackground);
    auto* empty = new EmptyState("jobs-empty");
    empty->setMessage(QStringLiteral("run"), tr("Nothing is running"),
                      tr("Run, Verify and Export appear here with their progress."));
    table_->setModel(&jobs_);
    table_->setItemDelegateForColumn(JobModel::kProgress, new ProgressDelegate(table_));
    const int unit = fontMetrics().averageCharWidth();
    table_->setColumnWidth(JobModel::kTitle, unit * 44);
    table_->setColumnWidth(JobModel::kState, unit * 40);
    table_->setColumnWidth(JobModel::kProgress, unit * 34);
    cancel_->setIcon(icon(QStringLiteral("stop")));
    stack_->addWidget(empty);
    stack_->addWidget(table_);
    auto* side = new QVBoxLayout;
    const int gap = fontMetrics().height() / 2;
    side->setContentsMargins(gap, gap, gap, gap);
    side->addWidget(pause_);
    side->addWidget(cancel_);
    side->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stack_, 1);
    layout->addLayout(side);
    connect(cancel_, &QPushButton::clicked, this, &JobsPanel::cancelSelected);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table_, &QWidget::customContextMenuRequested, this, &JobsPanel::showMenu);
    connect(pause_, &QPushButton::clicked, this, [this] {
        for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
            const auto state = static_cast<JobState>(index.data(JobModel::kStateRole).toInt());
            Q_EMIT pauseRequested(index.data(JobModel::kIdRole).toULongLong(), state == JobState::running);
        }
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobsPanel::showButtons);
    connect(&jobs_, &QAbstractItemModel::dataChanged, this, &JobsPanel::showButtons);
    connect(&jobs_, &QAbstractItemModel::modelReset, this, &JobsPanel::showButtons);
    connect(&jobs_, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int, int last) {
        showButtons();
        table_->selectRow(last);
    });
    showButtons();
}

void JobsPanel::showButtons()
{
    stack_->setCurrentIndex(jobs_.rowCount() == 0 ? 0 : 1);
    bool active = false;
    bool started = false;
    bool paused = false;
    for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
        const auto state = static_cast<JobState>(index.data(JobModel::kStateRole).toInt());
        paused = paused || state == JobState::paused;
        started = started || state == JobState::running || state == JobState::paused;
        active = active || started || state == JobState::waiting;
    }
    cancel_->setEnabled(active);
    pause_->setEnabled(started);
    pause_->setText(paused ? tr("Resume job") : tr("Pause job"));
    pause_->setIcon(icon(paused ? QStringLiteral("run") : QStringLiteral("pause")));
}

void JobsPanel::showMenu(const QPoint& position)
{
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return;
    const QString command = rows.front().data(JobModel::kCommandRole).toString();
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("jobs-menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    QAction* copy = menu->addAction(icon(QStringLiteral("command")), tr("Copy as c&ommand"));
    copy->setObjectName(QStringLiteral("jobs-copy-command"));
    copy->setEnabled(!command.isEmpty());
    if (command.isEmpty())
        copy->setToolTip(tr("The command line has no such job."));
    connect(copy, &QAction::triggered, this, [this, command] { Q_EMIT commandRequested(command); });
    menu->popup(table_->viewport()->mapToGlobal(position));
}

void JobsPanel::cancelSelected()
{
    for (const QModelIndex& index : table_->selectionModel()->selectedRows())
        Q_EMIT cancelRequested(index.data(JobModel::kIdRole).toULongLong());
}

} // namespace burin::views
