// SPDX-License-Identifier: GPL-3.0-or-later
// bench_live DATA [SCALE] [READOUT]: milliseconds of what a slider waits for at N = 50: the first visit of each bit
// width, then pruning moves (estimate and exact validation), on one thread.
#include "core/data/load.h"
#include "core/explore/live_reservoir.h"

#include <fmt/format.h>

#include <chrono>

namespace {

using namespace burin;

double now()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result<void> run(const std::vector<std::string>& arguments)
{
    const auto argument = [&](std::size_t i, const char* standard) {
        return i < arguments.size() ? arguments[i] : std::string(standard);
    };
    data::LoadOptions options;
    options.data = argument(1, "strokes");
    BURIN_TRY(data::Dataset loaded, data::loadDataset(options));
    reservoir::ReservoirConfig config;
    config.scale = argument(2, "none");
    BURIN_TRY(config.readout, reservoir::Readout::parse(argument(3, "mean")));
    explore::LiveReservoir live(std::make_shared<explore::ReservoirEvaluator>(
        std::make_shared<const data::Dataset>(std::move(loaded)), 1));
    double start = now();
    BURIN_TRY(const auto context, live.evaluator()->context(config, 0, {}));
    fmt::print("search and float network   {:8.1f} ms (float validation {:.4f})\n", now() - start,
               context->floatValidation);
    for (const int bits : {8, 6, 4}) {
        config.widths = reservoir::Widths::uniform(bits);
        config.prune = 0;
        start = now();
        BURIN_TRY(auto score, live.score(config, {}));
        fmt::print("{} bit: first visit         {:8.1f} ms\n", bits, now() - start);
        for (const char* ranker : {"magnitude", "sensitivity"})
            for (const double prune : {0.15, 0.3, 0.6}) {
                config.ranker = ranker;
                config.prune = prune;
                start = now();
                BURIN_TRY(const auto estimate, live.estimate(config, {}));
                const double estimated = now() - start;
                start = now();
                BURIN_TRY(score, live.score(config, {}));
                fmt::print("{} bit, {:<11} {:4.2f}:  estimate {:6.1f} ms, validation {:6.1f} ms  ({:.4f}, {:.0f} LUT)\n",
                           bits, ranker, prune, estimated, now() - start, score.validation,
                           estimate.metrics.at("lut").value.value_or(0));
            }
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const auto outcome = run({argv, argv + argc});
    if (!outcome)
        fmt::print(stderr, "{}\n", outcome.error().text());
    return outcome ? 0 : 1;
}
