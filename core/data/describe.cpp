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

std::vector<std::size_t> labelCounts(const Dataset& dataset, const Split& split)
{
    std::vector<std::size_t> counts(dataset.classNames.size(), 0);
    for (const int label : split.labels)
        ++counts.at(static_cast<std::size_t>(label));
    return counts;
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
    nlohmann::json labels = nlohmann::json::object();
    nlohmann::json trainLabels = labels;
    nlohmann::json testLabels = labels;
    const auto train = labelCounts(dataset, dataset.train);
    const auto test = labelCounts(dataset, dataset.test);
    for (std::size_t i = 0; i < dataset.classNames.size(); ++i) {
        labels[dataset.classNames[i]] = train[i] + test[i];
        trainLabels[dataset.classNames[i]] = train[i];
        testLabels[dataset.classNames[i]] = test[i];
    }
    nlohmann::json json = {{"name", dataset.name},
                           {"source", dataset.source},
                           {"sha256", dataset.sha256},
                           {"task", toString(dataset.task)},
                           {"train", dataset.train.size()},
                           {"test", dataset.test.size()},
                           {"classes", dataset.classNames.size()},
                           {"classNames", dataset.classNames},
                           {"channels", dataset.channels},
                           {"channelNames", dataset.channelNames},
                           {"length", {{"min", shortest}, {"max", longest}}},
                           {"missing", dataset.missingTrain + dataset.missingTest},
                           {"missingTrain", dataset.missingTrain},
                           {"missingTest", dataset.missingTest},
                           {"labels", labels},
                           {"labelsTrain", trainLabels},
                           {"labelsTest", testLabels},
                           {"warnings", warnings(dataset)}};
    if (dataset.task == Task::predict) {
        json["target"] = dataset.channelNames.at(dataset.targetChannel);
        json["horizon"] = dataset.horizon;
    }
    return json;
}

std::vector<std::string> untrainedClasses(const Dataset& dataset)
{
    const auto train = labelCounts(dataset, dataset.train);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < train.size(); ++i)
        if (train[i] == 0)
            names.push_back(dataset.classNames[i]);
    return names;
}

std::vector<std::string> warnings(const Dataset& dataset)
{
    const auto untrained = untrainedClasses(dataset);
    if (untrained.empty())
        return {};
    return {fmt::format("Only the test data have the {} {}: no network learns to name what it never saw, so each of "
                        "these series counts as an error in the test accuracy.",
                        untrained.size() == 1 ? "class" : "classes", fmt::join(untrained, ", "))};
}

} // namespace burin::data
