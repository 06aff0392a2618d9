// SPDX-License-Identifier: GPL-3.0-or-later
// bench_estimate: time of one live estimate (features, bit-level timing, energy) at N = 50 for each read-out, 8 bits;
// the promise is under 10 ms.
#include "core/explore/calibrate.h"
#include "core/fpga/estimate.h"
#include "core/project/lower_reservoir.h"

#include <fmt/format.h>

#include <chrono>

int main()
{
    using Clock = std::chrono::steady_clock;
    const auto device = burin::fpga::loadDevice("xc7");
    for (const char* name : {"last", "mean", "segments:4", "all"}) {
        burin::explore::RandomReservoirSpec spec;
        spec.readout = *burin::reservoir::Readout::parse(name);
        burin::project::LowerOptions options;
        options.maxSeriesSteps = spec.seriesSteps;
        const auto hardware = burin::project::lowerReservoir(burin::explore::randomReservoir(spec, 1), options);
        if (!device || !hardware) {
            fmt::print("{}\n", (!device ? device.error() : hardware.error()).text());
            return 1;
        }
        burin::fpga::ActivityProfile activity;
        activity.togglesPerCycle.assign(hardware->circuit.nodes.size(), 1);
        constexpr int kRepeats = 50;
        double lut = 0;
        const auto start = Clock::now();
        for (int i = 0; i < kRepeats; ++i)
            lut += *burin::fpga::estimate(hardware->circuit, *device, {&activity, spec.seriesSteps}).lut.value;
        const double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count() / kRepeats;
        fmt::print("{:<12} {:>6} nodes {:>8.0f} LUT {:>7.2f} ms\n", name, hardware->circuit.nodes.size(),
                   lut / kRepeats, ms);
    }
    return 0;
}
