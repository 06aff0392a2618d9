// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/eval_images.h"

#include "app/cli/flags.h"

#include <fmt/format.h>

#include <numeric>

namespace burin::cli {

void addImageOptions(CLI::App& command, ImageChoice& choice)
{
    command.add_option("--data", choice.data, "Images: glyphs, a folder, archive or file, or a fetched set")
        ->required();
    command.add_option("--images", choice.images, "So many images, taken evenly (default: all)")
        ->check(wholeNumber(1));
    command.add_option("--split", choice.split, "Part of the data set")
        ->check(CLI::IsMember({"test", "validation"}))
        ->capture_default_str();
}

Result<data::ImageDataset> readImages(const ImageChoice& choice, const cnn::Network& network, std::size_t classes,
                                      const JobContext& job)
{
    data::LoadOptions options;
    options.data = choice.data;
    options.dataFolder = userDataFolder();
    options.stop = job.stop;
    BURIN_TRY(auto dataset, data::loadImages(options));
    const cnn::Shape shape{dataset.channels, dataset.height, dataset.width};
    constexpr const char* kHint = "Give the data set that the network was trained on.";
    if (shape != network.input)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its images are {} x {} x {}, the network takes {} x {} x {}", shape.channels,
                                shape.height, shape.width, network.input.channels, network.input.height,
                                network.input.width),
                    choice.data, kHint);
    if (classes != 0 && classes != dataset.classNames.size())
        return fail(ErrorCode::invalidInput,
                    fmt::format("the network tells {} classes apart, the data set has {}", classes,
                                dataset.classNames.size()),
                    choice.data, kHint);
    return dataset;
}

Result<data::ImageSplit> chosenImages(const ImageChoice& choice, const data::ImageDataset& dataset)
{
    const bool test = choice.split == "test";
    std::vector<std::size_t> part(dataset.test.size());
    std::iota(part.begin(), part.end(), std::size_t{0});
    if (!test)
        part = data::splitImages(dataset.train, data::kImageValidationFraction, data::kImageSplitSeed).validation;
    if (part.empty())
        return fail(ErrorCode::invalidInput, fmt::format("the set has no {} images", choice.split), choice.data,
                    test ? "Give its test files too, or --split validation." : "Give more training images.");
    if (choice.images > part.size())
        return fail(
            ErrorCode::usage,
            fmt::format("--images {}, but there are {} {} images", choice.images, part.size(), choice.split),
            choice.data, "Leave --images out for all of them.");
    std::vector<std::size_t> chosen;
    const std::size_t count = choice.images == 0 ? part.size() : choice.images;
    for (std::size_t k = 0; k < count; ++k)
        chosen.push_back(part[k * part.size() / count]);
    return data::pick(dataset, test ? dataset.test : dataset.train, chosen);
}

} // namespace burin::cli
