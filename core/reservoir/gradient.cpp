// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/gradient.h"

#include <cmath>

namespace burin::reservoir {
namespace {

/// The links of a network with their weights in units of the states, neuron by neuron: channels first.
struct Links {
    std::vector<int> start{0};
    std::vector<int> source; ///< channel, or channels + neuron
    std::vector<float> weight;
    std::vector<float> bias;
};

Links linksOf(const IntegerReservoir& network)
{
    Links links;
    for (int i = 0; i < network.neurons(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto add = [&](int source, std::int32_t weight, int shift) {
            links.source.push_back(source);
            links.weight.push_back(std::ldexp(static_cast<float>(weight), shift - network.stateShift[at]));
        };
        for (int d = 0; d < network.channels(); ++d)
            add(d, network.win(i, d), network.inShift[at]);
        for (int j = 0; j < network.neurons(); ++j)
            if (network.wr(i, j) != 0)
                add(network.channels() + j, network.wr(i, j), network.recurrentShift[at]);
        links.start.push_back(static_cast<int>(links.source.size()));
        links.bias.push_back(std::ldexp(static_cast<float>(network.bias[at]), -network.stateShift[at]));
    }
    return links;
}

/// One step backwards. Arrays are [neuron or channel * lanes + lane]; `before` gets what flows to the step before.
struct StepArguments {
    const int* start;
    const int* source;
    const float* weight;
    const float* bias;
    const std::int32_t* input;
    const std::int32_t* state; ///< before the step
    const float* after;        ///< derivatives by the states after the step
    float* before;
    float* byWeight; ///< [link * lanes + lane], added to
    float* byBias;   ///< [neuron * lanes + lane], added to
    int neurons;
    int channels;
    int lanes;
    float leak;
    float limit;
};

template <int kLanes> BURIN_INLINE void stepBack(const StepArguments& a)
{
    for (int k = 0; k < a.neurons * kLanes; ++k)
        a.before[k] = (1 - a.leak) * a.after[k];
    for (int i = 0; i < a.neurons; ++i) {
        float sum[kLanes];
        for (int lane = 0; lane < kLanes; ++lane)
            sum[lane] = a.bias[i];
        for (int link = a.start[i]; link < a.start[i + 1]; ++link) {
            const int source = a.source[link];
            const std::int32_t* values =
                source < a.channels ? a.input + source * kLanes : a.state + (source - a.channels) * kLanes;
            const float weight = a.weight[link];
            for (int lane = 0; lane < kLanes; ++lane)
                sum[lane] += weight * static_cast<float>(values[lane]);
        }
        const float* after = a.after + i * kLanes;
        float* byBias = a.byBias + i * kLanes;
        for (int lane = 0; lane < kLanes; ++lane) {
            sum[lane] = sum[lane] > -a.limit && sum[lane] < a.limit ? a.leak * after[lane] : 0.0F;
            byBias[lane] += sum[lane];
        }
        for (int link = a.start[i]; link < a.start[i + 1]; ++link) {
            const int source = a.source[link];
            const std::int32_t* values =
                source < a.channels ? a.input + source * kLanes : a.state + (source - a.channels) * kLanes;
            float* byWeight = a.byWeight + link * kLanes;
            for (int lane = 0; lane < kLanes; ++lane)
                byWeight[lane] += sum[lane] * static_cast<float>(values[lane]);
            if (source < a.channels)
                continue;
            float* before = a.before + (source - a.channels) * kLanes;
            const float weight = a.weight[link];
            for (int lane = 0; lane < kLanes; ++lane)
                before[lane] += weight * sum[lane];
        }
    }
}

BURIN_INLINE void stepBackwardsBody(const StepArguments& a)
{
    if (a.lanes == 1)
        stepBack<1>(a);
    else
        stepBack<kBatchLanes>(a);
}
BURIN_SIMD_KERNEL(stepBackwards, (const StepArguments& a), (a))

/// The transpose of collect(): adds the derivatives by the rows to those by the states after step t.
void spread(const Samples& samples, const Batch<std::int32_t>& batch, int t, const RowMatrix& byFeatures,
            std::vector<float>& after)
{
    const ReadoutShape& shape = samples.shape;
    if (t < shape.washout)
        return;
    const Eigen::Index offset = Eigen::Index{shape.segmentOf(t)} * shape.neurons;
    for (std::size_t lane = 0; lane < batch.series.size(); ++lane) {
        std::size_t row = samples.firstRow[batch.series[lane]];
        if (shape.task == data::Task::predict) {
            if (t >= batch.lengths[lane] - shape.horizon)
                continue;
            row += static_cast<std::size_t>(t - shape.washout);
        } else if (t >= batch.lengths[lane] || (!shape.sums() && t + 1 != batch.lengths[lane])) {
            continue;
        }
        for (int i = 0; i < shape.neurons; ++i)
            after[static_cast<std::size_t>(i * batch.lanes) + lane] +=
                static_cast<float>(byFeatures(static_cast<Eigen::Index>(row), offset + i));
    }
}

} // namespace

ReservoirGradient reservoirGradient(const IntegerReservoir& network, const Samples& samples,
                                    const std::vector<Batch<std::int32_t>>& inputs, const RowMatrix& byFeatures)
{
    const int n = network.neurons();
    const int channels = network.channels();
    const auto lanes = static_cast<std::size_t>(inputs.front().lanes);
    const std::size_t size = static_cast<std::size_t>(n) * lanes;
    const Links links = linksOf(network);
    std::vector<float> byWeight(links.source.size() * lanes, 0.0F);
    std::vector<float> byBias(size, 0.0F);
    const auto kernel = stepBackwards(bestSimdLevel());
    const IntegerEngine engine(network);
    for (const Batch<std::int32_t>& batch : inputs) {
        std::vector<std::int32_t> states(size, 0); // of every step, zeros first
        states.reserve(size * (static_cast<std::size_t>(batch.steps) + 1));
        engine.run(batch, [&](int, const std::int32_t* state) { states.insert(states.end(), state, state + size); });
        std::vector<float> after(size, 0.0F);
        std::vector<float> before(size, 0.0F);
        for (int t = batch.steps - 1; t >= 0; --t) {
            spread(samples, batch, t, byFeatures, after);
            kernel({links.start.data(), links.source.data(), links.weight.data(), links.bias.data(), batch.step(t),
                    states.data() + static_cast<std::size_t>(t) * size, after.data(), before.data(), byWeight.data(),
                    byBias.data(), n, channels, batch.lanes, std::ldexp(1.0F, -network.leakShift),
                    static_cast<float>(network.stateMax)});
            after.swap(before);
        }
    }
    ReservoirGradient result{RowMatrix::Zero(n, channels), RowMatrix::Zero(n, n), Eigen::VectorXd::Zero(n)};
    const auto sum = [&](const std::vector<float>& values, std::size_t at) {
        double total = 0;
        for (std::size_t lane = 0; lane < lanes; ++lane)
            total += static_cast<double>(values[at * lanes + lane]);
        return total;
    };
    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        result.bias(i) = sum(byBias, at);
        for (int l = links.start[at]; l < links.start[at + 1]; ++l) {
            const int source = links.source[static_cast<std::size_t>(l)];
            double& target = source < channels ? result.win(i, source) : result.wr(i, source - channels);
            target = sum(byWeight, static_cast<std::size_t>(l));
        }
    }
    return result;
}

} // namespace burin::reservoir
