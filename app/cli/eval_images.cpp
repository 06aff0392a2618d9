// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/eval_images.h"

#include "app/cli/cnn_images.h"
#include "app/cli/flags.h"

#include <fmt/format.h>

#include <numeric>

namespace burin::cli {

void addImageOptions(CLI::App& command, ImageChoice& choice)
{
    command.add_option("--data", choice.data, imagesHelp())->required();
    command.add_option("--images", choice.images, "So many images, taken evenly (default: all)")
        ->check(wholeNumber(1));
    command.add_option("--split", choice.split, "Part of the data set")
        ->check(CLI::IsMember({"test", "validation"}))
        ->capture_default_str();
}

Result<data::ImageDataset> readImages(const ImageChoice& choice, const cnn::Network& network, std::size_t classes,
                                      const JobContext& job)
{
    BURIN_TRY(auto dataset, readNetworkImages(imageOptions(choice.data, job), network));
    if (classes != 0)
        BURIN_CHECK(checkClasses(classes, dataset, choice.data));
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
    BURIN_TRY(const auto chosen, takeEvenly(part, choice.images, choice.split, choice.data));
    return data::pick(dataset, test ? dataset.test : dataset.train, chosen);
}

} // namespace burin::cli
