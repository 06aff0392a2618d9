// SPDX-License-Identifier: GPL-3.0-or-later
// Cards of a page: titles on one height, one menu, columns without holes; pictures that use their card's width.
#include "views/plots/heat_map.h"
#include "views/plots/picture_frame.h"
#include "views/plots/picture_menu.h"
#include "views/plots/stacked_bars.h"
#include "views/theme/colours.h"
#include "views/widgets/bar_table.h"
#include "views/widgets/bit_histogram_view.h"
#include "views/widgets/card.h"
#include "views/widgets/confusion_view.h"

#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

using namespace burin::views;

namespace {

/// Of the heading of a card, in the page.
int titleHeight(const QWidget& card)
{
    for (const auto* label : card.findChildren<QLabel*>())
        if (label->property("look").toString() == QLatin1String("heading"))
            return label->mapTo(card.parentWidget(), label->rect().center()).y();
    return -1;
}

Card* cardOf(const char* name, int height)
{
    auto* card = new Card(QStringLiteral("Title"), name);
    auto* content = new QWidget;
    content->setFixedHeight(height);
    card->content()->addWidget(content);
    return card;
}

} // namespace

class TestCards : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void columnsHaveNoHoles()
    {
        CardGrid page;
        StackedBars bars("bars", QStringLiteral("Bars"));
        auto* left = cardOf("left", 300);
        auto* chart = new PictureFrame("chart", bars);
        chart->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
        auto* small = cardOf("small", 50);
        auto* wide = cardOf("wide", 50);
        page.add(left, 0);
        page.add(chart, 1);
        page.add(small, 1);
        page.addWide(wide);
        page.resize(900, 900);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(left->x() < chart->x());
        QCOMPARE(small->geometry().bottom(), left->geometry().bottom());
        QCOMPARE(small->height(), small->sizeHint().height()); // the chart takes the rest
        QCOMPARE(wide->geometry().left(), left->geometry().left());
        QCOMPARE(wide->geometry().right(), chart->geometry().right());
        QVERIFY(std::abs(titleHeight(*left) - titleHeight(*chart)) <= 1);
        // Without a chart the card itself is as high as its neighbour.
        chart->hide();
        QTRY_COMPARE(titleHeight(*small), titleHeight(*left));
        QCOMPARE(small->geometry().bottom(), left->geometry().bottom());
        chart->setParent(nullptr);
        bars.setParent(nullptr);
        delete chart;
    }

    void aCardHasOneMenu()
    {
        auto* a = new ConfusionView("a", QStringLiteral("Power by block"));
        auto* b = new ConfusionView("b", QStringLiteral("Energy by cause"));
        Card card(QStringLiteral("Power"), "card");
        card.content()->addWidget(a);
        card.content()->addWidget(b);
        card.addMenu(offerPicture(a), a);
        card.show();
        const auto buttons = card.findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 1);
        QCOMPARE(buttons[0]->menu()->objectName(), QStringLiteral("a-menu-list"));
        card.addMenu(offerPicture(b), b);
        QCOMPARE(card.findChildren<QToolButton*>().size(), 1);
        QVERIFY(buttons[0]->isVisible());
        QStringList entries;
        for (const QAction* action : buttons[0]->menu()->actions()) {
            QVERIFY(action->menu() != nullptr && !action->menu()->actions().isEmpty());
            entries << action->text();
        }
        QCOMPARE(entries, (QStringList{QStringLiteral("Power by block"), QStringLiteral("Energy by cause")}));
    }

    void aConfusionMatrixUsesItsWidth()
    {
        ConfusionView view("confusion", QStringLiteral("Confusion"));
        view.setCounts({QStringLiteral("0"), QStringLiteral("1")}, {{3, 0}, {0, 4}});
        const int em = view.fontMetrics().height();
        view.resize(em * 40, view.heightForWidth(em * 40));
        const QImage picture = view.grab().toImage();
        const QPoint last(picture.width() - em, picture.height() / 4); // wrong in the first row: empty
        QVERIFY(picture.pixel(last) != picture.pixel(picture.width() - 1, picture.height() - 1));
        QVERIFY(view.heightForWidth(em * 40) < em * 9); // two rows of 2.6 heights and the titles
    }

    /// What overflows stands left of the word and is red, what underflows right of it and is amber.
    void aHistogramShowsOverflowRedAndUnderflowAmber()
    {
        for (const Colours* colours : {&lightColours(), &darkColours()}) {
            BitHistogramView view;
            view.setPalette(paletteFor(*colours));
            burin::fixed::BitHistogram histogram;
            histogram.format = {4, 0, true};
            histogram.bins = {5, 5, 5, 0};
            histogram.overflow = 5;
            histogram.underflow = 5;
            histogram.total = 25;
            view.setHistogram(histogram);
            view.resize(view.sizeHint());
            QImage image(view.size(), QImage::Format_RGB32);
            image.fill(colours->surface);
            view.render(&image);
            const auto columnsOf = [&](const QColor& colour) {
                QList<int> columns;
                for (int x = 0; x < image.width(); ++x)
                    for (int y = 0; y < image.height(); ++y)
                        if (image.pixelColor(x, y) == colour) {
                            columns << x;
                            break;
                        }
                return columns;
            };
            const QList<int> red = columnsOf(colours->bad);
            const QList<int> bits = columnsOf(colours->accent);
            const QList<int> amber = columnsOf(colours->warning);
            QVERIFY(!red.isEmpty() && !bits.isEmpty() && !amber.isEmpty());
            QVERIFY(red.last() < bits.first());
            QVERIFY(amber.first() > bits.last());
        }
    }

    /// The bars of a table are all there or none is: a lone one would be read as its neighbour's.
    void barsOfATableStayTogether()
    {
        BarTable table("bars", QStringLiteral("Bars"));
        table.setContent({{QStringLiteral("Block"), QStringLiteral("LUT"), QStringLiteral("FF")},
                          {{QStringLiteral("Reservoir"),
                            {{QStringLiteral("1,234,567 (12.3 %)"), 0.5}, {QStringLiteral("8"), 0.5}}}}});
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const QColor bar = coloursFor(table.palette()).accent;
        bool some = false;
        bool none = false;
        for (int wide = 1000; wide >= table.minimumSizeHint().width(); wide -= 10) {
            table.resize(wide, table.sizeHint().height());
            const QImage image = table.grab().toImage().convertToFormat(QImage::Format_RGB32);
            QList<bool> shown;
            for (const int column : {1, 2}) {
                const QRect cell =
                    table.visualRect(table.model()->index(0, column)).translated(table.viewport()->pos());
                bool found = false;
                for (int x = cell.left(); x <= cell.right() && x < image.width(); ++x)
                    found = found || image.pixelColor(x, cell.center().y() + 1) == bar;
                shown << found;
            }
            QVERIFY2(shown[0] == shown[1], qPrintable(QString::number(wide)));
            some = some || shown[0];
            none = none || !shown[0];
        }
        QVERIFY(some && none);
    }

    void aMapOfStepsHasNumbers()
    {
        HeatMap map("map", false);
        const int em = map.fontMetrics().height();
        map.resize(em * 24, em * 10);
        const auto steps = [&](std::size_t count, bool numbered) {
            HeatMapData data;
            data.columns.resize(count);
            data.rowNames << QStringLiteral("0");
            data.values.assign(count, 0.5);
            data.numbered = numbered;
            map.setData(data);
            return map.columnTicks();
        };
        QCOMPARE(steps(5, true), (std::vector<int>{0, 1, 2, 3, 4}));
        QVERIFY(steps(5, false).empty());
        for (const std::size_t count : {16, 100, 1000}) {
            const std::vector<int> ticks = steps(count, true);
            QVERIFY(ticks.size() >= 3);
            QCOMPARE(ticks.front(), 0);
            const double apart = map.cellCentre(0, ticks[1]).x() - map.cellCentre(0, ticks[0]).x();
            QVERIFY(apart > map.fontMetrics().horizontalAdvance(QString::number(ticks.back())));
        }
    }
};

QTEST_MAIN(TestCards)
#include "tst_cards.moc"
