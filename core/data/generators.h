// SPDX-License-Identifier: GPL-3.0-or-later
// Generated data sets, identical on every machine for a seed (base/rng and base/exact_math only).
//
//   henon         x' = 1 - 1.4 x^2 + y, y' = 0.3 x (M. Henon, 1976); one channel x; 10,000 steps.
//   mackey-glass  dx/dt = 0.2 x(t-17) / (1 + x(t-17)^10) - 0.1 x (M. Mackey, L. Glass, 1977); fourth-order
//                 Runge-Kutta with step 0.1, the delayed value between two grid points by linear interpolation,
//                 sampled at every unit of time; one channel x; 10,000 steps.
//   narma10       y' = 0.3 y + 0.05 y (y + y(t-1) + ... + y(t-9)) + 1.5 u(t-9) u + 0.1, u uniform in [0, 0.5]
//                 (A. Atiya, A. Parlos, 2000, eq. 86); channels u, y, target y one step ahead. Deviation from the
//                 usual benchmark: the network also sees the present y, since every channel is an input. A draw
//                 that diverges (y > 1) is drawn again.
//   lorenz        x' = 10 (y - x), y' = x (28 - z) - y, z' = x y - 8/3 z (E. Lorenz, 1963); Runge-Kutta, step 0.02;
//                 channels x, y, z, target x; 10,000 steps.
//   strokes       pen strokes of ten digit-like glyphs, 2 channels, classification; see strokes.cpp.
// The prediction sets start at a seeded point, leave out the first 1,000 steps, train on the first half and test on
// the second.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace burin::data {

[[nodiscard]] const std::vector<std::string>& generatorNames();
[[nodiscard]] bool isGenerator(const std::string& name);
/// Errors: ErrorCode::notFound for an unknown name.
Result<Dataset> generate(const std::string& name, std::uint64_t seed);

/// 30 train and 30 test writers who draw each glyph so often that 1,200 series train and 1,200 test.
[[nodiscard]] Dataset generateStrokes(std::uint64_t seed);

} // namespace burin::data
