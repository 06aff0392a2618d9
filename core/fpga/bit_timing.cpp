// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/bit_timing.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace burin::fpga {
namespace {

using circuit::Circuit;
using circuit::kNone;
using circuit::Node;
using circuit::NodeId;
using circuit::Op;

/// When a bit is ready, and the operand of its node that decided it (for walking the path back).
struct Arrival {
    double ns = 0;
    int levels = 0;
    NodeId from = kNone;
};

Arrival later(const Arrival& a, const Arrival& b)
{
    return b.ns > a.ns || (a.from == kNone && b.ns == a.ns) ? b : a;
}

class Analysis {
public:
    Analysis(const Circuit& design, const circuit::DeviceTraits& device) : design_(design), device_(device)
    {
        std::size_t bits = 0;
        for (const Node& node : design.nodes) {
            offsets_.push_back(bits);
            bits += static_cast<std::size_t>(std::max(node.width(), 1));
        }
        arrivals_.resize(bits);
    }

    BitTiming run()
    {
        // Registers first: other nodes may refer to those behind them.
        const auto count = static_cast<NodeId>(design_.nodes.size());
        for (NodeId id = 0; id < count; ++id)
            if (design_.node(id).isRegister())
                setAll(id, {device_.clockToQNs, 0, kNone});
        for (NodeId id = 0; id < count; ++id)
            evaluate(id);
        for (NodeId id = 0; id < count; ++id)
            if (const Node& node = design_.node(id); node.isRegister())
                for (const NodeId operand : {node.a, node.b, node.c})
                    consider(operand, id, device_.netNs + device_.setupNs);
        for (const circuit::Port& port : design_.ports)
            if (port.output)
                for (const NodeId field : port.fields)
                    consider(field, kNone, 0);
        walkBack();
        return timing_;
    }

private:
    Arrival& at(NodeId id, int bit)
    {
        return arrivals_[offsets_[static_cast<std::size_t>(id)] + static_cast<std::size_t>(bit)];
    }

    /// Bit `position` of an operand: constants and zeros below it are always ready, above it the sign repeats.
    Arrival read(NodeId id, int position)
    {
        if (id == kNone || position < 0 || design_.node(id).op == Op::constant)
            return {};
        const Node& node = design_.node(id);
        const int width = std::max(node.width(), 1);
        if (position >= width && !node.isSigned())
            return {};
        Arrival arrival = at(id, std::min(position, width - 1));
        arrival.from = id;
        return arrival;
    }

    Arrival latest(NodeId id, int fromBit = 0)
    {
        Arrival worst;
        if (id == kNone)
            return worst;
        for (int bit = fromBit; bit < std::max(design_.node(id).width(), 1); ++bit)
            worst = later(worst, read(id, bit));
        return worst;
    }

    void setAll(NodeId id, const Arrival& arrival)
    {
        for (int bit = 0; bit < std::max(design_.node(id).width(), 1); ++bit)
            at(id, bit) = arrival;
    }

    [[nodiscard]] Arrival through(Arrival arrival, double ns, int levels = 1) const
    {
        arrival.ns += ns;
        arrival.levels += levels;
        return arrival;
    }
    [[nodiscard]] double cell() const { return device_.netNs + device_.lutNs; }

    // Shares of carryStartNs: into a chain, out of it, and across it without the carry (CARRY4 on xc7: S to
    // CO .40, CI to O .28, S to O .23 of .68 ns).
    [[nodiscard]] double intoChain() const { return 0.6 * device_.carryStartNs; }
    [[nodiscard]] double outOfChain() const { return 0.4 * device_.carryStartNs; }
    [[nodiscard]] double pastChain() const { return 0.34 * device_.carryStartNs; }

    void addition(NodeId id, const Node& node)
    {
        const int bits = circuit::adderBits(design_, id);
        const int width = std::max(node.width(), 1);
        const int first = width - bits;
        Arrival carry;
        for (int bit = 0; bit < width; ++bit) {
            const Arrival ready = node.op == Op::negate
                                      ? read(node.a, bit)
                                      : later(read(node.a, bit - node.shiftA), read(node.b, bit - node.shiftB));
            if (bit < first) {
                at(id, bit) = ready;
                continue;
            }
            const Arrival lut = through(ready, cell());
            if (bits <= 2) { // too short for a chain: plain logic
                at(id, bit) = later(lut, carry);
                carry = later(carry, lut);
                continue;
            }
            const Arrival direct = through(lut, pastChain(), 0);
            at(id, bit) = bit == first ? direct : later(direct, through(carry, outOfChain(), 0));
            carry = later(through(carry, device_.carryPerBitNs, 0), through(lut, intoChain(), 0));
        }
    }

    /// A comparison ripples through a chain over both operands.
    Arrival comparison(NodeId a, NodeId b)
    {
        const int width = std::max(design_.node(a).width(), b == kNone ? 0 : design_.node(b).width());
        Arrival carry;
        for (int bit = 0; bit < width; ++bit) {
            const Arrival lut = through(later(read(a, bit), read(b, bit)), cell());
            carry = later(through(carry, device_.carryPerBitNs, 0), through(lut, intoChain(), 0));
        }
        return through(carry, outOfChain(), 0);
    }

    [[nodiscard]] int treeLevels(int inputs) const
    {
        int levels = 0;
        for (int left = inputs; left > 1; left = (left + device_.lutInputs - 1) / device_.lutInputs)
            ++levels;
        return std::max(levels, 1);
    }

    void evaluate(NodeId id)
    {
        const Node& node = design_.node(id);
        const int width = std::max(node.width(), 1);
        switch (node.op) {
        case Op::add:
        case Op::sub:
        case Op::negate: addition(id, node); break;
        case Op::shiftLeft:
            for (int bit = 0; bit < width; ++bit)
                at(id, bit) = read(node.a, bit - node.shiftA);
            break;
        case Op::shiftRight:
            for (int bit = 0; bit < width; ++bit)
                at(id, bit) = read(node.a, bit + node.shiftA);
            break;
        case Op::clamp: {
            const Arrival over = comparison(node.a, kNone);
            for (int bit = 0; bit < width; ++bit)
                at(id, bit) = through(later(over, read(node.a, bit)), cell());
            break;
        }
        case Op::less: setAll(id, comparison(node.a, node.b)); break;
        case Op::equal: {
            const int inputs = design_.node(node.a).width() + design_.node(node.b).width();
            const int levels = treeLevels(inputs);
            setAll(id, through(later(latest(node.a), latest(node.b)), levels * cell(), levels));
            break;
        }
        case Op::mux:
            for (int bit = 0; bit < width; ++bit)
                at(id, bit) = through(later(read(node.a, 0), later(read(node.b, bit), read(node.c, bit))), cell());
            break;
        case Op::logicAnd:
        case Op::logicOr:
        case Op::logicNot: setAll(id, through(later(latest(node.a), latest(node.b)), cell())); break;
        case Op::rom: {
            const int levels = 1 + std::max(0, design_.node(node.a).width() - device_.lutInputs);
            setAll(id, through(latest(node.a), levels * cell(), levels));
            break;
        }
        case Op::multiply: multiplication(id, node); break;
        case Op::input:
        case Op::constant:
        case Op::reg: break;
        }
    }

    /// Rows of the narrower word, summed by a tree of chains.
    void multiplication(NodeId id, const Node& node)
    {
        const int narrow = std::max(1, std::min(design_.node(node.a).width(), design_.node(node.b).width()));
        const int wide = std::max(design_.node(node.a).width(), design_.node(node.b).width());
        const int levels = std::bit_width(static_cast<unsigned>(narrow - 1));
        const Arrival ready = through(later(latest(node.a), latest(node.b)), cell());
        const double rows = levels * (cell() + device_.carryStartNs) + device_.carryPerBitNs * wide;
        setAll(id, through(ready, levels > 0 ? rows : 0, levels));
    }

    void consider(NodeId id, NodeId capture, double setup)
    {
        if (id == kNone)
            return;
        const Arrival worst = latest(id);
        if (worst.ns + setup <= timing_.delayNs)
            return;
        timing_.delayNs = worst.ns + setup;
        timing_.levels = worst.levels;
        timing_.capture = capture;
        last_ = id;
    }

    /// From the captured word back to a register or an input, by the latest bit of each word on the way.
    void walkBack()
    {
        for (NodeId id = last_; id != kNone;) {
            const Node& node = design_.node(id);
            if (node.isRegister() || node.op == Op::input) {
                timing_.launch = id;
                break;
            }
            const Arrival latest = latestBit(id);
            if (node.op != Op::shiftLeft && node.op != Op::shiftRight) {
                timing_.path.push_back(id);
                timing_.arrivalNs.push_back(latest.ns);
            }
            id = latest.from;
        }
        std::reverse(timing_.path.begin(), timing_.path.end());
        std::reverse(timing_.arrivalNs.begin(), timing_.arrivalNs.end());
    }

    Arrival latestBit(NodeId id)
    {
        Arrival worst = at(id, 0);
        for (int bit = 1; bit < std::max(design_.node(id).width(), 1); ++bit)
            worst = later(worst, at(id, bit));
        return worst;
    }

    const Circuit& design_;
    const circuit::DeviceTraits& device_;
    std::vector<std::size_t> offsets_;
    std::vector<Arrival> arrivals_;
    BitTiming timing_;
    NodeId last_ = kNone;
};

} // namespace

BitTiming bitTiming(const Circuit& design, const circuit::DeviceTraits& device)
{
    return Analysis(design, device).run();
}

} // namespace burin::fpga
