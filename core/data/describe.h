// SPDX-License-Identifier: GPL-3.0-or-later
// A data set in a few numbers, for `data info`. Load with MissingPolicy::keep to count what is in the files.
#pragma once

#include "core/data/dataset.h"
#include "core/data/images.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace burin::data {

/// {"task","train","test","classes","channels","length":{"min","max"},"missing","labels":{name: count}, ...}:
/// length, missing and labels count training and test series together; "missingTrain", "missingTest",
/// "labelsTrain", "labelsTest" apart; "warnings"; name, source, sha256, channelNames and, for predict, target and
/// horizon follow.
[[nodiscard]] nlohmann::json describe(const Dataset& dataset);

/// The same keys as far as images have them, "image": {"height","width"} and "testHeldOut"; nothing is ever
/// missing.
[[nodiscard]] nlohmann::json describe(const ImageDataset& dataset);

/// Classes that only the test data have: no network learns to name them, so each of their series is an error in the
/// test accuracy. Empty for a prediction.
[[nodiscard]] std::vector<std::string> untrainedClasses(const Dataset& dataset);
/// What a person should know before training, a sentence each; also in describe()'s "warnings".
[[nodiscard]] std::vector<std::string> warnings(const Dataset& dataset);
[[nodiscard]] std::vector<std::string> warnings(const ImageDataset& dataset);

} // namespace burin::data
