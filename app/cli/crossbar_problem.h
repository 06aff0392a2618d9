// SPDX-License-Identifier: GPL-3.0-or-later
// A trained network on crossbars, as the commands that run it take it: flags, and everything read and made from
// them.
#pragma once

#include "app/cli/eval_images.h"
#include "core/crossbar/simulate_network.h"
#include "core/explore/trained_cnn.h"

#include <string>

namespace burin::cli {

struct CrossbarFlags {
    ImageChoice images;
    std::string network;
    std::string weights;
    std::string policy; ///< empty: the network's own formats
    std::string preset;
    std::string adc = "rule";
};
/// --network, --weights, --policy, --preset, --adc and those of addImageOptions.
void addCrossbarFlags(CLI::App& command, CrossbarFlags& flags);

struct CrossbarProblem {
    std::string dataName;
    std::string dataSha256;
    std::vector<std::string> classNames;
    data::ImageSplit images;
    crossbar::Preset preset;
    crossbar::Policy policy; ///< may be empty
    explore::TrainedCnn trained;
    crossbar::CrossbarCnn ideal;
};
/// Errors name the flag, the file or the layer.
[[nodiscard]] Result<CrossbarProblem> openCrossbarProblem(const CrossbarFlags& flags, const JobContext& job);

} // namespace burin::cli
