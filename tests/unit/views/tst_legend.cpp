// SPDX-License-Identifier: GPL-3.0-or-later
// Legend and titles of a chart leave the room to its axes.
#include "views/plots/chart_canvas.h"
#include "views/plots/legend_layer.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QtTest>

using namespace burin::views;

class TestLegend : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLegendStandsCloserBeforeItTakesARow()
    {
        OverlayState state;
        state.font = QApplication::font();
        for (const int bits : {2, 3, 4, 5, 6, 8})
            state.plot.series.push_back({{QStringLiteral("%1 bit").arg(bits), bits, {{0, 0.5, 0.5, 0.5, {}}}}});
        const QFontMetricsF metrics(state.font);
        // Six digits, six pictures with the gap behind them and five gaps of half a height, and the unit once.
        const double closest = metrics.horizontalAdvance(QStringLiteral("234568 bit")) +
                               6 * (metrics.height() * 0.96 + 5) + 5 * metrics.height() / 2;
        QCOMPARE(legendRows(state, closest + 6), 1);
        QCOMPARE(legendRows(state, closest - 6), 2);
        state.plot.series[2].data.name = QStringLiteral("mixed widths"); // no unit: 3 keeps its own
        const double more = metrics.horizontalAdvance(QStringLiteral("mixed widths bit")) -
                            metrics.horizontalAdvance(QLatin1Char('4'));
        QCOMPARE(legendRows(state, closest + more + 6), 1);
        QCOMPARE(legendRows(state, closest + more - 6), 2);
    }

    void aLowChartIsMostlyItsAxes()
    {
        PlotData plot;
        plot.xTitle = QStringLiteral("Pruning (%)");
        plot.series.push_back({{QStringLiteral("4 bit"), 4, {{0, 0.9, 0.9, 0.9, {}}, {60, 0.6, 0.6, 0.6, {}}}}});
        plot.yTitle = QStringLiteral("Accuracy (validation)"); // longer than the axis, shorter than the chart
        ChartCanvas canvas("low");
        const int em = canvas.fontMetrics().height();
        canvas.resize(em * 24, em * 13);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        canvas.setPlot(plot);
        QVERIFY(canvas.fontMetrics().horizontalAdvance(plot.yTitle) > canvas.state().frame.area.height());
        QVERIFY(canvas.state().yTitleAbove.isEmpty());
        QVERIFY(canvas.state().frame.area.height() >= em * 8.5);
        canvas.resize(em * 24, em * 7); // too low for it: above, before the legend
        QCOMPARE(canvas.state().yTitleAbove, plot.yTitle);
    }
};

QTEST_MAIN(TestLegend)
#include "tst_legend.moc"
