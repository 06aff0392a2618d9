// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/pipeline.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace burin::circuit {
namespace {

/// Stage of each node of the section; stage 0 for everything else.
class Stages {
public:
    Stages(const Builder& builder, const Section& section, const DeviceTraits& device)
        : builder_(builder), section_(section), lastStage_(section.levels - (section.registerSinks ? 1 : 0)),
          stage_(static_cast<std::size_t>(section.end - section.begin), 0), time_(stage_.size(), 0),
          delay_(stage_.size(), 0)
    {
        for (NodeId id = section.begin; id < section.end; ++id)
            delay_[at(id)] = nodeDelayNs(builder.draft(), id, device);
    }

    /// The smallest stage length that fits into the levels.
    void assign()
    {
        const double whole = pack(1e30).second;
        if (lastStage_ <= 0 || whole <= 0)
            return;
        double low = 0;
        double high = whole;
        for (int round = 0; round < 40; ++round) {
            const double middle = (low + high) / 2;
            (pack(middle).first <= lastStage_ ? high : low) = middle;
        }
        pack(high * (1 + 1e-9));
    }

    [[nodiscard]] int of(NodeId id) const
    {
        if (id < section_.begin || id >= section_.end)
            return 0;
        const Node& node = builder_.node(id);
        return node.isRegister() ? of(node.a) : stage_[at(id)];
    }

private:
    [[nodiscard]] std::size_t at(NodeId id) const { return static_cast<std::size_t>(id - section_.begin); }

    /// Packs with this stage length; returns the highest stage and the time reached in stage 0.
    std::pair<int, double> pack(double length)
    {
        int highest = 0;
        double reached = 0;
        for (NodeId id = section_.begin; id < section_.end; ++id) {
            const Node& node = builder_.node(id);
            if (node.isRegister())
                continue;
            int stage = 0;
            double time = 0;
            for (const NodeId operand : {node.a, node.b, node.c}) {
                if (operand < section_.begin || operand >= section_.end || builder_.node(operand).isRegister())
                    continue; // registers of the section follow this node, sources arrive at the start
                const int operandStage = stage_[at(operand)];
                const double operandTime = time_[at(operand)];
                if (operandStage > stage || (operandStage == stage && operandTime > time)) {
                    stage = operandStage;
                    time = operandTime;
                }
            }
            if (time > 0 && time + delay_[at(id)] > length) {
                ++stage;
                time = 0;
            }
            stage_[at(id)] = stage;
            time_[at(id)] = time + delay_[at(id)];
            highest = std::max(highest, time_[at(id)] > length ? lastStage_ + 1 : stage);
            reached = std::max(reached, time_[at(id)]);
        }
        return {highest, reached};
    }

    const Builder& builder_;
    const Section& section_;
    int lastStage_;
    std::vector<int> stage_;
    std::vector<double> time_;
    std::vector<double> delay_;
};

/// Delayed copies of nodes, shared by all who need them.
class Delays {
public:
    Delays(Builder& builder, const Section& section) : builder_(builder), section_(section) {}

    NodeId delayed(NodeId id, int clocks)
    {
        if (clocks <= 0 || id == kNone || id == section_.advance || id == section_.reset ||
            builder_.node(id).op == Op::constant)
            return id;
        std::vector<NodeId>& chain = chains_[id];
        while (static_cast<int>(chain.size()) < clocks) {
            const NodeId source = chain.empty() ? id : chain.back();
            const Node node = builder_.node(source);
            builder_.setBlock(node.block);
            const NodeId copy = builder_.reg("", node.range, node.range.contains(0) ? 0 : node.range.lo);
            const bool isFlag = node.range == fixed::Interval{0, 1};
            builder_.connect(copy, source, section_.advance, isFlag ? section_.reset : kNone);
            builder_.node(copy).zeros = node.range.contains(0) ? node.zeros : std::uint8_t{0};
            chain.push_back(copy);
        }
        return chain[static_cast<std::size_t>(clocks - 1)];
    }

private:
    Builder& builder_;
    const Section& section_;
    std::unordered_map<NodeId, std::vector<NodeId>> chains_;
};

} // namespace

std::vector<NodeId> pipelineSection(Builder& builder, const Section& section, const DeviceTraits& device)
{
    Stages stages(builder, section, device);
    stages.assign();
    Delays delays(builder, section);
    for (NodeId id = section.begin; id < section.end; ++id) {
        const int stage = stages.of(id);
        const auto arriving = [&](NodeId operand) {
            return operand == kNone ? kNone : delays.delayed(operand, stage - stages.of(operand));
        };
        const NodeId a = arriving(builder.node(id).a);
        NodeId b = arriving(builder.node(id).b);
        NodeId c = arriving(builder.node(id).c);
        if (builder.node(id).isRegister()) {
            builder.setBlock(builder.node(id).block);
            b = b == kNone ? section.advance : builder.logicAnd(b, section.advance);
            if (c != kNone)
                c = builder.logicOr(section.reset, builder.logicAnd(c, section.advance));
            else if (builder.node(id).range == fixed::Interval{0, 1})
                c = section.reset;
        }
        Node& node = builder.node(id);
        node.a = a;
        node.b = b;
        node.c = c;
    }
    std::vector<NodeId> results;
    for (const NodeId sink : section.sinks)
        results.push_back(delays.delayed(sink, section.levels - stages.of(sink)));
    return results;
}

} // namespace burin::circuit
