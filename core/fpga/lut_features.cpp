// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/lut_features.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace burin::fpga {
namespace {

using circuit::Circuit;
using circuit::Node;
using circuit::Op;

/// LUTs of a table: equal columns are one, constant ones none; a column of up to 2^inputs words is one LUT. Columns are
/// told apart by their bits, for tables of more than 64 words by a 64-bit polynomial hash of them.
double romTables(const Circuit& design, const Node& node, int lutInputs)
{
    const auto& words = design.roms[static_cast<std::size_t>(node.value)];
    const std::uint64_t base = words.size() <= 64 ? 2 : 0x9E3779B97F4A7C15ULL;
    std::vector<std::uint64_t> columns;
    for (int bit = 0; bit < node.width(); ++bit) {
        std::uint64_t column = 0;
        bool zeros = false;
        bool ones = false;
        for (const std::int64_t word : words) {
            const bool set = ((word >> bit) & 1) != 0;
            ones = ones || set;
            zeros = zeros || !set;
            column = column * base + (set ? 1 : 0);
        }
        if (ones && zeros)
            columns.push_back(column);
    }
    std::sort(columns.begin(), columns.end());
    const auto distinct = std::unique(columns.begin(), columns.end()) - columns.begin();
    const double perColumn = std::max(1.0, std::ceil(static_cast<double>(words.size()) / (1 << lutInputs)));
    return static_cast<double>(distinct) * perColumn;
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
