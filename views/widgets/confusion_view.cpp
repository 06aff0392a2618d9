// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/confusion_view.h"

#include "views/models/format.h"
#include "views/theme/colours.h"
#include "views/widgets/look.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace burin::views {

ConfusionView::ConfusionView(const char* objectName, const QString& accessibleName, QWidget* parent) : QWidget(parent)
{
    named(this, objectName, accessibleName);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFocusPolicy(Qt::StrongFocus);
}

void ConfusionView::setCounts(const QStringList& classes, const std::vector<std::vector<std::size_t>>& counts)
{
    classes_ = classes;
    counts_ = counts;
    std::size_t right = 0;
    std::size_t all = 0;
    for (std::size_t row = 0; row < counts_.size(); ++row) {
        right += counts_[row][row];
        all += rowTotal(row);
    }
    setAccessibleDescription(tr("%1 of %2 validation series are right; Ctrl+C copies the numbers.")
                                 .arg(formatCount(right), formatCount(all)));
    updateGeometry();
    update();
}

std::size_t ConfusionView::rowTotal(std::size_t row) const
{
    return std::accumulate(counts_[row].begin(), counts_[row].end(), std::size_t{0});
}

std::vector<QStringList> ConfusionView::values() const
{
    std::vector<QStringList> rows{QStringList(tr("true \\ predicted")) + classes_};
    for (std::size_t row = 0; row < counts_.size(); ++row) {
        QStringList cells{classes_.value(static_cast<int>(row))};
        for (const std::size_t count : counts_[row])
            cells << QString::number(count);
        rows.push_back(std::move(cells));
    }
    return rows;
}

ConfusionView::Layout ConfusionView::layoutFor(int width) const
{
    const int em = fontMetrics().height();
    double names = em;
    for (const QString& name : classes_)
        names = std::max<double>(names, fontMetrics().horizontalAdvance(name));
    Layout layout;
    layout.left = std::min(names, width * 0.25) + em * 1.6; // the title of the rows stands before the names
    layout.top = em * 0.2;
    const auto count = static_cast<double>(std::max<std::size_t>(1, counts_.size()));
    const double wide = std::max(1.0, (width - layout.left - em * 0.3) / count);
    layout.cell = {wide, std::min(wide, em * 2.6)};
    return layout;
}

int ConfusionView::heightForWidth(int width) const
{
    const Layout layout = layoutFor(width);
    const int em = fontMetrics().height();
    return static_cast<int>(layout.top + layout.cell.height() * static_cast<double>(counts_.size()) + em * 2.6);
}

QSize ConfusionView::sizeHint() const
{
    const int wide = fontMetrics().height() * 20;
    return {wide, heightForWidth(wide)};
}

QSize ConfusionView::minimumSizeHint() const
{
    const int wide = fontMetrics().height() * 9;
    return {wide, heightForWidth(wide)};
}

void ConfusionView::paintEvent(QPaintEvent*)
{
    const Colours& colours = coloursFor(palette());
    const Layout layout = layoutFor(width());
    const int em = fontMetrics().height();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont small = font();
    small.setPointSizeF(std::min(font().pointSizeF(), font().pointSizeF() * layout.cell.height() / (em * 1.9)));
    const bool numbers = layout.cell.height() > em * 0.95;
    const QFontMetricsF metrics(font());
    for (std::size_t row = 0; row < counts_.size(); ++row) {
        const double y = layout.top + layout.cell.height() * static_cast<double>(row);
        const auto total = static_cast<double>(std::max<std::size_t>(1, rowTotal(row)));
        for (std::size_t column = 0; column < counts_[row].size(); ++column) {
            const QRectF cell =
                QRectF(QPointF(layout.left + layout.cell.width() * static_cast<double>(column), y), layout.cell)
                    .adjusted(0.75, 0.75, -0.75, -0.75);
            const double share = static_cast<double>(counts_[row][column]) / total;
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours.grid);
            painter.drawRect(cell);
            if (counts_[row][column] == 0)
                continue;
            QColor fill = row == column ? colours.good : colours.bad;
            fill.setAlphaF(static_cast<float>(0.25 + 0.75 * share));
            painter.setBrush(fill);
            painter.drawRect(cell);
            if (!numbers)
                continue;
            painter.setFont(small);
            painter.setPen(share > 0.55 && !colours.dark ? colours.surface : colours.text);
            painter.drawText(cell, Qt::AlignCenter, QString::number(counts_[row][column]));
        }
        painter.setFont(font());
        painter.setPen(colours.muted);
        if (layout.cell.height() > em * 0.8) {
            const QRectF name(em * 1.3, y, layout.left - em * 1.6, layout.cell.height());
            painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                             metrics.elidedText(classes_.value(static_cast<int>(row)), Qt::ElideRight, name.width()));
        }
    }
    const QSizeF all = layout.cell * static_cast<double>(counts_.size());
    const double below = layout.top + all.height();
    painter.setPen(colours.muted);
    for (std::size_t column = 0; column < counts_.size() && layout.cell.height() > em * 0.8; ++column) {
        const QRectF name(layout.left + layout.cell.width() * static_cast<double>(column), below,
                          layout.cell.width(), em * 1.2);
        painter.drawText(
            name, Qt::AlignHCenter | Qt::AlignVCenter,
            metrics.elidedText(classes_.value(static_cast<int>(column)), Qt::ElideRight, name.width()));
    }
    painter.drawText(QRectF(layout.left, below + em * 1.2, all.width(), em * 1.2), Qt::AlignCenter,
                     tr("predicted"));
    painter.translate(em * 1.1, layout.top + all.height() / 2);
    painter.rotate(-90);
    painter.drawText(QRectF(-all.height() / 2, -em, all.height(), em * 1.2), Qt::AlignCenter, tr("true"));
    if (hasFocus()) {
        painter.resetTransform();
        painter.setPen(QPen(colours.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

bool ConfusionView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Layout layout = layoutFor(width());
    const double column = (help->pos().x() - layout.left) / layout.cell.width();
    const double row = (help->pos().y() - layout.top) / layout.cell.height();
    const auto count = static_cast<double>(counts_.size());
    if (column < 0 || row < 0 || column >= count || row >= count) {
        QToolTip::hideText();
        return true;
    }
    const auto r = static_cast<std::size_t>(row);
    const auto c = static_cast<std::size_t>(column);
    const auto total = static_cast<double>(std::max<std::size_t>(1, rowTotal(r)));
    QToolTip::showText(help->globalPos(),
                       tr("True %1, predicted %2: %3 of %4 series (%5)")
                           .arg(classes_.value(static_cast<int>(r)), classes_.value(static_cast<int>(c)),
                                formatCount(counts_[r][c]), formatCount(rowTotal(r)),
                                formatPercent(static_cast<double>(counts_[r][c]) / total)),
                       this);
    return true;
}

void ConfusionView::keyPressEvent(QKeyEvent* event)
{
    if (!event->matches(QKeySequence::Copy)) {
        QWidget::keyPressEvent(event);
        return;
    }
    QString text; // tab-separated, as every table is copied
    for (const QStringList& row : values())
        text += row.join(QLatin1Char('\t')) + QLatin1Char('\n');
    QApplication::clipboard()->setText(text);
}

} // namespace burin::views
