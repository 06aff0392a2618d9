// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/table_view.h"

#include "views/widgets/look.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QStyleOptionHeader>

#include <algorithm>
#include <numeric>
#include <utility>

namespace burin::views {
namespace {

/// Leaves room for the arrow that a style sheet takes from each title, whether the table is sorted by it or not; shares
/// its width among the columns where they have needs.
class TableHeader : public QHeaderView {
public:
    explicit TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) { setSectionsClickable(true); }
    void setNeeds(std::vector<int> needs)
    {
        needs_ = std::move(needs);
        setSectionResizeMode(Fixed);
        share();
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QHeaderView::resizeEvent(event);
        share();
    }
    [[nodiscard]] QSize sectionSizeFromContents(int section) const override
    {
        QSize size = QHeaderView::sectionSizeFromContents(section);
        if (isSortIndicatorShown())
            return size; // it is counted
        QStyleOptionHeader option;
        initStyleOption(&option);
        option.rect = QRect(QPoint(0, 0), size);
        return size + QSize(style()->subElementRect(QStyle::SE_HeaderArrow, &option, this).width(), 0);
    }

private:
    /// The first column gets its need, the others the same each, but for those that need more.
    void share()
    {
        if (needs_.size() < 2 || count() != static_cast<int>(needs_.size()))
            return;
        const auto others = static_cast<int>(needs_.size()) - 1;
        int room = viewport()->width() - needs_.front();
        int alike = room / others;
        for (int before = -1, few = others; before != few && few > 0;) {
            before = few;
            room = viewport()->width() - needs_.front();
            few = others;
            for (auto need = needs_.begin() + 1; need != needs_.end(); ++need)
                if (*need > alike) {
                    room -= *need;
                    --few;
                }
            alike = few > 0 ? room / few : 0;
        }
        resizeSection(0, needs_.front());
        int left = viewport()->width() - needs_.front();
        for (int column = 1; column <= others; ++column) {
            const int need = needs_[static_cast<std::size_t>(column)];
            const int wide = std::max(need, column < others ? alike : left); // the last takes what rounding leaves
            resizeSection(column, wide);
            left -= wide;
        }
    }

    std::vector<int> needs_;
};

} // namespace

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
    auto* header = new TableHeader(this);
    setHorizontalHeader(header);
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
    connect(&slice_, &QTimer::timeout, this, &TableView::copySlice);
}

void TableView::fillColumnMenu(QMenu* menu)
{
    menu->clear();
    for (int column = 0; column < model()->columnCount(); ++column) {
        QString title = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        if (title.size() <= 1)
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

void TableView::stretchColumns()
{
    QHeaderView* header = horizontalHeader();
    std::vector<int> needs;
    for (int column = 0; column < header->count(); ++column)
        needs.push_back(std::max(sizeHintForColumn(column), header->sectionSizeHint(column)));
    setMinimumWidth(std::accumulate(needs.begin(), needs.end(), 2 * frameWidth()));
    static_cast<TableHeader*>(header)->setNeeds(std::move(needs));
}

std::vector<RowRun> TableView::selectedRuns() const
{
    std::vector<RowRun> runs;
    if (selectionModel() == nullptr)
        return runs;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        runs.push_back({range.top(), range.bottom()});
    std::sort(runs.begin(), runs.end(), [](const RowRun& a, const RowRun& b) { return a.first < b.first; });
    std::vector<RowRun> joined;
    for (const RowRun& run : runs) {
        if (!joined.empty() && run.first <= joined.back().last + 1)
            joined.back().last = std::max(joined.back().last, run.last);
        else
            joined.push_back(run);
    }
    return joined;
}

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    // Its titles are not highlighted; to find that out of 100,000 selected rows took 50 ms each time they were painted.
    horizontalHeader()->setSelectionModel(new QItemSelectionModel(model, horizontalHeader()));
    // Rows that moved are copied from the start: the selection moved with them.
    const auto again = [this] {
        if (slice_.isActive())
            beginCopy();
    };
    connect(model, &QAbstractItemModel::modelReset, this, again);
    connect(model, &QAbstractItemModel::layoutChanged, this, again);
    connect(model, &QAbstractItemModel::rowsInserted, this, again);
    connect(model, &QAbstractItemModel::rowsRemoved, this, again);
}

void TableView::beginCopy()
{
    slice_.stop();
    copy_ = {};
    copy_.runs = selectedRuns();
    if (copy_.runs.empty())
        return;
    copy_.next = copy_.runs.front().first;
    for (const RowRun& run : copy_.runs)
        copy_.rows += run.last - run.first + 1;
    QStringList heads;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (isColumnHidden(column))
            continue;
        copy_.columns.push_back(column);
        heads << model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    }
    copy_.text = heads.join(QLatin1Char('\t')) + QLatin1Char('\n');
    slice_.start();
}

void TableView::copySlice()
{
    constexpr int kSliceMs = 5;
    QElapsedTimer clock;
    clock.start();
    while (!copy_.runs.empty() && clock.elapsed() < kSliceMs) {
        for (std::size_t i = 0; i < copy_.columns.size(); ++i) {
            QString cell = model()->index(copy_.next, copy_.columns[i]).data(copyRole_).toString();
            cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
            copy_.text += cell + QLatin1Char(i + 1 < copy_.columns.size() ? '\t' : '\n');
        }
        ++copy_.done;
        if (copy_.next++ < copy_.runs.front().last)
            continue;
        copy_.runs.erase(copy_.runs.begin());
        copy_.next = copy_.runs.empty() ? 0 : copy_.runs.front().first;
    }
    if (!copy_.runs.empty()) {
        Q_EMIT copying(copy_.done, copy_.rows);
        return;
    }
    slice_.stop();
    QApplication::clipboard()->setText(std::exchange(copy_.text, {}));
    Q_EMIT copied(copy_.rows);
}

void TableView::copySelection()
{
    beginCopy();
    if (slice_.isActive())
        copySlice(); // few rows are there at once
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
