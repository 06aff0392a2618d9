// SPDX-License-Identifier: GPL-3.0-or-later
// bench_crossbar_cost [RUNS]: milliseconds of processor time for what a slider of a crossbar design asks: cost,
// plateaus and minima of the built-in networks under each preset. The promise is at most 50 ms.
#include "core/explore/live_crossbar.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <ctime>

int main(int argc, char** argv)
{
    using namespace burin;
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 100;
    for (const char* name : {"resnet18", "vgg16", "resnet20", "vgg-small"}) {
        const explore::LiveCrossbar live(
            std::make_shared<explore::CrossbarEvaluator>(cnn::readNetwork(name).value()));
        for (const std::string& preset : crossbar::presetNames()) {
            double most = 0;
            double sum = 0;
            for (int run = 0; run < runs; ++run) {
                const auto config = live.evaluator()->read({{"bits", 2 + run % 7}, {"preset", preset}}).value();
                const std::clock_t start = std::clock();
                const auto estimate = live.estimate(config);
                const double ms = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
                if (!estimate)
                    fmt::print("{}\n", estimate.error().text());
                most = std::max(most, ms);
                sum += ms;
            }
            fmt::print("{:<10} {:<11} mean {:.2f} ms, most {:.2f} ms\n", name, preset, sum / runs, most);
        }
    }
    return 0;
}
