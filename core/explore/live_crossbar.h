// SPDX-License-Identifier: GPL-3.0-or-later
// LiveCrossbar: a CNN on crossbars under a person's hands. As LiveCnn: asked from the window's worker, newest
// request first, every call stops soon after ctx.stop. estimate() needs no weights and takes a few milliseconds
// (bench_crossbar_cost); the others need them and answer with an error otherwise.
#pragma once

#include "core/crossbar/policy_space.h"
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

class LiveCrossbar {
public:
    explicit LiveCrossbar(std::shared_ptr<CrossbarEvaluator> evaluator) : evaluator_(std::move(evaluator)) {}

    [[nodiscard]] Result<CrossbarEstimate> estimate(const CrossbarConfig& config,
                                                    const crossbar::PolicySpace& space = {}) const;
    /// `images` 0: all validation images.
    [[nodiscard]] Result<CnnScore> score(const CrossbarConfig& config, std::size_t images, const JobContext& ctx);
    /// One entry per weighted layer; `activations` are those of its output, which its readers' widths decide.
    [[nodiscard]] Result<std::vector<cnn::LayerBits>> histograms(const CrossbarConfig& config,
                                                                 const JobContext& ctx);
    /// By layers of network(config).
    [[nodiscard]] Result<CnnTrace> trace(const CrossbarConfig& config, std::size_t image, const JobContext& ctx);
    [[nodiscard]] Result<Confusion> confusion(const CrossbarConfig& config, const JobContext& ctx);
    /// The integer network of the policy.
    [[nodiscard]] Result<cnn::Network> network(const CrossbarConfig& config, const JobContext& ctx);

    [[nodiscard]] const std::shared_ptr<CrossbarEvaluator>& evaluator() const { return evaluator_; }

private:
    std::shared_ptr<CrossbarEvaluator> evaluator_;
};

} // namespace burin::explore
