// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/integer_engine.h"

#include <algorithm>
#include <cstdlib>

namespace burin::reservoir {
namespace {

struct StepArguments {
    const int* start;
    const int* source;
    const std::int64_t* weight;
    const std::int64_t* bias;
    const int* stateShift;
    const std::int32_t* input;
    const std::int32_t* state;
    std::int32_t* next;
    int neurons;
    int channels;
    int lanes;
    int leakShift;
    std::int32_t stateMax;
    bool narrow; ///< 32-bit sums
    bool wide;   ///< vectors of 64 bytes, else 32
};

/// sum = bias + links, for all lanes. The sums of a block of lanes stay in vector registers of kBytes (GCC keeps arrays
/// of vectors there, arrays of numbers not; wider vectors than the machine's it keeps in memory).
template <class Acc, int kBytes> BURIN_INLINE void sumLinks(const StepArguments& a, int neuron, Acc* sum)
{
    constexpr int kWidth = kBytes / sizeof(Acc);
    constexpr int kVectors = std::min(8, kBatchLanes / kWidth);
    using Vector [[gnu::vector_size(kBytes)]] = Acc;
    using Values [[gnu::vector_size(kWidth * sizeof(std::int32_t))]] = std::int32_t;
    for (int from = 0; from < kBatchLanes; from += kWidth * kVectors) {
        Vector sums[kVectors];
        for (int v = 0; v < kVectors; ++v)
            sums[v] = Vector{} + static_cast<Acc>(a.bias[neuron]);
        for (int link = a.start[neuron]; link < a.start[neuron + 1]; ++link) {
            const Acc weight = static_cast<Acc>(a.weight[link]);
            const int source = a.source[link];
            const std::int32_t* values =
                source < a.channels ? a.input + source * kBatchLanes : a.state + (source - a.channels) * kBatchLanes;
            for (int v = 0; v < kVectors; ++v) {
                Values part;
                __builtin_memcpy(&part, values + from + v * kWidth, sizeof part);
                sums[v] += weight * __builtin_convertvector(part, Vector);
            }
        }
        __builtin_memcpy(sum + from, sums, sizeof sums);
    }
}

template <class Acc> BURIN_INLINE void sumLinksOne(const StepArguments& a, int neuron, Acc* sum)
{
    *sum = static_cast<Acc>(a.bias[neuron]);
    for (int link = a.start[neuron]; link < a.start[neuron + 1]; ++link) {
        const int source = a.source[link];
        const std::int32_t value = source < a.channels ? a.input[source] : a.state[source - a.channels];
        *sum += static_cast<Acc>(a.weight[link]) * static_cast<Acc>(value);
    }
}

template <class Acc, int kLanes, int kBytes> BURIN_INLINE void stepLanes(const StepArguments& a)
{
    alignas(64) Acc sum[kLanes];
    for (int i = 0; i < a.neurons; ++i) {
        if constexpr (kLanes == 1)
            sumLinksOne<Acc>(a, i, sum);
        else
            sumLinks<Acc, kBytes>(a, i, sum);
        const int s = a.stateShift[i];
        const int total = s + a.leakShift;
        const Acc limit = static_cast<Acc>(static_cast<Acc>(a.stateMax) << s);
        const Acc half = total > 0 ? static_cast<Acc>(Acc{1} << (total - 1)) : Acc{0};
        const std::int32_t* state = a.state + i * kLanes;
        std::int32_t* next = a.next + i * kLanes;
        for (int lane = 0; lane < kLanes; ++lane) {
            const Acc h = std::min(std::max(sum[lane], static_cast<Acc>(-limit)), limit);
            const Acc x = static_cast<Acc>(state[lane]);
            next[lane] = static_cast<std::int32_t>(((x << total) - (x << s) + h + half) >> total);
        }
    }
}

template <class Acc> BURIN_INLINE void stepAll(const StepArguments& a)
{
    if (a.lanes == 1)
        stepLanes<Acc, 1, 0>(a);
    else if (a.wide)
        stepLanes<Acc, kBatchLanes, 64>(a);
    else
        stepLanes<Acc, kBatchLanes, 32>(a);
}

BURIN_INLINE void stepIntegersBody(const StepArguments& a)
{
    if (a.narrow)
        stepAll<std::int32_t>(a);
    else
        stepAll<std::int64_t>(a);
}
BURIN_SIMD_KERNEL(stepIntegers, (const StepArguments& a), (a))

} // namespace

IntegerEngine::IntegerEngine(const IntegerReservoir& network, SimdLevel level)
    : level_(level), neurons_(network.neurons()), leakShift_(network.leakShift), stateMax_(network.stateMax),
      bias_(network.bias), stateShift_(network.stateShift)
{
    const std::int64_t inputMax = std::int64_t{1} << (network.widths.input - 1);
    std::int64_t widest = 0;
    const auto add = [&](int source, std::int64_t weight) {
        source_.push_back(source);
        weight_.push_back(weight);
        return std::abs(weight) * (source < network.channels() ? inputMax : stateMax_);
    };
    start_.push_back(0);
    for (int i = 0; i < neurons_; ++i) {
        const auto at = static_cast<std::size_t>(i);
        std::int64_t bound = std::abs(bias_[at]);
        for (int d = 0; d < network.channels(); ++d)
            if (network.win(i, d) != 0)
                bound += add(d, std::int64_t{network.win(i, d)} << network.inShift[at]);
        for (int j = 0; j < neurons_; ++j)
            if (network.wr(i, j) != 0)
                bound += add(network.channels() + j, std::int64_t{network.wr(i, j)} << network.recurrentShift[at]);
        start_.push_back(static_cast<int>(source_.size()));
        const std::int64_t update = (std::int64_t{stateMax_} + 1) << (stateShift_[at] + leakShift_);
        widest = std::max({widest, bound, 3 * update});
    }
    narrow_ = widest < (std::int64_t{1} << 31);
}

void IntegerEngine::run(const Batch<std::int32_t>& batch,
                        const std::function<void(int, const std::int32_t*)>& visit,
                        const std::stop_token& stop) const
{
    const auto size = static_cast<std::size_t>(neurons_ * batch.lanes);
    std::vector<std::int32_t> state(size, 0);
    std::vector<std::int32_t> next(size);
    StepArguments arguments{start_.data(),
                            source_.data(),
                            weight_.data(),
                            bias_.data(),
                            stateShift_.data(),
                            nullptr,
                            nullptr,
                            nullptr,
                            neurons_,
                            batch.channels,
                            batch.lanes,
                            leakShift_,
                            stateMax_,
                            narrow_,
                            level_ == SimdLevel::avx512};
    const auto kernel = stepIntegers(level_);
    for (int t = 0; t < batch.steps && !stop.stop_requested(); ++t) {
        arguments.input = batch.step(t);
        arguments.state = state.data();
        arguments.next = next.data();
        kernel(arguments);
        state.swap(next);
        visit(t, state.data());
    }
}

} // namespace burin::reservoir
