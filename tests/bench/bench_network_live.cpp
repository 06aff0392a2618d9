// SPDX-License-Identifier: GPL-3.0-or-later
// bench_network_live NETWORK IMAGES [cnn|crossbar]: what a person waits for who drags in the window. Opens a
// built-in network (design-d, resnet8, lenet5) with its images, then gives all layers another width, each one
// another width of its own, and prunes, by magnitude and by sensitivity, before its ranking is made and after a
// pause, and reports the milliseconds from each move until the estimate and until the accuracy on a sample of the
// validation images stand on the screen, and how long the event loop waits meanwhile. A new width is a new
// quantisation, and nothing of it is prepared. Works without a display (QT_QPA_PLATFORM=offscreen).
#include "app/workbench/session/session.h"
#include "app/workbench/shell/main_window.h"
#include "tests/bench/gap_meter.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <fmt/format.h>

#include <map>

namespace {

using namespace burin;

constexpr int kLimitMs = 300000;

/// Milliseconds from each move on.
struct Waits {
    std::vector<double> estimate;
    std::vector<double> score;
};

struct Move {
    std::string what;
    views::DesignConfig config;
};

cnn::Policy& policyOf(views::DesignConfig& config)
{
    return std::holds_alternative<explore::CnnConfig>(config) ? std::get<explore::CnnConfig>(config).policy
                                                              : std::get<explore::CrossbarConfig>(config).policy;
}

std::string& rankerOf(views::DesignConfig& config)
{
    return std::holds_alternative<explore::CnnConfig>(config) ? std::get<explore::CnnConfig>(config).ranker
                                                              : std::get<explore::CrossbarConfig>(config).ranker;
}

/// A move to the ranker by sensitivity, whose ranking is prepared before the next one.
constexpr const char* kPrepared = "ranker by sensitivity";
constexpr int kPrepareMs = 4000;

std::vector<Move> moves(const views::DesignConfig& base)
{
    std::vector<Move> all;
    for (const int bits : {8, 7, 6, 5, 4}) {
        views::DesignConfig config = base;
        for (cnn::LayerPolicy& layer : policyOf(config))
            layer.weightBits = layer.activationBits = bits;
        all.push_back({"width of all layers", config});
        for (std::size_t i = 0; i < policyOf(config).size(); ++i) {
            views::DesignConfig one = config;
            policyOf(one)[i].weightBits += 1;
            all.push_back({"weights of a layer", one});
        }
        for (const double rate : {0.1, 0.3}) {
            views::DesignConfig pruned = config;
            for (std::size_t i = 0; i + 1 < policyOf(pruned).size(); ++i)
                policyOf(pruned)[i].pruneFraction = rate;
            all.push_back({"pruning of all layers", pruned});
        }
        views::DesignConfig ranked = config;
        rankerOf(ranked) = "sensitivity";
        for (const auto& [what, rate] :
             {std::pair{"sensitivity, no ranking", 0.2}, {kPrepared, 0.0}, {"pruned by sensitivity", 0.3}}) {
            for (std::size_t i = 0; i + 1 < policyOf(ranked).size(); ++i)
                policyOf(ranked)[i].pruneFraction = rate;
            all.push_back({what, ranked});
        }
    }
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    if (argc < 3) {
        fmt::print(stderr, "usage: bench_network_live NETWORK IMAGES [cnn|crossbar]\n");
        return 2;
    }
    const QTemporaryDir scratch;
    views::Theme theme(app);
    workbench::Session session(scratch.path().toStdString());
    workbench::MainWindow window(session, theme, nullptr);
    window.show();
    workbench::NetworkPlace place{argv[1], argv[1], {}, views::Family::cnn};
    place.images.data = argv[2];
    if (argc > 3 && std::string(argv[3]) == "crossbar")
        place.family = views::Family::crossbar;
    session.openNetwork(place, [](const Error& error) { fmt::print(stderr, "{}\n", error.text()); });
    if (!QTest::qWaitFor([&] { return session.isOpen() && session.settled(); }, kLimitMs)) {
        fmt::print(stderr, "the network did not open\n");
        return 1;
    }
    views::DesignState& state = session.state();
    QElapsedTimer clock;
    double estimated = 0;
    double scored = 0;
    std::size_t sample = 0;
    QObject::connect(&state, &views::DesignState::liveChanged, [&] {
        const double now = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        if (estimated == 0 && !state.estimateIsStale())
            estimated = now;
        if (scored == 0 && !state.scoreIsStale()) {
            scored = now;
            sample = state.live().images ? state.live().images->count : 0;
        }
    });
    std::map<std::string, Waits> waits;
    bench::GapMeter meter;
    meter.start();
    for (const Move& move : moves(state.config())) {
        if (move.config == state.config())
            continue; // no move at all
        estimated = scored = 0;
        clock.start();
        state.propose(move.config, QStringLiteral("bench"));
        // The next move comes while the rest of the images is scored, as a person's does.
        if (!QTest::qWaitFor([&] { return scored > 0; }, kLimitMs) || !state.live().error.empty()) {
            fmt::print(stderr, "{}: {}\n", move.what, state.live().error);
            return 1;
        }
        waits[move.what].estimate.push_back(estimated);
        waits[move.what].score.push_back(scored);
        if (move.what == kPrepared)
            QTest::qWait(kPrepareMs);
    }
    bench::report("event loop", meter.stop());
    fmt::print("{}: accuracy on the first {} validation images\n", argv[1], sample);
    for (auto& [what, wait] : waits) {
        std::sort(wait.estimate.begin(), wait.estimate.end());
        std::sort(wait.score.begin(), wait.score.end());
        fmt::print("{:<22} {:3} moves: estimate {:6.1f} ms median, {:6.1f} worst; accuracy {:6.1f} ms median, "
                   "{:6.1f} worst\n",
                   what, wait.estimate.size(), bench::quantile(wait.estimate, 0.5), wait.estimate.back(),
                   bench::quantile(wait.score, 0.5), wait.score.back());
    }
    return 0;
}
