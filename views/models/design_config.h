// SPDX-License-Identifier: GPL-3.0-or-later
// DesignConfig: the configuration of a design of any family, and all that the window needs to know of it without
// knowing the family: how it reads, where it lies in charts and tables, which designs share a line or a grid.
// Panels that belong to one family take their own alternative (DesignState::reservoir(), cnn(), crossbar()).
//
// A further family is an alternative of the variant, a Family, and a case in each visit of design_config.cpp; the
// compiler names the cases that are missing.
#pragma once

#include "core/cnn/network.h"
#include "core/explore/cnn_config.h"
#include "core/explore/crossbar_config.h"
#include "core/reservoir/config.h"
#include "views/models/format.h"

#include <QMetaType>
#include <QString>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace burin::views {

using DesignConfig = std::variant<reservoir::ReservoirConfig, explore::CnnConfig, explore::CrossbarConfig>;

enum class Family { reservoir, cnn, crossbar };
inline constexpr int kLeastBits = 2; ///< that the sliders and grids offer
inline constexpr int kMostBits = 16;
[[nodiscard]] Family familyOf(const DesignConfig& config);
/// Widths and pruning layer by layer; nullptr of a reservoir.
[[nodiscard]] const cnn::Policy* policyOf(const DesignConfig& config);
/// Whether the family has this hardware metric.
[[nodiscard]] bool hasMetric(Family family, const MetricInfo& info);
/// By study::Identity::family. Errors: a family that this version does not know.
[[nodiscard]] Result<Family> familyFrom(const std::string& name);

/// A family and what configurations of one study refer to.
struct DesignFamily {
    Family kind = Family::reservoir;
    // Of CNNs, on an FPGA or on crossbars:
    std::shared_ptr<const cnn::Network> network = {}; ///< as it was trained
    std::vector<bool> prunable = {};                  ///< per weighted layer: see cnn::prunableLayers()
    std::vector<std::size_t> joined = {};             ///< per weighted layer: see cnn::joinedLayers()
    std::vector<bool> activated = {}; ///< per weighted layer: its second width has an effect. FPGA: not where it
                                      ///< gives accumulators; crossbars: always, for it is its input's
};
/// Family::cnn or Family::crossbar.
[[nodiscard]] DesignFamily networkFamily(Family kind, cnn::Network network);

/// Where a design lies in charts, tables and grids. Without Qt, as designFromJson() and traitsOf(): for any
/// thread.
struct DesignTraits {
    std::optional<int> bits;  ///< one width for all parts; nothing where they differ
    double sortBits = 0;      ///< for sorting: of the recurrent weights; CNNs: the mean of all widths
    std::string bitsText;     ///< "4", "8/6/4/4" (input/state/W_in/W_r), "8-6-4" (layer by layer)
    double prune = 0;         ///< rate; CNNs: the mean over the layers that can be pruned
    bool uniformPrune = true; ///< CNNs: one rate for all layers that can be pruned
    std::string ranker;
    std::string readout; ///< reservoir
    std::string arrays;  ///< crossbar: "isaac-32nm", "isaac-32nm, ADC 7"
    bool refit = false;  ///< reservoir
    bool byHand = false; ///< weights chosen by hand
    int seeds = 1;

    [[nodiscard]] bool isUnpruned() const { return prune == 0 && !byHand; }
};
[[nodiscard]] DesignTraits traitsOf(const DesignConfig& config, const DesignFamily& family);
/// "4 bit, unpruned", "4 bit, 15 % pruned"
[[nodiscard]] QString designText(const DesignTraits& traits);
/// The same with the ranker, where something was ranked, and the arrays.
[[nodiscard]] QString designTitle(const DesignTraits& traits);

/// "4" where input, state, W_in and W_r agree, else "8/6/4/4"; W_out follows after "+" unless it is 8.
[[nodiscard]] std::string widthsText(const reservoir::Widths& widths);
/// One number for the main slider: the width shared by input, state, W_in and W_r; nothing where they differ.
[[nodiscard]] std::optional<int> uniformBits(const reservoir::Widths& widths);
[[nodiscard]] QString rankerText(const std::string& ranker);
[[nodiscard]] QString readoutText(const std::string& readout);

[[nodiscard]] nlohmann::json designJson(const DesignConfig& config);
[[nodiscard]] Result<DesignConfig> designFromJson(const nlohmann::json& json, const DesignFamily& family,
                                                  const std::string& where);
[[nodiscard]] const std::string& deviceOf(const DesignConfig& config);
[[nodiscard]] DesignConfig withDevice(DesignConfig config, const std::string& device);

/// The same but for bits, pruning, and what is without effect at no pruning: points of one line over pruning.
[[nodiscard]] bool onOneLine(const DesignConfig& a, const DesignConfig& b);
/// A number for what the designs of one line share: mayShareLine() holds for designs on one line and hardly ever for
/// others, so that few rows of a large study are compared whole.
struct LineHash {
    std::uint64_t frame = 0;   ///< what unpruned designs share with all
    std::uint64_t ranking = 0; ///< what pruned ones share besides
    bool ranked = false;       ///< something was ranked
};
[[nodiscard]] LineHash lineHash(const DesignConfig& config);
/// onOneLine() of `point` and `line`, or almost.
[[nodiscard]] inline bool mayShareLine(const LineHash& point, const LineHash& line)
{
    return point.frame == line.frame && (!point.ranked || point.ranking == line.ranking);
}
/// "isaac-32nm, ADC 7": a preset and its converters; their rule goes without saying.
[[nodiscard]] std::string arraysText(const std::string& preset, const std::string& adc);
/// Equal in what a grid's axes (bits, read-out or arrays, pruning, ranker) and its number of seeds leave alone.
[[nodiscard]] bool inOneGrid(const DesignConfig& config, const DesignConfig& base);
/// An unpruned point was ranked by nothing: what is without effect on it is taken from `current`.
[[nodiscard]] DesignConfig keepIdleChoices(DesignConfig chosen, const DesignConfig& current);

/// The parameters of a family's configurations.
[[nodiscard]] const ParameterTable& designParameters(Family family);
/// Whether a sweep may take alternatives of a parameter beside those that it has controls for. Not of what says how data
/// are read (a study is of one data set), nor of lists and files.
[[nodiscard]] bool isSweptFreely(const std::string& key);
/// The label of a parameter by its key, of a layer's policy by "policy.2.w"; the key itself where there is none.
[[nodiscard]] QString parameterLabel(const std::string& key, const DesignFamily& family);

} // namespace burin::views

Q_DECLARE_METATYPE(burin::views::DesignConfig)
