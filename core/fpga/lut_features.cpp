// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/lut_features.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace burin::fpga {
namespace {

using circuit::Circuit;
using circuit::Node;
using circuit::Op;

/// LUTs of a table: equal columns are one, constant ones none; a column of up to 2^inputs words is one LUT.
double romTables(const Circuit& design, const Node& node, int lutInputs)
{
    const auto& words = design.roms[static_cast<std::size_t>(node.value)];
    std::set<std::vector<bool>> columns;
    for (int bit = 0; bit < node.width(); ++bit) {
        std::vector<bool> column(words.size());
        for (std::size_t i = 0; i < words.size(); ++i)
            column[i] = ((words[i] >> bit) & 1) != 0;
        if (std::adjacent_find(column.begin(), column.end(), std::not_equal_to<>()) != column.end())
            columns.insert(std::move(column));
    }
    const double perColumn = std::max(1.0, std::ceil(static_cast<double>(words.size()) / (1 << lutInputs)));
    return static_cast<double>(columns.size()) * perColumn;
}

void count(const Circuit& design, circuit::NodeId id, int lutInputs, FeatureCounts& into)
{
    const Node& node = design.node(id);
    const auto width = [&](circuit::NodeId operand) { return static_cast<double>(design.node(operand).width()); };
    const auto add = [&](Feature feature, double amount) { into[static_cast<std::size_t>(feature)] += amount; };
    const auto constant = [&](circuit::NodeId operand) { return design.node(operand).op == Op::constant; };
    switch (node.op) {
    case Op::add:
    case Op::sub: {
        const double bits = circuit::adderBits(design, id);
        if (constant(node.a) || constant(node.b)) {
            add(Feature::constantBits, bits);
        } else {
            add(Feature::adderBits, bits);
            add(Feature::subtractBits, node.op == Op::sub ? bits : 0);
        }
        break;
    }
    case Op::negate: add(Feature::constantBits, circuit::adderBits(design, id)); break;
    case Op::clamp:
        add(Feature::clampBits, node.width());
        add(Feature::overflowBits, width(node.a));
        break;
    case Op::less:
    case Op::equal: add(Feature::compareBits, std::max(width(node.a), width(node.b))); break;
    case Op::mux: add(Feature::muxBits, node.width()); break;
    case Op::logicAnd:
    case Op::logicOr:
    case Op::logicNot: add(Feature::logicGates, 1); break;
    case Op::rom: add(Feature::romTables, romTables(design, node, lutInputs)); break;
    case Op::multiply: add(Feature::multiplyBits, width(node.a) * width(node.b)); break;
    case Op::input:
    case Op::constant:
    case Op::shiftLeft:
    case Op::shiftRight:
    case Op::reg: break;
    }
}

} // namespace

const char* toString(Feature feature)
{
    static constexpr std::array<const char*, kFeatures> kNames{
        "adderBits", "subtractBits", "constantBits", "clampBits",    "overflowBits", "compareBits",
        "muxBits",   "logicGates",   "romTables",    "multiplyBits", "designs"};
    return kNames.at(static_cast<std::size_t>(feature));
}

std::array<FeatureCounts, circuit::kBlocks.size()> lutFeatures(const Circuit& design, int lutInputs)
{
    std::array<FeatureCounts, circuit::kBlocks.size()> blocks{};
    for (circuit::NodeId id = 0; id < static_cast<circuit::NodeId>(design.nodes.size()); ++id)
        count(design, id, lutInputs, blocks[static_cast<std::size_t>(design.node(id).block)]);
    blocks[static_cast<std::size_t>(circuit::Block::control)][static_cast<std::size_t>(Feature::designs)] = 1;
    return blocks;
}

} // namespace burin::fpga
