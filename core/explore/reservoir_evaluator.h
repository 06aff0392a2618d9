// SPDX-License-Identifier: GPL-3.0-or-later
// ReservoirEvaluator: the reservoir family for sweeps, and the store of everything its points share:
//   data of a replica        by seed and data configuration
//   tuned float replica      by seed and network configuration (every width, ranker and rate uses the same network)
//   quantised replica        by that and the widths
//   ranking of the weights   by that, the ranker and the matrices
// A value depends on its key alone, so points may be evaluated in any order, on any thread, again after being let go.
#pragma once

#include "core/compress/ranker.h"
#include "core/compress/sensitivity.h"
#include "core/explore/evaluator.h"
#include "core/explore/hardware.h"
#include "core/explore/shared_cache.h"
#include "core/explore/sweep.h"
#include "core/reservoir/pipeline.h"
#include "core/study/study.h"

#include <memory>

namespace burin::explore {

/// What a point's replica is made of, for whoever wants more than numbers.
struct BuiltReplica {
    std::uint64_t seed = 0;
    std::shared_ptr<const reservoir::ReplicaContext> context;
    std::shared_ptr<const reservoir::QuantisedReplica> quantised;
    reservoir::Mask mask;
    reservoir::IntegerReservoir network; ///< read-out fitted on the fit part: gives `validation`
    double validation = 0;
};

class ReservoirEvaluator final : public Evaluator {
public:
    /// `studySeed`: the seed of replica i is mix(studySeed, i).
    ReservoirEvaluator(std::shared_ptr<const data::Dataset> dataset, std::uint64_t studySeed,
                       std::size_t cacheBytes = std::size_t{512} << 20U);

    Result<nlohmann::json> canonical(const nlohmann::json& config) const override;
    std::size_t replicas(const nlohmann::json& config) const override;
    Result<optimise::Replica> evaluate(const nlohmann::json& config, std::size_t index, const JobContext& ctx) override;
    Result<double> testMetric(const nlohmann::json& config, std::size_t index, const JobContext& ctx) override;

    // The stages, for the live panels, comparison and export.
    [[nodiscard]] Result<std::shared_ptr<const reservoir::ReplicaContext>>
    context(const reservoir::ReservoirConfig& config, std::size_t index, const JobContext& ctx);
    [[nodiscard]] Result<std::shared_ptr<const reservoir::QuantisedReplica>>
    quantised(const reservoir::ReservoirConfig& config, std::size_t index, const JobContext& ctx);
    [[nodiscard]] Result<reservoir::Mask> mask(const reservoir::ReservoirConfig& config, std::size_t index,
                                               const JobContext& ctx);
    /// Of the network before pruning, on the fit part of the training data; by the widths and the matrices.
    [[nodiscard]] Result<std::shared_ptr<const compress::SensitivityTable>>
    sensitivity(const reservoir::ReservoirConfig& config, std::size_t index, const JobContext& ctx);
    [[nodiscard]] Result<BuiltReplica> build(const reservoir::ReservoirConfig& config, std::size_t index,
                                             const JobContext& ctx);
    /// The network that is exported: read-out fitted on all training data. Its hardware is what a point states.
    [[nodiscard]] Result<reservoir::IntegerReservoir> deployed(const reservoir::ReservoirConfig& config,
                                                               std::size_t index, const JobContext& ctx);
    [[nodiscard]] Result<Hardware> hardware(const reservoir::ReservoirConfig& config, std::size_t index,
                                            const JobContext& ctx);
    /// The same of a deployed() network.
    [[nodiscard]] Result<Hardware> hardwareOf(const reservoir::IntegerReservoir& network,
                                              const reservoir::ReservoirConfig& config, std::size_t index,
                                              const JobContext& ctx);
    /// Whether deployed() has all it needs in the store: these widths were visited, and what prunes them is ranked.
    [[nodiscard]] bool isReady(const reservoir::ReservoirConfig& config, std::size_t index) const;
    /// Near enough to hardware() for a first look, long before it where isReady() says no: of the network rounded and not
    /// refined (the refined one, if there is one), pruned by magnitude. bench_live says how near.
    [[nodiscard]] Result<Hardware> roughHardware(const reservoir::ReservoirConfig& config, std::size_t index,
                                                 const JobContext& ctx);
    /// A configuration read and checked against the data set.
    [[nodiscard]] Result<reservoir::ReservoirConfig> read(const nlohmann::json& config) const;

    [[nodiscard]] bool isQuantised(const reservoir::ReservoirConfig& config, std::size_t index) const;
    [[nodiscard]] const data::Dataset& dataset() const { return *dataset_; }
    [[nodiscard]] std::uint64_t replicaSeed(std::size_t index) const;

private:
    struct Key;
    std::shared_ptr<const data::Dataset> dataset_;
    std::uint64_t studySeed_;
    SharedCache<std::shared_ptr<const reservoir::ReplicaData>> data_;
    SharedCache<reservoir::ReplicaContext> contexts_;
    SharedCache<reservoir::QuantisedReplica> quantised_;
    SharedCache<compress::Scores> rankings_;
    SharedCache<compress::SensitivityTable> sensitivities_;
};

/// The study that these points belong into.
[[nodiscard]] study::Identity reservoirIdentity(const data::Dataset& dataset, const reservoir::ReservoirConfig& config,
                                                std::uint64_t studySeed);

/// A sweep around a configuration: keys that an axis sets (or that "bits" on an axis implies) are left to the axes.
[[nodiscard]] SweepConfig sweepOver(const reservoir::ReservoirConfig& base, std::vector<optimise::Axis> axes);

} // namespace burin::explore
