// SPDX-License-Identifier: GPL-3.0-or-later
// One value of 16 images in a tensor of a BatchProgram: read from, and written into, the words that hold it.
// Private to core/cnn.
#pragma once

#include "core/cnn/batch_program.h"

#include <algorithm>
#include <array>

namespace burin::cnn {

template <class T> using LanesOf = std::array<T, kLanes>;
using Lanes = LanesOf<std::int64_t>;

/// `memory` is the whole of a batch's; T holds every value of the tensor.
template <class T = std::int64_t>
[[nodiscard]] LanesOf<T> loadLanes(const Tensor& t, const std::int32_t* memory, int channel, int y, int x)
{
    LanesOf<T> values;
    if (t.storage == Storage::sums) {
        const auto* from = reinterpret_cast<const std::int64_t*>(memory + t.at) + t.element(channel, y, x);
        std::transform(from, from + kLanes, values.begin(), [](std::int64_t sum) { return static_cast<T>(sum); });
        return values;
    }
    const int perWord = codesPerWord(t.storage);
    const int bits = 32 / perWord;
    const std::int32_t* from = memory + t.at + t.element(channel / perWord, y, x);
    const int up = 32 - bits * (channel % perWord + 1);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const std::uint32_t top = static_cast<std::uint32_t>(from[lane]) << up;
        values[lane] = t.storage == Storage::bytes ? static_cast<T>(top >> (32 - bits)) - t.offset
                                                   : T{static_cast<std::int32_t>(top) >> (32 - bits)} - t.offset;
    }
    return values;
}

template <class T>
void storeLanes(const Tensor& t, std::int32_t* memory, int channel, int y, int x, const LanesOf<T>& values)
{
    if (t.storage == Storage::sums) {
        std::copy(values.begin(), values.end(),
                  reinterpret_cast<std::int64_t*>(memory + t.at) + t.element(channel, y, x));
        return;
    }
    const int perWord = codesPerWord(t.storage);
    const int bits = 32 / perWord;
    const int place = bits * (channel % perWord);
    const std::uint32_t mask = (0xffffffffU >> (32 - bits)) << place;
    std::int32_t* to = memory + t.at + t.element(channel / perWord, y, x);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const auto code = static_cast<std::uint32_t>(values[lane] + t.offset) << place;
        to[lane] = static_cast<std::int32_t>((static_cast<std::uint32_t>(to[lane]) & ~mask) | (code & mask));
    }
}

} // namespace burin::cnn
