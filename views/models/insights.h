// SPDX-License-Identifier: GPL-3.0-or-later
// What panels may ask about the configuration under the sliders beside the live reading: its weights, one series
// through the networks, its circuit, its classes. Each is computed only while a panel that shows it is visible
// (DesignState::want) and comes after the live reading, so that it never holds a slider up.
#pragma once

#include "core/compress/sensitivity.h"
#include "core/explore/circuit_report.h"
#include "core/explore/compare.h"
#include "core/explore/live_cnn.h"
#include "core/explore/live_reservoir.h"
#include "core/reservoir/integer_reservoir.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace burin::views {

enum class InsightKind { weights, trace, circuit, classes, image };

/// Of the network before pruning, with what the configuration prunes of it.
struct WeightInsight {
    int neurons = 0;
    int channels = 0;
    std::shared_ptr<const compress::SensitivityTable> table; ///< weights other than 0 of the matrices that are pruned
    std::vector<explore::Link> links;                        ///< of W_r and W_in, those of value 0 too
    reservoir::Mask mask;   ///< of the configuration
    reservoir::Mask ranked; ///< as the ranker alone would have it
};

/// One validation series of `count`.
struct TraceInsight {
    std::size_t series = 0;
    std::size_t count = 0;
    explore::Trace trace;
    std::vector<std::size_t> misclassified; ///< of all validation series, by the integer network
    std::vector<std::string> classNames;
};

/// One validation image of `count` through the integer network, layer by layer.
struct ImageInsight {
    std::size_t count = 0;
    explore::CnnTrace trace;
    std::vector<fixed::BitHistogram> bits; ///< by index of the layer; empty for accumulators
    cnn::Shape shape;                      ///< of the image
    std::vector<std::uint8_t> pixels;
    std::vector<std::string> classNames;
};

/// An answer and the configuration that it belongs to; null until it was asked for.
template <class T> struct Insight {
    std::uint64_t generation = 0;
    std::shared_ptr<const T> value;
    std::string error; ///< why there is none, or empty
};

struct Insights {
    Insight<WeightInsight> weights;
    Insight<TraceInsight> trace;
    Insight<explore::CircuitReport> circuit;
    Insight<explore::Confusion> classes;
    Insight<ImageInsight> image;

    [[nodiscard]] std::uint64_t generationOf(InsightKind kind) const
    {
        switch (kind) {
        case InsightKind::weights:
            return weights.generation;
        case InsightKind::trace:
            return trace.generation;
        case InsightKind::circuit:
            return circuit.generation;
        case InsightKind::classes:
            return classes.generation;
        case InsightKind::image:
            return image.generation;
        }
        return 0;
    }
};

} // namespace burin::views
