// SPDX-License-Identifier: GPL-3.0-or-later
// LiveCnn: a trained CNN under a person's hands. As LiveReservoir: asked from the window's worker, newest request
// first, every call stops soon after ctx.stop. Accuracy is exact (integer arithmetic) on a stated sample of the
// validation images.
#pragma once

#include "core/explore/cnn_evaluator.h"
#include "core/explore/compare.h"

#include <memory>
#include <vector>

namespace burin::explore {

struct CnnScore {
    double validation = 0; ///< of the integer network
    double floatValidation = 0;
    std::size_t images = 0; ///< the sample; all of them when `isWhole`
    bool isWhole = false;
};

/// One image through the network, layer by layer.
struct CnnTrace {
    std::size_t image = 0; ///< index into the validation images
    int label = -1;
    int predicted = -1;
    std::vector<cnn::Activation> layers; ///< by index of the layer
    std::vector<double> logits;
};

/// Of any integer network on the evaluator's validation images.
[[nodiscard]] Result<CnnTrace> traceOf(const cnn::IntegerCnn& network, const CnnEvaluator& evaluator,
                                       std::size_t image);
/// Of the classes that a network predicts of all validation images.
[[nodiscard]] Confusion confusionOf(std::span<const int> predicted, const CnnEvaluator& evaluator);

class LiveCnn {
public:
    static constexpr std::size_t kSample = 500; ///< images of a first, quick score

    explicit LiveCnn(std::shared_ptr<CnnEvaluator> evaluator) : evaluator_(std::move(evaluator)) {}

    [[nodiscard]] Result<CnnHardware> estimate(const CnnConfig& config, const JobContext& ctx)
    {
        return evaluator_->hardware(config, ctx);
    }
    /// `images` 0: all validation images.
    [[nodiscard]] Result<CnnScore> score(const CnnConfig& config, std::size_t images, const JobContext& ctx);
    [[nodiscard]] Result<std::vector<cnn::LayerBits>> histograms(const CnnConfig& config, const JobContext& ctx);
    [[nodiscard]] Result<CnnTrace> trace(const CnnConfig& config, std::size_t image, const JobContext& ctx);
    [[nodiscard]] Result<Confusion> confusion(const CnnConfig& config, const JobContext& ctx);
    /// The network with the policy's formats.
    [[nodiscard]] Result<cnn::Network> network(const CnnConfig& config, const JobContext& ctx);

    [[nodiscard]] const std::shared_ptr<CnnEvaluator>& evaluator() const { return evaluator_; }

private:
    std::shared_ptr<CnnEvaluator> evaluator_;
};

} // namespace burin::explore
