// SPDX-License-Identifier: GPL-3.0-or-later
// IntegerEngine: the integer network stepped for 64 series at a time, in 32-bit integers where the network's bounds
// allow it (else 64). Its plain twin is stepInteger(); tests/unit/reservoir/tst_engine checks that they agree.
#pragma once

#include "core/reservoir/batch.h"
#include "core/reservoir/integer_reservoir.h"
#include "core/reservoir/simd.h"

#include <functional>
#include <stop_token>

namespace burin::reservoir {

class IntegerEngine {
public:
    /// Zero weights cost nothing; shifts are folded into the weights.
    explicit IntegerEngine(const IntegerReservoir& network, SimdLevel level = bestSimdLevel());

    /// Runs one batch; visit(t, states) after each step, states as [neuron * lanes + lane]. A stop ends it early: who
    /// gives a token asks it afterwards.
    void run(const Batch<std::int32_t>& batch, const std::function<void(int, const std::int32_t*)>& visit,
             const std::stop_token& stop = {}) const;
    /// Bits of the accumulators in use, 32 or 64.
    [[nodiscard]] int accumulatorBits() const { return narrow_ ? 32 : 64; }

private:
    SimdLevel level_;
    bool narrow_ = false;
    int neurons_ = 0;
    int leakShift_ = 0;
    std::int32_t stateMax_ = 0;
    std::vector<int> start_;            ///< first link of each neuron, and the end
    std::vector<int> source_;           ///< channel, or channels + neuron
    std::vector<std::int64_t> weight_;  ///< with its row's shift
    std::vector<std::int64_t> bias_;
    std::vector<int> stateShift_;
};

} // namespace burin::reservoir
