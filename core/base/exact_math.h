// SPDX-License-Identifier: GPL-3.0-or-later
// Elementary functions built from +, -, *, / and integer operations only, so that every IEEE-754 machine gives the
// same bits (libm does not promise that). Relative error below 1e-14 (tests/unit/base), against std::.
#pragma once

namespace burin {

[[nodiscard]] double exactExp(double x);
[[nodiscard]] double exactLog(double x);   ///< natural logarithm; x <= 0 gives -inf (0) or NaN (< 0)
[[nodiscard]] double exactLog1p(double x); ///< ln(1 + x), accurate near 0
[[nodiscard]] double exactTanh(double x);
[[nodiscard]] double exactSin(double x); ///< |x| up to about 1e5
[[nodiscard]] double exactCos(double x);
/// x^y for x > 0.
[[nodiscard]] double exactPow(double x, double y);

} // namespace burin
