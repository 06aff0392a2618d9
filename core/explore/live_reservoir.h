// SPDX-License-Identifier: GPL-3.0-or-later
// LiveReservoir: one replica of a reservoir under a person's hands. The window asks it from its worker thread, newest
// request first; every call stops soon after ctx.stop and leaves nothing half done. Same configuration, same numbers as
// a sweep: it runs on the same stages and shares their store.
#pragma once

#include "core/compress/sensitivity.h"
#include "core/explore/circuit_report.h"
#include "core/explore/compare.h"
#include "core/explore/reservoir_evaluator.h"
#include "core/fixed/bit_histogram.h"

#include <memory>

namespace burin::explore {

struct LiveEstimate {
    std::map<std::string, Metric> metrics;   ///< by DesignPoint's keys
    std::vector<fpga::BlockEstimate> blocks; ///< by circuit::Block
    std::size_t weights = 0;                 ///< other than 0 in W_r, W_in and W_out
};

struct LiveScore {
    double validation = 0; ///< exact, of the integer network
    double floatValidation = 0;
};

/// Bits of one part's word in use. Inputs: scaled values against the input format. States: |x| = stateMax counts as
/// overflow (the clamp was met). Weights: a link of the float network that became 0 counts as underflow.
struct PartBits {
    std::string part; ///< input, state, in, recurrent, out: the members of reservoir::Widths
    fixed::BitHistogram histogram;
};

/// A link of the reservoir before pruning.
struct Link {
    compress::WeightRef weight;
    std::int32_t value = 0; ///< in the integer network; 0 where rounding left nothing
    double real = 0;        ///< of the float network
};

/// One validation series through the float and the integer network.
struct Trace {
    int steps = 0;
    int neurons = 0;
    std::vector<double> inputs;              ///< steps x channels, scaled
    std::vector<double> floatStates;         ///< steps x neurons
    std::vector<std::int32_t> integerStates; ///< steps x neurons, in the coded scale
    std::vector<double> scaledStates;        ///< the same as real numbers: centre + step x_int of each neuron's code
    std::size_t rows = 0;                    ///< 1 (classify) or the counted steps
    std::vector<double> floatOutputs;        ///< rows x outputs
    std::vector<double> integerOutputs;      ///< rows x outputs, y 2^-outputFraction
    std::vector<double> targets;             ///< predict: per row
    int label = -1;                          ///< classify: the true class, and what each network says
    int floatLabel = -1;
    int integerLabel = -1;
};

class LiveReservoir {
public:
    explicit LiveReservoir(std::shared_ptr<ReservoirEvaluator> evaluator, std::size_t replica = 0)
        : evaluator_(std::move(evaluator)), replica_(replica)
    {
    }

    /// Hardware figures, as a point of this configuration and replica states them.
    [[nodiscard]] Result<LiveEstimate> estimate(const reservoir::ReservoirConfig& config, const JobContext& ctx);
    /// Hardware figures of about this configuration, at once: ReservoirEvaluator::roughHardware().
    [[nodiscard]] Result<std::map<std::string, Metric>> roughEstimate(const reservoir::ReservoirConfig& config,
                                                                      const JobContext& ctx);
    /// Whether estimate() answers from what is made already.
    [[nodiscard]] bool isReady(const reservoir::ReservoirConfig& config) const
    {
        return evaluator_->isReady(config, replica_);
    }
    /// The same circuit from the inside: sharing, critical path, activity.
    [[nodiscard]] Result<CircuitReport> circuit(const reservoir::ReservoirConfig& config, const JobContext& ctx);
    [[nodiscard]] Result<LiveScore> score(const reservoir::ReservoirConfig& config, const JobContext& ctx);
    /// Makes what a first visit of this bit width (and ranker) would wait for. For idle moments.
    Result<void> prepare(const reservoir::ReservoirConfig& config, const JobContext& ctx);
    [[nodiscard]] bool isPrepared(const reservoir::ReservoirConfig& config) const;

    [[nodiscard]] Result<std::vector<PartBits>> histograms(const reservoir::ReservoirConfig& config,
                                                           const JobContext& ctx);
    /// Of the unpruned network of these widths, on the fit part of the training data.
    [[nodiscard]] Result<std::shared_ptr<const compress::SensitivityTable>>
    sensitivity(const reservoir::ReservoirConfig& config, const JobContext& ctx)
    {
        return evaluator_->sensitivity(config, replica_, ctx);
    }
    /// Every link that the float network has in W_r and W_in, with what it became in the integer network.
    [[nodiscard]] Result<std::vector<Link>> links(const reservoir::ReservoirConfig& config, const JobContext& ctx);
    /// Which weights the configuration prunes, for the sensitivity map.
    [[nodiscard]] Result<reservoir::Mask> mask(const reservoir::ReservoirConfig& config, const JobContext& ctx)
    {
        return evaluator_->mask(config, replica_, ctx);
    }
    [[nodiscard]] Result<std::size_t> validationSeries(const reservoir::ReservoirConfig& config, const JobContext& ctx);
    /// Indices of the validation series that the integer network puts into a wrong class; empty for a prediction.
    [[nodiscard]] Result<std::vector<std::size_t>> misclassified(const reservoir::ReservoirConfig& config,
                                                                 const JobContext& ctx);
    [[nodiscard]] Result<Trace> trace(const reservoir::ReservoirConfig& config, std::size_t series,
                                      const JobContext& ctx);
    [[nodiscard]] Result<Confusion> confusion(const reservoir::ReservoirConfig& config, const JobContext& ctx);

    [[nodiscard]] const std::shared_ptr<ReservoirEvaluator>& evaluator() const { return evaluator_; }
    [[nodiscard]] std::size_t replica() const { return replica_; }

private:
    std::shared_ptr<ReservoirEvaluator> evaluator_;
    std::size_t replica_;
};

} // namespace burin::explore
