// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/builder.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace burin::circuit {

using fixed::Interval;

namespace {

constexpr std::uint8_t kAllZeros = 62; // low zeros of the constant 0

std::uint8_t zerosOf(std::int64_t value)
{
    return value == 0 ? kAllZeros : static_cast<std::uint8_t>(std::countr_zero(static_cast<std::uint64_t>(value)));
}

std::uint8_t shiftedZeros(const Node& node, int shift)
{
    return static_cast<std::uint8_t>(std::min<int>(node.zeros + shift, kAllZeros));
}

} // namespace

int fullAdders(const Interval& a, int zerosA, const Interval& b, int zerosB, bool subtract, const Interval& result)
{
    // One word ends, without a sign, below the other's lowest bit: a concatenation.
    const bool aBelowB = a.lo >= 0 && fixed::wordBits(a) <= zerosB;
    const bool bBelowA = b.lo >= 0 && fixed::wordBits(b) <= zerosA;
    if (!subtract && (aBelowB || bBelowA))
        return 0;
    // Below the higher of the two lowest bits only one word has bits, and they pass; not so when it is subtracted.
    const int low = subtract ? zerosB : std::max(zerosA, zerosB);
    return std::max(0, fixed::wordBits(result) - low);
}

NodeId Builder::append(Node node)
{
    node.block = block_;
    circuit_.nodes.push_back(std::move(node));
    return size() - 1;
}

NodeId Builder::input(const std::string& name, const Interval& range)
{
    Node node;
    node.op = Op::input;
    node.range = range;
    node.name = name;
    return append(std::move(node));
}

NodeId Builder::constant(std::int64_t value)
{
    const auto [entry, isNew] = constants_.try_emplace(value, kNone);
    if (isNew) {
        Node node;
        node.range = {value, value};
        node.value = value;
        node.zeros = zerosOf(value);
        entry->second = append(std::move(node));
    }
    return entry->second;
}

NodeId Builder::sumOrDifference(Op op, NodeId a, NodeId b, int shiftA, int shiftB,
                                const std::optional<Interval>& range)
{
    const Interval rangeA = node(a).range << shiftA;
    const Interval rangeB = node(b).range << shiftB;
    const Interval natural = op == Op::add ? rangeA + rangeB : rangeA - rangeB;
    if (natural.isConstant())
        return constant(natural.lo);
    if (rangeB == Interval{0, 0})
        return shiftLeft(a, shiftA);
    if (rangeA == Interval{0, 0})
        return op == Op::add ? shiftLeft(b, shiftB) : negate(shiftLeft(b, shiftB));
    Node result;
    result.op = op;
    result.a = a;
    result.b = b;
    result.shiftA = static_cast<std::uint8_t>(shiftA);
    result.shiftB = static_cast<std::uint8_t>(shiftB);
    result.range = range.value_or(natural);
    result.zeros = std::min(shiftedZeros(node(a), shiftA), shiftedZeros(node(b), shiftB));
    return append(std::move(result));
}

NodeId Builder::add(NodeId a, NodeId b, int shiftA, int shiftB, std::optional<Interval> range)
{
    return sumOrDifference(Op::add, a, b, shiftA, shiftB, range);
}

NodeId Builder::sub(NodeId a, NodeId b, int shiftA, int shiftB, std::optional<Interval> range)
{
    return sumOrDifference(Op::sub, a, b, shiftA, shiftB, range);
}

NodeId Builder::negate(NodeId a)
{
    if (isConstant(a))
        return constant(-node(a).value);
    Node result;
    result.op = Op::negate;
    result.a = a;
    result.range = -node(a).range;
    result.zeros = node(a).zeros;
    return append(std::move(result));
}

NodeId Builder::shiftLeft(NodeId a, int shift)
{
    if (shift == 0)
        return a;
    if (isConstant(a))
        return constant((node(a).range << shift).lo);
    Node result;
    result.op = Op::shiftLeft;
    result.a = a;
    result.shiftA = static_cast<std::uint8_t>(shift);
    result.range = node(a).range << shift;
    result.zeros = shiftedZeros(node(a), shift);
    return append(std::move(result));
}

NodeId Builder::shiftRight(NodeId a, int shift)
{
    if (shift == 0)
        return a;
    const Interval range = node(a).range >> shift;
    if (range.isConstant())
        return constant(range.lo);
    Node result;
    result.op = Op::shiftRight;
    result.a = a;
    result.shiftA = static_cast<std::uint8_t>(std::min(shift, 63));
    result.range = range;
    result.zeros = static_cast<std::uint8_t>(std::max(0, node(a).zeros - shift));
    return append(std::move(result));
}

NodeId Builder::clamp(NodeId a, std::int64_t lo, std::int64_t hi)
{
    const Interval range = fixed::clamped(node(a).range, lo, hi);
    if (range == node(a).range)
        return a;
    if (range.isConstant())
        return constant(range.lo);
    Node result;
    result.op = Op::clamp;
    result.a = a;
    result.range = range;
    result.zeros = std::min({node(a).zeros, zerosOf(range.lo), zerosOf(range.hi)});
    return append(std::move(result));
}

NodeId Builder::less(NodeId a, NodeId b)
{
    if (node(a).range.hi < node(b).range.lo)
        return constant(1);
    if (node(a).range.lo >= node(b).range.hi)
        return constant(0);
    Node result;
    result.op = Op::less;
    result.a = a;
    result.b = b;
    result.range = {0, 1};
    return append(std::move(result));
}

NodeId Builder::equal(NodeId a, NodeId b)
{
    const Interval& rangeA = node(a).range;
    const Interval& rangeB = node(b).range;
    if (rangeA.hi < rangeB.lo || rangeB.hi < rangeA.lo)
        return constant(0);
    if (a == b || (rangeA.isConstant() && rangeA == rangeB))
        return constant(1);
    Node result;
    result.op = Op::equal;
    result.a = a;
    result.b = b;
    result.range = {0, 1};
    return append(std::move(result));
}

NodeId Builder::mux(NodeId condition, NodeId ifTrue, NodeId ifFalse)
{
    if (isConstant(condition))
        return node(condition).value != 0 ? ifTrue : ifFalse;
    if (ifTrue == ifFalse)
        return ifTrue;
    Node result;
    result.op = Op::mux;
    result.a = condition;
    result.b = ifTrue;
    result.c = ifFalse;
    result.range = fixed::hull(node(ifTrue).range, node(ifFalse).range);
    result.zeros = std::min(node(ifTrue).zeros, node(ifFalse).zeros);
    return append(std::move(result));
}

NodeId Builder::logicAnd(NodeId a, NodeId b)
{
    if (isConstant(a))
        return node(a).value != 0 ? b : a;
    if (isConstant(b))
        return node(b).value != 0 ? a : b;
    if (a == b)
        return a;
    Node result;
    result.op = Op::logicAnd;
    result.a = a;
    result.b = b;
    result.range = {0, 1};
    return append(std::move(result));
}

NodeId Builder::logicOr(NodeId a, NodeId b)
{
    if (isConstant(a))
        return node(a).value != 0 ? a : b;
    if (isConstant(b))
        return node(b).value != 0 ? b : a;
    if (a == b)
        return a;
    Node result;
    result.op = Op::logicOr;
    result.a = a;
    result.b = b;
    result.range = {0, 1};
    return append(std::move(result));
}

NodeId Builder::logicNot(NodeId a)
{
    if (isConstant(a))
        return constant(node(a).value != 0 ? 0 : 1);
    Node result;
    result.op = Op::logicNot;
    result.a = a;
    result.range = {0, 1};
    return append(std::move(result));
}

NodeId Builder::rom(const std::vector<std::int64_t>& table, NodeId address)
{
    if (table.empty() || !Interval{0, static_cast<std::int64_t>(table.size()) - 1}.contains(node(address).range))
        throw std::logic_error("rom: the address leaves the table");
    const auto [low, high] = std::minmax_element(table.begin(), table.end());
    if (*low == *high)
        return constant(*low);
    Node result;
    result.op = Op::rom;
    result.a = address;
    result.range = {*low, *high};
    result.zeros = kAllZeros;
    for (const std::int64_t word : table)
        result.zeros = std::min(result.zeros, zerosOf(word));
    result.value = static_cast<std::int64_t>(circuit_.roms.size());
    circuit_.roms.push_back(table);
    return append(std::move(result));
}

NodeId Builder::multiply(NodeId a, NodeId b)
{
    if (isConstant(a) && node(a).value == 0)
        return a;
    if (isConstant(b) && node(b).value == 0)
        return b;
    Node result;
    result.op = Op::multiply;
    result.a = a;
    result.b = b;
    result.range = node(a).range * node(b).range;
    result.zeros = static_cast<std::uint8_t>(std::min<int>(node(a).zeros + node(b).zeros, kAllZeros));
    return append(std::move(result));
}

NodeId Builder::reg(const std::string& name, const Interval& range, std::int64_t resetValue)
{
    Node result;
    result.op = Op::reg;
    result.range = fixed::hull(range, {resetValue, resetValue});
    result.value = resetValue;
    result.name = name;
    return append(std::move(result));
}

void Builder::connect(NodeId reg, NodeId next, NodeId enable, NodeId reset)
{
    Node& target = node(reg);
    target.a = next;
    target.b = enable;
    target.c = reset;
    if (target.value == 0)
        target.zeros = node(next).zeros;
}

NodeId Builder::argmax(const std::vector<NodeId>& values)
{
    struct Entry {
        NodeId value;
        NodeId index;
    };
    std::vector<Entry> round;
    for (std::size_t i = 0; i < values.size(); ++i)
        round.push_back({values[i], constant(static_cast<std::int64_t>(i))});
    while (round.size() > 1) {
        std::vector<Entry> winners;
        for (std::size_t i = 0; i + 1 < round.size(); i += 2) {
            const NodeId second = less(round[i].value, round[i + 1].value); // a tie keeps the lower index
            winners.push_back({round.size() > 2 ? mux(second, round[i + 1].value, round[i].value) : round[i].value,
                               mux(second, round[i + 1].index, round[i].index)});
        }
        if (round.size() % 2 == 1)
            winners.push_back(round.back());
        round = std::move(winners);
    }
    return round.front().index;
}

NodeId Builder::sum(std::vector<NodeId> terms)
{
    if (terms.empty())
        return constant(0);
    const auto wider = [this](NodeId a, NodeId b) {
        return node(a).width() != node(b).width() ? node(a).width() > node(b).width() : a > b;
    };
    std::make_heap(terms.begin(), terms.end(), wider);
    const auto take = [&] {
        std::pop_heap(terms.begin(), terms.end(), wider);
        const NodeId id = terms.back();
        terms.pop_back();
        return id;
    };
    while (terms.size() > 1) {
        const NodeId first = take();
        const NodeId second = take();
        terms.push_back(add(first, second));
        std::push_heap(terms.begin(), terms.end(), wider);
    }
    return terms.front();
}

void Builder::setName(NodeId id, const std::string& name)
{
    if (node(id).name.empty() && !isConstant(id))
        node(id).name = name;
}

void Builder::inputPort(const std::string& name, int fieldBits, const std::vector<NodeId>& fields)
{
    circuit_.ports.push_back({name, false, fieldBits, fields});
}

void Builder::outputPort(const std::string& name, int fieldBits, const std::vector<NodeId>& fields)
{
    circuit_.ports.push_back({name, true, fieldBits, fields});
}

namespace {

/// Old ids in an order in which every node but registers follows its operands; only nodes that ports need.
std::vector<NodeId> orderedNodes(const Circuit& circuit)
{
    const std::size_t count = circuit.nodes.size();
    enum class Mark : std::uint8_t { unseen, open, done };
    std::vector<Mark> marks(count, Mark::unseen);
    std::vector<NodeId> order;
    std::vector<NodeId> registers; // whose operands are still to be visited
    std::vector<NodeId> stack;
    const auto visit = [&](NodeId root) {
        stack.push_back(root);
        while (!stack.empty()) {
            const NodeId id = stack.back();
            const auto at = static_cast<std::size_t>(id);
            const Node& node = circuit.nodes[at];
            if (marks[at] == Mark::done) {
                stack.pop_back();
                continue;
            }
            const bool first = marks[at] == Mark::unseen;
            marks[at] = Mark::open;
            if (first && node.isRegister()) {
                registers.push_back(id);
            } else if (first) {
                for (const NodeId operand : {node.c, node.b, node.a}) {
                    if (operand == kNone || marks[static_cast<std::size_t>(operand)] == Mark::done)
                        continue;
                    if (marks[static_cast<std::size_t>(operand)] == Mark::open)
                        throw std::logic_error("a combinational loop");
                    stack.push_back(operand);
                }
                continue;
            }
            marks[at] = Mark::done;
            order.push_back(id);
            stack.pop_back();
        }
    };
    for (const Port& port : circuit.ports)
        for (const NodeId field : port.fields)
            visit(field);
    for (std::size_t i = 0; i < registers.size(); ++i) {
        const Node node = circuit.node(registers[i]);
        for (const NodeId operand : {node.a, node.b, node.c})
            if (operand != kNone)
                visit(operand);
    }
    return order;
}

} // namespace

Circuit Builder::finish(std::vector<NodeId>* newIds)
{
    std::vector<NodeId> order = orderedNodes(circuit_);
    // Sources first, in the order they were made; then the rest, kept near the order they were made in.
    std::stable_partition(order.begin(), order.end(), [this](NodeId id) {
        const Op op = node(id).op;
        return op == Op::input || op == Op::constant || op == Op::reg;
    });
    std::vector<NodeId> map(circuit_.nodes.size(), kNone);
    for (std::size_t i = 0; i < order.size(); ++i)
        map[static_cast<std::size_t>(order[i])] = static_cast<NodeId>(i);
    const auto moved = [&map](NodeId id) { return id == kNone ? kNone : map[static_cast<std::size_t>(id)]; };

    Circuit result;
    result.name = circuit_.name;
    result.comment = circuit_.comment;
    result.ports = circuit_.ports;
    for (const NodeId id : order) {
        Node copy = node(id);
        copy.a = moved(copy.a);
        copy.b = moved(copy.b);
        copy.c = moved(copy.c);
        if (copy.op == Op::rom) {
            result.roms.push_back(circuit_.roms[static_cast<std::size_t>(copy.value)]);
            copy.value = static_cast<std::int64_t>(result.roms.size()) - 1;
        }
        result.nodes.push_back(std::move(copy));
    }
    for (Port& port : result.ports)
        for (NodeId& field : port.fields)
            field = moved(field);
    result.check();
    if (newIds != nullptr)
        *newIds = std::move(map);
    return result;
}

} // namespace burin::circuit
