// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fixed/bit_histogram.h"

#include <cmath>

namespace burin::fixed {
namespace {

BitHistogram emptyHistogram(const Format& format, std::size_t total)
{
    BitHistogram histogram;
    histogram.format = format;
    histogram.bins.assign(static_cast<std::size_t>(format.bits), 0);
    histogram.total = total;
    return histogram;
}

void countWord(BitHistogram& histogram, std::int64_t word)
{
    const int bit = unsignedBits(word < 0 ? ~word : word) - 1;
    ++histogram.bins[static_cast<std::size_t>(bit < 0 ? 0 : bit)]; // -1 needs its sign only: the lowest bin
}

} // namespace

int BitHistogram::unusedTopBits() const
{
    int unused = 0;
    for (int bit = format.bits - (format.isSigned ? 2 : 1); bit >= 0; --bit, ++unused)
        if (bins[static_cast<std::size_t>(bit)] != 0)
            break;
    return unused;
}

BitHistogram bitHistogram(std::span<const double> values, const Format& format)
{
    BitHistogram histogram = emptyHistogram(format, values.size());
    const Interval range = format.range();
    for (const double value : values) {
        const double exact = std::ldexp(value, format.fraction);
        const std::int64_t word = roundClamped(exact, range);
        if (!std::isfinite(value))
            ++histogram.notFinite;
        else if (value == 0)
            ++histogram.zeros;
        else if (exact > static_cast<double>(range.hi) + 0.5 || exact < static_cast<double>(range.lo) - 0.5)
            ++histogram.overflow;
        else if (word == 0)
            ++histogram.underflow;
        else
            countWord(histogram, word);
    }
    return histogram;
}

BitHistogram bitHistogram(std::span<const std::int32_t> values, const Format& format)
{
    BitHistogram histogram = emptyHistogram(format, values.size());
    const Interval range = format.range();
    for (const std::int32_t value : values) {
        if (value == 0)
            ++histogram.zeros;
        else if (!range.contains(value))
            ++histogram.overflow;
        else
            countWord(histogram, value);
    }
    return histogram;
}

} // namespace burin::fixed
