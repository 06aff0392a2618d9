// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/table_view.h"

#include "views/widgets/look.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace burin::views {

TableView::TableView(const char* objectName, const QString& accessibleName, QWidget* parent) : QTableView(parent)
{
    named(this, objectName, accessibleName);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setEditTriggers(EditKeyPressed | DoubleClicked);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    QHeaderView* header = horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setResizeContentsPrecision(100); // rows: enough to see, not a second for a large study
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint& position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnMenu(menu);
        menu->popup(header->mapToGlobal(position));
    });
}

void TableView::fillColumnMenu(QMenu* menu)
{
    menu->clear();
    for (int column = 0; column < model()->columnCount(); ++column) {
        QString title = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (title.size() == 1)
            title = model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
        QAction* action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            setColumnHidden(column, !shown);
            if (shown && columnWidth(column) < horizontalHeader()->sectionSizeHint(column))
                resizeColumnToContents(column);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Fit widths"), this, &TableView::fitColumns);
}

void TableView::fitColumns()
{
    resizeColumnsToContents();
}

QString TableView::selectionAsText() const
{
    if (model() == nullptr || selectionModel() == nullptr)
        return {};
    QStringList heads;
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (isColumnHidden(column))
            continue;
        columns << column;
        heads << model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    }
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QString text = heads.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const QModelIndex& row : std::as_const(rows)) {
        QStringList cells;
        for (const int column : columns) {
            QString cell = row.siblingAtColumn(column).data(copyRole_).toString();
            cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
            cells << cell;
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void TableView::copySelection() const
{
    QApplication::clipboard()->setText(selectionAsText());
}

QByteArray TableView::saveColumns() const
{
    QByteArray saved;
    QDataStream stream(&saved, QIODevice::WriteOnly);
    stream << qint32{horizontalHeader()->count()} << horizontalHeader()->saveState();
    return saved;
}

bool TableView::restoreColumns(const QByteArray& saved)
{
    QDataStream stream(saved);
    qint32 count = 0;
    QByteArray state;
    stream >> count >> state;
    // A table that has other columns by now starts afresh.
    return stream.status() == QDataStream::Ok && count == horizontalHeader()->count() &&
           horizontalHeader()->restoreState(state);
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace burin::views
