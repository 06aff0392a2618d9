// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace burin {

/// ceil(value / by) of value >= 0, by > 0.
[[nodiscard]] constexpr std::int64_t ceilDiv(std::int64_t value, std::int64_t by)
{
    return (value + by - 1) / by;
}

} // namespace burin
