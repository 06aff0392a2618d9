// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_columns.h"

#include "views/models/point_row.h"

#include <cmath>
#include <limits>

namespace burin::views {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

} // namespace

void PointColumns::add(const PointRow& row)
{
    places_.emplace_back();
    for (auto& [key, numbers] : numbers_)
        numbers.push_back(kMissing);
    set(places_.size() - 1, row);
}

void PointColumns::set(std::size_t at, const PointRow& row)
{
    for (auto& [key, numbers] : numbers_)
        numbers[at] = kMissing;
    const auto put = [&](const std::string& key, double value) {
        auto [column, fresh] = numbers_.try_emplace(key);
        if (fresh)
            column->second.assign(places_.size(), kMissing);
        column->second[at] = value;
    };
    Place& place = places_[at] = {};
    if (row.readable) {
        place.line = lineHash(row.config);
        place.device = deviceHash(deviceOf(row.config));
        place.bits = row.traits.bits.value_or(0);
        place.done = row.point.status == optimise::PointStatus::done;
        place.uniform = row.traits.bits && row.traits.uniformPrune;
        put("prune", row.traits.prune);
    }
    if (const auto score = row.point.value("validation"))
        put("validation", *score);
    for (const auto& [key, metric] : row.point.metrics)
        if (metric.has() && std::isfinite(*metric.value))
            put(key, *metric.value);
}

void PointColumns::remove(const std::vector<std::size_t>& sorted)
{
    removeAt(places_, sorted);
    for (auto& [key, numbers] : numbers_)
        removeAt(numbers, sorted);
}

const PointColumns::Numbers* PointColumns::find(const std::string& key) const
{
    const auto found = numbers_.find(key);
    return found == numbers_.end() ? nullptr : &found->second;
}

} // namespace burin::views
