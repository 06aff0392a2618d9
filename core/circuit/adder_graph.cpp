// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/circuit/adder_graph.h"

#include "core/circuit/term_sharing.h"
#include "core/fixed/csd.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <stdexcept>
#include <utility>

namespace burin::circuit {

using fixed::Interval;

namespace {

constexpr int kLevelWeight = 12; // quarter full adders that one level less is worth in a sum

/// A value's linear form over the inputs, by column, plus a constant.
struct LinearForm {
    std::vector<ConstantMatrix::Term> terms;
    std::int64_t constant = 0;
};

LinearForm combined(const LinearForm& a, std::int64_t factorA, const LinearForm& b, std::int64_t factorB)
{
    LinearForm sum;
    sum.constant = a.constant * factorA + b.constant * factorB;
    sum.terms.reserve(a.terms.size() + b.terms.size());
    auto itA = a.terms.begin();
    auto itB = b.terms.begin();
    while (itA != a.terms.end() || itB != b.terms.end()) {
        const int columnA = itA == a.terms.end() ? std::numeric_limits<int>::max() : itA->column;
        const int columnB = itB == b.terms.end() ? std::numeric_limits<int>::max() : itB->column;
        std::int64_t coefficient = 0;
        if (columnA <= columnB)
            coefficient += (itA++)->coefficient * factorA;
        if (columnB <= columnA)
            coefficient += (itB++)->coefficient * factorB;
        sum.terms.push_back({std::min(columnA, columnB), coefficient});
    }
    return sum;
}

/// Everything known about the values while the graph grows.
class GraphWriter {
public:
    GraphWriter(const ConstantMatrix& matrix, AdderGraph& graph) : matrix_(matrix), graph_(graph)
    {
        for (std::size_t i = 0; i < matrix.inputs.size(); ++i) {
            forms_.push_back({{{static_cast<int>(i), 1}}, 0});
            facts_.push_back({matrix.inputs[i], 0, 0});
        }
        for (const std::int64_t constant : graph.constants) {
            forms_.push_back({{}, constant});
            facts_.push_back({{constant, constant}, 0, std::countr_zero(static_cast<std::uint64_t>(constant))});
        }
    }

    /// The adder's full adders are estimated from interval arithmetic here; commit() makes them exact.
    [[nodiscard]] int cost(const Digit& a, const Digit& b) const
    {
        const int base = std::min(a.power, b.power);
        const ValueFacts& factsA = facts_[static_cast<std::size_t>(a.value)];
        const ValueFacts& factsB = facts_[static_cast<std::size_t>(b.value)];
        const int shiftA = a.power - base;
        const int shiftB = b.power - base;
        const Interval rangeA = factsA.range << shiftA;
        const Interval rangeB = factsB.range << shiftB;
        const int zerosA = factsA.zeros + shiftA;
        const int zerosB = factsB.zeros + shiftB;
        if (a.sign == b.sign)
            return fullAdders(rangeA, zerosA, rangeB, zerosB, false, rangeA + rangeB);
        return zerosA > zerosB ? fullAdders(rangeB, zerosB, rangeA, zerosA, true, rangeB - rangeA)
                               : fullAdders(rangeA, zerosA, rangeB, zerosB, true, rangeA - rangeB);
    }

    /// Adds the adder of two digits and returns the digit that stands for their sum.
    Digit commit(Digit a, Digit b)
    {
        const bool subtract = a.sign != b.sign;
        const auto zeros = [this](const Digit& d) { return facts_[static_cast<std::size_t>(d.value)].zeros + d.power; };
        // The one with more low zeros is subtracted: the other's low bits then pass. Else the positive one comes first.
        if (subtract && (zeros(a) > zeros(b) || (zeros(a) == zeros(b) && a.sign < 0)))
            std::swap(a, b);
        const int base = std::min(a.power, b.power);
        AdderGraph::Adder adder;
        adder.a = a.value;
        adder.b = b.value;
        adder.shiftA = static_cast<std::uint8_t>(a.power - base);
        adder.shiftB = static_cast<std::uint8_t>(b.power - base);
        adder.subtract = subtract;
        const ValueFacts& factsA = facts_[static_cast<std::size_t>(a.value)];
        const ValueFacts& factsB = facts_[static_cast<std::size_t>(b.value)];
        const std::int64_t factorA = std::int64_t{1} << adder.shiftA;
        const std::int64_t factorB = (subtract ? -1 : 1) * (std::int64_t{1} << adder.shiftB);
        LinearForm form = combined(forms_[static_cast<std::size_t>(a.value)], factorA,
                                   forms_[static_cast<std::size_t>(b.value)], factorB);
        adder.range = rangeOf(form);
        adder.bits = fullAdders(factsA.range << adder.shiftA, factsA.zeros + adder.shiftA,
                                factsB.range << adder.shiftB, factsB.zeros + adder.shiftB, subtract, adder.range);
        adder.level = std::max(factsA.level, factsB.level) + (adder.bits > 0 ? 1 : 0);
        const int lowZeros = std::min(factsA.zeros + adder.shiftA, factsB.zeros + adder.shiftB);
        append(adder, std::move(form), lowZeros);
        return {graph_.value(graph_.adders.size() - 1), base, a.sign};
    }

    [[nodiscard]] const ValueFacts& facts(std::int32_t value) const { return facts_[static_cast<std::size_t>(value)]; }

    /// Adds the negation of a digit's value and returns the digit with its sign turned.
    Digit negate(const Digit& digit)
    {
        const ValueFacts facts = facts_[static_cast<std::size_t>(digit.value)];
        AdderGraph::Adder adder;
        adder.a = -1;
        adder.b = digit.value;
        adder.subtract = true;
        adder.range = -facts.range;
        adder.bits = fixed::wordBits(adder.range) - facts.zeros;
        adder.level = facts.level + 1;
        append(adder, combined({}, 0, forms_[static_cast<std::size_t>(digit.value)], -1), facts.zeros);
        return {graph_.value(graph_.adders.size() - 1), digit.power, -digit.sign};
    }

    /// Turns the sign of a value made of adders from `first` on that nobody else uses, by exchanging minuend and
    /// subtrahend where that costs least. The value's sum must hold a positive term. Returns false if it holds none.
    bool turnSign(std::int32_t value, std::size_t first)
    {
        if (turnCost(value, first) >= kNever)
            return false;
        turn(value, first);
        return true;
    }

private:
    static constexpr int kNever = 1 << 28;

    void append(const AdderGraph::Adder& adder, LinearForm form, int zeros)
    {
        graph_.adders.push_back(adder);
        graph_.adderBits += adder.bits;
        graph_.levels = std::max(graph_.levels, adder.level);
        forms_.push_back(std::move(form));
        facts_.push_back({adder.range, adder.level, zeros});
    }
    [[nodiscard]] AdderGraph::Adder* ownAdder(std::int32_t value, std::size_t first) const
    {
        const std::int32_t base = graph_.value(first);
        return value < base ? nullptr : &graph_.adders[first + static_cast<std::size_t>(value - base)];
    }
    /// Full adders of `minuend - subtrahend` for the operands of an adder, with the range turned.
    [[nodiscard]] int turnedBits(const AdderGraph::Adder& adder, bool minuendIsA) const
    {
        const int zerosA = facts_[static_cast<std::size_t>(adder.a)].zeros + adder.shiftA;
        const int zerosB = facts_[static_cast<std::size_t>(adder.b)].zeros + adder.shiftB;
        return std::max(0, fixed::wordBits(-adder.range) - (minuendIsA ? zerosB : zerosA));
    }
    /// -(a + b) = (-a) - b: the cheaper operand to turn, and what that costs.
    [[nodiscard]] std::pair<bool, int> turnedOperand(const AdderGraph::Adder& adder, std::size_t first) const
    {
        const int a = turnCost(adder.a, first) + turnedBits(adder, true) - adder.bits;
        const int b = turnCost(adder.b, first) + turnedBits(adder, false) - adder.bits;
        return {a <= b, std::min(a, b)};
    }
    [[nodiscard]] int turnCost(std::int32_t value, std::size_t first) const
    {
        const AdderGraph::Adder* adder = ownAdder(value, first);
        if (adder == nullptr || adder->a < 0)
            return kNever;
        return adder->subtract ? turnedBits(*adder, false) - adder->bits : turnedOperand(*adder, first).second;
    }
    void turn(std::int32_t value, std::size_t first)
    {
        AdderGraph::Adder& adder = *ownAdder(value, first);
        bool minuendIsA = false;
        if (!adder.subtract) {
            minuendIsA = turnedOperand(adder, first).first;
            turn(minuendIsA ? adder.a : adder.b, first);
        }
        graph_.adderBits -= adder.bits;
        adder.bits = turnedBits(adder, minuendIsA);
        graph_.adderBits += adder.bits;
        if (!minuendIsA) {
            std::swap(adder.a, adder.b);
            std::swap(adder.shiftA, adder.shiftB);
        }
        adder.subtract = true;
        adder.range = -adder.range;
        facts_[static_cast<std::size_t>(value)].range = adder.range;
    }

    [[nodiscard]] Interval rangeOf(const LinearForm& form) const
    {
        Interval range{form.constant, form.constant};
        for (const ConstantMatrix::Term& term : form.terms)
            if (term.coefficient != 0)
                range = range + fixed::scaled(matrix_.inputs[static_cast<std::size_t>(term.column)], term.coefficient);
        return range;
    }

    const ConstantMatrix& matrix_;
    AdderGraph& graph_;
    std::vector<LinearForm> forms_;
    std::vector<ValueFacts> facts_;
};

/// Sums digits: always the pair whose adder is cheapest, of these the one with the fewest levels. There is one at least.
Digit sumOf(GraphWriter& writer, std::vector<Digit> terms)
{
    struct Best {
        std::size_t partner = 0;
        int cost = std::numeric_limits<int>::max();
    };
    std::vector<Best> best(terms.size());
    const auto rank = [&](std::size_t i, std::size_t j) {
        const int level = std::max(writer.facts(terms[i].value).level, writer.facts(terms[j].value).level);
        return writer.cost(terms[i], terms[j]) * 4 + level * kLevelWeight;
    };
    // best[i] is the cheapest partner below i, so every pair is held once.
    const auto search = [&](std::size_t i) {
        best[i] = {};
        for (std::size_t j = 0; j < i; ++j)
            if (const int cost = rank(i, j); cost < best[i].cost)
                best[i] = {j, cost};
    };
    for (std::size_t i = 0; i < terms.size(); ++i)
        search(i);
    while (terms.size() > 1) {
        std::size_t pick = 1;
        for (std::size_t i = 2; i < terms.size(); ++i)
            if (best[i].cost < best[pick].cost)
                pick = i;
        const std::size_t partner = best[pick].partner;
        // The sum takes the partner's place, the last term the place that falls free.
        terms[partner] = writer.commit(terms[partner], terms[pick]);
        const std::size_t last = terms.size() - 1;
        terms[pick] = terms[last];
        terms.pop_back();
        best.pop_back();
        for (std::size_t i = 1; i < terms.size(); ++i) {
            if (i == pick || i == partner || best[i].partner == pick || best[i].partner == partner ||
                best[i].partner == last) {
                search(i);
                continue;
            }
            for (const std::size_t j : {partner, pick})
                if (j < i)
                    if (const int cost = rank(i, j); cost < best[i].cost)
                        best[i] = {j, cost};
        }
    }
    return terms.front();
}

/// Sums the digits of one row; the result is positive.
AdderGraph::Result sumRow(GraphWriter& writer, std::vector<Digit> terms, std::size_t firstAdder)
{
    if (terms.empty())
        return {};
    // A sum of negative terms only: one, the narrowest, is negated first.
    if (std::all_of(terms.begin(), terms.end(), [](const Digit& d) { return d.sign < 0; })) {
        const auto width = [&](const Digit& d) { return fixed::wordBits(writer.facts(d.value).range); };
        const auto narrowest = std::min_element(terms.begin(), terms.end(), [&](const Digit& a, const Digit& b) {
            return width(a) < width(b);
        });
        *narrowest = writer.negate(*narrowest);
        ++firstAdder;
    }
    const Digit sum = sumOf(writer, std::move(terms));
    if (sum.sign < 0 && !writer.turnSign(sum.value, firstAdder))
        throw std::logic_error("a row's sum cannot be made positive");
    return {sum.value, sum.power};
}

/// The sharing step decides which pairs are built once; this builds them. A pair that in the end only one other sum uses
/// is no sharing: its terms join that sum, which is then free to balance them. `plan` has one adder per pair.
class SharedSums {
public:
    SharedSums(const AdderGraph& plan, const DigitRows& rows, GraphWriter& writer)
        : base_(plan.value(0)), uses_(plan.adders.size(), 0), terms_(uses_.size()), built_(uses_.size())
    {
        for (const AdderGraph::Adder& adder : plan.adders)
            for (const std::int32_t operand : {adder.a, adder.b})
                count(operand);
        for (const std::vector<Digit>& row : rows)
            for (const Digit& digit : row)
                count(digit.value);
        for (std::size_t i = 0; i < uses_.size(); ++i) {
            const AdderGraph::Adder& adder = plan.adders[i];
            append({adder.a, adder.shiftA, 1}, terms_[i]);
            append({adder.b, adder.shiftB, adder.subtract ? -1 : 1}, terms_[i]);
            if (uses_[i] > 1)
                built_[i] = sumOf(writer, terms_[i]);
        }
    }

    /// Adds to `terms` what stands for a digit of the plan.
    void append(const Digit& digit, std::vector<Digit>& terms) const
    {
        if (digit.value < base_) {
            terms.push_back(digit);
            return;
        }
        const auto at = static_cast<std::size_t>(digit.value - base_);
        const auto add = [&](const Digit& d) {
            terms.push_back({d.value, d.power + digit.power, d.sign * digit.sign});
        };
        if (uses_[at] > 1)
            add(built_[at]);
        else
            std::for_each(terms_[at].begin(), terms_[at].end(), add);
    }

private:
    void count(std::int32_t value)
    {
        if (value >= base_)
            ++uses_[static_cast<std::size_t>(value - base_)];
    }

    std::int32_t base_;
    std::vector<int> uses_;
    std::vector<std::vector<Digit>> terms_;
    std::vector<Digit> built_;
};

} // namespace

AdderGraph buildAdderGraph(const ConstantMatrix& matrix, bool share)
{
    if (matrix.constants.size() != matrix.rows.size())
        throw std::logic_error("buildAdderGraph: one constant per row");
    AdderGraph graph;
    graph.inputs = static_cast<int>(matrix.inputs.size());
    std::vector<std::int32_t> constantOf(matrix.rows.size(), -1);
    for (std::size_t row = 0; row < matrix.rows.size(); ++row) {
        if (matrix.constants[row] == 0)
            continue;
        constantOf[row] = graph.inputs + static_cast<std::int32_t>(graph.constants.size());
        graph.constants.push_back(matrix.constants[row]);
    }
    DigitRows rows(matrix.rows.size());
    std::size_t digits = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (const ConstantMatrix::Term& term : matrix.rows[row])
            for (const fixed::SignedDigit& digit : fixed::canonicalSignedDigits(term.coefficient))
                rows[row].push_back({term.column, digit.power, digit.sign});
        digits += rows[row].size();
    }
    GraphWriter writer(matrix, graph);
    if (share) {
        AdderGraph plan = graph;
        GraphWriter planner(matrix, plan);
        shareTerms(
            rows, plan.value(0), [&](const Digit& a, const Digit& b) { return planner.cost(a, b); },
            [&](const Digit& a, const Digit& b) { return planner.commit(a, b); });
        std::size_t left = plan.adders.size();
        for (const std::vector<Digit>& row : rows)
            left += row.size();
        graph.savedAdders = static_cast<int>(digits - left);
        const SharedSums shared(plan, rows, writer);
        for (std::vector<Digit>& row : rows) {
            std::vector<Digit> terms;
            for (const Digit& digit : row)
                shared.append(digit, terms);
            row = std::move(terms);
        }
        graph.sharedAdders = static_cast<int>(graph.adders.size());
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (constantOf[row] >= 0)
            rows[row].push_back({constantOf[row], 0, 1});
        graph.results.push_back(sumRow(writer, rows[row], graph.adders.size()));
    }
    return graph;
}

std::vector<NodeId> instantiate(Builder& builder, const AdderGraph& graph, std::span<const NodeId> x,
                                std::span<const Block> blocks)
{
    std::vector<NodeId> nodes(x.begin(), x.end());
    std::vector<Block> block(blocks.begin(), blocks.end());
    for (const std::int64_t constant : graph.constants) {
        nodes.push_back(builder.constant(constant));
        block.push_back(blocks.empty() ? Block::control : blocks.front());
    }
    for (const AdderGraph::Adder& adder : graph.adders) {
        const auto b = static_cast<std::size_t>(adder.b);
        const auto a = adder.a < 0 ? b : static_cast<std::size_t>(adder.a);
        block.push_back(std::max(block[a], block[b]));
        builder.setBlock(block.back());
        nodes.push_back(adder.a < 0      ? builder.negate(nodes[b])
                        : adder.subtract ? builder.sub(nodes[a], nodes[b], adder.shiftA, adder.shiftB, adder.range)
                                       : builder.add(nodes[a], nodes[b], adder.shiftA, adder.shiftB, adder.range));
    }
    std::vector<NodeId> results;
    for (const AdderGraph::Result& result : graph.results) {
        if (result.value < 0) {
            results.push_back(builder.constant(0));
            continue;
        }
        builder.setBlock(block[static_cast<std::size_t>(result.value)]);
        results.push_back(builder.shiftLeft(nodes[static_cast<std::size_t>(result.value)], result.shift));
    }
    return results;
}

} // namespace burin::circuit
