// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/weight_editor.h"

#include "views/models/design_state.h"
#include "views/models/format.h"

#include <algorithm>

namespace burin::views {

WeightEditor::WeightEditor(DesignState& state, QObject* parent) : QObject(parent), state_(state)
{
    connect(&state_, &DesignState::studyChanged, this, [this] { choose({}); });
}

void WeightEditor::choose(std::set<compress::WeightRef> weights)
{
    if (weights == chosen_)
        return;
    chosen_ = std::move(weights);
    Q_EMIT chosenChanged();
}

std::optional<reservoir::Mask> WeightEditor::hand() const
{
    const auto& insight = state_.insights().weights.value;
    if (!insight)
        return std::nullopt;
    auto hand = reservoir::handMaskFromText(state_.reservoir().mask, insight->mask);
    return hand ? std::optional(*std::move(hand)) : std::nullopt;
}

void WeightEditor::decide(HandDecision decision)
{
    auto hand = this->hand();
    if (!hand || chosen_.empty())
        return;
    for (const compress::WeightRef& weight : chosen_)
        compress::maskEntry(*hand, weight) = static_cast<std::uint8_t>(decision);
    reservoir::ReservoirConfig config = state_.reservoir();
    config.mask = reservoir::handMaskText(*hand);
    if (config.ranker == "mask" || config.ranker == "none")
        config.ranker = reservoir::ReservoirConfig{}.ranker;
    const QString label = decision == HandDecision::prune ? tr("pruning by hand")
                          : decision == HandDecision::pin ? tr("pinning by hand")
                                                          : tr("return to the ranker");
    state_.propose(config, label);
}

void WeightEditor::reset()
{
    reservoir::ReservoirConfig config = state_.reservoir();
    config.mask.clear();
    if (config.ranker == "mask")
        config.ranker = reservoir::ReservoirConfig{}.ranker;
    state_.propose(config, tr("reset of what was made by hand"));
}

WeightEditor::Count WeightEditor::count() const
{
    Count count;
    const std::string& text = state_.reservoir().mask;
    const auto hand = text.empty() ? std::nullopt : this->hand();
    if (!hand)
        return count;
    count.all = !reservoir::leavesToRanker(text);
    const auto add = [&count](const reservoir::ByteMatrix& entries) {
        count.pruned += static_cast<std::size_t>((entries.array() == 0).count());
        count.pinned += static_cast<std::size_t>((entries.array() == 1).count());
    };
    add(hand->recurrent);
    add(hand->in);
    std::for_each(hand->out.begin(), hand->out.end(), add);
    return count;
}

QString WeightEditor::summary() const
{
    const Count count = this->count();
    if (count.all)
        return tr("A mask made by hand decides about every weight");
    if (count.pruned + count.pinned == 0)
        return {};
    return tr("Made by hand: %1 pruned, %2 pinned").arg(formatCount(count.pruned), formatCount(count.pinned));
}

} // namespace burin::views
