// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/states.h"

#include "core/compress/simulator.h"
#include "core/reservoir/integer_engine.h"

#include <algorithm>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;
using reservoir::RowMatrix;

constexpr std::size_t kMaxStates = std::size_t{1} << 31U; // 4 GiB

/// Feature row of series s at step t, or -1 if this step is not counted.
Eigen::Index rowAt(const IntegerReservoir& network, const std::vector<std::size_t>& firstRow, std::size_t s, int t,
                   int steps)
{
    if (t < network.washout)
        return -1;
    if (network.task == data::Task::classify) {
        const bool counted = network.readout.kind != reservoir::ReadoutKind::last || t + 1 == steps;
        return counted ? static_cast<Eigen::Index>(firstRow[s]) : -1;
    }
    const std::size_t row = firstRow[s] + static_cast<std::size_t>(t - network.washout);
    return row < firstRow[s + 1] ? static_cast<Eigen::Index>(row) : -1;
}

template <class Acc> class FeatureCollector {
public:
    FeatureCollector(const BatchPlan<Acc>& plan, const std::vector<std::size_t>& firstRow,
                     std::vector<RowMatrix>& features)
        : plan_(plan), firstRow_(firstRow), features_(features)
    {
    }

    void add(const SeriesBlock& block, int t, const std::int32_t* state)
    {
        const IntegerReservoir& net = plan_.network;
        const int segment = t < net.washout ? 0 : net.segmentOf(t, block.steps);
        for (std::size_t k = 0; k < features_.size(); ++k)
            for (std::size_t lane = 0; lane < block.series.size(); ++lane) {
                const Eigen::Index row = rowAt(net, firstRow_, block.series[lane], t, block.steps);
                if (row < 0)
                    continue;
                const std::size_t slot = block.perLane ? k * kLanes + lane : k;
                double* out = features_[k].row(row).data() + static_cast<std::ptrdiff_t>(segment) * net.neurons();
                for (int j = 0; j < net.neurons(); ++j)
                    out[j] += plan_.decode(
                        state[static_cast<std::size_t>(j / plan_.kernel.groupSize()) * kSlots + slot], j);
            }
    }

private:
    const BatchPlan<Acc>& plan_;
    const std::vector<std::size_t>& firstRow_;
    std::vector<RowMatrix>& features_;
};

template <class Acc>
Result<void> visitFeatures(const IntegerReservoir& network, const BatchKernel<Acc>& kernel, const SeriesSet& set,
                           std::span<const Variant> variants, const JobContext& ctx,
                           const std::function<Result<void>(std::size_t, RowMatrix&&)>& visit)
{
    const BatchPlan<Acc> plan(network, kernel);
    const std::vector<SeriesBlock> blocks = makeBlocks(set, static_cast<std::size_t>(network.channels()), true);
    const bool perLane = !blocks.empty() && blocks.front().perLane;
    // One recording: few variants at a time still fill the slots' lanes badly, but more would need their features.
    const std::size_t size = kVectors;
    const std::vector<std::size_t> firstRow = featureRows(network, set);
    const Eigen::Index width = static_cast<Eigen::Index>(network.segmentCount()) * network.neurons();
    return parallelFor(ctx, (variants.size() + size - 1) / size, [&](std::size_t index) -> Result<void> {
        const std::size_t from = index * size;
        const std::size_t count = std::min(size, variants.size() - from);
        const VariantBatch<Acc> batch(plan, variants.subspan(from, count), perLane);
        std::vector<RowMatrix> features(count,
                                        RowMatrix::Zero(static_cast<Eigen::Index>(firstRow.back()), width));
        FeatureCollector<Acc> collector(plan, firstRow, features);
        Simulator<Acc> simulator(plan, set, ctx.stop);
        for (const SeriesBlock& block : blocks) {
            simulator.use(block);
            if (!simulator.run(batch, [&](int t, const std::int32_t* state) { collector.add(block, t, state); }))
                return cancelledError();
        }
        for (std::size_t k = 0; k < count; ++k) {
            if (ctx.cancelled())
                return cancelledError();
            BURIN_CHECK(visit(from + k, std::move(features[k])));
        }
        return {};
    });
}

} // namespace

Result<Trajectories> runStates(const IntegerReservoir& network, const SeriesSet& set, const JobContext& ctx)
{
    const auto neurons = static_cast<std::size_t>(network.neurons());
    const auto channels = static_cast<std::size_t>(network.channels());
    std::size_t total = 0;
    for (const auto& series : set.inputs)
        total += series.size() / channels * neurons;
    if (total > kMaxStates)
        return fail(ErrorCode::limit, "the states of all series need more than 4 GiB", "ranker",
                    "Rank on fewer or shorter series, or use the ranker \"magnitude\" or \"sensitivity\".");
    Trajectories states;
    states.neurons = network.neurons();
    for (const auto& series : set.inputs)
        states.series.emplace_back(series.size() / channels * neurons);
    const reservoir::IntegerEngine engine(network);
    const auto batches = reservoir::makeBatches<std::int32_t>(set.inputs, network.channels());
    BURIN_CHECK(parallelFor(ctx, batches.size(), [&](std::size_t b) -> Result<void> {
        const auto& batch = batches[b];
        engine.run(batch, [&](int t, const std::int32_t* values) {
            for (std::size_t lane = 0; lane < batch.series.size(); ++lane) {
                if (t >= batch.lengths[lane])
                    continue;
                std::int16_t* out = states.series[batch.series[lane]].data() + static_cast<std::size_t>(t) * neurons;
                for (std::size_t j = 0; j < neurons; ++j)
                    out[j] = static_cast<std::int16_t>(values[j * static_cast<std::size_t>(batch.lanes) + lane]);
            }
        });
        return {};
    }));
    return states;
}

std::vector<std::size_t> featureRows(const IntegerReservoir& network, const SeriesSet& set)
{
    std::vector<std::size_t> first{0};
    for (std::size_t s = 0; s < set.size(); ++s) {
        const bool classify = network.task == data::Task::classify;
        first.push_back(first.back() +
                        (classify ? 1 : set.targets[s].size() / static_cast<std::size_t>(network.outputs())));
    }
    return first;
}

RowMatrix featuresOf(const IntegerReservoir& network, const SeriesSet& set, const Trajectories& states)
{
    const std::vector<std::size_t> firstRow = featureRows(network, set);
    const int neurons = network.neurons();
    RowMatrix features = RowMatrix::Zero(static_cast<Eigen::Index>(firstRow.back()),
                                         static_cast<Eigen::Index>(network.segmentCount()) * neurons);
    for (std::size_t s = 0; s < set.size(); ++s) {
        const int steps = static_cast<int>(states.series[s].size() / static_cast<std::size_t>(neurons));
        for (int t = network.washout; t < steps; ++t) {
            const Eigen::Index row = rowAt(network, firstRow, s, t, steps);
            if (row < 0)
                continue;
            const std::int16_t* state = states.series[s].data() + static_cast<std::ptrdiff_t>(t) * neurons;
            double* out = features.row(row).data() + static_cast<std::ptrdiff_t>(network.segmentOf(t, steps)) * neurons;
            for (int j = 0; j < neurons; ++j)
                out[j] += state[j];
        }
    }
    return features;
}

Result<void> visitVariantFeatures(const IntegerReservoir& network, const SeriesSet& set,
                                  std::span<const Variant> variants, const JobContext& ctx,
                                  const std::function<Result<void>(std::size_t, RowMatrix&&)>& visit)
{
    const auto& w = network.widths;
    if (fits32Bits(network, variants, 1))
        return visitFeatures(network, kernelFor(bestSimdSet(), std::max(w.state, w.recurrent)), set, variants, ctx,
                             visit);
    return visitFeatures(network, wideKernel(), set, variants, ctx, visit);
}

} // namespace burin::compress
