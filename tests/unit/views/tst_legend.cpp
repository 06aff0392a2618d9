// SPDX-License-Identifier: GPL-3.0-or-later
// Legend, titles and labels of a chart leave the room to its axes and points.
#include "tests/unit/views/overlay_of.h"
#include "tests/unit/views/sample_points.h"
#include "views/models/sweep_grid_model.h"
#include "views/plots/chart_canvas.h"
#include "views/plots/label_layer.h"
#include "views/plots/legend_layer.h"
#include "views/plots/nice_axis.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QtTest>

#include <algorithm>

using namespace burin;
using namespace burin::views;

class TestLegend : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Two marks close to each other in a crowd: no leader runs through the other's label.
    void leadersDoNotTangle()
    {
        OverlayState state = overlayOf({QRectF(50, 60, 350, 160), 750, 2950, 0.7, 1}, QRectF(0, 0, 430, 270));
        PlotSeries crowd;
        crowd.line = false;
        for (const auto& [x, y] :
             {std::pair{850, .834}, {910, .857},  {1030, .883}, {1060, .893}, {1080, .924}, {1110, .93},
              {1180, .89},          {1220, .925}, {1220, .95},  {1240, .953}, {1310, .972}, {1370, .963},
              {1350, .895},         {1420, .836}, {1480, .877}, {1500, .933}, {1550, .879}, {1600, .946},
              {1640, .911},         {1710, .904}, {1730, .965}, {1780, .93},  {1830, .97},  {1890, .958},
              {1930, .966},         {1990, .945}, {2000, .988}, {1830, .873}, {1970, .868}, {2070, .883}})
            crowd.data.points.push_back({static_cast<double>(x), y, 0, 0, {}});
        state.plot.series = {crowd};
        state.plot.marks = {{PlotMark::Kind::live, 1222, 0.953, QStringLiteral("this configuration")},
                            {PlotMark::Kind::knee, 1310, 0.9722, QStringLiteral("knee, recommended")}};
        const auto labels = placeLabels(state);
        QCOMPARE(labels.size(), std::size_t{2});
        for (const std::size_t one : {std::size_t{0}, std::size_t{1}}) {
            const auto& leader = labels[one].leader;
            const QRectF other = labels[1 - one].box;
            if (!leader)
                continue;
            for (double along = 0; along <= 1; along += 0.01)
                QVERIFY2(!other.contains(leader->pointAt(along)), qPrintable(labels[one].text));
        }
    }

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

    /// The unpruned network is shared: it is no line of a ranker.
    void aLegendNamesRankersThatHaveALine()
    {
        SweepSettings settings;
        settings.bits = {4};
        settings.prune = {0, 0.3};
        settings.rankers = {"sensitivity", "random"};
        StudyModel study;
        SweepGridModel grid;
        const auto after = [&](std::vector<optimise::DesignPoint> points) {
            study.setPoints(points);
            grid.show(settings, {}, study);
            return grid.rankerSeries(4, "last");
        };
        const auto unpruned = test::samplePoint(4, 0, "");
        QCOMPARE(after({unpruned}).size(), std::size_t{1});
        QCOMPARE(after({unpruned}).front().name, QStringLiteral("unpruned"));
        const auto one = after({unpruned, test::samplePoint(4, 0.3, "random")});
        QCOMPARE(one.size(), std::size_t{1});
        QCOMPARE(one.front().name, QStringLiteral("Random"));
        QCOMPARE(one.front().points.size(), std::size_t{2});
        const auto both =
            after({unpruned, test::samplePoint(4, 0.3, "random"), test::samplePoint(4, 0.3, "sensitivity")});
        QCOMPARE(both.size(), std::size_t{2});
        QCOMPARE(both.back().name, one.front().name);
        QCOMPARE(both.back().style, one.front().style); // its colour stays
    }

    void noTickLiesBeyondTheMostOfAScore()
    {
        for (const double least : {0.2, 0.97, 1.0})
            for (const int height : {200, 500, 1400}) {
                PlotData plot;
                plot.yTitle = QStringLiteral("Accuracy");
                plot.yMost = 1;
                plot.series.push_back(
                    {{QStringLiteral("4 bit"), 4, {{0, 1, 1, 1, {}}, {60, least, least, least, {}}}}});
                ChartCanvas canvas("score");
                canvas.resize(500, height);
                canvas.setPlot(plot);
                const PlotFrame& frame = canvas.state().frame;
                QVERIFY(frame.yLow < least && frame.yHigh > 1);
                const int ticks = std::clamp(height / (canvas.fontMetrics().height() * 3), 3, 15);
                QVERIFY(frame.yHigh < 1 + niceTicks(frame.yLow, frame.yHigh, ticks).step);
                plot.yMost.reset(); // an error may be larger
                canvas.setPlot(plot);
                QVERIFY(least < 1 || canvas.state().frame.yHigh > 1.05);
            }
    }

    /// Over the front in its row, and free a row further down.
    void theLabelOfALimitIsNotStruckThrough()
    {
        OverlayState state = overlayOf({QRectF(40, 20, 600, 400), 0, 600, 0, 400}, QRectF(0, 0, 660, 440));
        const double tall = QFontMetricsF(state.font).height();
        state.plot.series.push_back(
            {{QStringLiteral("front"), 0, {{0, 398 - tall / 2, 0, 0, {}}, {600, 398 - tall / 2, 0, 0, {}}}}});
        state.plot.series.back().markers = false;
        state.plot.limits = {{false, 399, false, QStringLiteral("at least 0.999")}};
        const auto labels = placeLabels(state);
        QCOMPARE(labels.size(), std::size_t{1});
        QVERIFY(!labels.front().covers);
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
