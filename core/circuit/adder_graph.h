// SPDX-License-Identifier: GPL-3.0-or-later
// AdderGraph: a constant matrix times a vector as adders, subtractors and wiring. Coefficients become canonical signed
// digits; two-term subexpressions x_a +- 2^d x_b that occur several times anywhere in the matrix (shifted and negated
// occurrences included) are built once, the most profitable first; what is left of each row is summed by a tree that
// merges the cheapest pair of terms first (Huffman's rule with full adders as weight), so it is balanced and narrow.
// Ranges are exact: they come from each value's linear form, not from interval arithmetic on the tree.
//
// [[cite]] R. Paar, "Optimized arithmetic for Reed-Solomon encoders", ISIT 1997 (greedy two-term sharing); A. Hosangadi,
// F. Fallah, R. Kastner, "Optimizing polynomial expressions by algebraic factorization and common subexpression
// elimination", IEEE TCAD 25(10), 2006 (signed, shifted pairs); Y. Voronenko, M. Pueschel, "Multiplierless multiple
// constant multiplication", ACM TALG 3(2), 2007; C. Sun et al., "da4ml", arXiv 2507.04535, 2025.
// Deviations: pairs are ranked by the full adders they save, not by their number; the sign of an intermediate value is
// free, so that the operand with more low zeros is the one subtracted, and turned where a row would end negative.
#pragma once

#include "core/circuit/builder.h"
#include "core/fixed/interval.h"

#include <cstdint>
#include <span>
#include <vector>

namespace burin::circuit {

/// result_r = constants[r] + sum over terms of coefficient x_column.
struct ConstantMatrix {
    struct Term {
        int column = 0;
        std::int64_t coefficient = 0;
    };
    std::vector<fixed::Interval> inputs; ///< range of each x
    std::vector<std::vector<Term>> rows; ///< each column at most once a row; zero coefficients are ignored
    std::vector<std::int64_t> constants; ///< one per row
};

struct AdderGraph {
    /// Values are numbered: inputs, constants, adders.
    struct Adder {
        std::int32_t a = 0; ///< -1: the constant 0, with subtract (a negation)
        std::int32_t b = 0;
        std::uint8_t shiftA = 0;
        std::uint8_t shiftB = 0;
        bool subtract = false;  ///< (a << shiftA) - (b << shiftB) instead of +
        int bits = 0;           ///< full adders
        int level = 0;          ///< adders below and with this one
        fixed::Interval range;  ///< exact
    };
    struct Result {
        std::int32_t value = -1; ///< -1: the constant 0
        int shift = 0;
    };
    int inputs = 0;
    std::vector<std::int64_t> constants;
    std::vector<Adder> adders; ///< in topological order
    std::vector<Result> results;
    int sharedAdders = 0; ///< of them in sums that are used several times
    int savedAdders = 0;  ///< adders that sharing made unnecessary
    int adderBits = 0;
    int levels = 0;

    [[nodiscard]] int value(std::size_t adder) const
    {
        return inputs + static_cast<int>(constants.size()) + static_cast<int>(adder);
    }
};

/// Deterministic. Cost: about the square of the signed digits per row.
[[nodiscard]] AdderGraph buildAdderGraph(const ConstantMatrix& matrix, bool share = true);

/// Puts the graph into a circuit: x are the input nodes; returns the node of each row. Each adder's block is that of
/// its inputs in `blocks` (one per column), the later one in the order of Block where they differ.
[[nodiscard]] std::vector<NodeId> instantiate(Builder& builder, const AdderGraph& graph, std::span<const NodeId> x,
                                              std::span<const Block> blocks);

} // namespace burin::circuit
