// SPDX-License-Identifier: GPL-3.0-or-later
// Times of the reservoir pipeline on a set like MelbournePedestrian's training half (1,138 series of 24 steps, 10
// classes, N = 50, last state): quantiseReplica, applyMask with re-fit, and the engine per instruction set.
#include "core/base/rng.h"
#include "core/reservoir/pipeline.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

using namespace burin;
using namespace burin::reservoir;

namespace {

template <class Work> double milliseconds(int repeats, const Work& work)
{
    const auto start = std::chrono::steady_clock::now();
    for (int k = 0; k < repeats; ++k)
        work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() / repeats;
}

data::Dataset profiles()
{
    data::Dataset set;
    set.name = "profiles";
    Rng rng(1);
    for (int label = 0; label < 10; ++label)
        set.classNames.push_back(std::to_string(label));
    for (int s = 0; s < 1138; ++s) {
        data::Series series;
        for (int t = 0; t < 24; ++t)
            series.values.push_back(std::sin(0.26 * t + 0.5 * (s % 10)) + 0.3 * rng.normal());
        set.train.series.push_back(series);
        set.train.labels.push_back(s % 10);
    }
    return set;
}

} // namespace

int main()
{
    const auto replica = prepareReplica(profiles(), ReservoirConfig{}, HyperParameters{}, 1).value();
    for (const int bits : {4, 8}) {
        QuantisedReplica quantised;
        fmt::print("{} bit: quantiseReplica {:.0f} ms", bits, milliseconds(1, [&] {
                       quantised = quantiseReplica(replica, Widths::uniform(bits)).value();
                   }));
        Mask mask = Mask::all(quantised.network);
        mask.recurrent.row(0).setZero();
        fmt::print(", applyMask with re-fit {:.2f} ms\n",
                   milliseconds(20, [&] { (void)applyMask(replica, quantised, mask, true).value(); }));
        const auto links =
            static_cast<double>((quantised.network.wr.array() != 0).count() + quantised.network.win.size());
        double steps = 0;
        for (const auto& series : replica.data->fit.series)
            steps += static_cast<double>(series.steps());
        for (int level = 0; level <= static_cast<int>(bestSimdLevel()); ++level) {
            const IntegerEngine engine(quantised.network, static_cast<SimdLevel>(level));
            const double time = milliseconds(20, [&] {
                for (const auto& batch : quantised.fitInputs)
                    engine.run(batch, [](int, const std::int32_t*) {});
            });
            fmt::print("  engine, {}, {}-bit sums: {:.2f} ms, {:.2f} G multiply-adds/s\n",
                       toString(static_cast<SimdLevel>(level)), engine.accumulatorBits(), time,
                       steps * links / time / 1e6);
        }
    }
}
