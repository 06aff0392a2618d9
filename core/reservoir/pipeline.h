// SPDX-License-Identifier: GPL-3.0-or-later
// The one way from a data set to a deployed integer network, for the command line, the exploration and the window:
//
//   tuneReplica      hyper-parameters on validation data                                   (tune.h)
//   prepareReplica   scaler and split of the training data, float network, its validation metric
//   quantiseReplica  scales searched, integer network, states kept, lambda of this bit width
//   applyMask        weights removed, read-out fitted again (or kept), validation metric
//   deploy           the same reservoir with its read-out fitted on all training data: what is exported
//   testMetric       the deployed network on test data; nothing else reads a test label
//
// A replica's seed is mix(studySeed, replica); split, network and tuning depend on it alone. All functions are pure
// and safe to call from several threads at once. Metrics: accuracy (higher is better), or NRMSE in scaled units.
#pragma once

#include "core/base/job.h"
#include "core/data/scaler.h"
#include "core/reservoir/mask.h"
#include "core/reservoir/quantiser.h"
#include "core/reservoir/samples.h"

#include <memory>

namespace burin::reservoir {

inline constexpr double kValidationFraction = 0.25; ///< of the training data

/// The training data of one replica, scaled and divided.
struct ReplicaData {
    data::Scaler scaler;
    data::Dataset scaled; ///< its test part is empty
    Samples fit;
    Samples validation;
};
Result<std::shared_ptr<const ReplicaData>> prepareData(const data::Dataset& dataset, const ReservoirConfig& config,
                                                       std::uint64_t replicaSeed);

struct ReplicaContext {
    std::shared_ptr<const ReplicaData> data;
    std::uint64_t seed = 0;
    HyperParameters hyper; ///< lambda: the float network's
    FloatReservoir network;
    double floatValidation = 0;
};
/// Errors: neurons out of range, one class only, missing values, unequal lengths for the read-out (each says what to
/// do). The widths, pruning and hardware parts of the config do not matter here.
Result<ReplicaContext> prepareReplica(const data::Dataset& dataset, const ReservoirConfig& config,
                                      const HyperParameters& hyper, std::uint64_t replicaSeed);
Result<ReplicaContext> prepareReplica(std::shared_ptr<const ReplicaData> data, const ReservoirConfig& config,
                                      const HyperParameters& hyper, std::uint64_t replicaSeed);

struct QuantisedReplica {
    IntegerReservoir network; ///< read-out fitted on the fit part
    double lambda = 0;
    double validation = 0;
    double stateError = 0; ///< rms of (integer - float states) / rms of the float states about their means
    StateCode code; ///< x = centre + step x_int, as chosen (refinement drifts from it)
    std::vector<Batch<std::int32_t>> fitInputs;
    std::vector<Batch<std::int32_t>> validationInputs;
    Features<std::int32_t> fit;
    Features<std::int32_t> validationFeatures;
};
Result<QuantisedReplica> quantiseReplica(const ReplicaContext& replica, const Widths& widths,
                                         const JobContext& ctx = {});
/// The float network rounded by one scale that suits most, nothing searched, refined or fitted: for a first idea of what
/// the widths cost, in milliseconds. deploy() takes it; there are no features in it and no score.
[[nodiscard]] QuantisedReplica roundReplica(const ReplicaContext& replica, const Widths& widths);

struct MaskedReplica {
    IntegerReservoir network;
    double validation = 0;
};
/// refit: the read-out is fitted on the pruned network's own states, over the W_out that the mask keeps; else the
/// quantised replica's read-out stays and only loses what the mask removes.
Result<MaskedReplica> applyMask(const ReplicaContext& replica, const QuantisedReplica& quantised, const Mask& mask,
                                bool refit);

/// The network that is exported: the masked reservoir with the read-out (of this lambda) fitted on all training data.
Result<IntegerReservoir> deploy(const ReplicaContext& replica, const QuantisedReplica& quantised, const Mask& mask,
                                bool refit);

/// Test data scaled by the replica's scaler: stimuli for verification, and the input of testMetric.
Result<Samples> testSamples(const ReplicaContext& replica, const data::Dataset& dataset);
[[nodiscard]] double testMetric(const IntegerReservoir& deployed, const Samples& test);
/// The float network with its read-out fitted on all training data.
Result<double> floatTestMetric(const ReplicaContext& replica, const Samples& test);

} // namespace burin::reservoir
