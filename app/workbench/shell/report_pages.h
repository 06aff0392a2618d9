// SPDX-License-Identifier: GPL-3.0-or-later
// A text document on pages of paper. Qt's own pages cut rows of tables and images wherever a page ends, so the document
// is laid out as one long page, and that is cut where nothing is in the way: between rows, paragraphs and lines. A table
// that runs on has its head above every part; a heading, the head of a table and the words above a command go with
// what they are about.
#pragma once

#include <QTextDocument>

#include <vector>

class QPagedPaintDevice;

namespace burin::workbench {

/// What no page's end may cut, in the document's dots from its top.
struct PagePart {
    double top = 0;
    double bottom = 0;
    double headTop = 0; ///< of the table's head, said again above a page that begins with this row; empty without one
    double headBottom = 0;
    bool withNext = false; ///< not the last of a page
};

/// What one page shows: the head first, then from `top` to `bottom`.
struct PageSlice {
    double top = 0;
    double bottom = 0;
    double headTop = 0;
    double headBottom = 0;

    [[nodiscard]] double height() const { return headBottom - headTop + bottom - top; }
};

/// Of a document that is laid out without pages.
[[nodiscard]] std::vector<PagePart> pageParts(const QTextDocument& document);
/// As many parts on each page as fit into `height`; a part that is taller than a page is cut at its end.
[[nodiscard]] std::vector<PageSlice> pageSlices(const std::vector<PagePart>& parts, double height);

/// Lays the document out `width` wide, or as wide as its widest table where that is more, whose lines are not wrapped;
/// gives the scale, 1 at most, that brings it to `width`.
double layOut(QTextDocument& document, double width);
/// The document on the device's pages (its margins 0), with `marginMm` around and the title and the page's number below.
void printOnPages(QTextDocument& document, QPagedPaintDevice& device, double marginMm);

} // namespace burin::workbench
