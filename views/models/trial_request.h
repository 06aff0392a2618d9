// SPDX-License-Identifier: GPL-3.0-or-later
// Monte-Carlo over chips, as the Hardware tab asks for it.
#pragma once

#include "core/crossbar/simulate_trials.h"

#include <cstddef>

namespace burin::views {

struct TrialRequest {
    crossbar::TrialConfig trials;
    std::size_t images = 0; ///< the first validation images; 0: all
};

} // namespace burin::views
