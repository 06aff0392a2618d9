// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/report_pages.h"

#include "views/theme/colours.h"

#include <QAbstractTextDocumentLayout>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextFrame>
#include <QTextLayout>
#include <QTextTable>

#include <algorithm>
#include <cmath>

namespace burin::workbench {
namespace {

constexpr int kWholeLines = 4; ///< paragraphs of more lines may be cut between them
constexpr double kMmPerInch = 25.4;

/// A heading, or the words above a command, which stands on a ground of its own.
bool goesWithNext(const QTextBlock& block)
{
    return block.blockFormat().headingLevel() > 0 ||
           (block.next().isValid() && block.next().blockFormat().hasProperty(QTextFormat::BackgroundBrush));
}

void addBlock(const QTextDocument& document, const QTextBlock& block, std::vector<PagePart>& parts)
{
    const QRectF rect = document.documentLayout()->blockBoundingRect(block);
    const QTextLayout& layout = *block.layout();
    if (layout.lineCount() <= kWholeLines) {
        parts.push_back({rect.top(), rect.bottom(), 0, 0, goesWithNext(block)});
        return;
    }
    const double origin = rect.top() - layout.boundingRect().top();
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        parts.push_back({origin + line.y(), origin + line.y() + line.height()});
    }
}

/// A part per row.
void addTable(const QTextDocument& document, QTextTable& table, std::vector<PagePart>& parts)
{
    const QAbstractTextDocumentLayout& layout = *document.documentLayout();
    const QRectF all = layout.frameBoundingRect(&table);
    std::vector<double> tops{all.top()}; // between rows: the middle of what is padded around their text
    double above = all.top();
    for (int row = 0; row < table.rows(); ++row) {
        double top = all.bottom();
        double bottom = all.top();
        for (int column = 0; column < table.columns(); ++column) {
            const QTextTableCell cell = table.cellAt(row, column);
            top = std::min(top, layout.blockBoundingRect(cell.firstCursorPosition().block()).top());
            bottom = std::max(bottom, layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom());
        }
        if (row > 0)
            tops.push_back((above + top) / 2);
        else // Qt says a table to be as much lower as a title of two lines is higher than its neighbours
            tops.front() = std::min(all.top(), top);
        above = bottom;
    }
    tops.push_back(std::max(above, all.bottom() - (all.top() - tops.front())));
    const auto heads = static_cast<std::size_t>(table.format().toTableFormat().headerRowCount());
    for (std::size_t row = 0; row + 1 < tops.size(); ++row) {
        const bool isHead = row < heads;
        parts.push_back({tops[row], tops[row + 1], isHead ? 0 : tops.front(),
                         isHead ? 0 : tops[std::min(heads, row)], isHead});
    }
}

/// The title and "2 / 4" below each page.
void drawFoot(QPainter& painter, const QString& title, std::size_t page, std::size_t pages, const QRectF& foot)
{
    painter.setPen(views::lightColours().muted);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("%1 / %2").arg(page).arg(pages));
}

/// What lies between `from` and `to`, at `y` of the page.
void drawBand(QPainter& painter, const QTextDocument& document, double from, double to, double y)
{
    if (to <= from)
        return;
    QAbstractTextDocumentLayout::PaintContext context;
    context.clip = QRectF(0, from, document.textWidth(), to - from);
    context.palette.setColor(QPalette::Text, views::lightColours().text); // whatever the window's theme
    painter.save();
    painter.translate(0, y - from);
    painter.setClipRect(context.clip);
    document.documentLayout()->draw(&painter, context);
    painter.restore();
}

} // namespace

std::vector<PagePart> pageParts(const QTextDocument& document)
{
    std::vector<PagePart> parts;
    const QTextFrame* root = document.rootFrame();
    bool afterTable = false;
    for (auto at = root->begin(); !at.atEnd(); ++at) {
        if (auto* table = qobject_cast<QTextTable*>(at.currentFrame())) {
            if (parts.size() > 1 && parts[parts.size() - 2].withNext)
                parts.back().withNext = true; // words between a heading and its table
            addTable(document, *table, parts);
            afterTable = true;
        } else if (at.currentBlock().isValid() && !at.currentBlock().text().isEmpty()) {
            if (afterTable && at.currentBlock().blockFormat().headingLevel() == 0)
                parts.back().withNext = true; // its notes
            afterTable = false;
            addBlock(document, at.currentBlock(), parts);
        }
    }
    return parts;
}

std::vector<PageSlice> pageSlices(const std::vector<PagePart>& parts, double height)
{
    std::vector<PageSlice> slices;
    for (std::size_t first = 0; first < parts.size();) {
        PageSlice slice{parts[first].top, parts[first].bottom, parts[first].headTop, parts[first].headBottom};
        std::size_t last = first;
        std::size_t end = first; // the last part that may be a page's last one
        while (last + 1 < parts.size() &&
               slice.headBottom - slice.headTop + parts[last + 1].bottom - slice.top <= height) {
            ++last;
            if (!parts[last].withNext)
                end = last;
        }
        if (parts[end].withNext || last + 1 == parts.size()) // nothing else will do
            end = last;
        slice.bottom = parts[end].bottom;
        for (const double room = height - (slice.headBottom - slice.headTop);
             slice.bottom - slice.top > room && room > 0; slice.top += room)
            slices.push_back({slice.top, slice.top + room, slice.headTop, slice.headBottom});
        slices.push_back(slice);
        first = end + 1;
    }
    return slices;
}

double layOut(QTextDocument& document, double width)
{
    QTextFrame& root = *document.rootFrame();
    QTextFrameFormat format = root.frameFormat();
    format.setMargin(0);
    root.setFrameFormat(format);
    const auto widest = [&] {
        double right = width;
        for (QTextFrame* frame : root.childFrames())
            right = std::max(right, document.documentLayout()->frameBoundingRect(frame).right());
        return right;
    };
    document.setTextWidth(width);
    document.setTextWidth(widest());
    return width / widest(); // a table with a long word stands out of any width a little
}

void printOnPages(QTextDocument& document, QPagedPaintDevice& device, double marginMm)
{
    const QSizeF page(device.width(), device.height());
    const double margin = marginMm / kMmPerInch * device.logicalDpiX();
    document.documentLayout()->setPaintDevice(&device);
    const double scale = layOut(document, page.width() - 2 * margin);
    const auto slices = pageSlices(pageParts(document), (page.height() - 2 * margin) / scale);
    const QString title = document.metaInformation(QTextDocument::DocumentTitle);
    QPainter painter(&device);
    painter.setFont(document.defaultFont());
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (i > 0)
            device.newPage();
        const PageSlice& slice = slices[i];
        painter.save();
        painter.translate(margin, margin);
        painter.scale(scale, scale);
        drawBand(painter, document, slice.headTop, slice.headBottom, 0);
        drawBand(painter, document, slice.top, slice.bottom, slice.headBottom - slice.headTop);
        painter.restore();
        drawFoot(painter, title, i + 1, slices.size(),
                 {margin, page.height() - margin, page.width() - 2 * margin, margin});
    }
}

} // namespace burin::workbench
