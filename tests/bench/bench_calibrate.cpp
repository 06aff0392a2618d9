// SPDX-License-Identifier: GPL-3.0-or-later
// bench_calibrate DEVICE CACHE-FOLDER [DESIGNS HELD-OUT THREADS SEED]: synthesises (or reads from the folder), fits, prints
// each design and the report; the calibration file's content is under "calibration".
#include "core/explore/calibrate.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv)
{
    if (argc < 3) {
        fmt::print(stderr, "usage: bench_calibrate DEVICE CACHE-FOLDER [DESIGNS HELD-OUT THREADS SEED]\n");
        return 2;
    }
    burin::explore::CalibrateConfig config;
    config.device = argv[1];
    config.cacheFolder = argv[2];
    config.designs = argc > 3 ? std::atoi(argv[3]) : config.designs;
    config.heldOut = argc > 4 ? std::atoi(argv[4]) : config.heldOut;
    burin::JobContext context;
    context.threads = argc > 5 ? static_cast<unsigned>(std::atoi(argv[5])) : 1;
    context.seed = argc > 6 ? static_cast<std::uint64_t>(std::atoll(argv[6])) : context.seed;
    context.progress = [](const burin::Progress& progress) {
        fmt::print(stderr, "{} of {}\n", progress.done, progress.total);
    };
    const auto report = burin::explore::runCalibrate(config, context);
    if (!report) {
        fmt::print(stderr, "{}\n", report.error().text());
        return 1;
    }
    for (const auto& design : report->designs)
        fmt::print("{} {:<90} adder bits {:6.0f} LUT {:6.0f} fit {:6.0f} {:+.1f} %  FF {:.0f}/{:.0f}  delay {:.2f} "
                   "model {:.2f} fit {:.2f}\n",
                   design.heldOut ? "held" : "    ", design.spec.text(), design.adderBits, design.lut,
                   design.lutEstimate, 100 * (design.lutEstimate / design.lut - 1), design.ff, design.registerBits,
                   design.delayNs.value_or(0), design.delayModelNs, design.delayEstimate);
    for (const auto& design : report->designs) {
        fmt::print("# {} {} {} {}", design.heldOut, design.spec.readout.text(), design.spec.seriesSteps, design.lut);
        for (const double f : design.features)
            fmt::print(" {}", f);
        fmt::print("\n");
    }
    fmt::print("{}\n", nlohmann::json(*report).dump(2));
    return 0;
}
