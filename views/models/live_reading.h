// SPDX-License-Identifier: GPL-3.0-or-later
// What the live network says about the configuration under the sliders: a cost estimate first, the exact validation
// score when it is done, a bit histogram for each part. The jobs side fills it; panels draw it. A reading whose
// `generation` is older than the design's is stale and is drawn so.
#pragma once

#include "core/base/metric.h"
#include "core/explore/live_cnn.h"
#include "core/explore/live_crossbar.h"
#include "core/fixed/bit_histogram.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace burin::views {

struct PartHistogram {
    std::string part; ///< input, state, in, recurrent, out: the members of reservoir::Widths
    fixed::BitHistogram histogram;
};

/// What networks on images have, on whatever hardware.
struct ImageReading {
    std::vector<cnn::LayerBits> bits; ///< of the weighted layers, in order
    std::size_t count = 0;            ///< validation images that the score is of
    std::size_t all = 0;
    std::optional<double> integerValidation; ///< crossbars, where converters can clip
};

/// What only a CNN on an FPGA has.
struct CnnReading {
    std::vector<explore::CnnLayerCost> costs; ///< of the layers that the hardware model charges
    bool feasible = true;
    std::string reason;   ///< why it is not, and the smallest relaxation that helps
    std::string unpriced; ///< why there are no hardware figures, or empty
};

struct LiveReading {
    std::uint64_t estimateGeneration = 0;
    std::uint64_t scoreGeneration = 0;
    std::map<std::string, Metric> metrics; ///< estimate, by the keys of DesignPoint
    bool rough = false;                    ///< metrics: of the rounded network, before its scales and weights are refined
    std::size_t replica = 0;               ///< that the reading is of, by its index
    std::optional<std::size_t> exported;   ///< replica that is exported; known for a point of the study
    std::optional<double> validation;      ///< exact, of the integer network
    std::optional<double> floatValidation; ///< of the float network, for comparison
    std::vector<PartHistogram> histograms;
    std::optional<ImageReading> images; ///< none without weights
    std::optional<CnnReading> cnn;
    std::optional<explore::CrossbarEstimate> crossbar;
    bool complete = false; ///< nothing more will come
    double seconds = 0; ///< from the question to the exact score: what one seed of such a point costs
    std::string error; ///< why there is no reading, or empty
};

} // namespace burin::views
