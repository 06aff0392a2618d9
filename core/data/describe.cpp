// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/describe.h"

#include "core/data/load.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace burin::data {
namespace {

std::vector<std::size_t> labelCounts(std::size_t classes, const std::vector<int>& labels)
{
    std::vector<std::size_t> counts(classes, 0);
    for (const int label : labels)
        ++counts.at(static_cast<std::size_t>(label));
    return counts;
}

template <class AnyDataset> std::vector<std::string> untrained(const AnyDataset& dataset)
{
    const auto train = labelCounts(dataset.classNames.size(), dataset.train.labels);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < train.size(); ++i)
        if (train[i] == 0)
            names.push_back(dataset.classNames[i]);
    return names;
}

std::vector<std::string> untrainedWarnings(const std::vector<std::string>& names, const char* noun)
{
    if (names.empty())
        return {};
    return {fmt::format("Only the test data have the {} {}: no network learns to name what it never saw, so each of "
                        "these {} counts as an error in the test accuracy.",
                        names.size() == 1 ? "class" : "classes", fmt::join(names, ", "), noun)};
}

/// What series and images have in common.
template <class AnyDataset> nlohmann::json describeCommon(const AnyDataset& dataset)
{
    nlohmann::json labels = nlohmann::json::object();
    nlohmann::json trainLabels = labels;
    nlohmann::json testLabels = labels;
    const auto train = labelCounts(dataset.classNames.size(), dataset.train.labels);
    const auto test = labelCounts(dataset.classNames.size(), dataset.test.labels);
    for (std::size_t i = 0; i < dataset.classNames.size(); ++i) {
        labels[dataset.classNames[i]] = train[i] + test[i];
        trainLabels[dataset.classNames[i]] = train[i];
        testLabels[dataset.classNames[i]] = test[i];
    }
    return {{"name", dataset.name},
            {"source", dataset.source},
            {"sha256", dataset.sha256},
            {"train", dataset.train.size()},
            {"test", dataset.test.size()},
            {"classes", dataset.classNames.size()},
            {"classNames", dataset.classNames},
            {"channels", dataset.channels},
            {"labels", labels},
            {"labelsTrain", trainLabels},
            {"labelsTest", testLabels}};
}

} // namespace

nlohmann::json describe(const Dataset& dataset)
{
    std::size_t shortest = 0;
    std::size_t longest = 0;
    bool first = true;
    for (const Split* split : {&dataset.train, &dataset.test})
        for (const Series& series : split->series) {
            shortest = first ? series.steps() : std::min(shortest, series.steps());
            longest = std::max(longest, series.steps());
            first = false;
        }
    nlohmann::json json = describeCommon(dataset);
    json["task"] = toString(dataset.task);
    json["channelNames"] = dataset.channelNames;
    json["length"] = {{"min", shortest}, {"max", longest}};
    json["missing"] = dataset.missingTrain + dataset.missingTest;
    json["missingTrain"] = dataset.missingTrain;
    json["missingTest"] = dataset.missingTest;
    json["warnings"] = warnings(dataset);
    if (dataset.task == Task::predict) {
        json["target"] = dataset.channelNames.at(dataset.targetChannel);
        json["horizon"] = dataset.horizon;
    }
    return json;
}

nlohmann::json describe(const ImageDataset& dataset)
{
    nlohmann::json json = describeCommon(dataset);
    json["task"] = toString(Task::classify);
    json["image"] = {{"height", dataset.height}, {"width", dataset.width}};
    json["missing"] = 0;
    json["testHeldOut"] = dataset.testHeldOut;
    json["warnings"] = warnings(dataset);
    return json;
}

std::vector<std::string> untrainedClasses(const Dataset& dataset)
{
    return untrained(dataset);
}

std::vector<std::string> warnings(const Dataset& dataset)
{
    return untrainedWarnings(untrained(dataset), "series");
}

std::vector<std::string> warnings(const ImageDataset& dataset)
{
    std::vector<std::string> all = untrainedWarnings(untrained(dataset), "images");
    if (dataset.testHeldOut)
        all.push_back(
            fmt::format("The files have no test images: {:g} of each class, {} images, are held out as the "
                        "test part. A network that was trained on these files elsewhere has seen them.",
                        kTestFraction, dataset.test.size()));
    return all;
}

} // namespace burin::data
