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

/// Different columns of a table that are not constant. Columns are told apart by their bits, for tables of more than 64
/// words by a 64-bit polynomial hash of them.
double distinctColumns(const std::vector<std::int64_t>& words, int width)
{
    const std::uint64_t base = words.size() <= 64 ? 2 : 0x9E3779B97F4A7C15ULL;
    std::vector<std::uint64_t> columns;
    for (int bit = 0; bit < width; ++bit) {
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
    return static_cast<double>(std::unique(columns.begin(), columns.end()) - columns.begin());
}

const std::vector<std::int64_t>& wordsOf(const Circuit& design, const Node& rom)
{
    return design.roms[static_cast<std::size_t>(rom.value)];
}

/// Whether products take a table in, so that it is not made.
bool isTakenIn(std::size_t words, int lutInputs)
{
    return words <= std::size_t{1} << (lutInputs - 1);
}

/// Partial products with LUTs of their own: where one operand is a table of just the size for that.
double productBits(const Circuit& design, const Node& product, int lutInputs)
{
    double bits = 0;
    for (const auto& [table, other] : {std::pair(product.a, product.b), std::pair(product.b, product.a)}) {
        const Node& rom = design.node(table);
        if (rom.op != Op::rom)
            continue;
        const auto& words = wordsOf(design, rom);
        if (isTakenIn(words.size(), lutInputs) && words.size() > std::size_t{1} << (lutInputs - 2))
            bits += distinctColumns(words, rom.width()) * design.node(other).width();
    }
    return bits;
}

/// Nodes that something else than a product reads.
std::vector<bool> readElsewhere(const Circuit& design)
{
    std::vector<bool> read(design.nodes.size());
    for (const Node& node : design.nodes)
        if (node.op != Op::multiply)
            for (const NodeId operand : {node.a, node.b, node.c})
                if (operand != circuit::kNone)
                    read[static_cast<std::size_t>(operand)] = true;
    for (const circuit::Port& port : design.ports)
        for (const NodeId field : port.fields)
            read[static_cast<std::size_t>(field)] = true;
    return read;
}

void count(const Circuit& design, NodeId id, int lutInputs, bool readElsewhere, FeatureCounts& into)
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
    case Op::rom: {
        const auto& words = wordsOf(design, node);
        if (readElsewhere || !isTakenIn(words.size(), lutInputs))
            add(Feature::romTables, distinctColumns(words, node.width()) *
                                        std::max(1.0, std::ceil(static_cast<double>(words.size()) / (1 << lutInputs))));
        break;
    }
    case Op::multiply: {
        const double narrow = std::min(width(node.a), width(node.b));
        add(Feature::multiplyBits, std::max(0.0, narrow - 1) * (std::max(width(node.a), width(node.b)) + 1));
        add(Feature::productBits, productBits(design, node, lutInputs));
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
        "compareBits", "muxBits", "logicGates", "romTables",    "multiplyBits", "productBits", "designs"};
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
    const std::vector<bool> elsewhere = readElsewhere(design);
    for (NodeId id = 0; id < static_cast<NodeId>(design.nodes.size()); ++id)
        if (equal[static_cast<std::size_t>(id)] == id)
            count(design, id, lutInputs, elsewhere[static_cast<std::size_t>(id)],
                  blocks[static_cast<std::size_t>(design.node(id).block)]);
    blocks[static_cast<std::size_t>(circuit::Block::control)][static_cast<std::size_t>(Feature::designs)] = 1;
    return blocks;
}

} // namespace burin::fpga
