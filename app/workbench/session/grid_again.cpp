// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/grid_again.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

namespace burin::workbench {
namespace {

using nlohmann::json;
using views::SweepAxis;
using views::SweepSettings;

/// A grid around scattered points holds many that are not there.
constexpr std::size_t kMostTimes = 2;
constexpr const char* kWeightBits = "bitsWeight";
constexpr const char* kActivationBits = "bitsActivation";

/// As on the command line.
std::string axisText(const json& value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    if (value.is_number())
        return plainNumber(value.get<double>());
    return value.is_string() ? value.get<std::string>() : value.dump();
}

bool isSame(const std::string& a, const std::string& b)
{
    char* endA = nullptr;
    char* endB = nullptr;
    const double x = std::strtod(a.c_str(), &endA);
    const double y = std::strtod(b.c_str(), &endB);
    const bool numbers = !a.empty() && !b.empty() && *endA == '\0' && *endB == '\0';
    return a == b || (numbers && std::abs(x - y) < 1e-9);
}

template <class List, class Value> bool holds(const List& list, const Value& value)
{
    return std::any_of(list.begin(), list.end(), [&](const auto& each) {
        if constexpr (std::is_same_v<Value, std::string>)
            return isSame(each, value);
        else
            return std::abs(static_cast<double>(each) - static_cast<double>(value)) < 1e-9;
    });
}

/// A point as a place in a grid.
struct Place {
    const views::PointRow* row = nullptr;
    json config;        ///< what further axes may be of
    std::string adc;    ///< crossbar
    std::string preset; ///< crossbar
};

/// Widths of weights and of activations, each the same in all layers where it has an effect.
std::optional<std::pair<int, int>> twoWidths(const views::DesignConfig& config, const views::DesignFamily& family)
{
    const cnn::Policy* policy = views::policyOf(config);
    if (policy == nullptr || policy->empty())
        return std::nullopt;
    std::pair<int, int> found{policy->front().weightBits, policy->front().activationBits};
    for (std::size_t i = 0; i < policy->size(); ++i) {
        const bool effect = i >= family.activated.size() || family.activated[i];
        if ((*policy)[i].weightBits != found.first || (effect && (*policy)[i].activationBits != found.second))
            return std::nullopt;
    }
    return found;
}

std::optional<Place> placeOf(const views::PointRow& row, const views::DesignFamily& family)
{
    if (!row.readable || row.point.status != optimise::PointStatus::done || row.traits.byHand ||
        !row.traits.uniformPrune)
        return std::nullopt;
    Place place{&row, json::object(), {}, {}};
    const json config = views::designJson(row.config);
    for (const auto& [key, value] : config.items())
        if (views::isSweptFreely(key))
            place.config[key] = value;
    const auto widths = twoWidths(row.config, family);
    if (!row.traits.bits && !widths)
        return std::nullopt;
    if (widths) {
        place.config[kWeightBits] = widths->first;
        place.config[kActivationBits] = widths->second;
    }
    if (const auto* crossbar = std::get_if<explore::CrossbarConfig>(&row.config)) {
        const auto& policy = crossbar->policy;
        if (std::any_of(policy.begin(), policy.end(), [](const auto& layer) { return layer.adcBits.has_value(); }))
            return std::nullopt; // converters of their own
        place.adc = crossbar->adc;
        place.preset = crossbar->preset;
    }
    return place;
}

class Grid {
public:
    Grid(const views::DesignConfig& base, SweepSettings settings, const views::DesignFamily& family)
        : base_(base),
          baseJson_(views::designJson(base)),
          settings_(std::move(settings)),
          family_(family)
    {
    }

    bool contains(const Place& place)
    {
        const views::DesignTraits& traits = place.row->traits;
        if ((!settings_.bits.empty() && !(traits.bits && holds(settings_.bits, *traits.bits))) ||
            !holds(settings_.prune, traits.prune) || traits.seeds != settings_.seeds ||
            (traits.prune > 0 && !holds(settings_.rankers, traits.ranker)))
            return false;
        const auto isAmong = [](const std::vector<std::string>& list, const std::string& value,
                                const std::string& otherwise) {
            return list.empty() ? value == otherwise : holds(list, value);
        };
        if (const auto* crossbar = std::get_if<explore::CrossbarConfig>(&base_);
            crossbar != nullptr && (!isAmong(settings_.adcs, place.adc, crossbar->adc) ||
                                    !isAmong(settings_.presets, place.preset, crossbar->preset)))
            return false;
        if (!isAmong(settings_.readouts, traits.readout, views::traitsOf(base_, family_).readout))
            return false;
        std::vector<std::string> key;
        for (const SweepAxis& axis : settings_.more) {
            const std::string value = axisText(place.config.value(axis.key, json()));
            if (!holds(axis.values, value))
                return false;
            key.push_back(value);
        }
        const auto& around = aroundOf(key, place);
        return around && views::inOneGrid(place.row->config, *around);
    }

private:
    /// The base with these values on the further axes.
    const std::optional<views::DesignConfig>& aroundOf(const std::vector<std::string>& key, const Place& place)
    {
        const auto [found, fresh] = around_.try_emplace(key);
        if (fresh) {
            json config = baseJson_;
            for (const SweepAxis& axis : settings_.more)
                if (config.contains(axis.key))
                    config[axis.key] = place.config.at(axis.key);
            if (auto made = views::designFromJson(config, family_, "sweep"))
                found->second = *std::move(made);
        }
        return found->second;
    }

    views::DesignConfig base_;
    json baseJson_;
    SweepSettings settings_;
    const views::DesignFamily& family_;
    std::map<std::vector<std::string>, std::optional<views::DesignConfig>> around_;
};

std::vector<const Place*> placesIn(const views::DesignConfig& base, const SweepSettings& settings,
                                   const std::vector<Place>& places, const views::DesignFamily& family)
{
    Grid grid(base, settings, family);
    std::vector<const Place*> inside;
    for (const Place& place : places)
        if (grid.contains(place))
            inside.push_back(&place);
    return inside;
}

/// Every value of every axis has a point: a grid that was changed and not run has none.
bool wasRun(const SweepSettings& settings, const std::vector<const Place*>& inside)
{
    const auto met = [&inside](const auto& values, const auto& isOf) {
        return std::all_of(values.begin(), values.end(), [&](const auto& value) {
            return std::any_of(inside.begin(), inside.end(),
                               [&](const Place* place) { return isOf(*place, value); });
        });
    };
    const auto ranked = [](const Place& p, const std::string& v) { return p.row->traits.ranker == v; };
    const bool prunes =
        std::any_of(settings.prune.begin(), settings.prune.end(), [](double rate) { return rate > 0; });
    return !inside.empty() && met(settings.bits, [](const Place& p, int v) { return p.row->traits.bits == v; }) &&
           met(settings.prune,
               [](const Place& p, double v) { return std::abs(p.row->traits.prune - v) < 1e-9; }) &&
           (!prunes || met(settings.rankers, ranked)) &&
           met(settings.readouts,
               [](const Place& p, const std::string& v) { return p.row->traits.readout == v; }) &&
           met(settings.presets, [](const Place& p, const std::string& v) { return p.preset == v; }) &&
           std::all_of(settings.more.begin(), settings.more.end(), [&](const SweepAxis& axis) {
               return met(axis.values, [&axis](const Place& p, const std::string& v) {
                   return isSame(axisText(p.config.value(axis.key, json())), v);
               });
           });
}

/// Of an unpruned point these say nothing.
bool isIdle(const Place& place, const std::string& key)
{
    return place.row->traits.isUnpruned() && (key == "refit" || key == "ranker");
}

/// What points differ in: the further axes. Where they agree they say what the grid is around.
void addFurtherAxes(const std::vector<Place>& places, GridAgain& grid, const views::DesignFamily& family)
{
    json base = views::designJson(grid.base);
    std::map<std::string, std::map<std::string, json>> values; // by key, by text
    for (const Place& place : places)
        for (const auto& [key, value] : place.config.items())
            if (base.contains(key) && !isIdle(place, key))
                values[key].emplace(axisText(value), value);
    for (const auto& [key, texts] : values) {
        if (texts.size() == 1) {
            base[key] = texts.begin()->second;
            continue;
        }
        std::vector<json> sorted;
        for (const auto& [text, value] : texts)
            sorted.push_back(value);
        std::sort(sorted.begin(), sorted.end());
        SweepAxis axis{key, {}};
        for (const json& value : sorted)
            axis.values.push_back(axisText(value));
        grid.settings.more.push_back(std::move(axis));
    }
    if (auto made = views::designFromJson(base, family, "sweep"))
        grid.base = *std::move(made);
}

template <class Value> std::vector<Value> listOf(const std::set<Value>& values, std::size_t least = 1)
{
    return values.size() < least ? std::vector<Value>{} : std::vector<Value>(values.begin(), values.end());
}

/// The smallest grid around the points.
GridAgain gridAround(const std::vector<Place>& places, const views::DesignFamily& family,
                     const views::DesignConfig& base)
{
    GridAgain grid{base, {}, 0};
    std::set<int> bits;
    std::set<int> weightBits;
    std::set<int> activationBits;
    std::set<double> prune;
    std::set<std::string> rankers;
    std::set<std::string> readouts;
    std::set<std::string> adcs;
    std::set<std::string> presets;
    bool oneWidth = true;
    grid.settings.seeds = 1;
    for (const Place& place : places) {
        const views::DesignTraits& traits = place.row->traits;
        oneWidth = oneWidth && traits.bits;
        bits.insert(traits.bits.value_or(0));
        if (place.config.contains(kWeightBits)) {
            weightBits.insert(place.config.at(kWeightBits).get<int>());
            activationBits.insert(place.config.at(kActivationBits).get<int>());
        }
        prune.insert(traits.prune);
        if (traits.prune > 0)
            rankers.insert(traits.ranker);
        readouts.insert(traits.readout);
        adcs.insert(place.adc);
        presets.insert(place.preset);
        grid.settings.seeds = std::max(grid.settings.seeds, traits.seeds);
    }
    grid.settings.bits = oneWidth ? listOf(bits) : std::vector<int>{};
    grid.settings.prune = listOf(prune);
    if (!rankers.empty())
        grid.settings.rankers = listOf(rankers);
    if (family.kind == views::Family::reservoir)
        grid.settings.readouts = listOf(readouts);
    if (family.kind == views::Family::crossbar) {
        grid.settings.adcs = listOf(adcs);
        grid.settings.presets = listOf(presets);
    }
    addFurtherAxes(places, grid, family);
    if (!oneWidth)
        for (const auto& [key, widths] :
             {std::pair{kWeightBits, weightBits}, std::pair{kActivationBits, activationBits}}) {
            SweepAxis axis{key, {}};
            for (const int width : widths)
                axis.values.push_back(std::to_string(width));
            grid.settings.more.push_back(std::move(axis));
        }
    return grid;
}

} // namespace

GridAgain gridAgain(std::span<const views::SharedRow> rows, const views::DesignFamily& family,
                    const views::DesignConfig& base, const std::optional<SweepSettings>& stored)
{
    std::vector<Place> places;
    for (const views::SharedRow& row : rows)
        if (auto place = placeOf(*row, family))
            places.push_back(*std::move(place));
    if (places.empty())
        return {base, stored.value_or(SweepSettings{}), 0};
    std::optional<GridAgain> kept;
    if (stored)
        if (const auto inside = placesIn(base, *stored, places, family); wasRun(*stored, inside))
            kept = GridAgain{base, *stored, inside.size()};
    if (kept && kept->points == places.size())
        return *std::move(kept);
    GridAgain found = gridAround(places, family, base);
    found.points = placesIn(found.base, found.settings, places, family).size();
    const bool dense = found.settings.points() <= kMostTimes * found.points;
    return kept && (found.points <= kept->points || !dense) ? *std::move(kept) : found;
}

std::size_t finishedPoints(std::span<const views::SharedRow> rows)
{
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const views::SharedRow& row) {
        return row->point.status == optimise::PointStatus::done;
    }));
}

} // namespace burin::workbench
