// SPDX-License-Identifier: GPL-3.0-or-later
// A crossbar study in the window, by real clicks and keys: the example, a layer's bits dragged, what is free,
// another preset, a budget that nothing keeps, the arrays, chips with imperfect cells, a sweep, two points
// compared, verified and exported; a study of the cost alone. One window for all tests, which build on each other
// in the order of the story.
#include "core/cnn/built_in.h"
#include "core/explore/crossbar_evaluator.h"
#include "tests/unit/workbench/clipped.h"
#include "tests/unit/workbench/window_test.h"
#include "views/models/format.h"
#include "views/plots/array_map.h"
#include "views/plots/chart_frame.h"
#include "views/plots/stacked_bars.h"
#include "views/widgets/drag_bar.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QtTest>

#include <memory>

using namespace burin;
using namespace burin::workbench;

namespace {


} // namespace

class TestCrossbarStudy : public test::WindowTest {
    Q_OBJECT
private:

    [[nodiscard]] const cnn::LayerPolicy& layer(std::size_t entry) const
    {
        return state().crossbar().policy.at(entry);
    }
    /// Chooses as a person does: activated() follows.
    void choose(const char* name, const QString& data) const
    {
        auto* box = child<QComboBox>(name);
        const int at = box->findData(data);
        QVERIFY2(at >= 0, qPrintable(data));
        box->setCurrentIndex(at);
        Q_EMIT box->activated(at);
    }
    static void drag(QWidget* bar, double share)
    {
        const int y = bar->height() / 2;
        QTest::mousePress(bar, Qt::LeftButton, {}, {bar->width() - 2, y});
        QTest::mouseMove(bar, {bar->width() / 2, y});
        QTest::mouseMove(bar, {static_cast<int>(bar->width() * share), y});
        QTest::mouseRelease(bar, Qt::LeftButton, {}, {static_cast<int>(bar->width() * share), y});
    }
    [[nodiscard]] bool trialsEnd() const
    {
        return QTest::qWaitFor([this] { return session_->trials().job() == 0; }, test::kLong);
    }
    void undo() const { QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        openWindow(folder_.filePath(QStringLiteral("studies")));
        click("start-example-glyphs-crossbar");
        QVERIFY(settle());
    }

    void cleanupTestCase()
    {
        QCOMPARE(failures_, QStringList());
    }

    void opensWithResults()
    {
        QCOMPARE(state().study().family.kind, views::Family::crossbar);
        QVERIFY(session_->points().rowCount() >= 20);
        QVERIFY(!state().front().knee.isEmpty());
        QCOMPARE(state().front().metricKey, std::string("energyPerInferenceNj"));
        QVERIFY(*state().live().validation > 0.8);
        QVERIFY(state().live().complete);
        QCOMPARE(state().live().images->count, state().live().images->all);
        QVERIFY(state().live().crossbar.has_value());
        for (const char* row : {"live-energyPerInferenceNj", "live-latencyUs", "live-areaMm2", "live-arrays"})
            QVERIFY2(live(row) != views::dash(), row);
        QVERIFY(!child<QWidget>("live-lut")->isVisible());
        QVERIFY(child<QWidget>("live-energyPerInferenceNj")->isVisible());
        QVERIFY(!child<QWidget>("study-target")->isVisible());
        picture("crossbar-explore");
    }

    void aLayerIsDragged()
    {
        const QString energy = live("live-energyPerInferenceNj");
        const int before = layer(2).weightBits;
        drag(child<views::DragBar>("layer-c3-weight"), 0.08);
        QCOMPARE(layer(2).weightBits, 2);
        QVERIFY(settle());
        QVERIFY(live("live-energyPerInferenceNj") != energy); // two arrays fewer
        undo();                                               // the whole drag is one step
        QCOMPARE(layer(2).weightBits, before);
        QVERIFY(settle());
        QCOMPARE(live("live-energyPerInferenceNj"), energy);
    }

    void whatIsFreeIsMarked()
    {
        // A cell holds two bits, an array 128 columns: five cells for each of 24 weights and the offset fit, ten
        // bits.
        auto* bar = child<views::DragBar>("layer-c2-weight");
        bar->setFocus();
        QTest::keyClick(bar, Qt::Key_Left);
        QCOMPARE(layer(1).weightBits, 7);
        QVERIFY(settle());
        QCOMPARE(bar->freeUntil(), 10);
        QVERIFY(child<QLabel>("crossbar-legend")->isVisible());
        const QString energy = live("live-energyPerInferenceNj");
        picture("crossbar-free");
        QTest::keyClick(bar, Qt::Key_Right);
        QVERIFY(settle());
        QCOMPARE(live("live-energyPerInferenceNj"), energy); // nothing more
        QCOMPARE(bar->freeUntil(), 10);
    }

    void converters()
    {
        const QString energy = live("live-energyPerInferenceNj");
        choose("crossbar-converters", QStringLiteral("6"));
        QCOMPARE(state().crossbar().adc, std::string("6"));
        QVERIFY(settle());
        QVERIFY(live("live-energyPerInferenceNj") != energy);
        QCOMPARE(child<views::DragBar>("layer-c1-adc")->value(), 6);
        auto* bar = child<views::DragBar>("layer-c1-adc");
        bar->setFocus();
        QTest::keyClick(bar, Qt::Key_Right);
        QCOMPARE(layer(0).adcBits, std::optional<int>(7));
        QCOMPARE(child<QComboBox>("crossbar-converters")->currentData().toString(), QStringLiteral("own"));
        QVERIFY(settle());
        undo();
        undo();
        QCOMPARE(state().crossbar().adc, std::string("rule"));
        QVERIFY(settle());
        QCOMPARE(live("live-energyPerInferenceNj"), energy);
    }

    void anotherPreset()
    {
        choose("crossbar-preset", QStringLiteral("mnsim-2.0"));
        QVERIFY(settle());
        QCOMPARE(live("live-energyPerInferenceNj"), views::dash());
        QVERIFY(live("live-arrays") != views::dash());
        QVERIFY(!child<QDoubleSpinBox>("budget-energyPerInferenceNj")->isEnabled());
        picture("crossbar-mnsim");
        undo();
        QVERIFY(settle());
        QVERIFY(child<QDoubleSpinBox>("budget-energyPerInferenceNj")->isEnabled());
    }

    void aBudgetThatNothingKeeps()
    {
        const auto& least = state().live().crossbar->minimum;
        auto* box = child<QDoubleSpinBox>("budget-arrays");
        box->setValue(1);
        QVERIFY(settle());
        QVERIFY(least.at("arrays") > 1);
        const QString message = child<QLabel>("live-message")->text();
        QVERIFY2(message.contains(QStringLiteral("at least %1").arg(least.at("arrays"))), qPrintable(message));
        picture("crossbar-budget");
        box->setValue(0);
        QVERIFY(settle());
        QVERIFY(!child<QLabel>("live-message")->isVisible());
    }

    void hardwareTab()
    {
        showTab("hardware-panel");
        QVERIFY(settle());
        auto* picture = child<views::StackedBars>("crossbar-bars-picture");
        QTRY_VERIFY(picture->height() >= picture->heightForWidth(picture->width())); // no row is cut off
        const auto& bars = picture->data();
        const auto& cost = state().live().crossbar->hardware.cost;
        QCOMPARE(bars.rows.size(), cost.costs.size());
        QCOMPARE(bars.parts.front(), QStringLiteral("ADC"));
        double energy = 0;
        for (std::size_t i = 0; i < bars.rows.size(); ++i) {
            QCOMPARE(bars.rows[i].values.front(), cost.costs[i].adcEnergyNj);
            for (const double value : bars.rows[i].values)
                energy += value;
        }
        QVERIFY(std::abs(energy / cost.totals.energyNj - 1) < 1e-9);
        choose("crossbar-cost", QStringLiteral("latencyUs"));
        QCOMPARE(picture->data().parts.size(), 1);
        choose("crossbar-cost", QStringLiteral("energyPerInferenceNj"));
        auto* map = child<views::ArrayMap>("crossbar-arrays-picture");
        QCOMPARE(map->data().layers.size(), cost.costs.size());
        child<QComboBox>("crossbar-layer")->setCurrentIndex(2);
        QCOMPARE(map->data().layers.size(), std::size_t{1});
        QCOMPARE(map->data().layers.front().name, QStringLiteral("c2"));
        child<QComboBox>("crossbar-layer")->setCurrentIndex(0);
        QVERIFY(!child<QWidget>("hardware-synthesise")->isVisible());
    }

    void imperfectCells()
    {
        QVERIFY(child<QPushButton>("trials-run")->isEnabled());
        child<QSpinBox>("trials-count")->setValue(3);
        child<QSpinBox>("trials-images")->setValue(50);
        click("trials-run");
        QVERIFY(child<QWidget>("trials-stop")->isVisibleTo(window_.get()));
        QVERIFY(trialsEnd());
        const auto& answer = session_->trials().answer();
        QVERIFY(answer != nullptr);
        QCOMPARE(answer->report.accuracies.size(), std::size_t{3});
        QCOMPARE(answer->images, std::size_t{50});
        QVERIFY(answer->ideal.has_value());
        QVERIFY(child<QLabel>("trials-result")->text().contains(QStringLiteral("3 chips")));
        QVERIFY(!child<views::ChartFrame>("trials-chart")->isEmpty());
        picture("crossbar-hardware");
        // With ideal cells all chips are alike.
        child<QComboBox>("trials-spread")->setCurrentIndex(0);
        QVERIFY(!child<QPushButton>("trials-run")->isEnabled());
        child<QComboBox>("trials-spread")->setCurrentIndex(1);
        // A long one is stopped.
        child<QSpinBox>("trials-count")->setValue(1000);
        child<QSpinBox>("trials-images")->setValue(0);
        click("trials-run");
        QVERIFY(session_->trials().job() != 0);
        click("trials-stop");
        QVERIFY(trialsEnd());
        QCOMPARE(session_->trials().answer()->report.accuracies.size(), std::size_t{3});
        QVERIFY(failures_.isEmpty());
    }

    void noTextIsCut()
    {
        QStringList faults;
        constexpr int kLayoutMs = 5000; // a limit for texts that have just changed
        (void)QTest::qWaitFor([&] { return (faults = test::ClippedWalker::faults(window_.get())).isEmpty(); },
                              kLayoutMs);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    }

    void aSweep()
    {
        showTab("sweep-panel");
        views::SweepSettings settings;
        settings.bits = {5};
        settings.prune = {0};
        settings.rankers = {"magnitude"};
        settings.adcs = {"rule", "7"};
        settings.seeds = 1;
        QCOMPARE(settings.points(), std::size_t{2});
        const int before = session_->points().rowCount();
        session_->run(settings);
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), before + 2); // no point of the example has inputs of 5 bits
        const QString command = session_->sweepCommand(settings);
        QVERIFY2(command.contains(QStringLiteral("crossbar explore")) &&
                     command.contains(QStringLiteral("--adc rule,7")),
                 qPrintable(command));
        picture("crossbar-sweep");
    }

    void twoPointsCompared()
    {
        state().select(state().front().ids.front());
        QVERIFY(settle());
        showTab("compare-panel");
        QVERIFY(settle());
        const auto& answer = session_->comparison().answer();
        QVERIFY2(answer.error.isEmpty(), qPrintable(answer.error));
        QCOMPARE(answer.value->blockMetric, std::string("energyPerInferenceNj"));
        QVERIFY(answer.value->confusionA.has_value());
        picture("crossbar-compare");
    }

    void verifiedAndExported()
    {
        showTab("explore-panel");
        if (QStandardPaths::findExecutable(QStringLiteral("verilator")).isEmpty() &&
            QStandardPaths::findExecutable(QStringLiteral("iverilog")).isEmpty())
            QSKIP("no Verilog simulator is installed");
        state().select(state().front().ids.front());
        QVERIFY(settle());
        const QString id = state().selected();
        QTest::keyClick(window_.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor(
            [&] { return session_->points().find(id)->point.seal.has_value() || !failures_.isEmpty(); }, test::kLong));
        QCOMPARE(failures_, QStringList());
        QVERIFY(session_->points().find(id)->point.seal->sealed);
        QVERIFY(settle());
        const QString folder = folder_.filePath(QStringLiteral("project"));
        session_->exportTo(folder, false);
        QVERIFY(settle());
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/README.md")));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/manifest.json")));
    }

    void theCostAlone()
    {
        const QString path = folder_.filePath(QStringLiteral("cost.burin"));
        {
            const auto network = cnn::readNetwork("glyphs");
            QVERIFY(network.has_value());
            const auto study =
                study::Study::openOrCreate(path.toStdString(), explore::crossbarIdentity(*network, "glyphs", 1));
            QVERIFY(study.has_value());
        }
        session_->openPath(path);
        QVERIFY(QTest::qWaitFor([&] { return state().study().path == path && session_->settled(); }, test::kLong));
        QVERIFY(!state().live().validation);
        QVERIFY(live("live-energyPerInferenceNj") != views::dash());
        QVERIFY(!child<QWidget>("live-validation")->isVisible());
        QVERIFY(!child<QAction>("action-verify")->isEnabled());
        QVERIFY(!child<QPushButton>("trials-run")->isEnabled());
        views::SweepSettings settings;
        settings.bits = {4, 8};
        settings.prune = {0};
        settings.rankers = {"magnitude"};
        settings.presets = {"isaac-32nm", "cim-aq-2b"};
        settings.seeds = 1;
        session_->run(settings);
        QVERIFY(settle());
        QCOMPARE(session_->points().rowCount(), 4);
        QCOMPARE(session_->points().failed(), std::size_t{0});
        picture("crossbar-cost-alone");
    }
};

QTEST_MAIN(TestCrossbarStudy)
#include "tst_crossbar_study.moc"
