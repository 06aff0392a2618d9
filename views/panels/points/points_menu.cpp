// SPDX-License-Identifier: GPL-3.0-or-later
// The context menu of the table of points: what can be done with the rows that are selected.
#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/point_filter_model.h"
#include "views/models/study_model.h"
#include "views/panels/points/points_panel.h"
#include "views/theme/icons.h"
#include "views/widgets/table_view.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>

#include <algorithm>

namespace burin::views {
namespace {

QAction* add(QMenu* menu, const char* name, const QString& text, const char* iconName = nullptr)
{
    QAction* action = menu->addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    if (iconName != nullptr)
        action->setIcon(icon(QString::fromLatin1(iconName)));
    return action;
}

} // namespace

std::vector<int> PointsPanel::selectedStudyRows() const
{
    std::vector<int> rows;
    for (const RowRun& run : table_->selectedRuns())
        for (int row = run.first; row <= run.last; ++row)
            rows.push_back(filtered_->mapToSource(filtered_->index(row, 0)).row());
    return rows;
}

QStringList PointsPanel::selectedIds() const
{
    QStringList ids;
    for (const int row : selectedStudyRows())
        ids << QString::fromStdString(study_.rows()[static_cast<std::size_t>(row)].point.id);
    return ids;
}

std::vector<SharedRow> PointsPanel::selectedRows() const
{
    return study_.share(selectedStudyRows());
}

void PointsPanel::showMenu(const QPoint& position)
{
    const QStringList ids = selectedIds();
    if (ids.isEmpty())
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("points-menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, ids);
    menu->popup(table_->viewport()->mapToGlobal(position));
}

void PointsPanel::fillMenu(QMenu* menu, const QStringList& ids)
{
    addCompareActions(menu, ids);
    addCircuitActions(menu, ids);
    menu->addSeparator();
    addMarkActions(menu, ids);
    menu->addSeparator();
    addCopyActions(menu, ids);
    menu->addSeparator();
    menu->addAction(delete_);
}

void PointsPanel::addCompareActions(QMenu* menu, const QStringList& ids)
{
    if (ids.size() == 1) {
        const QString id = ids.front();
        connect(add(menu, "points-set-a", tr("Compare: set as &A"), "pin"), &QAction::triggered, this,
                [this, id] { Q_EMIT compareRequested(id, true); });
        connect(add(menu, "points-set-b", tr("Compare: set as &B"), "pin"), &QAction::triggered, this,
                [this, id] { Q_EMIT compareRequested(id, false); });
    } else if (ids.size() == 2) {
        connect(add(menu, "points-compare", tr("Co&mpare these two"), "pin"), &QAction::triggered, this,
                [this, ids] {
                    Q_EMIT compareRequested(ids[0], true);
                    Q_EMIT compareRequested(ids[1], false);
                });
    }
}

void PointsPanel::addCircuitActions(QMenu* menu, const QStringList& ids)
{
    const bool one = ids.size() == 1;
    const QString id = ids.front();
    const auto points = static_cast<std::size_t>(ids.size());
    QAction* synthesise =
        add(menu, "points-synthesise",
            one ? tr("S&ynthesise") : tr("S&ynthesise %1").arg(counted(points, tr("point"), tr("points"))),
            "synthesise");
    connect(synthesise, &QAction::triggered, this, [this, ids] { Q_EMIT synthesiseRequested(ids); });
    QAction* verify = add(menu, "points-verify", tr("&Verify"), "verify");
    QAction* exported = add(menu, "points-export", tr("&Export project..."), "export");
    const StudyInfo& study = state_.study();
    const QString& readOnly = study.readOnly;
    const QString& noSynthesis = study.noCircuit.isEmpty() ? readOnly : study.noCircuit;
    synthesise->setEnabled(noSynthesis.isEmpty());
    synthesise->setToolTip(noSynthesis);
    for (QAction* action : {verify, exported}) {
        action->setEnabled(one && study.noProject.isEmpty());
        action->setToolTip(study.noProject);
    }
    menu->setToolTipsVisible(!study.noCircuit.isEmpty() || !readOnly.isEmpty());
    connect(verify, &QAction::triggered, this, [this, id] { Q_EMIT verifyRequested(id); });
    connect(exported, &QAction::triggered, this, [this, id] { Q_EMIT exportRequested(id); });
}

void PointsPanel::addMarkActions(QMenu* menu, const QStringList& ids)
{
    const QString& readOnly = state_.study().readOnly;
    const bool starred = std::all_of(ids.begin(), ids.end(), [this](const QString& each) {
        const StudyModel::Row* row = study_.find(each);
        return row != nullptr && row->point.starred;
    });
    QAction* starring = add(menu, "points-star", starred ? tr("Remove the &star") : tr("&Star"), "star");
    connect(starring, &QAction::triggered, this, [this, ids, starred] { study_.setStarred(ids, !starred); });
    QAction* note = add(menu, "points-note", tr("Edit &note"));
    starring->setEnabled(readOnly.isEmpty());
    note->setEnabled(ids.size() == 1 && readOnly.isEmpty());
    for (QAction* action : {starring, note})
        action->setToolTip(readOnly);
    connect(note, &QAction::triggered, this, [this] {
        table_->setColumnHidden(StudyModel::kNote, false);
        const QModelIndex cell = table_->currentIndex().siblingAtColumn(StudyModel::kNote);
        table_->scrollTo(cell);
        table_->edit(cell);
    });
}

void PointsPanel::addCopyActions(QMenu* menu, const QStringList& ids)
{
    connect(add(menu, "points-copy-rows", tr("&Copy rows (tab-separated)"), "copy"), &QAction::triggered, table_,
            &TableView::copySelection);
    connect(add(menu, "points-copy-markdown", tr("Copy as Mark&down")), &QAction::triggered, this,
            [this] { Q_EMIT copyRequested(selectedRows(), PointFormat::markdown); });
    connect(add(menu, "points-copy-json", tr("Copy as &JSON")), &QAction::triggered, this,
            [this] { Q_EMIT copyRequested(selectedRows(), PointFormat::json); });
    QAction* command = add(menu, "points-copy-command", tr("Copy as c&ommand"), "command");
    command->setEnabled(ids.size() == 1);
    connect(command, &QAction::triggered, this, [this, id = ids.front()] { Q_EMIT commandRequested(id); });
    connect(add(menu, "points-save", tr("Save &points..."), "save"), &QAction::triggered, this,
            [this] { askWhereToSave(selectedRows()); });
}

void PointsPanel::askWhereToSave(const std::vector<SharedRow>& points)
{
    auto* dialog = new QFileDialog(this, tr("Save points"));
    dialog->setObjectName(QStringLiteral("points-save-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Comma-separated values (*.csv)"), tr("JSON (*.json)"), tr("Markdown (*.md)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.mid(filter.lastIndexOf(QLatin1Char('.')) + 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this, points](const QString& path) {
        const PointFormat format = path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? PointFormat::json
                                   : path.endsWith(QLatin1String(".md"), Qt::CaseInsensitive)
                                       ? PointFormat::markdown
                                       : PointFormat::csv;
        Q_EMIT saveRequested(points, path, format);
    });
    dialog->open();
}

} // namespace burin::views
