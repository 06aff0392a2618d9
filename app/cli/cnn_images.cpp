// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cnn_images.h"

#include "app/cli/flags.h"

#include <fmt/format.h>

namespace burin::cli {

data::LoadOptions imageOptions(const std::string& data, const JobContext& job)
{
    data::LoadOptions options;
    options.data = data;
    options.dataFolder = userDataFolder();
    options.stop = job.stop;
    return options;
}

Result<data::ImageDataset> readNetworkImages(const data::LoadOptions& options, const cnn::Network& network)
{
    BURIN_TRY(auto images, data::loadImages(options));
    const cnn::Shape shape{images.channels, images.height, images.width};
    if (shape != network.input)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its images are {} x {} x {}, the network takes {} x {} x {}", shape.channels,
                                shape.height, shape.width, network.input.channels, network.input.height,
                                network.input.width),
                    options.data, "Give the data set that the network was trained on.");
    return images;
}

Result<std::vector<std::size_t>> takeEvenly(const std::vector<std::size_t>& images, std::size_t count,
                                            const std::string& part, const std::string& data)
{
    if (count > images.size())
        return fail(ErrorCode::usage,
                    fmt::format("--images {}, but there are {} {} images", count, images.size(), part), data,
                    "Leave --images out for all of them.");
    if (count == 0)
        return images;
    std::vector<std::size_t> chosen;
    for (const std::size_t index : data::evenly(count, images.size()))
        chosen.push_back(images[index]);
    return chosen;
}

Result<void> checkClasses(std::size_t classes, const data::ImageDataset& images, const std::string& network)
{
    if (classes == images.classNames.size())
        return {};
    return fail(
        ErrorCode::invalidInput,
        fmt::format("the network tells {} classes apart, the data set has {}", classes, images.classNames.size()),
        network, "Give the data set that the network was trained on.");
}

} // namespace burin::cli
