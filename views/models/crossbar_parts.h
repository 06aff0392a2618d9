// SPDX-License-Identifier: GPL-3.0-or-later
// A cost of a network on crossbars, layer by layer and component by component, as plain values for pictures and
// tables.
#pragma once

#include "core/explore/crossbar_evaluator.h"

#include <QString>

#include <string>
#include <vector>

namespace burin::views {

struct CostParts {
    struct Layer {
        std::string name;
        std::vector<double> values; ///< by part
        double total = 0;
    };
    std::string key; ///< a metric: "energyPerInferenceNj", "areaMm2", "latencyUs", "arrays"
    std::vector<std::string>
        names; ///< of parts: the converters, the largest others, "other"; one for costs without
    std::vector<Layer> layers;
    double total = 0;
    double converters = 0; ///< of it; 0 where there are no components
};
[[nodiscard]] CostParts costParts(const explore::CrossbarHardware& hardware, const std::string& key);
[[nodiscard]] QString partText(const std::string& name);

} // namespace burin::views
