// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/evaluate.h"

#include "core/compress/output_variants.h"
#include "core/compress/score.h"
#include "core/compress/simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;
using reservoir::ReadoutKind;

constexpr std::size_t kBatchesPerTask = 128;

/// Runs one block for a range of batches and adds up hits or squared errors per variant.
template <class Acc> class BlockScorer {
public:
    BlockScorer(const BatchPlan<Acc>& plan, const SeriesSet& set, Measure measure, const std::stop_token& stop)
        : plan_(plan), net_(plan.network), set_(set), squared_(measure == Measure::squaredError),
          predict_(net_.task == data::Task::predict), onlyLast_(net_.readout.kind == ReadoutKind::last && !predict_),
          scale_(std::ldexp(1.0, -net_.outputFraction)), simulator_(plan, set, stop),
          sums_(static_cast<std::size_t>(net_.outputs()) * kSlots)
    {
    }

    void use(const SeriesBlock& block)
    {
        block_ = &block;
        simulator_.use(block);
    }

    /// Adds the batch's result to scores, one per variant of the batch. False if stopped.
    bool score(const VariantBatch<Acc>& batch, std::span<double> scores)
    {
        errors_.fill(0);
        for (std::size_t c = 0; c < static_cast<std::size_t>(net_.outputs()); ++c)
            std::fill_n(sums_.begin() + static_cast<std::ptrdiff_t>(c * kSlots), kSlots,
                        plan_.biasEachStep ? Acc{0} : static_cast<Acc>(net_.outBias[c]));
        if (!simulator_.run(batch, [&](int t, const std::int32_t* state) { visit(t, state, scores.size()); }))
            return false;
        if (!predict_)
            scoreClasses();
        const std::size_t each = block_->perLane ? kLanes : 1;
        const std::size_t used = block_->perLane ? block_->series.size() : 1;
        for (std::size_t k = 0; k < scores.size(); ++k)
            for (std::size_t lane = 0; lane < used; ++lane)
                scores[k] += errors_[k * each + lane];
        return true;
    }

    [[nodiscard]] std::uint64_t issued() const { return simulator_.issuedMacs + issued_; }
    [[nodiscard]] std::uint64_t useful() const { return simulator_.usefulMacs + useful_; }

private:
    [[nodiscard]] std::size_t seriesOf(std::size_t slot) const
    {
        const std::size_t lane = block_->perLane ? slot % kLanes : 0;
        return block_->series[lane < block_->series.size() ? lane : 0];
    }

    void visit(int t, const std::int32_t* state, std::size_t variants)
    {
        if (t < net_.washout || (onlyLast_ && t + 1 < block_->steps))
            return;
        const int segment = net_.segmentOf(t, block_->steps);
        const auto at = static_cast<std::size_t>(segment);
        if (predict_)
            std::fill(sums_.begin(), sums_.end(), Acc{0});
        plan_.kernel.readout({net_.outputs(), plan_.readout[at].rows.data(), plan_.readout[at].terms.data(),
                              plan_.readoutStart[at].data(), state, sums_.data()});
        issued_ += plan_.readoutMacs(segment);
        useful_ += variants * block_->series.size() * plan_.readoutLinks[at];
        if (predict_)
            scorePrediction(t);
    }

    void scorePrediction(int t)
    {
        const auto outputs = static_cast<std::size_t>(net_.outputs());
        const auto row = static_cast<std::size_t>(t - net_.washout) * outputs;
        for (std::size_t c = 0; c < outputs; ++c)
            for (std::size_t slot = 0; slot < kSlots; ++slot) {
                const std::vector<double>& targets = set_.targets[seriesOf(slot)];
                if (row + c >= targets.size())
                    continue;
                const double error = static_cast<double>(sums_[c * kSlots + slot]) * scale_ - targets[row + c];
                errors_[slot] += error * error;
            }
    }

    void scoreClasses()
    {
        if (!squared_) {
            plan_.kernel.argmax(net_.outputs(), sums_.data(), labels_.data());
            for (std::size_t slot = 0; slot < kSlots; ++slot)
                errors_[slot] = labels_[slot] == set_.labels[seriesOf(slot)] ? 1 : 0;
            return;
        }
        const double scale = scale_ / outputDivisor(net_, block_->steps);
        for (std::size_t c = 0; c < static_cast<std::size_t>(net_.outputs()); ++c)
            for (std::size_t slot = 0; slot < kSlots; ++slot) {
                const double wanted = classTarget(set_.labels[seriesOf(slot)] == static_cast<int>(c));
                const double error = static_cast<double>(sums_[c * kSlots + slot]) * scale - wanted;
                errors_[slot] += error * error;
            }
    }

    const BatchPlan<Acc>& plan_;
    const IntegerReservoir& net_;
    const SeriesSet& set_;
    const bool squared_;
    const bool predict_;
    const bool onlyLast_;
    const double scale_;
    Simulator<Acc> simulator_;
    const SeriesBlock* block_ = nullptr;
    AlignedVector<Acc> sums_;
    alignas(64) std::array<std::int32_t, kSlots> labels_{};
    std::array<double, kSlots> errors_{}; ///< or hits
    std::uint64_t issued_ = 0;
    std::uint64_t useful_ = 0;
};

/// Batches of one kind and the first variant of each.
template <class Acc>
std::vector<VariantBatch<Acc>> makeBatches(const BatchPlan<Acc>& plan, std::span<const Variant> variants, bool perLane)
{
    const std::size_t size = perLane ? kVectors : kSlots;
    std::vector<VariantBatch<Acc>> batches;
    for (std::size_t from = 0; from < variants.size(); from += size)
        batches.emplace_back(plan, variants.subspan(from, std::min(size, variants.size() - from)), perLane);
    return batches;
}

struct Task {
    std::size_t block;
    std::size_t fromBatch;
    std::size_t toBatch;
};

struct Sums {
    std::vector<double> perVariant;
    std::uint64_t issued = 0;
    std::uint64_t useful = 0;
};

template <class Acc>
Result<Sums> simulate(const IntegerReservoir& network, const BatchKernel<Acc>& kernel, const SeriesSet& set,
                      std::span<const Variant> variants, Measure measure, const JobContext& ctx)
{
    const BatchPlan<Acc> plan(network, kernel);
    const std::vector<SeriesBlock> blocks = makeBlocks(set, static_cast<std::size_t>(network.channels()), false);
    std::array<std::vector<VariantBatch<Acc>>, 2> batches; // [perLane]
    std::vector<Task> tasks;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        auto& ofKind = batches[blocks[b].perLane ? 1 : 0];
        if (ofKind.empty())
            ofKind = makeBatches(plan, variants, blocks[b].perLane);
        const std::size_t each = blocks[b].perLane ? kBatchesPerTask : 1;
        for (std::size_t from = 0; from < ofKind.size(); from += each)
            tasks.push_back({b, from, std::min(from + each, ofKind.size())});
    }

    std::vector<Sums> partial(tasks.size());
    const auto size = [&](const Task& task) {
        return static_cast<std::size_t>(blocks[task.block].perLane ? kVectors : kSlots);
    };
    BURIN_CHECK(parallelFor(ctx, tasks.size(), [&](std::size_t index) -> Result<void> {
        const Task& task = tasks[index];
        const SeriesBlock& block = blocks[task.block];
        const std::size_t first = task.fromBatch * size(task);
        const std::size_t end = std::min(task.toBatch * size(task), variants.size());
        std::vector<double>& scores = partial[index].perVariant;
        scores.assign(end - first, 0);
        BlockScorer<Acc> scorer(plan, set, measure, ctx.stop);
        scorer.use(block);
        for (std::size_t k = task.fromBatch; k < task.toBatch; ++k) {
            const std::size_t from = k * size(task) - first;
            const std::size_t count = std::min(size(task), scores.size() - from);
            if (!scorer.score(batches[block.perLane ? 1 : 0][k], std::span(scores).subspan(from, count)))
                return cancelledError();
        }
        partial[index].issued = scorer.issued();
        partial[index].useful = scorer.useful();
        return {};
    }));

    Sums sums;
    sums.perVariant.assign(variants.size(), 0);
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        const std::size_t first = tasks[index].fromBatch * size(tasks[index]);
        for (std::size_t k = 0; k < partial[index].perVariant.size(); ++k)
            sums.perVariant[first + k] += partial[index].perVariant[k];
        sums.issued += partial[index].issued;
        sums.useful += partial[index].useful;
    }
    return sums;
}

int longestSeries(const IntegerReservoir& network, const SeriesSet& set)
{
    std::size_t longest = 0;
    for (const auto& series : set.inputs)
        longest = std::max(longest, series.size());
    return static_cast<int>(longest / static_cast<std::size_t>(network.channels()));
}

} // namespace

Result<Evaluations> evaluateVariants(const IntegerReservoir& network, const SeriesSet& set,
                                     std::span<const Variant> variants, const EvaluateOptions& options,
                                     const JobContext& ctx)
{
    BURIN_CHECK(network.check());
    BURIN_CHECK(checkSeries(network, set));
    // The network as it is comes first: a variant that changes nothing.
    const WeightRef any{Matrix::recurrent, 0, 0, 0};
    std::vector<Variant> simulated{{any, weightAt(network, any)}};
    std::vector<std::size_t> simulatedIndex;
    std::vector<std::size_t> outputIndex;
    for (std::size_t k = 0; k < variants.size(); ++k)
        if (variants[k].weight.matrix == Matrix::out) {
            outputIndex.push_back(k);
        } else {
            simulated.push_back(variants[k]);
            simulatedIndex.push_back(k);
        }

    const SimdSet simd = options.simd.value_or(bestSimdSet());
    const auto& w = network.widths;
    const BatchKernel<std::int32_t>& narrow = kernelFor(simd, std::max({w.state, w.recurrent, w.out}));
    const bool wide = options.forceWide || !fits32Bits(network, simulated, longestSeries(network, set));
    BURIN_TRY(const Sums sums, wide ? simulate(network, wideKernel(), set, simulated, options.measure, ctx)
                                    : simulate(network, narrow, set, simulated, options.measure, ctx));

    const double items = scoredItems(network, set);
    const auto metric = [&](double sum) { return metricOf(network, options.measure, sum, items); };
    Evaluations result;
    result.unchanged = metric(sums.perVariant[0]);
    result.metrics.assign(variants.size(), 0);
    for (std::size_t k = 0; k < simulatedIndex.size(); ++k)
        result.metrics[simulatedIndex[k]] = metric(sums.perVariant[k + 1]);
    result.issuedMacs = sums.issued;
    result.usefulMacs = sums.useful;
    result.kernel = wide ? "plain, 64-bit sums"
                         : fmt::format("{}, {}-bit states", toString(narrow.set), narrow.stateBits);
    if (!outputIndex.empty()) {
        std::vector<Variant> outputs;
        for (const std::size_t k : outputIndex)
            outputs.push_back(variants[k]);
        BURIN_TRY(const std::vector<double> metrics,
                  evaluateOutputVariants(network, set, outputs, options.measure, ctx));
        for (std::size_t k = 0; k < outputIndex.size(); ++k)
            result.metrics[outputIndex[k]] = metrics[k];
    }
    return result;
}

Result<Evaluations> evaluateVariantsPlain(const IntegerReservoir& network, const SeriesSet& set,
                                          std::span<const Variant> variants, Measure measure, const JobContext& ctx)
{
    BURIN_CHECK(network.check());
    BURIN_CHECK(checkSeries(network, set));
    const double scale = std::ldexp(1.0, -network.outputFraction);
    const auto outputs = static_cast<std::size_t>(network.outputs());
    const auto metric = [&](const IntegerReservoir& changed) {
        double sum = 0;
        for (std::size_t s = 0; s < set.size(); ++s) {
            const reservoir::SeriesOutput out = reservoir::runSeries(changed, set.inputs[s]);
            if (network.task == data::Task::predict) {
                for (std::size_t k = 0; k < set.targets[s].size(); ++k) {
                    const double error = static_cast<double>(out.outputs[k]) * scale - set.targets[s][k];
                    sum += error * error;
                }
            } else if (measure == Measure::task) {
                sum += out.label == set.labels[s] ? 1 : 0;
            } else {
                const auto steps = static_cast<int>(set.inputs[s].size()) / network.channels();
                const double scaled = scale / outputDivisor(network, steps);
                for (std::size_t c = 0; c < outputs; ++c) {
                    const double wanted = classTarget(set.labels[s] == static_cast<int>(c));
                    const double error = static_cast<double>(out.outputs[c]) * scaled - wanted;
                    sum += error * error;
                }
            }
        }
        return metricOf(network, measure, sum, scoredItems(network, set));
    };
    Evaluations result;
    result.kernel = "plain twin";
    result.unchanged = metric(network);
    result.metrics.assign(variants.size(), 0);
    BURIN_CHECK(parallelFor(ctx, variants.size(), [&](std::size_t k) -> Result<void> {
        IntegerReservoir changed = network;
        setWeight(changed, variants[k].weight, variants[k].value);
        result.metrics[k] = metric(changed);
        return {};
    }));
    return result;
}

} // namespace burin::compress
