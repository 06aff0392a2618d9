// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include "core/base/rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace burin::data {
namespace {

/// The indices of the series of each class, shuffled, classes in ascending order.
std::map<int, std::vector<std::size_t>> shuffledClasses(const std::vector<int>& labels, std::uint64_t seed)
{
    std::map<int, std::vector<std::size_t>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i)
        classes[labels[i]].push_back(i);
    Rng rng(seed);
    for (auto& [label, members] : classes)
        rng.shuffle(members);
    return classes;
}

Result<FitValidation> splitTails(const Dataset& dataset, double fraction)
{
    FitValidation parts;
    for (const Series& series : dataset.train.series) {
        const std::size_t steps = series.steps();
        const auto tail = static_cast<std::size_t>(std::llround(fraction * static_cast<double>(steps)));
        if (tail <= dataset.horizon || steps - tail <= dataset.horizon)
            return fail(ErrorCode::usage,
                        fmt::format("a training series of {} steps leaves no target {} steps ahead in one part", steps,
                                    dataset.horizon),
                        dataset.name, "Use longer series or a smaller horizon.");
        const auto cut = series.values.begin() + static_cast<std::ptrdiff_t>((steps - tail) * series.channels);
        parts.fit.series.push_back({series.channels, {series.values.begin(), cut}});
        parts.validation.series.push_back({series.channels, {cut, series.values.end()}});
    }
    return parts;
}

} // namespace

std::vector<std::size_t> stratifiedFolds(const std::vector<int>& labels, std::size_t folds, std::uint64_t seed)
{
    std::vector<std::size_t> fold(labels.size(), 0);
    if (folds == 0)
        return fold;
    std::size_t next = 0; // goes on over the classes, so that small classes do not all fill fold 0
    for (const auto& [label, members] : shuffledClasses(labels, seed))
        for (const std::size_t index : members)
            fold[index] = next++ % folds;
    return fold;
}

std::vector<bool> stratifiedHoldOut(const std::vector<int>& labels, double fraction, std::uint64_t seed)
{
    std::vector<bool> held(labels.size(), false);
    for (const auto& [label, members] : shuffledClasses(labels, seed)) {
        if (members.size() < 2)
            continue;
        const auto wanted = static_cast<std::size_t>(std::llround(fraction * static_cast<double>(members.size())));
        const std::size_t count = std::clamp<std::size_t>(wanted, 1, members.size() - 1);
        for (std::size_t i = 0; i < count; ++i)
            held[members[i]] = true;
    }
    return held;
}

FitValidation divide(const Split& split, const std::vector<bool>& held)
{
    FitValidation parts;
    for (std::size_t i = 0; i < split.series.size(); ++i) {
        Split& part = held[i] ? parts.validation : parts.fit;
        part.series.push_back(split.series[i]);
        if (!split.labels.empty())
            part.labels.push_back(split.labels[i]);
    }
    return parts;
}

Result<FitValidation> splitTraining(const Dataset& dataset, double fraction, std::uint64_t seed)
{
    if (!(fraction > 0 && fraction < 1))
        return fail(ErrorCode::usage, fmt::format("the validation fraction {} is not between 0 and 1", fraction));
    if (dataset.task == Task::predict)
        return splitTails(dataset, fraction);
    FitValidation parts = divide(dataset.train, stratifiedHoldOut(dataset.train.labels, fraction, seed));
    if (parts.validation.size() == 0 || parts.fit.size() == 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("no class has two training series ({} in all): nothing can be held out to validate on",
                                dataset.train.size()),
                    dataset.name, "Give at least 2 training series of each class.");
    return parts;
}

} // namespace burin::data
