// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/crossbar_parts.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace burin::views {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(burin::views::CrossbarParts)
};

constexpr std::size_t kMostOthers = 5; ///< components with a part of their own, beside the converters
constexpr const char* kAdc = "ADC";
constexpr const char* kOther = "other";

struct Part {
    std::string name;
    double share = 0; ///< of all but the converters
};

/// Components beside the converters, the largest first; the small ones together. IMA and tile have some of one
/// name.
std::vector<Part> otherParts(const crossbar::NetworkCost& cost, double crossbar::ComponentCost::*figure)
{
    std::map<std::string, double> byName;
    double total = 0;
    for (const crossbar::ComponentCost& component : cost.components)
        if (component.name != kAdc) {
            byName[component.name] += component.*figure;
            total += component.*figure;
        }
    std::vector<Part> parts;
    for (const auto& [name, value] : byName)
        parts.push_back({name, total > 0 ? value / total : 0});
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.share > b.share; });
    if (parts.size() > kMostOthers + 1) {
        Part rest{kOther, 0};
        for (auto part = parts.begin() + kMostOthers; part != parts.end(); ++part)
            rest.share += part->share;
        parts.resize(kMostOthers);
        parts.push_back(rest);
    }
    return parts;
}

} // namespace

CostParts costParts(const explore::CrossbarHardware& hardware, const std::string& key)
{
    const crossbar::NetworkCost& cost = hardware.cost;
    CostParts result;
    result.key = key;
    result.total = cost.totals.value(key);
    const bool energy = key == "energyPerInferenceNj";
    const bool hasParts = (energy || key == "areaMm2") && !cost.components.empty();
    std::vector<Part> others;
    if (hasParts) {
        others = otherParts(cost, energy ? &crossbar::ComponentCost::energyNj : &crossbar::ComponentCost::areaMm2);
        result.names.emplace_back(kAdc);
        for (const Part& part : others)
            result.names.push_back(part.name);
    } else {
        result.names.push_back(key);
    }
    constexpr double kNsPerUs = 1000;
    for (std::size_t i = 0; i < cost.costs.size(); ++i) {
        const crossbar::LayerCost& layer = cost.costs[i];
        CostParts::Layer row{cost.layers[i].name, {}, 0};
        row.total = energy               ? layer.energyNj
                    : key == "areaMm2"   ? layer.areaMm2
                    : key == "latencyUs" ? layer.latencyNs / kNsPerUs
                                         : static_cast<double>(layer.mapping.arrays);
        if (hasParts) {
            // All but the converters draw and take the same per array in every layer.
            const double converters = energy ? layer.adcEnergyNj : layer.adcAreaMm2;
            row.values.push_back(converters);
            for (const Part& part : others)
                row.values.push_back((row.total - converters) * part.share);
            result.converters += converters;
        } else {
            row.values.push_back(row.total);
        }
        result.layers.push_back(std::move(row));
    }
    return result;
}

QString partText(const std::string& name)
{
    if (name == kOther)
        return Text::tr("other");
    if (name == "array")
        return Text::tr("arrays");
    if (name == "IR")
        return Text::tr("input registers");
    if (name == "OR")
        return Text::tr("output registers");
    if (name == "S+A")
        return Text::tr("shift and add");
    if (name == "router")
        return Text::tr("router");
    if (name == "S+H")
        return Text::tr("sample and hold");
    return QString::fromStdString(name);
}

} // namespace burin::views
