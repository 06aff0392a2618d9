// SPDX-License-Identifier: GPL-3.0-or-later
// CnnEvaluator: the cnn family for sweeps, and the store of what its points share (the float network's ranges, the
// ranking of its filters). A study's network is trained once; a point prunes its filters, rounds it to the
// policy's widths and asks the hardware model what it costs. One replica: the weights are given, so a point's
// figures carry no interval over seeds.
//
// A policy that keeps a layer's width keeps its format; another width takes the power-of-two scale that suits the
// values the layer holds (core/cnn/post_training.h, on images of the fit part). Pruned networks are not trained
// again here.
#pragma once

#include "core/cnn/integer_cnn.h"
#include "core/cnn/post_training.h"
#include "core/cnn/weights.h"
#include "core/compress/filter_pruning.h"
#include "core/data/images.h"
#include "core/explore/cnn_config.h"
#include "core/explore/evaluator.h"
#include "core/study/study.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace burin::explore {

/// What a cnn study is about, beside its data: the network as it was trained.
struct TrainedCnn {
    cnn::Network network; ///< with all filters that have weights: pruneFraction is 0 (readTrainedCnn)
    cnn::Weights weights;
    std::string name;   ///< for people: the file's stem, or the built-in network's name
    std::string source; ///< path of the weights, or "built-in"
    std::string sha256; ///< of network and weights
};

/// What one layer's engine takes.
struct CnnLayerCost {
    std::string layer;
    int tileInputs = 0;  ///< Tn
    int tileOutputs = 0; ///< Tm
    double lut = 0;
    double cycles = 0;
    int group = 0; ///< layers of one group are resident together
};

/// A configuration made real.
struct BuiltCnn {
    CnnConfig config;
    cnn::Network network; ///< formats of the policy, pruned filters gone
    cnn::IntegerCnn integer;
};

struct CnnHardware {
    /// lut, fps, delayNs, powerMw, pdpPj, energyPerInferenceNj, of which none has a value, and `tool` says why,
    /// where the model has no engines for the network (additions, branches); weightsKib: weights and biases at
    /// their widths.
    std::map<std::string, Metric> metrics;
    std::vector<CnnLayerCost> layers; ///< of the layers that the model charges
    bool feasible = true;
    std::string reason;   ///< why it is not, and the smallest relaxation that helps
    std::string unpriced; ///< why the model gives no figures; empty: it does
};

class CnnEvaluator final : public Evaluator {
public:
    CnnEvaluator(std::shared_ptr<const data::ImageDataset> dataset, TrainedCnn trained, std::uint64_t studySeed);
    ~CnnEvaluator() override;

    Result<nlohmann::json> canonical(const nlohmann::json& config) const override;
    std::size_t replicas(const nlohmann::json& config) const override;
    Result<optimise::Replica> evaluate(const nlohmann::json& config, std::size_t index,
                                       const JobContext& ctx) override;
    Result<double> testMetric(const nlohmann::json& config, std::size_t index, const JobContext& ctx) override;

    [[nodiscard]] Result<CnnConfig> read(const nlohmann::json& config) const;
    /// The trained network in the policy's formats, with all its filters.
    [[nodiscard]] Result<cnn::Network> quantised(const CnnConfig& config, const JobContext& ctx);
    /// A configuration's network with the trained weights of the filters that it keeps: what is trained further.
    [[nodiscard]] Result<compress::PrunedCnn> kept(const CnnConfig& config, const JobContext& ctx);
    [[nodiscard]] Result<std::shared_ptr<const BuiltCnn>> build(const CnnConfig& config, const JobContext& ctx);
    /// Of the network with this policy's formats and pruning; independent of weights, so fast enough for a slider.
    /// Errors: limits on LUTs or frames that cannot be checked, for the model has no engines for the network.
    [[nodiscard]] Result<CnnHardware> hardware(const CnnConfig& config, const JobContext& ctx);
    /// What the float network's tensors hold on the calibration images.
    [[nodiscard]] Result<std::shared_ptr<const cnn::RangeProfile>> ranges(const JobContext& ctx);
    /// Fraction of the first `images` validation images (0: all) that the integer network puts into their class.
    [[nodiscard]] Result<double> validation(const BuiltCnn& built, std::size_t images,
                                            const JobContext& ctx) const;
    /// The same of any network that predicts classes: integer, float, on crossbars. Test images (all of them) come
    /// only through readTest().
    template <class Network>
    [[nodiscard]] Result<double> accuracy(const Network& network, std::size_t images, const JobContext& ctx) const
    {
        BURIN_TRY(const auto predicted, network.predict(validationPixels(images), ctx));
        return cnn::fractionRight(predicted, validationImages().labels);
    }
    template <class Network>
    [[nodiscard]] Result<double> testAccuracy(const Network& network, const JobContext& ctx) const
    {
        BURIN_TRY(const auto pixels, testPixels());
        BURIN_TRY(const auto predicted, network.predict(pixels, ctx));
        return cnn::fractionRight(predicted, dataset().test.labels);
    }
    /// Scores of the trained network's filters by a ranker.
    [[nodiscard]] Result<std::shared_ptr<const compress::FilterScores>> filterScores(const std::string& ranker,
                                                                                     const JobContext& ctx);
    /// ... in the network of a configuration's widths, whatever it prunes; kept for it.
    [[nodiscard]] Result<std::shared_ptr<const compress::FilterScores>> filterScores(const CnnConfig& config,
                                                                                     const JobContext& ctx);
    [[nodiscard]] bool hasFilterScores(const CnnConfig& config) const;
    /// Of the trained weights without formats, which is no float parent where they were trained with them;
    /// computed once per number of images.
    [[nodiscard]] Result<double> floatValidation(std::size_t images, const JobContext& ctx);

    [[nodiscard]] const data::ImageDataset& dataset() const;
    /// In an order drawn once for all, so that the first ones are a sample of them.
    [[nodiscard]] const data::ImageSplit& validationImages() const;
    /// How many validation images `images` asks for: all at most, 0 means all; and their pixels.
    [[nodiscard]] std::size_t sample(std::size_t images) const;
    [[nodiscard]] std::span<const std::uint8_t> validationPixels(std::size_t images) const;
    [[nodiscard]] const TrainedCnn& trained() const;

private:
    [[nodiscard]] Result<std::span<const std::uint8_t>> testPixels() const;

    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] study::Identity cnnIdentity(const data::ImageDataset& dataset, const TrainedCnn& trained,
                                          std::uint64_t studySeed);

} // namespace burin::explore
