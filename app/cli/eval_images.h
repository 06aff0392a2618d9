// SPDX-License-Identifier: GPL-3.0-or-later
// The images that a network is evaluated on: flags and reading, shared by the commands that give an accuracy.
#pragma once

#include "app/cli/terminal.h"
#include "core/cnn/network.h"
#include "core/data/images.h"

namespace burin::cli {

struct ImageChoice {
    std::string data;
    std::string split = "test";
    std::size_t images = 0; ///< 0: all
};
/// --data, --images and --split.
void addImageOptions(CLI::App& command, ImageChoice& choice);

/// The data set; it has to have the network's input size and, as far as `classes` is not 0, number of classes.
[[nodiscard]] Result<data::ImageDataset> readImages(const ImageChoice& choice, const cnn::Network& network,
                                                    std::size_t classes, const JobContext& job);

/// All images of the part asked for, or so many that lie evenly in it (sets may be sorted by class).
[[nodiscard]] Result<data::ImageSplit> chosenImages(const ImageChoice& choice, const data::ImageDataset& dataset);

} // namespace burin::cli
