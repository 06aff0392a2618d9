// SPDX-License-Identifier: GPL-3.0-or-later
// CrossbarCnn: an integer network whose weighted layers run on crossbar arrays (simulate_cells.h); bias, rounding,
// pools and joins are digital, as in cnn::IntegerCnn. With converters that lose nothing and ideal cells its logits
// are the integer network's.
#pragma once

#include "core/cnn/integer_cnn.h"
#include "core/crossbar/cost.h"
#include "core/crossbar/noise.h"
#include "core/crossbar/policy.h"

#include <memory>
#include <span>
#include <vector>

namespace burin::crossbar {

class CrossbarCnn {
public:
    /// The network's own formats decide widths: see quantiseForPolicy. `policy`: only its `adc` is read; empty:
    /// none is given. Errors (invalidInput) name the layer: weights that the cells cannot hold, a policy of
    /// another length.
    static Result<CrossbarCnn> make(cnn::IntegerCnn integer, const Preset& preset, const AdcSetting& adc = {},
                                    const Policy& policy = {});

    /// The same network with cells drawn from `seed`.
    [[nodiscard]] CrossbarCnn withImperfections(const Imperfections& imperfections, std::uint64_t seed) const;

    [[nodiscard]] const cnn::IntegerCnn& integer() const;
    /// By weighted layer.
    [[nodiscard]] std::vector<ArrayFormat> formats() const;
    /// The arrays of a weighted layer, as costOf counts them.
    [[nodiscard]] const LayerMapping& mapping(std::size_t weightedLayer) const;
    /// Of a weighted layer (depthwise: of one channel), as they should be.
    [[nodiscard]] const ArrayCells& cells(std::size_t weightedLayer, std::size_t group = 0) const;
    /// By weighted layer: no conversion can clip.
    [[nodiscard]] std::vector<bool> exactLayers() const;
    /// All of them, and cells are ideal: it gives what the integer network gives.
    [[nodiscard]] bool isExact() const;

    /// As IntegerCnn's. The result depends on neither threads nor instruction set.
    [[nodiscard]] Result<std::vector<std::int64_t>> logits(std::span<const std::uint8_t> pixels,
                                                           const JobContext& ctx) const;
    [[nodiscard]] Result<std::vector<int>> predict(std::span<const std::uint8_t> pixels,
                                                   const JobContext& ctx) const;
    /// The same by plainProducts(), the twin that tests compare with.
    [[nodiscard]] Result<std::vector<std::int64_t>> plainLogits(std::span<const std::uint8_t> pixels,
                                                                const JobContext& ctx) const;

private:
    struct Plan;
    std::shared_ptr<const Plan> plan_;
};

} // namespace burin::crossbar
