// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/heat_map.h"

#include "views/plots/nice_axis.h"
#include "views/plots/read_out.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace burin::views {
namespace {

QString number(double value)
{
    return QString::number(value, 'g', 3);
}

} // namespace

HeatMap::HeatMap(const char* objectName, bool columnsSelectable, QWidget* parent)
    : QWidget(parent), selectable_(columnsSelectable)
{
    setObjectName(QString::fromLatin1(objectName));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void HeatMap::setData(HeatMapData data)
{
    data_ = std::move(data);
    if (selected_.size() != data_.columns.size())
        selected_.assign(data_.columns.size(), false);
    hover_.reset();
    if (cursor_ && (cursor_->row >= rows() || cursor_->column >= columns()))
        cursor_.reset();
    makeImage();
    update();
}

void HeatMap::setSelection(std::vector<bool> columns)
{
    if (columns.size() != data_.columns.size() || columns == selected_)
        return;
    selected_ = std::move(columns);
    update();
}

double HeatMap::shareOf(double value) const
{
    if (!(data_.most > 0))
        return 0;
    const double share = value / data_.most;
    return data_.hasSign ? share : std::sqrt(std::max(0.0, share));
}

void HeatMap::makeImage()
{
    image_ = {};
    if (!hasValues())
        return;
    const Colours& colours = coloursFor(palette());
    image_ = QImage(columns(), rows(), QImage::Format_RGB32);
    for (int row = 0; row < rows(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(row));
        for (int column = 0; column < columns(); ++column) {
            const double share = shareOf(data_.values[static_cast<std::size_t>(row * columns() + column)]);
            line[column] = (data_.hasSign ? signedColour(share, colours) : heatColour(share, colours)).rgb();
        }
    }
}

QSize HeatMap::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 9, em * 4};
}

QRectF HeatMap::area() const
{
    const double em = fontMetrics().height();
    double names = 0;
    for (const QString& name : data_.rowNames)
        names = std::max(names, fontMetrics().horizontalAdvance(name) * 1.0);
    const double left = names + em * 0.9;
    const double top = em * 1.6;
    const double below = em * (data_.numbered ? 2.6 : 1.9);
    return {left, top, std::max(1.0, width() - left - em * 0.75), std::max(1.0, height() - top - below)};
}

std::vector<int> HeatMap::columnTicks() const
{
    std::vector<int> ticks;
    if (!data_.numbered || !hasValues())
        return ticks;
    const QFontMetricsF metrics(font());
    const double room = metrics.horizontalAdvance(QString::number(columns() - 1)) + metrics.height();
    const double least = std::ceil(room * columns() / area().width()); // columns that a number takes
    const int step = static_cast<int>(std::lround(niceTicks(0, columns() - 1, columns(), least).step));
    for (int column = 0; column < columns(); column += step)
        ticks.push_back(column);
    return ticks;
}

QRectF HeatMap::columnRect(int first, int last) const
{
    const QRectF all = area();
    const double step = all.width() / columns();
    return {all.left() + first * step, all.top(), (last - first + 1) * step, all.height()};
}

QPointF HeatMap::cellCentre(int row, int column) const
{
    const QRectF all = area();
    return {columnRect(column, column).center().x(), all.top() + (row + 0.5) * all.height() / rows()};
}

std::optional<HeatMap::Cell> HeatMap::cellAt(const QPointF& position, bool clamped) const
{
    const QRectF all = area();
    if (!hasValues() || (!clamped && !all.contains(position)))
        return std::nullopt;
    const auto index = [](double from, double length, int count, double at) {
        return std::clamp(static_cast<int>((at - from) / length * count), 0, count - 1);
    };
    return Cell{index(all.top(), all.height(), rows(), position.y()),
                index(all.left(), all.width(), columns(), position.x())};
}

QStringList HeatMap::cellText(int row, int column) const
{
    const HeatColumn& head = data_.columns[static_cast<std::size_t>(column)];
    QStringList lines{head.name};
    lines << QStringLiteral("%1 %2: %3").arg(data_.rowTitle, data_.rowNames[row],
                                             number(data_.values[static_cast<std::size_t>(row * columns() + column)]));
    return lines << head.notes;
}

std::vector<QStringList> HeatMap::valueTable() const
{
    QStringList header{data_.columnTitle};
    for (const QString& name : data_.rowNames)
        header << QStringLiteral("%1 %2").arg(data_.rowTitle, name);
    const bool states = !data_.removedName.isEmpty();
    if (states)
        header << tr("Removed") << tr("Pinned");
    std::vector<QStringList> table{header};
    for (int column = 0; column < columns(); ++column) {
        const HeatColumn& head = data_.columns[static_cast<std::size_t>(column)];
        QStringList line{head.name};
        for (int row = 0; row < rows(); ++row)
            line << QString::number(data_.values[static_cast<std::size_t>(row * columns() + column)], 'g', 10);
        if (states)
            line << QString::number(head.removed ? 1 : 0) << QString::number(head.pinned ? 1 : 0);
        table.push_back(line);
    }
    return table;
}

void HeatMap::paintPicture(QPainter& painter, const QRectF& target)
{
    paintScaled(painter, target, size(), [&] { draw(painter, false); });
}

void HeatMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    draw(painter, true);
}

void HeatMap::draw(QPainter& painter, bool live)
{
    unfit_.clear();
    const Colours& colours = coloursFor(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    if (live)
        painter.fillRect(rect(), colours.surface);
    if (!hasValues())
        return;
    painter.setOpacity(data_.stale ? 0.5 : 1);
    drawLegend(painter);
    drawAxes(painter);
    const QRectF all = area();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, columns() > all.width());
    painter.drawImage(all, image_);
    drawColumns(painter);
    painter.setOpacity(1);
    if (!live)
        return;
    const std::optional<Cell>& shown = hover_ ? hover_ : hasFocus() ? cursor_ : hover_;
    if (cursor_ && hasFocus()) {
        const QRectF column = columnRect(cursor_->column, cursor_->column);
        const double tall = all.height() / rows();
        painter.setPen(QPen(colours.text, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(column.left(), all.top() + cursor_->row * tall, column.width(), tall));
    }
    if (shown)
        drawReadOut(painter, *shown);
}

void HeatMap::drawLegend(QPainter& painter)
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const double em = metrics.height();
    const double base = em * 0.35 + metrics.ascent();
    double x = area().left();
    const auto text = [&](const QString& words, const QColor& colour) {
        painter.setPen(colour);
        painter.drawText(QPointF(x, base), words);
        x += metrics.horizontalAdvance(words);
    };
    text(number(data_.hasSign ? -data_.most : 0), colours.muted);
    const QRectF bar(x + em * 0.3, em * 0.45, std::clamp(width() * 0.25, em * 2.5, em * 5), em * 0.75);
    constexpr int kSteps = 40;
    for (int i = 0; i < kSteps; ++i) {
        const double share = (i + 0.5) / kSteps;
        const double value = data_.hasSign ? (2 * share - 1) * data_.most : share * data_.most;
        const QColor colour = data_.hasSign ? signedColour(shareOf(value), colours) : heatColour(shareOf(value), colours);
        painter.fillRect(QRectF(bar.left() + bar.width() * i / kSteps, bar.top(), bar.width() / kSteps + 0.5, bar.height()),
                         colour);
    }
    x = bar.right() + em * 0.3;
    text(number(data_.most) + QLatin1Char(' '), colours.muted);
    x += em * 0.3;
    const double most = width() - em * 0.5;
    const auto fits = [&](const QString& words, double extra) {
        const bool room = x + extra + metrics.horizontalAdvance(words) < most;
        if (!room)
            unfit_ << words;
        return room;
    };
    if (fits(data_.valueTitle, 0))
        text(data_.valueTitle, colours.text);
    x += em * 0.8;
    if (!data_.removedName.isEmpty() && fits(data_.removedName, em * 1.4)) {
        const QRectF sample(x, em * 0.45, em, em * 0.75);
        painter.fillRect(sample, colours.surface);
        painter.fillRect(sample, QBrush(colours.muted, Qt::BDiagPattern));
        x += em * 1.4;
        text(data_.removedName, colours.text);
        x += em * 0.8;
    }
    if (!data_.handName.isEmpty() && fits(data_.handName, em * 1.2)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.warning);
        painter.drawRect(QRectF(x, em * 0.85, em * 0.9, em * 0.3));
        x += em * 1.2;
        text(data_.handName, colours.text);
    }
}

void HeatMap::drawAxes(QPainter& painter)
{
    const Colours& colours = coloursFor(palette());
    const QFontMetricsF metrics(font());
    const QRectF all = area();
    painter.setPen(colours.muted);
    const double tall = all.height() / rows();
    const int every = std::max(1, static_cast<int>(std::ceil(metrics.height() * 0.9 / tall)));
    for (int row = 0; row < rows(); row += every)
        painter.drawText(QRectF(0, all.top() + row * tall, all.left() - metrics.height() * 0.4, tall),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, data_.rowNames[row]);
    double below = all.bottom() + metrics.height() * 0.5;
    for (const int column : columnTicks()) {
        const double x = columnRect(column, column).center().x();
        painter.drawLine(QPointF(x, all.bottom() + 1), QPointF(x, all.bottom() + metrics.height() * 0.3));
        painter.drawText(QRectF(x, all.bottom() + metrics.height() * 0.3, 0, metrics.height()),
                         Qt::AlignCenter | Qt::TextDontClip, QString::number(column));
        below = all.bottom() + metrics.height() * 1.3;
    }
    // In the middle of the map, but not beyond the widget, where one that is wider ends in an ellipsis.
    const QString title = metrics.elidedText(data_.columnTitle, Qt::ElideRight, width());
    if (title != data_.columnTitle)
        unfit_ << data_.columnTitle;
    const double wide = metrics.horizontalAdvance(title);
    const double left = std::clamp(all.center().x() - wide / 2, 0.0, std::max(0.0, width() - wide));
    painter.drawText(QRectF(left, below, wide, metrics.height() * 1.2), Qt::AlignCenter | Qt::TextDontClip, title);
}

void HeatMap::drawColumns(QPainter& painter) const
{
    const Colours& colours = coloursFor(palette());
    const QRectF all = area();
    const double strip = fontMetrics().height() * 0.3;
    QColor fade = colours.surface;
    fade.setAlphaF(0.55F);
    // Neighbours of one kind are drawn as one, so that the hatching runs through.
    const auto runs = [&](auto is, auto draw) {
        for (int i = 0; i < columns(); ++i) {
            if (!is(static_cast<std::size_t>(i)))
                continue;
            int last = i;
            while (last + 1 < columns() && is(static_cast<std::size_t>(last + 1)))
                ++last;
            draw(columnRect(i, last));
            i = last;
        }
    };
    runs([&](std::size_t i) { return data_.columns[i].removed; },
         [&](const QRectF& box) {
             painter.fillRect(box, fade);
             painter.fillRect(box, QBrush(colours.muted, Qt::BDiagPattern));
         });
    runs([&](std::size_t i) { return data_.columns[i].byHand && data_.columns[i].removed; },
         [&](const QRectF& box) {
             painter.fillRect(QRectF(box.left(), all.bottom() + 1, box.width(), strip), colours.warning);
         });
    runs([&](std::size_t i) { return data_.columns[i].pinned; },
         [&](const QRectF& box) {
             painter.fillRect(QRectF(box.left(), all.bottom() + 1, box.width(), strip), colours.good);
         });
    QColor chosen = colours.accent;
    chosen.setAlphaF(0.18F);
    runs([&](std::size_t i) { return selected_[i]; },
         [&](const QRectF& box) {
             painter.fillRect(box, chosen);
             painter.setPen(QPen(colours.text, 1.6));
             painter.setBrush(Qt::NoBrush);
             painter.drawRect(box);
         });
}

void HeatMap::drawReadOut(QPainter& painter, const Cell& cell) const
{
    paintReadOut(painter, QRectF(rect()), cellCentre(cell.row, cell.column), cellText(cell.row, cell.column),
                 coloursFor(palette()));
}

void HeatMap::selectRange(int from, int to, bool add)
{
    std::vector<bool> chosen = add ? before_ : std::vector<bool>(data_.columns.size(), false);
    chosen.resize(data_.columns.size(), false);
    for (int i = std::min(from, to); i <= std::max(from, to); ++i)
        chosen[static_cast<std::size_t>(i)] = true;
    if (chosen == selected_)
        return;
    selected_ = std::move(chosen);
    update();
    Q_EMIT selectionChanged();
}

void HeatMap::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell) {
        event->ignore();
        return;
    }
    cursor_ = cell;
    Q_EMIT rowActivated(cell->row);
    if (!selectable_) {
        update();
        return;
    }
    const bool add = (event->modifiers() & Qt::ControlModifier) != 0;
    before_ = add ? selected_ : std::vector<bool>();
    if ((event->modifiers() & Qt::ShiftModifier) == 0 || anchor_ < 0)
        anchor_ = cell->column;
    dragging_ = true;
    selectRange(anchor_, cell->column, add);
}

void HeatMap::mouseMoveEvent(QMouseEvent* event)
{
    hover_ = cellAt(event->position());
    if (dragging_)
        if (const auto cell = cellAt(event->position(), true))
            selectRange(anchor_, cell->column, !before_.empty());
    setCursor(hover_ && selectable_ ? Qt::IBeamCursor : Qt::ArrowCursor);
    update();
}

void HeatMap::mouseReleaseEvent(QMouseEvent*)
{
    dragging_ = false;
}

void HeatMap::leaveEvent(QEvent*)
{
    hover_.reset();
    update();
}

void HeatMap::moveCursor(int row, int column, bool extend)
{
    if (!hasValues())
        return;
    cursor_ = Cell{std::clamp(row, 0, rows() - 1), std::clamp(column, 0, columns() - 1)};
    hover_.reset();
    setAccessibleDescription(cellText(cursor_->row, cursor_->column).join(QStringLiteral(", ")));
    if (selectable_) {
        if (!extend || anchor_ < 0)
            anchor_ = cursor_->column;
        selectRange(anchor_, cursor_->column, false);
    }
    update();
}

void HeatMap::keyPressEvent(QKeyEvent* event)
{
    const Cell at = cursor_.value_or(Cell{0, -1});
    const bool extend = (event->modifiers() & Qt::ShiftModifier) != 0;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveCursor(at.row, at.column - 1, extend);
    case Qt::Key_Right:
        return moveCursor(at.row, at.column + 1, extend);
    case Qt::Key_Up:
        return moveCursor(at.row - 1, at.column, extend);
    case Qt::Key_Down:
        return moveCursor(at.row + 1, at.column, extend);
    case Qt::Key_Home:
        return moveCursor(at.row, 0, extend);
    case Qt::Key_End:
        return moveCursor(at.row, columns() - 1, extend);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (cursor_)
            Q_EMIT rowActivated(cursor_->row);
        return;
    default:
        break;
    }
    if (selectable_ && hasValues() && event->matches(QKeySequence::SelectAll)) {
        selectRange(0, columns() - 1, false);
    } else if (event->key() == Qt::Key_Escape && std::find(selected_.begin(), selected_.end(), true) != selected_.end()) {
        selected_.assign(data_.columns.size(), false);
        anchor_ = -1;
        update();
        Q_EMIT selectionChanged();
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool HeatMap::event(QEvent* event)
{
    // The arrows belong to the map while it has the focus, whatever shortcuts the window has.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::SelectAll)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void HeatMap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        makeImage();
}

} // namespace burin::views
