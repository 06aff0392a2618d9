// SPDX-License-Identifier: GPL-3.0-or-later
// bench_window [FOLDER]: does the window ever block? Opens the example (says after how long its points and its
// live numbers are there: a copy of the build's ready study unless FOLDER has one), starts a sweep, drags the
// bit-width and pruning sliders while it runs until 20 of its points came (200 times at least), and reports the
// gaps between two turns of the event loop: a person notices a gap of more than about 50 ms. Works without a
// display (QT_QPA_PLATFORM=offscreen). FOLDER keeps the example for the next run.
#include "app/workbench/session/session.h"
#include "app/workbench/shell/application.h"
#include "app/workbench/shell/main_window.h"
#include "tests/bench/gap_meter.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSlider>
#include <QTemporaryDir>
#include <QtTest>

#include <fmt/format.h>

namespace {

using burin::bench::GapMeter;
using burin::bench::quantile;
using burin::bench::report;

constexpr int kDrags = 200;
constexpr int kArrivals = 20; ///< points of the sweep that must come during the drag, or it measures nothing
constexpr int kLimitMs = 300000;
} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    const QTemporaryDir scratch;
    const std::string folder = argc > 1 ? argv[1] : scratch.path().toStdString();
    burin::views::Theme theme(app);
    burin::workbench::Session session(folder, burin::workbench::examplesFolder());
    burin::workbench::MainWindow window(session, theme, nullptr);
    window.show();
    QElapsedTimer opening;
    opening.start();
    session.openExample();
    const bool open = QTest::qWaitFor([&] { return session.points().rowCount() > 0 && !session.busy(); }, kLimitMs);
    fmt::print("{} points of the example after {} ms\n", open ? session.points().rowCount() : 0, opening.elapsed());
    const auto settled = [&] { return QTest::qWaitFor([&] { return session.settled(); }, kLimitMs); };
    if (!settled()) {
        fmt::print(stderr, "the example did not open\n");
        return 1;
    }
    fmt::print("every number fresh after {} ms\n", opening.elapsed());
    auto* bits = window.findChild<QSlider*>(QStringLiteral("bits-slider"));
    auto* pruning = window.findChild<QSlider*>(QStringLiteral("pruning-slider"));
    if (bits == nullptr || pruning == nullptr) {
        fmt::print(stderr, "the sliders have other names now\n");
        return 1;
    }
    GapMeter meter;
    const auto drag = [&](int rows) {
        QElapsedTimer limit;
        limit.start();
        meter.start();
        for (int i = 0; i < kDrags || (session.points().rowCount() < rows && limit.elapsed() < kLimitMs); ++i) {
            if (i % 10 == 0)
                bits->setValue(3 + i / 10 % 8);
            pruning->setValue(i % 19 * 5);
            QTest::qWait(16); // a mouse sends about 60 moves a second
        }
        return meter.stop();
    };
    report("drag, nothing else", drag(0));
    settled();

    burin::views::SweepSettings sweep;
    sweep.bits = {5, 7, 9, 10, 11, 12};
    sweep.prune = {0, 0.05, 0.1, 0.2, 0.25, 0.35, 0.4, 0.5, 0.55, 0.65, 0.7, 0.8, 0.85};
    sweep.rankers = {"sensitivity", "magnitude", "random"};
    sweep.seeds = 5;
    session.run(sweep);
    const int before = session.points().rowCount();
    const auto during = drag(before + kArrivals);
    const int arrived = session.points().rowCount() - before;
    report("drag during a sweep", during);
    const bool stillSweeping = session.sweeping();
    QElapsedTimer stopping;
    stopping.start();
    session.stop();
    const bool stopped = QTest::qWaitFor([&] { return !session.busy(); }, kLimitMs);
    fmt::print("{} points of the sweep came during the drag; {} after {} ms\n", arrived, stopped ? "stopped" : "not stopped",
               stopping.elapsed());
    if (!stillSweeping)
        fmt::print("the sweep had ended before the drag\n");
    return arrived >= kArrivals && quantile(during.passed, 0.99) < 50 ? 0 : 1;
}
