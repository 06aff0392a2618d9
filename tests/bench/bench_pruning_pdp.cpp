// SPDX-License-Identifier: GPL-3.0-or-later
// bench_pruning_pdp DATA [BITS RATE SEEDS ORDERS]: what changes when the smallest recurrent weights of a trained
// reservoir go (the paper's claim: 4 bit, 15 % pruned on MelbournePedestrian: resources -1.26 %, PDP -50.88 %).
// Prints for each seed, unpruned and pruned: LUT and unrouted delay by yosys on xc7, dynamic energy per step from settled
// toggles and from unit-delay simulation (with glitches), PDP; and the same unpruned network with its neurons in
// another order: equal function, so the spread of those rows is the tools' noise.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/circuit/verilog.h"
#include "core/data/load.h"
#include "core/fpga/estimate.h"
#include "core/project/lower_reservoir.h"
#include "core/reservoir/pipeline.h"
#include "core/tools/yosys.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>

using namespace burin;

namespace {

constexpr std::size_t kSeries = 40; ///< of the validation part drive the simulations

reservoir::IntegerReservoir pruned(reservoir::IntegerReservoir network, double rate)
{
    std::vector<std::int32_t*> links;
    for (Eigen::Index i = 0; i < network.wr.size(); ++i)
        if (network.wr.data()[i] != 0)
            links.push_back(network.wr.data() + i);
    std::stable_sort(links.begin(), links.end(), [](const auto* a, const auto* b) { return std::abs(*a) < std::abs(*b); });
    links.resize(static_cast<std::size_t>(rate * static_cast<double>(links.size())));
    for (std::int32_t* link : links)
        *link = 0;
    return network;
}

/// The same network with its neurons in another order.
reservoir::IntegerReservoir reordered(const reservoir::IntegerReservoir& network, std::uint64_t seed)
{
    std::vector<int> order(static_cast<std::size_t>(network.neurons()));
    std::iota(order.begin(), order.end(), 0);
    Rng(seed).shuffle(order);
    reservoir::IntegerReservoir result = network;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto to = static_cast<Eigen::Index>(i);
        const auto from = static_cast<std::size_t>(order[i]);
        result.win.row(to) = network.win.row(order[i]);
        for (std::size_t j = 0; j < order.size(); ++j)
            result.wr(to, static_cast<Eigen::Index>(j)) = network.wr(order[i], order[j]);
        for (std::size_t s = 0; s < network.wout.size(); ++s)
            result.wout[s].col(to) = network.wout[s].col(order[i]);
        result.bias[i] = network.bias[from];
        result.inShift[i] = network.inShift[from];
        result.recurrentShift[i] = network.recurrentShift[from];
        result.stateShift[i] = network.stateShift[from];
    }
    return result;
}

fpga::ActivityProfile activity(const project::ReservoirCircuit& hardware, const reservoir::IntegerReservoir& network,
                               const std::vector<data::Series>& series, circuit::Activity kind)
{
    circuit::Interpreter interpreter(hardware.circuit, kind);
    for (std::size_t i = 0; i < std::min(kSeries, series.size()); ++i)
        static_cast<void>(project::interpretSeries(interpreter, hardware, reservoir::quantiseInput(network, series[i])));
    return fpga::activityOf(interpreter, kind == circuit::Activity::glitches, "validation series");
}

Result<void> row(const std::string& name, const reservoir::IntegerReservoir& network,
                 const std::vector<data::Series>& series, const fpga::Device& device)
{
    project::LowerOptions options;
    options.maxSeriesSteps = static_cast<int>(series.front().steps());
    BURIN_TRY(const project::ReservoirCircuit hardware, project::lowerReservoir(network, options));
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-bench"));
    BURIN_CHECK(writeFile(scratch.path() / "design.v", circuit::emitVerilog(hardware.circuit)));
    BURIN_TRY(const tools::SynthReport synth, tools::synthesise({scratch.path() / "design.v"}, hardware.circuit.name,
                                                                tools::Target::xc7, {}));
    const auto settled = activity(hardware, network, series, circuit::Activity::settled);
    const auto glitches = activity(hardware, network, series, circuit::Activity::glitches);
    const fpga::DynamicEnergy quiet = fpga::dynamicEnergy(hardware.circuit, settled, device.power);
    const fpga::EstimateInputs inputs{&glitches, 0};
    fpga::Estimate estimate = fpga::estimate(hardware.circuit, device, inputs);
    fpga::composePower(estimate, synth.lut, synth.delayNs, device, inputs);
    fmt::print("{:<22} LUT {:6.0f}  delay {:6.2f} ns  settled {:8.1f} pJ, by the glitch factor {:8.1f} pJ, simulated with "
               "glitches {:8.1f} pJ  PDP {:8.1f} pJ  levels {}\n",
               name, *synth.lut.value, *synth.delayNs.value, quiet.settledTogglesPj, quiet.totalPj - quiet.clockPj,
               estimate.energy->totalPj - estimate.energy->clockPj, *estimate.pdpPj.value,
               circuit::utilisation(hardware.circuit).levels);
    std::fflush(stdout); // a row takes a while
    return {};
}

Result<void> study(const char* path, int bits, double rate, int seeds, int orders)
{
    data::LoadOptions load;
    load.data = path;
    BURIN_TRY(const data::Dataset dataset, data::loadDataset(load));
    BURIN_TRY(const fpga::Device device, fpga::loadDevice("xc7"));
    reservoir::ReservoirConfig config;
    config.scale = "log1p";
    config.widths = reservoir::Widths::uniform(bits);
    for (int seed = 1; seed <= seeds; ++seed) {
        BURIN_TRY(const reservoir::ReplicaContext replica,
                  reservoir::prepareReplica(dataset, config, {}, mix(1, static_cast<std::uint64_t>(seed))));
        BURIN_TRY(const reservoir::QuantisedReplica quantised, reservoir::quantiseReplica(replica, config.widths));
        const auto& series = replica.data->validation.series;
        BURIN_CHECK(row(fmt::format("seed {} unpruned", seed), quantised.network, series, device));
        BURIN_CHECK(row(fmt::format("seed {} {:.0f} % pruned", seed, 100 * rate), pruned(quantised.network, rate), series,
                        device));
        for (int order = 1; order <= orders; ++order)
            BURIN_CHECK(row(fmt::format("seed {} order {}", seed, order),
                            reordered(quantised.network, static_cast<std::uint64_t>(order)), series, device));
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        fmt::print(stderr, "usage: bench_pruning_pdp DATA [BITS RATE SEEDS ORDERS]\n");
        return 2;
    }
    const auto done = study(argv[1], argc > 2 ? std::atoi(argv[2]) : 4, argc > 3 ? std::atof(argv[3]) : 0.15,
                            argc > 4 ? std::atoi(argv[4]) : 3, argc > 5 ? std::atoi(argv[5]) : 2);
    if (!done)
        fmt::print(stderr, "{}\n", done.error().text());
    return done ? 0 : 1;
}
