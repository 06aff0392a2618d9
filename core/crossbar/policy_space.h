// SPDX-License-Identifier: GPL-3.0-or-later
// What policies can do to the cost: its least value over a space of policies (so that a budget below it is refused
// with the number that would do), and the plateaus, where a bit more costs nothing because ceil() has not stepped.
// Published searches ignore the plateaus: weight bits could rise at no cost in 16 of 21 layers of one ResNet-18
// policy.
#pragma once

#include "core/crossbar/cost.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace burin::crossbar {

struct PolicySpace {
    int minWeightBits = 1;
    int maxWeightBits = 8;
    int minActivationBits = 1;
    int maxActivationBits = 8;
    std::vector<int> adcBits;    ///< choices of a converter; empty: the rule's
    double maxPruneFraction = 0; ///< of layers that can be pruned
};

/// The least of each metric that the preset gives, by DesignPoint's key. No metric rises when a width, a
/// resolution or the filters that are left go down, so one policy has the least of all of them (leastPolicy), and
/// limits that are kept by the minima one by one are kept together. Errors: a space without a policy that the
/// cells can hold.
[[nodiscard]] Result<std::map<std::string, double>> minimumCost(const cnn::Network& network,
                                                                const PolicySpace& space, const Preset& preset,
                                                                const AdcSetting& adc = {});
[[nodiscard]] Policy leastPolicy(const cnn::Network& network, const PolicySpace& space, const Preset& preset);

/// The highest width, up to the space's largest, with which the network costs no more than now: in each metric
/// that the preset gives, and in all of them. At least the width of now.
struct LayerPlateau {
    std::map<std::string, int> weightBits; ///< by metric
    std::map<std::string, int> activationBits;
    std::map<std::string, int> adcBits; ///< empty where the space has no choice of converters
    int freeWeightBits = 0;             ///< the least of the above
    int freeActivationBits = 0;
    int freeAdcBits = 0;
};
[[nodiscard]] Result<std::vector<LayerPlateau>> plateaus(const cnn::Network& network, const Policy& policy,
                                                         const PolicySpace& space, const Preset& preset,
                                                         const AdcSetting& adc = {});

/// A limit on the cost: "energy=0.7" of a reference, or "energy=1200" in the metric's unit without one.
struct CostLimit {
    std::string name;     ///< "energy", "latency", "arrays" or "area"
    std::string metric;   ///< "energyPerInferenceNj"
    double given = 0;     ///< what was asked for
    double reference = 0; ///< the reference's cost; 0: none
    std::string relativeTo;
    double limit = 0; ///< in the metric's unit
    /// "energy=0.72 (of uniform:8/8: 1,234 nJ)": a limit of this value, rounded up so that the value keeps it.
    [[nodiscard]] std::string textFor(double value) const;
};
/// Errors (usage): not NAME=NUMBER, an unknown name, a name twice, a number that is not above 0, a metric that the
/// preset does not give. `reference` is the cost of the policy named relativeTo; nullptr: none.
[[nodiscard]] Result<std::vector<CostLimit>> readBudget(std::span<const std::string> texts, const Preset& preset,
                                                        const CostTotals* reference = nullptr,
                                                        const std::string& relativeTo = {});
/// Errors (infeasible) name every limit that `costs` (metric -> value: a minimum, or a policy's totals) breaks and
/// the smallest relaxation of each. `what` says whose cost it is: "the least that any policy of w 1 to 8, ... can
/// cost".
[[nodiscard]] Result<void> checkBudget(std::span<const CostLimit> limits,
                                       const std::map<std::string, double>& costs, const std::string& what);

} // namespace burin::crossbar
