// SPDX-License-Identifier: GPL-3.0-or-later
// A walker that says what a person cannot read: texts with less room than they need, widgets that stick out of
// what holds them, layouts squeezed below their least size. Inside a scroll area being outside the view is no
// fault, unless that direction does not scroll; a page that scrolls sideways is one.
#pragma once

#include "views/plots/bar_layer.h"
#include "views/plots/chart_canvas.h"
#include "views/plots/label_layer.h"
#include "views/plots/picture.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QGraphicsTextItem>
#include <QGraphicsView>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QStringList>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTableView>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>

namespace burin::test {

constexpr int kSlack = 1; ///< pixels that a rounding may cost

inline QString nameOf(const QWidget* widget)
{
    QString name = QString::fromLatin1(widget->metaObject()->className()).section(QLatin1String("::"), -1);
    for (const QWidget* owner = widget; owner != nullptr; owner = owner->parentWidget())
        if (!owner->objectName().isEmpty() && !owner->objectName().startsWith(QLatin1String("qt_")))
            return name + (owner == widget ? QStringLiteral(" ") : QStringLiteral(" in ")) + owner->objectName();
    return name;
}

inline QString plain(const QString& text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    QTextDocument document;
    document.setHtml(text);
    return document.toPlainText();
}

class ClippedWalker {
public:
    /// What cannot be read in `root` as it is shown now: "QLabel in dock-study: "..." needs 120 x 17, has 80 x
    /// 17".
    static QStringList faults(QWidget* root)
    {
        ClippedWalker walker;
        walker.visit(root, root);
        return walker.faults_;
    }

private:
    void fault(const QWidget* widget, const QString& text, const QString& what)
    {
        faults_ << QStringLiteral("%1: \"%2\" %3").arg(nameOf(widget), plain(text).simplified(), what);
    }
    void compare(const QWidget* widget, const QString& text, QSize needs, QSize has)
    {
        if (needs.width() > has.width() + kSlack || needs.height() > has.height() + kSlack)
            fault(widget, text,
                  QStringLiteral("needs %1 x %2, has %3 x %4")
                      .arg(needs.width())
                      .arg(needs.height())
                      .arg(has.width())
                      .arg(has.height()));
    }

    void visit(QWidget* widget, const QWidget* root)
    {
        // The main window parks the docks behind others, and their tabs, left of and above itself.
        const bool parked = widget != root && widget->geometry().right() < 0 && widget->geometry().bottom() < 0;
        if (!widget->isVisible() || parked)
            return;
        if (widget != root && !widget->isWindow())
            checkPlace(widget);
        if (const auto* area = qobject_cast<const QScrollArea*>(widget);
            area != nullptr && area->horizontalScrollBar()->isVisible() && area->widget()->layout() != nullptr)
            fault(widget, widget->accessibleName(),
                  QStringLiteral("scrolls sideways by %1").arg(area->horizontalScrollBar()->maximum()));
        checkText(widget);
        if (const auto* picture = dynamic_cast<const views::Picture*>(widget)) {
            widget->grab(); // drawing finds what has no room
            for (const QString& text : picture->unfitTexts())
                fault(widget, text, QStringLiteral("has no room in the picture"));
        }
        if (const QLayout* layout = widget->layout(); layout != nullptr && !widget->isWindow())
            checkLayout(widget, *layout);
        for (QObject* child : widget->children())
            if (auto* inner = qobject_cast<QWidget*>(child);
                inner != nullptr && !inner->isWindow() && !isWhole(widget))
                visit(inner, root);
    }

    /// Widgets whose parts are Qt's own.
    static bool isWhole(const QWidget* widget)
    {
        return qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
               qobject_cast<const QComboBox*>(widget) != nullptr ||
               qobject_cast<const QTabBar*>(widget) != nullptr ||
               qobject_cast<const QLineEdit*>(widget) != nullptr;
    }

    void checkPlace(const QWidget* widget)
    {
        const QWidget* parent = widget->parentWidget();
        QRect outside = widget->geometry();
        const QRect room = parent->rect().adjusted(-kSlack, -kSlack, kSlack, kSlack);
        // The content of a scroll area may be larger than the view, where it scrolls.
        if (const auto* area = qobject_cast<const QAbstractScrollArea*>(parent->parentWidget());
            area != nullptr && area->viewport() == parent) {
            if (area->horizontalScrollBarPolicy() != Qt::ScrollBarAlwaysOff)
                outside.setLeft(room.left()), outside.setRight(room.right());
            if (area->verticalScrollBarPolicy() != Qt::ScrollBarAlwaysOff)
                outside.setTop(room.top()), outside.setBottom(room.bottom());
        }
        if (!room.contains(outside))
            fault(widget, widget->accessibleName(),
                  QStringLiteral("sticks out of %1: %2,%3 %4 x %5 in %6 x %7")
                      .arg(nameOf(parent))
                      .arg(widget->x())
                      .arg(widget->y())
                      .arg(widget->width())
                      .arg(widget->height())
                      .arg(parent->width())
                      .arg(parent->height()));
    }

    /// Heights that follow from a width are seen at the labels themselves.
    void checkLayout(const QWidget* widget, const QLayout& layout)
    {
        const QSize least = layout.totalMinimumSize();
        if (least.width() > widget->width() + kSlack || least.height() > widget->height() + kSlack)
            fault(widget, widget->accessibleName(),
                  QStringLiteral("is squeezed: its layout needs %1 x %2, has %3 x %4")
                      .arg(least.width())
                      .arg(least.height())
                      .arg(widget->width())
                      .arg(widget->height()));
    }

    void checkText(const QWidget* widget)
    {
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            checkLabel(label);
        else if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            checkButton(button);
        else if (const auto* box = qobject_cast<const QComboBox*>(widget))
            checkCombo(box);
        else if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(widget))
            checkLine(spin->findChild<QLineEdit*>());
        else if (const auto* line = qobject_cast<const QLineEdit*>(widget))
            checkLine(line);
        else if (const auto* bar = qobject_cast<const QTabBar*>(widget))
            checkTabs(bar);
        else if (const auto* header = qobject_cast<const QHeaderView*>(widget))
            checkHeader(header);
        else if (const auto* dock = qobject_cast<const QDockWidget*>(widget))
            checkDock(dock);
        else if (const auto* chart = qobject_cast<const views::ChartCanvas*>(widget))
            checkChart(chart);
        else if (const auto* scene = qobject_cast<const QGraphicsView*>(widget))
            checkScene(scene);
        else if (const auto* table = qobject_cast<const QTableView*>(widget))
            checkCells(table);
        // Qt puts what does not fit behind a button with an arrow.
        if (widget->objectName() == QLatin1String("qt_toolbar_ext_button") ||
            widget->objectName() == QLatin1String("qt_menubar_ext_button"))
            fault(widget->parentWidget(), widget->parentWidget()->accessibleName(),
                  QStringLiteral("has no room for all"));
    }

    void checkLabel(const QLabel* label)
    {
        const QString text = label->text();
        if (text.isEmpty())
            return;
        if (text.contains(QChar(0x2026)))
            fault(label, text, QStringLiteral("is shortened"));
        // Without wrapping the hint is the whole text; with it the least width is that of the longest word.
        const QSize needs = label->wordWrap()
                                ? QSize(label->minimumSizeHint().width(), label->heightForWidth(label->width()))
                                : label->sizeHint();
        compare(label, text, needs, label->size());
    }

    void checkButton(const QAbstractButton* button)
    {
        const auto* tool = qobject_cast<const QToolButton*>(button);
        const bool bare =
            tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
        if (!button->text().isEmpty() && !bare)
            compare(button, button->text(), button->sizeHint(), button->size());
    }

    void checkCombo(const QComboBox* box)
    {
        QStyleOptionComboBox option;
        option.initFrom(box);
        option.editable = box->isEditable();
        option.frame = box->hasFrame();
        const QRect room =
            box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box);
        int needs = box->fontMetrics().horizontalAdvance(box->currentText());
        if (!box->itemIcon(box->currentIndex()).isNull())
            needs += box->iconSize().width() + 4;
        compare(box, box->currentText(), {needs, box->fontMetrics().height()}, room.size());
    }

    void checkLine(const QLineEdit* line)
    {
        // What a person typed may be longer than the line, which scrolls; the program's own texts may not.
        const bool owned =
            line->isReadOnly() || qobject_cast<const QAbstractSpinBox*>(line->parentWidget()) != nullptr;
        const QString text = line->text().isEmpty() ? line->placeholderText() : owned ? line->text() : QString();
        const int has =
            line->contentsRect().width() - 4 - line->textMargins().left() - line->textMargins().right();
        compare(line, text, {line->fontMetrics().horizontalAdvance(text), 0}, {has, 0});
    }

    void checkTabs(const QTabBar* bar)
    {
        for (int i = 0; i < bar->count(); ++i) {
            if (!bar->isTabVisible(i))
                continue;
            const QRect tab = bar->tabRect(i);
            const int needs = bar->fontMetrics().horizontalAdvance(bar->tabText(i));
            compare(bar, bar->tabText(i), {needs, bar->fontMetrics().height()},
                    tab.intersected(bar->rect()).size());
        }
    }

    void checkHeader(const QHeaderView* header)
    {
        const bool across = header->orientation() == Qt::Horizontal;
        const QSize view = header->viewport()->size();
        for (int i = 0; i < header->count(); ++i) {
            const QString text = header->model()->headerData(i, header->orientation(), Qt::DisplayRole).toString();
            const int at = header->sectionViewportPosition(i);
            if (header->isSectionHidden(i) || text.isEmpty() || at >= (across ? view.width() : view.height()) ||
                at + header->sectionSize(i) <= 0)
                continue;
            // The style leaves room for margins and, whether there is one or not, for the arrow of the sorting: a style
            // sheet that has arrows cuts off what is below it.
            QStyleOptionHeaderV2 option;
            option.initFrom(header);
            option.orientation = header->orientation();
            option.section = i;
            option.text = text;
            option.rect = across ? QRect(0, 0, header->sectionSize(i), view.height())
                                 : QRect(0, 0, view.width(), header->sectionSize(i));
            if (header->isSortIndicatorShown() && header->sortIndicatorSection() == i)
                option.sortIndicator = QStyleOptionHeader::SortDown;
            QFont bold = header->font();
            bold.setBold(true);
            const QFontMetrics metrics(bold);
            QSize room = header->style()->subElementRect(QStyle::SE_HeaderLabel, &option, header).size();
            if (across)
                room -= QSize(header->style()->subElementRect(QStyle::SE_HeaderArrow, &option, header).width(), 0);
            compare(header, text, {metrics.horizontalAdvance(text), metrics.height()}, room);
        }
    }

    /// The last column may hold sentences, which have a tool tip.
    void checkCells(const QTableView* table)
    {
        const QHeaderView* header = table->horizontalHeader();
        int last = header->count() - 1;
        while (last > 0 && header->isSectionHidden(header->logicalIndex(last)))
            --last;
        for (int place = 0; place < last; ++place) {
            const int column = header->logicalIndex(place);
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                const QModelIndex index = table->model()->index(row, column);
                if (!table->viewport()->rect().contains(table->visualRect(index)) ||
                    header->isSectionHidden(column))
                    continue;
                compare(table, index.data().toString(), {table->sizeHintForIndex(index).width(), 0},
                        {table->columnWidth(column), 0});
            }
        }
    }

    /// Qt Charts shortens the numbers and titles of axes.
    void checkScene(const QGraphicsView* view)
    {
        for (const QGraphicsItem* item : view->items())
            if (const auto* text = qgraphicsitem_cast<const QGraphicsTextItem*>(item);
                text != nullptr && text->isVisible() &&
                (text->toPlainText().contains(QLatin1String("...")) ||
                 text->toPlainText().contains(QChar(0x2026))))
                fault(view, text->toPlainText(), QStringLiteral("is shortened"));
    }

    /// What the overlay of a chart draws: names of bars, and labels of marks and limits, which have a place each.
    void checkChart(const views::ChartCanvas* chart)
    {
        checkScene(chart);
        const views::OverlayState& state = chart->state();
        if (!chart->hasValues() || state.frame.xHigh <= state.frame.xLow)
            return;
        const double room = state.frame.area.width() / (state.frame.xHigh - state.frame.xLow);
        if (!state.plot.bars.empty() && views::leastBarWidth(state) > room)
            fault(chart, state.plot.title, QStringLiteral("shortens the names of its bars"));
        const auto labels = views::placeLabels(state);
        for (std::size_t i = 0; i < labels.size(); ++i)
            for (std::size_t j = i + 1; j < labels.size(); ++j)
                if (labels[i].box.intersects(labels[j].box))
                    fault(chart, labels[i].text, QStringLiteral("lies on \"%1\"").arg(labels[j].text));
    }

    void checkDock(const QDockWidget* dock)
    {
        if (dock->titleBarWidget() != nullptr)
            return;
        int room = dock->width();
        for (const auto* button : dock->findChildren<QAbstractButton*>(QString(), Qt::FindDirectChildrenOnly))
            if (button->isVisible())
                room = std::min(room, button->x());
        compare(dock, dock->windowTitle(), {dock->fontMetrics().horizontalAdvance(dock->windowTitle()), 0},
                {room, 0});
    }

    QStringList faults_;
};

} // namespace burin::test
