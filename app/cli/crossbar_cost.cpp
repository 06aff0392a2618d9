// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar cost: arrays, latency, energy and area of a network under a policy, by layer and component.
#include "app/cli/crossbar_commands.h"
#include "core/base/metric_unit.h"
#include "core/base/text.h"
#include "core/crossbar/policy_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>

namespace burin::cli {
namespace {

struct CostArguments {
    std::string network;
    std::string policy = "uniform:8/8";
    std::string preset = "isaac-32nm";
    std::string adc = "rule";
    std::string weightBits = "1:8";
    std::string activationBits = "1:8";
    std::vector<std::string> budget;
    std::string relativeTo;
};

/// What is shown: everything of one network, policy and preset.
struct Costed {
    crossbar::Preset preset;
    crossbar::Policy policy;
    crossbar::NetworkCost cost;
    std::vector<crossbar::LayerPlateau> plateaus;
    std::map<std::string, Metric> metrics;
    std::map<std::string, double> minimum;
    std::vector<crossbar::CostLimit> limits;

    /// The finest converter that costs no more and that a column can make use of.
    [[nodiscard]] int freeAdcBits(std::size_t index) const
    {
        const crossbar::LayerCost& layer = cost.costs[index];
        const int lossless =
            crossbar::losslessAdcBits(layer.mapping.rowsInFullestArray, preset.dacBits, preset.cellBits);
        return std::max(layer.adcBits, std::min(plateaus[index].freeAdcBits, lossless));
    }
};

nlohmann::json given(const crossbar::Preset& preset, const std::string& metric, double value)
{
    return preset.gives(metric) ? nlohmann::json(value) : nlohmann::json();
}

nlohmann::json layerJson(const Costed& costed, std::size_t index)
{
    const crossbar::MatrixLayer& layer = costed.cost.layers[index];
    const crossbar::LayerCost& cost = costed.cost.costs[index];
    const crossbar::LayerPolicy& policy = costed.policy[index];
    const crossbar::LayerMapping& mapping = cost.mapping;
    nlohmann::json json{{"name", layer.name},
                        {"kind", cnn::toString(layer.kind)},
                        {"w", policy.weightBits},
                        {"a", policy.activationBits},
                        {"adc", cost.adcBits},
                        {"prune", policy.pruneFraction},
                        {"slices", mapping.slices},
                        {"rows", mapping.rows},
                        {"columns", mapping.columns},
                        {"rowPartitions", mapping.rowPartitions},
                        {"columnPartitions", mapping.columnPartitions},
                        {"positions", layer.positions},
                        {"arrays", mapping.arrays},
                        {"mvms", cost.mvms},
                        {"cycles", cost.cycles},
                        {"utilisation", mapping.utilisation},
                        {"freeWeightBits", costed.plateaus[index].freeWeightBits},
                        {"freeActivationBits", costed.plateaus[index].freeActivationBits},
                        {"freeAdcBits", costed.freeAdcBits(index)}};
    json["tiles"] = costed.preset.layersShareTiles
                        ? nlohmann::json()
                        : given(costed.preset, "tiles", static_cast<double>(cost.tiles));
    json["latencyUs"] = given(costed.preset, "latencyUs", cost.latencyNs / 1000);
    json["energyPerInferenceNj"] = given(costed.preset, "energyPerInferenceNj", cost.energyNj);
    json["areaMm2"] = given(costed.preset, "areaMm2", cost.areaMm2);
    return json;
}

nlohmann::json documentOf(const Costed& costed)
{
    nlohmann::json document = costed.metrics;
    document["preset"] = costed.preset.name;
    document["utilisation"] = costed.cost.totals.utilisation;
    document["minimum"] = costed.minimum;
    document["layers"] = nlohmann::json::array();
    for (std::size_t i = 0; i < costed.policy.size(); ++i)
        document["layers"].push_back(layerJson(costed, i));
    document["components"] = nlohmann::json::array();
    for (const crossbar::ComponentCost& component : costed.cost.components)
        document["components"].push_back(
            {{"level", component.level},
             {"name", component.name},
             {"energyPerInferenceNj", given(costed.preset, "energyPerInferenceNj", component.energyNj)},
             {"areaMm2", given(costed.preset, "areaMm2", component.areaMm2)}});
    document["budget"] = nlohmann::json::array();
    for (const crossbar::CostLimit& limit : costed.limits) {
        const double value = costed.cost.totals.value(limit.metric);
        document["budget"].push_back({{"name", limit.name},
                                      {"metric", limit.metric},
                                      {"given", limit.given},
                                      {"limit", limit.limit},
                                      {"value", value},
                                      {"kept", value <= limit.limit}});
    }
    return document;
}

/// Figures as they are: whole ones whole, others with so many digits.
std::string cell(const crossbar::Preset& preset, const std::string& metric, double value)
{
    return preset.gives(metric) ? plainNumber(value, Round::nearest, 5) : "-";
}

std::string layerText(const Costed& costed)
{
    std::vector<std::vector<std::string>> rows{{"layer", "w", "a", "adc", "free w", "free adc", "slices", "rows",
                                                "columns", "arrays", "used %", "MVMs", "cycles", "us", "nJ",
                                                "mm2"}};
    for (std::size_t i = 0; i < costed.policy.size(); ++i) {
        const crossbar::LayerCost& cost = costed.cost.costs[i];
        const crossbar::LayerMapping& mapping = cost.mapping;
        const int weightBits = costed.policy[i].weightBits;
        const auto extra = [](int more) { return more > 0 ? fmt::format("+{}", more) : std::string(); };
        const auto count = [](std::int64_t value) { return grouped(static_cast<double>(value), 0); };
        rows.push_back({costed.cost.layers[i].name, std::to_string(weightBits),
                        std::to_string(costed.policy[i].activationBits), std::to_string(cost.adcBits),
                        extra(costed.plateaus[i].freeWeightBits - weightBits),
                        extra(costed.freeAdcBits(i) - cost.adcBits), std::to_string(mapping.slices),
                        count(mapping.rows), count(mapping.columns), count(mapping.arrays),
                        fmt::format("{:.1f}", 100 * mapping.utilisation), count(cost.mvms), count(cost.cycles),
                        cell(costed.preset, "latencyUs", cost.latencyNs / 1000),
                        cell(costed.preset, "energyPerInferenceNj", cost.energyNj),
                        cell(costed.preset, "areaMm2", cost.areaMm2)});
    }
    return table(rows);
}

std::string textOf(const Costed& costed)
{
    std::string out = layerText(costed) + "\n";
    if (!costed.cost.components.empty()) {
        std::vector<std::vector<std::string>> rows{{"component", "of", "nJ", "energy %", "mm2", "area %"}};
        const crossbar::CostTotals& totals = costed.cost.totals;
        for (const crossbar::ComponentCost& component : costed.cost.components)
            rows.push_back({component.name, component.level == "ima" ? "IMA" : "tile",
                            cell(costed.preset, "energyPerInferenceNj", component.energyNj),
                            fmt::format("{:.1f}", 100 * component.energyNj / totals.energyNj),
                            cell(costed.preset, "areaMm2", component.areaMm2),
                            fmt::format("{:.1f}", 100 * component.areaMm2 / totals.areaMm2)});
        out += table(rows) + "\n";
    }
    std::vector<std::vector<std::string>> rows{{"metric", "value", "unit", "tier", "least"}};
    for (const std::string& key : crossbar::costKeys()) {
        const Metric& metric = costed.metrics.at(key);
        rows.push_back({metricUnit(key)->name, metric.has() ? plainNumber(*metric.value, Round::nearest, 8) : "-",
                        unitOf(key), metric.has() ? toString(metric.tier) : "",
                        metric.has() ? plainNumber(costed.minimum.at(key), Round::nearest, 8) : ""});
    }
    out += table(rows);
    return out + fmt::format("\n{:.1f} % of the cells hold a weight; least: over all policies of these widths and "
                             "this pruning; free w, free adc: bits that cost nothing. Source: {}.\n",
                             100 * costed.cost.totals.utilisation, costed.preset.source);
}

/// The policy that a budget is relative to, priced under the same preset and converters.
Result<std::vector<crossbar::CostLimit>> limitsOf(const CostArguments& arguments, const cnn::Network& network,
                                                  const crossbar::Preset& preset, const crossbar::AdcSetting& adc)
{
    if (arguments.relativeTo.empty())
        return crossbar::readBudget(arguments.budget, preset);
    BURIN_TRY(const auto policy, crossbar::readPolicy(arguments.relativeTo, network));
    BURIN_TRY(const auto cost, crossbar::costOf(network, policy, preset, adc));
    return crossbar::readBudget(arguments.budget, preset, &cost.totals, arguments.relativeTo);
}

Result<Report> cost(const CostArguments& arguments)
{
    BURIN_TRY(const cnn::Network network, cnn::readNetwork(arguments.network));
    BURIN_TRY(const crossbar::AdcSetting adc, adcSetting(arguments.adc));
    BURIN_TRY(const BitRange w, bitRange(arguments.weightBits, "--wbits"));
    BURIN_TRY(const BitRange a, bitRange(arguments.activationBits, "--abits"));
    Costed costed;
    BURIN_TRY(costed.preset, crossbar::loadPreset(arguments.preset));
    BURIN_TRY(costed.policy, crossbar::readPolicy(arguments.policy, network));
    BURIN_TRY(costed.cost, crossbar::costOf(network, costed.policy, costed.preset, adc));
    BURIN_TRY(costed.limits, limitsOf(arguments, network, costed.preset, adc));
    const crossbar::PolicySpace space{w.least, w.most, a.least, a.most, {}, 0};
    crossbar::PolicySpace climbed = space;
    climbed.adcBits.resize(cnn::kMaxPolicyBits);
    std::iota(climbed.adcBits.begin(), climbed.adcBits.end(), cnn::kMinPolicyBits);
    BURIN_TRY(costed.plateaus, crossbar::plateaus(network, costed.policy, climbed, costed.preset, adc));
    BURIN_TRY(const cnn::Network pruned, cnn::withPruning(network, costed.policy));
    BURIN_TRY(costed.minimum, crossbar::minimumCost(pruned, space, costed.preset, adc));
    costed.metrics = crossbar::costMetrics(costed.cost.totals, costed.preset);
    BURIN_CHECK(crossbar::checkBudget(
        costed.limits, costed.minimum,
        fmt::format("the lower bound for policies of w {}:{} and a {}:{} with {}", w.least, w.most, a.least,
                    a.most, cnn::prunes(costed.policy) ? "this pruning in every layer" : "nothing pruned")));
    Report report;
    report.document = documentOf(costed);
    report.text = textOf(costed);
    std::map<std::string, double> values;
    for (const std::string& metric : costed.preset.metrics)
        values[metric] = costed.cost.totals.value(metric);
    const auto kept =
        crossbar::checkBudget(costed.limits, values, fmt::format("the cost of {}", arguments.policy));
    report.document["feasible"] = kept.has_value();
    if (!kept) {
        report.document["reason"] = kept.error().text();
        report.text += "Infeasible. " + kept.error().text() + "\n";
        report.exit = Exit::infeasible;
    }
    return report;
}

} // namespace

void addCrossbarCost(CLI::App& crossbar, Terminal& terminal)
{
    const auto arguments = std::make_shared<CostArguments>();
    CLI::App* command =
        terminal.add(crossbar, "cost", "Arrays, latency, energy and area of a network, by layer and component",
                     [arguments](const JobContext&) { return cost(*arguments); });
    command->add_option("--network", arguments->network, "Network: a file or a built-in one (resnet18, vgg16)")
        ->required();
    command
        ->add_option("--policy", arguments->policy,
                     "uniform:W/A, uniform:W/A/ADC, or a JSON file with w, a, adc "
                     "and prune of each layer; a is the width of the layer's input")
        ->capture_default_str();
    command->add_option("--preset", arguments->preset, "isaac-32nm, cim-aq-2b, cim-aq-4b, mnsim-2.0 or a file")
        ->capture_default_str();
    command->add_option("--adc", arguments->adc, "Converters: the preset's rule, lossless, or bits")
        ->type_name("rule|lossless|BITS")
        ->capture_default_str();
    command->add_option("--wbits", arguments->weightBits, "Widths of weights, for the least cost and free bits")
        ->capture_default_str();
    command->add_option("--abits", arguments->activationBits, "Widths of inputs, for the least cost and free bits")
        ->capture_default_str();
    command
        ->add_option("--budget", arguments->budget,
                     "Limits: latency (us), energy (nJ), arrays, area (mm2), or fractions of --relative-to, as in "
                     "energy=0.7,area=0.8")
        ->delimiter(',');
    command->add_option("--relative-to", arguments->relativeTo, "The policy whose cost is 1 for --budget");
}

} // namespace burin::cli
