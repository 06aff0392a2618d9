// SPDX-License-Identifier: GPL-3.0-or-later
// The weights chosen in the sensitivity map and in the graph (one choice for both), and what a hand decides about
// them: pruned, pinned, or as the ranker says. A decision is part of the configuration, so it is undoable and the live
// numbers follow. Pins and removals stay when the pruning rate, the bit width or the ranker changes.
#pragma once

#include "core/compress/variant.h"

#include <QObject>

#include <optional>
#include <set>

namespace burin::views {

class DesignState;

enum class HandDecision : std::uint8_t { prune = 0, pin = 1, asRanked = 2 };

class WeightEditor : public QObject {
    Q_OBJECT
public:
    explicit WeightEditor(DesignState& state, QObject* parent = nullptr);
    [[nodiscard]] const std::set<compress::WeightRef>& chosen() const { return chosen_; }
    void choose(std::set<compress::WeightRef> weights);
    /// Proposes the decision for the chosen weights.
    void decide(HandDecision decision);
    void reset(); ///< everything as ranked again

    /// The configuration's decisions; nothing while the shape of the network is not known.
    [[nodiscard]] std::optional<reservoir::Mask> hand() const;
    struct Count {
        std::size_t pruned = 0;
        std::size_t pinned = 0;
        bool all = false; ///< the mask leaves nothing to the ranker
    };
    [[nodiscard]] Count count() const;
    /// "Made by hand: 12 pruned, 3 pinned", or empty.
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void chosenChanged();

private:
    DesignState& state_;
    std::set<compress::WeightRef> chosen_;
};

} // namespace burin::views
