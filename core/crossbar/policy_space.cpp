// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/policy_space.h"

#include "core/base/metric_unit.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace burin::crossbar {
namespace {

struct BudgetName {
    const char* name;
    const char* metric;
};
constexpr std::array kBudgetNames{BudgetName{"latency", "latencyUs"}, BudgetName{"energy", "energyPerInferenceNj"},
                                  BudgetName{"arrays", "arrays"}, BudgetName{"area", "areaMm2"}};

std::map<std::string, double> valuesOf(const CostTotals& totals, const Preset& preset)
{
    std::map<std::string, double> values;
    for (const std::string& metric : preset.metrics)
        values[metric] = totals.value(metric);
    return values;
}

/// The widths of one layer that cost no more than now, one after another until a metric rises.
class Climb {
public:
    Climb(const CostModel& model, const Policy& policy, std::vector<LayerCost> costs)
        : model_(model),
          policy_(policy),
          costs_(std::move(costs)),
          now_(valuesOf(model.totals(costs_), model.preset()))
    {
    }

    /// By metric the largest of `choices` (rising) that `change` can set without that metric rising.
    template <class Change>
    std::map<std::string, int> highest(std::size_t index, int current, const std::vector<int>& choices,
                                       const Change& change)
    {
        std::map<std::string, int> best;
        for (const auto& [metric, value] : now_)
            best[metric] = current;
        for (const int bits : choices) {
            if (bits <= current)
                continue;
            LayerPolicy entry = policy_[index];
            change(entry, bits);
            auto cost = model_.layer(index, entry);
            if (!cost)
                break; // wider cannot be held either
            std::swap(costs_[index], *cost);
            for (const auto& [metric, value] : valuesOf(model_.totals(costs_), model_.preset()))
                if (value <= now_.at(metric))
                    best[metric] = bits;
            std::swap(costs_[index], *cost);
        }
        return best;
    }

private:
    const CostModel& model_;
    const Policy& policy_;
    std::vector<LayerCost> costs_;
    std::map<std::string, double> now_;
};

int leastOf(const std::map<std::string, int>& bits)
{
    int least = cnn::kMaxPolicyBits;
    for (const auto& [metric, value] : bits)
        least = std::min(least, value);
    return bits.empty() ? 0 : least;
}

std::vector<int> upTo(int most)
{
    std::vector<int> bits;
    for (int i = 1; i <= most; ++i)
        bits.push_back(i);
    return bits;
}

} // namespace

Policy leastPolicy(const cnn::Network& network, const PolicySpace& space, const Preset& preset)
{
    LayerPolicy entry;
    // A pair of arrays needs a magnitude of one bit beside the sign.
    const int fewest = preset.mapping == WeightMapping::pairedArrays ? 2 : 1;
    entry.weightBits = std::min(space.maxWeightBits, std::max(space.minWeightBits, fewest));
    entry.activationBits = space.minActivationBits;
    if (!space.adcBits.empty())
        entry.adcBits = *std::min_element(space.adcBits.begin(), space.adcBits.end());
    Policy policy = cnn::policyOf(network); // for its pruning
    const auto prunable = cnn::prunableLayers(network);
    for (std::size_t i = 0; i < policy.size(); ++i) {
        entry.pruneFraction = std::max(policy[i].pruneFraction, prunable[i] ? space.maxPruneFraction : 0);
        policy[i] = entry;
    }
    return policy;
}

Result<std::map<std::string, double>> minimumCost(const cnn::Network& network, const PolicySpace& space,
                                                  const Preset& preset, const AdcSetting& adc)
{
    BURIN_TRY(const NetworkCost cost, costOf(network, leastPolicy(network, space, preset), preset, adc));
    return valuesOf(cost.totals, preset);
}

Result<std::vector<LayerPlateau>> plateaus(const cnn::Network& network, const Policy& policy,
                                           const PolicySpace& space, const Preset& preset, const AdcSetting& adc)
{
    BURIN_TRY(const NetworkCost cost, costOf(network, policy, preset, adc));
    BURIN_TRY(const cnn::Network pruned, cnn::withPruning(network, policy));
    BURIN_TRY(const CostModel model, CostModel::make(pruned, preset, adc));
    Climb climb(model, policy, cost.costs);
    std::vector<int> converters = space.adcBits;
    std::sort(converters.begin(), converters.end());
    std::vector<LayerPlateau> result;
    for (std::size_t i = 0; i < policy.size(); ++i) {
        LayerPlateau plateau;
        plateau.weightBits = climb.highest(i, policy[i].weightBits, upTo(space.maxWeightBits),
                                           [](LayerPolicy& entry, int bits) { entry.weightBits = bits; });
        plateau.activationBits = climb.highest(i, policy[i].activationBits, upTo(space.maxActivationBits),
                                               [](LayerPolicy& entry, int bits) { entry.activationBits = bits; });
        if (!converters.empty())
            plateau.adcBits = climb.highest(i, cost.costs[i].adcBits, converters,
                                            [](LayerPolicy& entry, int bits) { entry.adcBits = bits; });
        plateau.freeWeightBits = leastOf(plateau.weightBits);
        plateau.freeActivationBits = leastOf(plateau.activationBits);
        plateau.freeAdcBits = leastOf(plateau.adcBits);
        result.push_back(std::move(plateau));
    }
    return result;
}

std::string CostLimit::textFor(double value) const
{
    const std::string absolute = withUnit(plainNumber(value, Round::up), metric);
    if (reference <= 0)
        return fmt::format("{}={}", name, plainNumber(value, Round::up));
    return fmt::format("{}={} ({} of {})", name, plainNumber(value / reference, Round::up, 4), absolute,
                       relativeTo);
}

Result<std::vector<CostLimit>> readBudget(std::span<const std::string> texts, const Preset& preset,
                                          const CostTotals* reference, const std::string& relativeTo)
{
    std::vector<CostLimit> limits;
    for (const std::string& text : texts) {
        const auto wrong = [&text](const std::string& message, const std::string& hint) {
            return fail(ErrorCode::usage, message, fmt::format("budget {}", text), hint);
        };
        CostLimit limit;
        const std::size_t equals = text.find('=');
        limit.name = text.substr(0, equals);
        const auto* known = std::find_if(kBudgetNames.begin(), kBudgetNames.end(),
                                         [&](const BudgetName& each) { return limit.name == each.name; });
        if (equals == std::string::npos || known == kBudgetNames.end())
            return wrong("is not a budget", "The form is latency=0.7, energy=0.7, arrays=0.7 or area=0.7.");
        limit.metric = known->metric;
        const char* end = text.data() + text.size();
        const auto [next, error] = std::from_chars(text.data() + equals + 1, end, limit.given);
        if (error != std::errc{} || next != end || !(limit.given > 0) || !std::isfinite(limit.given))
            return wrong(fmt::format("\"{}\" is not a number above 0", text.substr(equals + 1)), {});
        if (!preset.gives(limit.metric))
            return wrong(fmt::format("{} gives no {}", preset.name, limit.name),
                         fmt::format("It gives {}.", fmt::join(preset.metrics, ", ")));
        if (std::any_of(limits.begin(), limits.end(),
                        [&](const CostLimit& each) { return each.name == limit.name; }))
            return wrong("this budget is given twice", {});
        if (reference != nullptr) {
            limit.reference = reference->value(limit.metric);
            limit.relativeTo = relativeTo;
        }
        limit.limit = reference != nullptr ? limit.given * limit.reference : limit.given;
        limits.push_back(std::move(limit));
    }
    return limits;
}

Result<void> checkBudget(std::span<const CostLimit> limits, const std::map<std::string, double>& costs,
                         const std::string& what)
{
    std::vector<std::string> broken;
    std::vector<std::string> relaxed;
    for (const CostLimit& limit : limits) {
        const double cost = costs.at(limit.metric);
        if (cost <= limit.limit)
            continue;
        broken.push_back(fmt::format("{} for the budget {}={}, which is {}",
                                     withUnit(plainNumber(cost), limit.metric), limit.name,
                                     plainNumber(limit.given), withUnit(plainNumber(limit.limit), limit.metric)));
        relaxed.push_back(limit.textFor(cost));
    }
    if (broken.empty())
        return {};
    return fail(ErrorCode::infeasible, fmt::format("{} is {}", what, fmt::join(broken, "; ")), "budget",
                fmt::format("The smallest relaxation is {}.", fmt::join(relaxed, " and ")));
}

} // namespace burin::crossbar
