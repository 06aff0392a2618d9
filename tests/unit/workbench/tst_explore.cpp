// SPDX-License-Identifier: GPL-3.0-or-later
// The Explore tab by real clicks and keys, on a small set of two classes made here: weights pruned and pinned by hand,
// the graph, a series against the engine's own numbers, the test set only on request, brushing, a chart that fills the
// tab. One window for all tests, which build on each other.
#include "core/base/file.h"
#include "core/data/load.h"
#include "tests/unit/workbench/window_test.h"
#include "views/models/format.h"
#include "views/models/point_range.h"
#include "views/panels/explore/detail_cell.h"
#include "views/panels/explore/explore_panel.h"
#include "views/panels/explore/reservoir_graph.h"
#include "views/panels/explore/sensitivity_map.h"
#include "views/panels/explore/series_panel.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace burin;
using namespace burin::views;
using namespace burin::workbench;

namespace {


/// Sines of two frequencies with a phase and a little noise of their own; every fifth is close to the other class.
std::string twoClasses(int series, int offset)
{
    std::string text;
    for (int s = 0; s < series; ++s) {
        const int label = s % 2;
        text += std::to_string(label + 1);
        const double frequency = s % 5 == 0 ? 0.45 : label == 0 ? 0.3 : 0.6;
        for (int t = 0; t < 24; ++t)
            text += '\t' + std::to_string(std::sin(frequency * t + 0.7 * (s + offset)) +
                                          0.2 * std::sin(13.0 * (s + offset) * t));
        text += '\n';
    }
    return text;
}

void drag(QWidget* widget, const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers = {})
{
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from.toPoint());
    for (const QPointF& at : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to.toPoint());
}

} // namespace

class TestExplore : public test::WindowTest {
    Q_OBJECT
private:
    ExplorePanel* explore_ = nullptr;
    SensitivityMap* map_ = nullptr;

    [[nodiscard]] QString data() const { return folder_.filePath(QStringLiteral("Two_TRAIN.tsv")); }
    /// Brushes columns of the map with the mouse.
    void brushColumns(int first, int last) const
    {
        drag(map_->map(), map_->map()->cellCentre(0, first), map_->map()->cellCentre(0, last));
    }
    [[nodiscard]] std::uint8_t maskOf(std::size_t column) const
    {
        return compress::maskEntry(state().insights().weights.value->mask, map_->weightOf(column));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        QVERIFY(writeFile(data().toStdString(), twoClasses(80, 0)).has_value());
        QVERIFY(writeFile(folder_.filePath(QStringLiteral("Two_TEST.tsv")).toStdString(), twoClasses(40, 1000)).has_value());
        openWindow(folder_.filePath(QStringLiteral("studies")));
        window_->resize(1600, 1000);
        session_->openPath(data());
        QVERIFY(settle());
        SweepSettings grid;
        grid.bits = {4, 8};
        grid.prune = {0, 0.5};
        grid.seeds = 2;
        session_->run(grid);
        QVERIFY(settle());
        explore_ = child<ExplorePanel>("explore-panel");
        map_ = explore_->detail()->map();
    }

    void cleanupTestCase() { QCOMPARE(failures_, QStringList()); }

    void theMapShowsEveryWeightAndBit()
    {
        QVERIFY(map_->isVisible());
        const auto& table = *state().insights().weights.value->table;
        const HeatMapData& drawn = map_->map()->data();
        QCOMPARE(drawn.columns.size(), table.weights.size());
        QCOMPARE(drawn.rowNames, (QStringList{"7", "6", "5", "4", "3", "2", "1", "0"}));
        QCOMPARE(drawn.values.front(), table.weights.front().bits.back()); // row 0 is the highest bit
        QVERIFY(drawn.most > 0);
        QVERIFY(map_->map()->cellText(0, 0).first().startsWith(QStringLiteral("W_r[")));
        auto* order = child<QComboBox>("map-order");
        order->setCurrentIndex(2);
        std::vector<double> scores;
        for (std::size_t k = 0; k < table.weights.size(); ++k)
            for (const auto& weight : table.weights)
                if (weight.weight == map_->weightOf(k))
                    scores.push_back(weight.score);
        QVERIFY(std::is_sorted(scores.begin(), scores.end()));
        order->setCurrentIndex(1);
        QVERIFY(map_->weightOf(0).column <= map_->weightOf(table.weights.size() - 1).column);
        order->setCurrentIndex(0);
    }

    void brushedWeightsArePrunedByHandAndBack()
    {
        const QString lut = live("live-lut");
        QVERIFY(!child<QAbstractButton>("map-prune")->isEnabled());
        brushColumns(0, 149);
        QCOMPARE(std::count(map_->map()->selection().begin(), map_->map()->selection().end(), true), 150);
        click("map-prune");
        QVERIFY(!state().reservoir().mask.empty());
        QVERIFY(settle());
        QCOMPARE(maskOf(0), std::uint8_t{0});
        QCOMPARE(maskOf(149), std::uint8_t{0});
        QCOMPARE(maskOf(150), std::uint8_t{1});
        QVERIFY(map_->map()->data().columns[0].removed);
        QVERIFY(live("live-lut") != lut);
        QCOMPARE(child<QLabel>("map-hand")->text(), QStringLiteral("Made by hand: 150 pruned, 0 pinned"));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(state().reservoir().mask.empty());
        QVERIFY(settle());
        QCOMPARE(live("live-lut"), lut);
        QVERIFY(!child<QLabel>("map-hand")->isVisible());
    }

    void pinsStayWhenThePruningMoves()
    {
        for (int i = 0; i < 10; ++i)
            QTest::keyClick(window_.get(), Qt::Key_Equal);
        QCOMPARE(state().reservoir().prune, 0.5);
        QVERIFY(settle());
        int first = -1;
        for (std::size_t k = 0; k < map_->map()->data().columns.size() && first < 0; ++k)
            if (maskOf(k) == 0)
                first = static_cast<int>(k);
        QVERIFY(first >= 0);
        const auto column = static_cast<std::size_t>(first);
        brushColumns(first, first);
        QTest::keyClick(map_->map(), Qt::Key_K);
        QVERIFY(settle());
        QCOMPARE(maskOf(column), std::uint8_t{1});
        QVERIFY(map_->map()->data().columns[column].pinned);
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(window_.get(), Qt::Key_Equal);
        QCOMPARE(state().reservoir().prune, 0.7);
        QVERIFY(settle());
        QCOMPARE(maskOf(column), std::uint8_t{1});
        // Back to the ranker by key, and everything by the line's button.
        QTest::keyClick(map_->map(), Qt::Key_Backspace);
        QVERIFY(state().reservoir().mask.empty());
        QTest::keyClick(map_->map(), Qt::Key_P);
        QVERIFY(settle());
        QCOMPARE(maskOf(column), std::uint8_t{0});
        click("map-hand-reset");
        QVERIFY(state().reservoir().mask.empty());
        QVERIFY(settle());
    }

    void theMapWorksByKeyboard()
    {
        HeatMap* map = map_->map();
        map->setFocus();
        QTest::keyClick(map, Qt::Key_Home);
        QTest::keyClick(map, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(std::count(map->selection().begin(), map->selection().end(), true), 2);
        QVERIFY(!map->accessibleDescription().isEmpty());
        QTest::keyClick(map, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(std::count(map->selection().begin(), map->selection().end(), false), 0);
        QTest::keyClick(map, Qt::Key_Escape);
        QCOMPARE(std::count(map->selection().begin(), map->selection().end(), true), 0);
    }

    void theGraphFadesPrunedLinksAndSharesTheChoice()
    {
        click("segment-graph");
        QVERIFY(settle());
        LinkGraph* graph = explore_->detail()->graph()->graph();
        const WeightInsight& weights = *state().insights().weights.value;
        QCOMPARE(graph->data().links.size(), weights.links.size());
        int faded = 0;
        int chosen = -1;
        for (std::size_t k = 0; k < weights.links.size(); ++k) {
            const bool gone = compress::maskEntry(weights.mask, weights.links[k].weight) == 0;
            QCOMPARE(graph->data().links[k].removed, gone);
            faded += gone ? 1 : 0;
            if (weights.links[k].weight == map_->weightOf(3))
                chosen = static_cast<int>(k);
        }
        QVERIFY(faded > 100);
        QVERIFY(chosen >= 0);
        // Near its start a link lies apart from the others more often than in the middle.
        bool hit = false;
        for (const double along : {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8}) {
            QTest::mouseClick(graph, Qt::LeftButton, {}, graph->positionOn(chosen, along).toPoint());
            hit = hit || graph->selection()[static_cast<std::size_t>(chosen)];
            if (hit)
                break;
        }
        QVERIFY(hit);
        click("segment-map");
        QVERIFY(map_->map()->selection()[3]);
        QCOMPARE(std::count(map_->map()->selection().begin(), map_->map()->selection().end(), true), 1);
    }

    void aSeriesIsTracedAsTheEngineDoes()
    {
        click("segment-series");
        QVERIFY(settle());
        SeriesPanel* series = explore_->detail()->series();
        child<QSpinBox>("series-number")->setValue(3); // from one
        click("series-next");
        QVERIFY(settle());
        QCOMPARE(state().insights().trace.value->series, std::size_t{3});
        data::LoadOptions options;
        options.data = data().toStdString();
        auto loaded = data::loadDataset(options);
        QVERIFY(loaded.has_value());
        explore::LiveReservoir engine(std::make_shared<explore::ReservoirEvaluator>(
            std::make_shared<const data::Dataset>(*std::move(loaded)), 1));
        const auto trace = engine.trace(state().reservoir(), 3, {});
        QVERIFY(trace.has_value());
        const auto steps = static_cast<std::size_t>(trace->steps);
        const auto neurons = static_cast<std::size_t>(trace->neurons);
        QCOMPARE(series->floatMap()->data().columns.size(), steps);
        for (std::size_t i = 0; i < neurons; ++i)
            for (std::size_t t = 0; t < steps; ++t) {
                QCOMPARE(series->floatMap()->data().values[i * steps + t], trace->floatStates[t * neurons + i]);
                QCOMPARE(series->integerMap()->data().values[i * steps + t], trace->scaledStates[t * neurons + i]);
            }
        auto* view = child<QComboBox>("series-view");
        view->setCurrentIndex(SeriesPanel::kNeuron);
        child<QSpinBox>("series-neuron")->setValue(7);
        const auto& lines = series->chart()->canvas()->state().plot.series;
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0].data.points[5].y, trace->floatStates[5 * neurons + 7]);
        QCOMPARE(lines[1].data.points[5].y, trace->scaledStates[5 * neurons + 7]);
        view->setCurrentIndex(SeriesPanel::kInputs);
        QCOMPARE(series->chart()->canvas()->state().plot.series[0].data.points[4].y, trace->inputs[4]);
        view->setCurrentIndex(SeriesPanel::kOutputs);
        QCOMPARE(series->chart()->canvas()->state().plot.series[1].data.points[1].y, trace->integerOutputs[1]);
        view->setCurrentIndex(SeriesPanel::kStates);
    }

    void theNextWrongSeriesIsFound()
    {
        const auto& wrong = state().insights().trace.value->misclassified;
        QVERIFY(!wrong.empty()); // every fifth series lies between the classes
        click("series-wrong");
        QVERIFY(settle());
        const auto& trace = state().insights().trace.value->trace;
        QVERIFY(trace.integerLabel != trace.label);
        QVERIFY(child<QLabel>("series-verdict")->text().contains(QStringLiteral("\u2717")));
        click("segment-map");
    }

    void theTestSetIsReadOnlyOnRequest()
    {
        for (const auto& row : session_->points().rows())
            QVERIFY(!row.point.test.mean);
        auto* table = child<QAbstractItemView>("points-table");
        const QModelIndex row = table->model()->index(0, StudyModel::kBits);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(row).center());
        const QString id = row.data(StudyModel::kIdRole).toString();
        QVERIFY(settle());
        QCOMPARE(state().selected(), id);
        click("chosen-score-test");
        QVERIFY(QTest::qWaitFor([&] { return session_->points().find(id)->point.test.mean.has_value(); }, test::kLong));
        QVERIFY(settle());
        int read = 0;
        for (const auto& each : session_->points().rows())
            read += each.point.test.mean ? 1 : 0;
        QCOMPARE(read, 1);
        QVERIFY(!child<QAbstractButton>("chosen-score-test")->isVisible());
        QVERIFY(child<QLabel>("chosen-test")->text().contains(QStringLiteral("1 point")));
    }

    void aBrushedRangeFiltersEverything()
    {
        auto* table = child<QAbstractItemView>("points-table");
        QCOMPARE(table->model()->rowCount(), 4);
        ChartCanvas* canvas = explore_->scoreChart()->canvas();
        const auto& frame = canvas->state().frame;
        const double middle = (frame.xLow + frame.xHigh) / 2;
        drag(canvas->viewport(), canvas->positionOf(frame.xLow, frame.yHigh), canvas->positionOf(middle, frame.yLow),
             Qt::ShiftModifier);
        QVERIFY(!canvas->isZoomed());
        QCOMPARE(state().brush().size(), std::size_t{2});
        QCOMPARE(state().brush()[0].key, std::string("prune"));
        QTRY_COMPARE(table->model()->rowCount(), 2); // the unpruned ones
        QTRY_VERIFY(explore_->frontChart()->canvas()->state().plot.series.back().data.points.size() > 1);
        int dim = 0;
        QTRY_VERIFY([&] {
            dim = 0;
            for (const PlotSeries& series : explore_->frontChart()->canvas()->state().plot.series)
                for (const SeriesPoint& point : series.data.points)
                    dim += point.dim ? 1 : 0;
            return dim == 2;
        }());
        QVERIFY(child<QAbstractButton>("brush-chip")->text().contains(QStringLiteral("2")));
        click("brush-chip");
        QVERIFY(state().brush().empty());
        QCOMPARE(table->model()->rowCount(), 4);
    }

    void aChartFillsTheTabAndGoesBack()
    {
        QTest::mouseDClick(explore_->frontChart(), Qt::LeftButton, {}, QPoint(explore_->frontChart()->width() / 3, 8));
        QVERIFY(explore_->frontChart()->isVisible());
        QVERIFY(!explore_->scoreChart()->isVisible());
        QVERIFY(!explore_->detail()->isVisible());
        explore_->frontChart()->canvas()->setFocus();
        QTest::keyClick(explore_->frontChart()->canvas(), Qt::Key_Escape);
        QVERIFY(explore_->scoreChart()->isVisible());
        click("detail-maximise");
        QVERIFY(explore_->detail()->isVisible());
        QVERIFY(!explore_->frontChart()->isVisible());
        click("detail-maximise");
        QVERIFY(explore_->frontChart()->isVisible());
    }

    void synthesisedMarkersAreSolidAndTied()
    {
        std::vector<optimise::DesignPoint> points;
        for (const auto& row : session_->points().rows())
            points.push_back(row.point);
        const std::string id = points[0].id;
        const double estimate = *points[0].value("lut");
        points[0].metrics["lut@synth"] = {estimate * 1.1, Tier::synth, {}, "test"};
        StudyModel study;
        study.setPoints(points);
        ExplorePanel panel(state(), study);
        panel.findChild<QComboBox*>(QStringLiteral("metric-choice"))->setCurrentIndex(0);
        panel.findChild<QComboBox*>(QStringLiteral("metric-choice"))->setCurrentText(metricTitle(*metricInfo("lut")));
        panel.show();
        QTRY_COMPARE(panel.metricChart()->canvas()->state().plot.ties.size(), std::size_t{1});
        const PlotData& plot = panel.metricChart()->canvas()->state().plot;
        QCOMPARE(plot.ties[0].from.y(), estimate);
        QCOMPARE(plot.ties[0].to.y(), estimate * 1.1);
        for (const PlotSeries& series : plot.series)
            QCOMPARE(series.hollow, !series.data.name.contains(QStringLiteral("synthesised")));
        QCOMPARE(plot.series.back().data.points[0].id.toStdString(), id);
    }
};

QTEST_MAIN(TestExplore)
#include "tst_explore.moc"
