// SPDX-License-Identifier: GPL-3.0-or-later
// CrossbarEvaluator: the crossbar family for sweeps. A study's network is trained once; a point prunes its
// filters, rounds it to the policy's widths (crossbar::quantiseForPolicy: after training, not trained again) and
// asks the cost model. Without weights there is the cost alone. One replica: the weights are given, so a point's
// figures carry no interval over seeds.
//
// Validation and test are those of the network on its crossbars (crossbar::CrossbarCnn): what the point's
// converters clip is in them, and where none can clip they are the integer network's. Cells are ideal: see
// LiveCrossbar::trials for imperfect ones.
#pragma once

#include "core/crossbar/cost.h"
#include "core/crossbar/simulate_network.h"
#include "core/explore/cnn_evaluator.h"
#include "core/explore/crossbar_config.h"

#include <memory>

namespace burin::explore {

/// A configuration made real.
struct BuiltCrossbar {
    CrossbarConfig config;
    cnn::Network network; ///< pruned filters gone, formats of the policy, "<layer>-in" where an input is rounded
    cnn::IntegerCnn integer;
    crossbar::CrossbarCnn arrays; ///< the same on ideal cells, with the converters of the configuration
};

struct CrossbarHardware {
    crossbar::Preset preset;
    crossbar::NetworkCost cost;
    std::map<std::string, Metric> metrics; ///< by DesignPoint's keys
};

class CrossbarEvaluator final : public Evaluator {
public:
    CrossbarEvaluator(std::shared_ptr<const data::ImageDataset> dataset, TrainedCnn trained,
                      std::uint64_t studySeed);
    /// The cost alone.
    explicit CrossbarEvaluator(cnn::Network network);
    ~CrossbarEvaluator() override;

    Result<nlohmann::json> canonical(const nlohmann::json& config) const override;
    std::size_t replicas(const nlohmann::json& config) const override;
    Result<optimise::Replica> evaluate(const nlohmann::json& config, std::size_t index,
                                       const JobContext& ctx) override;
    Result<double> testMetric(const nlohmann::json& config, std::size_t index, const JobContext& ctx) override;

    [[nodiscard]] Result<CrossbarConfig> read(const nlohmann::json& config) const;
    /// Independent of weights; a few milliseconds for ResNet-18 (bench_crossbar_cost).
    [[nodiscard]] Result<CrossbarHardware> hardware(const CrossbarConfig& config) const;
    /// Configurations of equal widths and pruning share the integer network. Errors: usage where there are no
    /// weights; what the cells cannot hold.
    [[nodiscard]] Result<std::shared_ptr<const BuiltCrossbar>> build(const CrossbarConfig& config,
                                                                     const JobContext& ctx);
    /// Fraction of the first `images` validation images (0: all) that are put into their class: by the network on
    /// its crossbars, and by the integer network (computed once per widths, pruning and number of images).
    [[nodiscard]] Result<double> validation(const BuiltCrossbar& built, std::size_t images, const JobContext& ctx);
    [[nodiscard]] Result<double> integerValidation(const BuiltCrossbar& built, std::size_t images,
                                                   const JobContext& ctx);

    [[nodiscard]] const cnn::Network& network() const;
    /// What a study with weights is about, with the images and the float network's figures; nullptr without
    /// weights.
    [[nodiscard]] CnnEvaluator* images() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] study::Identity crossbarIdentity(const data::ImageDataset& dataset, const TrainedCnn& trained,
                                               std::uint64_t studySeed);
/// Of the cost alone; `name` is the network's.
[[nodiscard]] study::Identity crossbarIdentity(const cnn::Network& network, const std::string& name,
                                               std::uint64_t studySeed);

} // namespace burin::explore
