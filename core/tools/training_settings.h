// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a training ("config" in a request to burin-learn, see app/learn/main.cpp): one table for the
// flags, for burin-learn itself and for the check before it is started. Without libtorch.
#pragma once

#include "core/base/parameter.h"

namespace burin::tools {

[[nodiscard]] const ParameterTable& trainingParameters();

/// What speaks against a training before anything is computed: a setting out of its range (usage, by its flag), or
/// an output whose folder is absent or cannot be written to, or that is a folder (io).
[[nodiscard]] Result<void> checkTraining(const nlohmann::json& request);

} // namespace burin::tools
