// SPDX-License-Identifier: GPL-3.0-or-later
// LiveCrossbar: a CNN on crossbars under a person's hands. As LiveCnn: asked from the window's worker, newest
// request first, every call stops soon after ctx.stop. estimate() needs no weights and takes a few milliseconds
// (bench_crossbar_cost); the others need them and answer with an error otherwise.
#pragma once

#include "core/crossbar/policy_space.h"
#include "core/crossbar/simulate_trials.h"
#include "core/explore/crossbar_evaluator.h"
#include "core/explore/live_cnn.h"

#include <memory>

namespace burin::explore {

struct CrossbarEstimate {
    CrossbarHardware hardware;
    std::vector<crossbar::LayerPlateau> plateaus; ///< of each weighted layer: a bit more costs nothing
    std::map<std::string, double>
        minimum; ///< by metric: the least that a policy of the space, with this pruning, can cost
};

/// Fractions of the first `images` validation images that are put into their class.
struct CrossbarScore {
    double validation = 0;        ///< by the network on its crossbars, with ideal cells
    double integerValidation = 0; ///< by the integer network: without what the converters clip
    double floatValidation = 0;
    std::size_t images = 0; ///< the sample; all of them when `isWhole`
    bool isWhole = false;
    bool canClip = false; ///< else both are the same network
};

class LiveCrossbar {
public:
    explicit LiveCrossbar(std::shared_ptr<CrossbarEvaluator> evaluator) : evaluator_(std::move(evaluator)) {}

    [[nodiscard]] Result<CrossbarEstimate> estimate(const CrossbarConfig& config,
                                                    const crossbar::PolicySpace& space = {}) const;
    /// `images` 0: all validation images.
    [[nodiscard]] Result<CrossbarScore> score(const CrossbarConfig& config, std::size_t images,
                                              const JobContext& ctx);
    /// Monte-Carlo over imperfect cells on these images; trials are of ctx.seed.
    [[nodiscard]] Result<crossbar::TrialReport> trials(const CrossbarConfig& config,
                                                       const crossbar::TrialConfig& trials, std::size_t images,
                                                       const JobContext& ctx);
    /// One entry per weighted layer; `activations` are those of its output, which its readers' widths decide.
    [[nodiscard]] Result<std::vector<cnn::LayerBits>> histograms(const CrossbarConfig& config,
                                                                 const JobContext& ctx);
    /// Of the integer network, by layers of network(config).
    [[nodiscard]] Result<CnnTrace> trace(const CrossbarConfig& config, std::size_t image, const JobContext& ctx);
    /// On its crossbars.
    [[nodiscard]] Result<Confusion> confusion(const CrossbarConfig& config, const JobContext& ctx);
    /// The integer network of the policy.
    [[nodiscard]] Result<cnn::Network> network(const CrossbarConfig& config, const JobContext& ctx);

    [[nodiscard]] const std::shared_ptr<CrossbarEvaluator>& evaluator() const { return evaluator_; }

private:
    std::shared_ptr<CrossbarEvaluator> evaluator_;
};

} // namespace burin::explore
