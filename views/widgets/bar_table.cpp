// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/bar_table.h"

#include "views/theme/colours.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <utility>

namespace burin::views {
namespace {

class BarDelegate : public QStyledItemDelegate {
public:
    explicit BarDelegate(BarTable* table) : QStyledItemDelegate(table), table_(table) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setOpacity(table_->isStale() ? 0.45 : 1.0);
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant fraction = index.data(BarTableModel::kFractionRole);
        const QRectF bar = fraction.isValid() ? barRect(option, index) : QRectF();
        if (!bar.isEmpty()) {
            const Colours& colours = coloursFor(option.palette);
            const int style = index.data(BarTableModel::kStyleRole).toInt();
            const double radius = bar.height() / 3;
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(colours.grid);
            painter->drawRoundedRect(bar, radius, radius);
            painter->setBrush(style < 0 ? colours.accent : seriesStyle(style, colours).colour);
            QRectF filled = bar;
            filled.setWidth(bar.width() * std::clamp(fraction.toDouble(), 0.0, 1.0));
            if (filled.width() > 0)
                painter->drawRoundedRect(filled, radius, radius);
        }
        painter->restore();
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const Colours& colours = coloursFor(option->palette);
        const auto tone = static_cast<BarCell::Tone>(index.data(BarTableModel::kToneRole).toInt());
        if (tone != BarCell::Tone::plain)
            option->palette.setColor(QPalette::Text, tone == BarCell::Tone::good ? colours.good : colours.bad);
    }

private:
    QRectF barRect(const QStyleOptionViewItem& option, const QModelIndex& index) const
    {
        const int em = option.fontMetrics.height();
        const double tall = em * 0.5;
        return {option.rect.left() + em * 0.4, option.rect.center().y() - tall / 2 + 0.5,
                table_->barWidth(index.column()), tall};
    }

    BarTable* table_;
};

} // namespace

void BarTableModel::setContent(BarContent content)
{
    beginResetModel();
    content_ = std::move(content);
    endResetModel();
}

int BarTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(content_.rows.size());
}

int BarTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(content_.header.size());
}

QVariant BarTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BarRow& row = content_.rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::FontRole && row.strong) {
        QFont font;
        font.setBold(true);
        return font;
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight} | int{Qt::AlignVCenter});
    if (index.column() == 0) {
        if (role == Qt::DisplayRole)
            return row.label;
        return role == Qt::ToolTipRole ? QVariant(row.help.isEmpty() ? row.label : row.help) : QVariant();
    }
    const auto at = static_cast<std::size_t>(index.column() - 1);
    if (at >= row.cells.size())
        return {};
    const BarCell& cell = row.cells[at];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return cell.help.isEmpty() ? QVariant() : QVariant(cell.help);
    case kFractionRole:
        return cell.fraction ? QVariant(*cell.fraction) : QVariant();
    case kToneRole:
        return static_cast<int>(cell.tone);
    case kStyleRole:
        return cell.style;
    default:
        return {};
    }
}

QVariant BarTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(int{section == 0 ? Qt::AlignLeft : Qt::AlignRight} | int{Qt::AlignVCenter});
    return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(content_.header.value(section)) : QVariant();
}

BarTable::BarTable(const char* objectName, const QString& accessibleName, QWidget* parent)
    : TableView(objectName, accessibleName, parent), model_(new BarTableModel(this))
{
    setModel(model_);
    setItemDelegate(new BarDelegate(this));
    setEditTriggers(NoEditTriggers);
    setAlternatingRowColors(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    horizontalHeader()->setSectionsMovable(false);
    horizontalHeader()->setStretchLastSection(false); // all of them stretch alike
    horizontalHeader()->setMinimumSectionSize(fontMetrics().height() * 3);
}

void BarTable::setContent(BarContent content)
{
    model_->setContent(std::move(content));
    measure();
}

void BarTable::measure()
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    texts_.assign(static_cast<std::size_t>(model_->columnCount()), 0);
    for (std::size_t cell = 0; cell + 1 < texts_.size(); ++cell) {
        bool bars = false;
        int widest = 0;
        for (const BarRow& row : content().rows) {
            if (cell >= row.cells.size())
                continue;
            bars = bars || row.cells[cell].fraction.has_value();
            widest = std::max(widest, metrics.horizontalAdvance(row.cells[cell].text));
        }
        texts_[cell + 1] = bars ? widest : 0;
    }
    stretchColumns();
    updateGeometry();
}

double BarTable::barWidth(int column) const
{
    const int em = fontMetrics().height();
    const auto room = [&](std::size_t of) { return columnWidth(static_cast<int>(of)) - texts_[of] - em * 1.75; };
    for (std::size_t other = 0; other < texts_.size(); ++other)
        if (texts_[other] > 0 && room(other) < em)
            return 0;
    return room(static_cast<std::size_t>(column));
}

void BarTable::setStale(bool stale)
{
    if (stale_ == stale)
        return;
    stale_ = stale;
    viewport()->update();
}

std::vector<QStringList> BarTable::values() const
{
    std::vector<QStringList> rows{content().header};
    for (const BarRow& row : content().rows) {
        QStringList cells{row.label};
        for (const BarCell& cell : row.cells)
            cells << cell.text;
        rows.push_back(std::move(cells));
    }
    return rows;
}

QSize BarTable::sizeHint() const
{
    const int em = fontMetrics().height();
    const int rows = model_->rowCount() * verticalHeader()->defaultSectionSize();
    return {em * 20, horizontalHeader()->sizeHint().height() + rows + 2 * frameWidth()};
}

QSize BarTable::minimumSizeHint() const
{
    return {fontMetrics().height() * 12, sizeHint().height()};
}

void BarTable::changeEvent(QEvent* event)
{
    TableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        measure();
    }
}

} // namespace burin::views
