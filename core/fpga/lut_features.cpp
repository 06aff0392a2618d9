// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/lut_features.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace burin::fpga {
namespace {

using circuit::Circuit;
using circuit::Node;
using circuit::NodeId;
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

void count(const Circuit& design, NodeId id, int lutInputs, FeatureCounts& into)
{
    const Node& node = design.node(id);
    const auto width = [&](NodeId operand) { return static_cast<double>(design.node(operand).width()); };
    const auto add = [&](Feature feature, double amount) { into[static_cast<std::size_t>(feature)] += amount; };
    const auto constant = [&](NodeId operand) { return design.node(operand).op == Op::constant; };
    switch (node.op) {
    case Op::add:
    case Op::sub: {
        const double bits = circuit::adderBits(design, id);
        if (constant(node.a) || constant(node.b)) {
            add(Feature::constantBits, bits);
        } else if (bits <= 2) {
            add(Feature::shortBits, bits);
        } else {
            add(Feature::adderBits, bits - 1);
            add(Feature::adders, 1);
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
    case Op::multiply: {
        const double narrow = std::min(width(node.a), width(node.b));
        add(Feature::multiplyBits, std::max(0.0, narrow - 1) * (std::max(width(node.a), width(node.b)) + 1));
        break;
    }
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
        "adderBits", "adders",     "shortBits", "subtractBits", "constantBits", "clampBits", "overflowBits",
        "compareBits", "muxBits", "logicGates", "romTables",    "multiplyBits", "designs"};
    return kNames.at(static_cast<std::size_t>(feature));
}

std::vector<NodeId> representatives(const Circuit& design)
{
    using Key = std::array<std::int64_t, 7>;
    const auto hash = [](const Key& key) {
        std::uint64_t mixed = 0;
        for (const std::int64_t part : key)
            mixed = (mixed ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15ULL;
        return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
    };
    const std::size_t count = design.nodes.size();
    std::vector<NodeId> equal(count);
    for (std::size_t i = 0; i < count; ++i)
        equal[i] = static_cast<NodeId>(i);
    const auto of = [&](NodeId id) { return id == circuit::kNone ? id : equal[static_cast<std::size_t>(id)]; };
    // Merging registers may make more nodes equal; as yosys's opt_merge, until nothing changes.
    for (bool changed = true; changed;) {
        changed = false;
        std::unordered_map<Key, NodeId, decltype(hash)> first(2 * count, hash);
        for (std::size_t i = 0; i < count; ++i) {
            const Node& node = design.nodes[i];
            if (node.op == Op::input)
                continue;
            const Key key{static_cast<std::int64_t>(node.op), of(node.a), of(node.b), of(node.c), node.value,
                          node.shiftA * 256 + node.shiftB, node.op == Op::clamp ? node.range.hi : 0};
            const NodeId known = first.try_emplace(key, static_cast<NodeId>(i)).first->second;
            changed = changed || equal[i] != known;
            equal[i] = known;
        }
    }
    return equal;
}

std::array<FeatureCounts, circuit::kBlocks.size()> lutFeatures(const Circuit& design, int lutInputs)
{
    std::array<FeatureCounts, circuit::kBlocks.size()> blocks{};
    const std::vector<NodeId> equal = representatives(design);
    for (NodeId id = 0; id < static_cast<NodeId>(design.nodes.size()); ++id)
        if (equal[static_cast<std::size_t>(id)] == id)
            count(design, id, lutInputs, blocks[static_cast<std::size_t>(design.node(id).block)]);
    blocks[static_cast<std::size_t>(circuit::Block::control)][static_cast<std::size_t>(Feature::designs)] = 1;
    return blocks;
}

} // namespace burin::fpga
