// SPDX-License-Identifier: GPL-3.0-or-later
// Interpreter: runs a Circuit clock by clock in 64-bit integers, exactly; reads any signal; counts toggles. A cycle is
// setInput() for each input that changes, evaluate(), reading outputs, clock(). Registers start at their reset values.
//
// Toggles: settled() counts, per node, the bits that differ between the settled words of successive cycles, within the
// node's width. With Activity::glitches each cycle is simulated with unit delay per node instead: all nodes take their
// new value from their operands' values of one tick before, until nothing changes, and every change on the way counts.
// That sees glitches from paths of unequal depth, not those inside a carry chain.
#pragma once

#include "core/circuit/circuit.h"

#include <cstdint>
#include <vector>

namespace burin::circuit {

enum class Activity { none, settled, glitches };

class Interpreter {
public:
    explicit Interpreter(const Circuit& circuit, Activity activity = Activity::none);

    void setInput(NodeId input, std::int64_t value) { values_[static_cast<std::size_t>(input)] = value; }
    void evaluate();
    void clock();
    [[nodiscard]] std::int64_t value(NodeId id) const { return values_[static_cast<std::size_t>(id)]; }
    [[nodiscard]] const Circuit& circuit() const { return circuit_; }
    /// Every node lies in its range; throws std::logic_error naming the first that does not. For tests.
    void checkRanges() const;

    /// Bit toggles per node since the start or resetToggles(); empty with Activity::none.
    [[nodiscard]] const std::vector<std::uint64_t>& toggles() const { return toggles_; }
    [[nodiscard]] std::uint64_t cycles() const { return cycles_; } ///< clock() calls counted with the toggles
    void resetToggles();

private:
    struct Instruction {
        Op op;
        std::uint8_t shiftA;
        std::uint8_t shiftB;
        NodeId target;
        NodeId a;
        NodeId b;
        NodeId c;
        std::int64_t low;
        std::int64_t high;
    };
    [[nodiscard]] std::int64_t compute(const Instruction& instruction) const;
    void settle();
    void countSettled();

    const Circuit& circuit_;
    Activity activity_;
    std::vector<std::int64_t> values_;
    std::vector<std::int64_t> previous_; ///< settled words of the cycle before (or words of the tick before)
    std::vector<std::uint64_t> masks_;
    std::vector<std::uint64_t> toggles_;
    std::vector<Instruction> combinational_;
    std::vector<Instruction> registers_;
    std::vector<std::int64_t> next_;
    std::uint64_t cycles_ = 0;
};

} // namespace burin::circuit
