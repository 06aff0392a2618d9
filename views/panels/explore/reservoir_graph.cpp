// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/reservoir_graph.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/panels/explore/sensitivity_map.h"
#include "views/panels/explore/weight_editor.h"
#include "views/widgets/look.h"

#include <map>

namespace burin::views {

ReservoirGraph::ReservoirGraph(DesignState& state, WeightEditor& editor, QWidget* parent)
    : ReservoirGraph(new LinkGraph("reservoir-graph"), state, editor, parent)
{
}

ReservoirGraph::ReservoirGraph(LinkGraph* graph, DesignState& state, WeightEditor& editor, QWidget* parent)
    : PictureFrame("chart-graph", *graph, parent), state_(state), editor_(editor), graph_(graph),
      summary_(withLook(new QLabel, "caption"))
{
    summary_->setObjectName(QStringLiteral("graph-summary"));
    setLead(summary_);
    connect(graph_, &LinkGraph::linkActivated, this, &ReservoirGraph::takeChoice);
    connect(&editor_, &WeightEditor::chosenChanged, this, &ReservoirGraph::showChoice);
    connect(&state_, &DesignState::insightsChanged, this, &ReservoirGraph::redraw);
    connect(&state_, &DesignState::configChanged, this, &ReservoirGraph::redraw);
    connect(&state_, &DesignState::studyChanged, this, &ReservoirGraph::redraw);
    redraw();
}

void ReservoirGraph::showEvent(QShowEvent* event)
{
    PictureFrame::showEvent(event);
    state_.want(this, InsightKind::weights, true);
    redraw();
}

void ReservoirGraph::hideEvent(QHideEvent* event)
{
    PictureFrame::hideEvent(event);
    state_.want(this, InsightKind::weights, false);
}

void ReservoirGraph::redraw()
{
    if (!isVisible())
        return;
    const auto& insight = state_.insights().weights;
    setEmptyMessage(insight.error.empty() ? tr("The links are on their way...") : tr("There is no graph"),
                    QString::fromStdString(insight.error));
    LinkGraphData content;
    content.title = tr("The reservoir as a graph");
    summary_->clear();
    if (insight.value && state_.study().open) {
        const WeightInsight& weights = *insight.value;
        const auto hand = editor_.hand();
        content.stale = state_.isStale(InsightKind::weights);
        std::map<compress::WeightRef, double> scores;
        if (weights.table)
            for (const auto& w : weights.table->weights)
                scores[w.weight] = w.score;
        for (int k = 0; k < weights.channels; ++k)
            content.inputs << tr("input %1").arg(k);
        for (int k = 0; k < weights.neurons; ++k)
            content.neurons << tr("neuron %1").arg(k);
        std::size_t pruned = 0;
        std::size_t empty = 0;
        for (const explore::Link& link : weights.links) {
            GraphLink drawn;
            const bool input = link.weight.matrix == compress::Matrix::in;
            drawn.from = link.weight.column + (input ? 0 : weights.channels);
            drawn.to = link.weight.row + weights.channels;
            drawn.weight = link.real;
            drawn.removed = compress::maskEntry(weights.mask, link.weight) == 0;
            drawn.empty = link.value == 0;
            drawn.pinned = hand && compress::maskEntry(*hand, link.weight) == 1;
            drawn.notes << tr("%1: %2, integer %3").arg(weightName(link.weight)).arg(link.real, 0, 'g', 3).arg(link.value);
            if (const auto score = scores.find(link.weight); score != scores.end())
                drawn.notes << tr("sensitivity %1").arg(score->second, 0, 'g', 3);
            if (drawn.removed || drawn.pinned || drawn.empty)
                drawn.notes << (drawn.removed  ? tr("pruned")
                                : drawn.pinned ? tr("pinned by hand")
                                               : tr("0 at this bit width: costs nothing"));
            pruned += drawn.removed ? 1U : 0U;
            empty += drawn.empty && !drawn.removed ? 1U : 0U;
            content.links.push_back(std::move(drawn));
        }
        summary_->setText(tr("%1, %2 pruned, %3 zero")
                              .arg(counted(weights.links.size(), tr("link"), tr("links")), formatCount(pruned),
                                   formatCount(empty)));
    }
    graph_->setData(std::move(content));
    refresh();
    showChoice();
}

void ReservoirGraph::showChoice()
{
    const auto& insight = state_.insights().weights.value;
    if (!insight)
        return;
    std::vector<bool> chosen;
    for (const explore::Link& link : insight->links)
        chosen.push_back(editor_.chosen().contains(link.weight));
    graph_->setSelection(std::move(chosen));
}

void ReservoirGraph::takeChoice(int link)
{
    const auto& insight = state_.insights().weights.value;
    if (link < 0 || !insight)
        editor_.choose({});
    else
        editor_.choose({insight->links[static_cast<std::size_t>(link)].weight});
}

} // namespace burin::views
