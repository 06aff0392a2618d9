// SPDX-License-Identifier: GPL-3.0-or-later
// ArrayLayer: one weighted layer's cells packed for the kernels: the fast path of simulate_cells.h, equal to its
// plain loops bit for bit (tst_simulate_arrays). Where sums do not fit 32 bits it runs the plain loops.
#pragma once

#include "core/base/aligned.h"
#include "core/cnn/product_engine.h"
#include "core/crossbar/simulate_cells.h"
#include "core/crossbar/simulate_kernel.h"

#include <memory>

namespace burin::crossbar {

/// Fluctuations of the readings of a batch.
struct BatchNoise {
    float scale = 0;                    ///< of readNoise(); 0: none
    AlignedVector<std::uint32_t> seeds; ///< by lane
};

class ArrayLayer {
public:
    /// The groups (depthwise: channels) have the same number of filters and rows. `single`: the layer has one
    /// output pixel (for speed alone).
    ArrayLayer(const ArrayFormat& format, std::vector<ArrayCells> groups, bool single,
               SimdSet set = bestSimdSet());
    ~ArrayLayer();
    ArrayLayer(ArrayLayer&&) noexcept;
    ArrayLayer& operator=(ArrayLayer&&) noexcept;

    /// Sums as cnn::ProductEngine gives them.
    void products(const cnn::ProductInput& input, std::span<std::int64_t> sums,
                  const BatchNoise& noise = {}) const;
    /// The same by plainProducts().
    void plain(const cnn::ProductInput& input, std::span<std::int64_t> sums, const BatchNoise& noise = {}) const;

    /// No conversion can clip or is rounded: the sums are the weights' sums of products.
    [[nodiscard]] bool isExact() const;
    /// Of the kernel in use; "" where the plain loops run.
    [[nodiscard]] const char* kernelName() const;
    [[nodiscard]] const ArrayFormat& format() const;

private:
    struct Packed;
    std::unique_ptr<Packed> packed_;
};

} // namespace burin::crossbar
