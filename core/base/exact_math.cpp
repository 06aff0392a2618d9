// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exact_math.h"

#include <cmath>
#include <limits>

namespace burin {
namespace {

constexpr double kLn2High = 0x1.62e42fefa0000p-1; // low 21 bits zero: k * kLn2High is exact for |k| < 2^20
constexpr double kLn2Low = 0x1.cf79abc9e3b39p-40;
constexpr double kPi2High = 0x1.921fb54400000p+0;
constexpr double kPi2Middle = 0x1.0b4611a600000p-34;
constexpr double kPi2Low = 0x1.3198a2e037073p-69;

/// exp(r) - 1 for |r| <= ln2/2 by Taylor's series, smallest terms first.
double expm1Reduced(double r)
{
    double sum = 0;
    for (int n = 18; n >= 1; --n)
        sum = r / n * (1 + sum);
    return sum;
}

double sinReduced(double r)
{
    const double square = r * r;
    double sum = 0;
    for (int n = 23; n >= 3; n -= 2)
        sum = -square / (n * (n - 1)) * (1 + sum);
    return r * (1 + sum);
}

double cosReduced(double r)
{
    const double square = r * r;
    double sum = 0;
    for (int n = 22; n >= 2; n -= 2)
        sum = -square / (n * (n - 1)) * (1 + sum);
    return 1 + sum;
}

/// ln((1 + s) / (1 - s)) = 2 (s + s^3/3 + ...) for |s| <= 0.1716.
double twoAtanh(double s)
{
    const double square = s * s;
    double sum = 0;
    for (int n = 23; n >= 1; n -= 2)
        sum = sum * square + 1.0 / n;
    return 2 * s * sum;
}

} // namespace

double exactExp(double x)
{
    if (std::isnan(x))
        return x;
    if (x > 709.78)
        return std::numeric_limits<double>::infinity();
    if (x < -745.2)
        return 0;
    const double k = std::floor(x * 1.4426950408889634 + 0.5);
    const double r = (x - k * kLn2High) - k * kLn2Low;
    return std::ldexp(1 + expm1Reduced(r), static_cast<int>(k));
}

double exactLog(double x)
{
    if (std::isnan(x) || x < 0)
        return std::numeric_limits<double>::quiet_NaN();
    if (x == 0)
        return -std::numeric_limits<double>::infinity();
    if (std::isinf(x))
        return x;
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent); // [0.5, 1)
    if (mantissa < 0.70710678118654752) {
        mantissa *= 2;
        --exponent;
    }
    const double s = (mantissa - 1) / (mantissa + 1);
    return exponent * kLn2High + (twoAtanh(s) + exponent * kLn2Low);
}

double exactLog1p(double x)
{
    if (x > -0.25 && x < 0.4)
        return twoAtanh(x / (2 + x));
    return exactLog(1 + x);
}

double exactTanh(double x)
{
    if (std::isnan(x))
        return x;
    const double magnitude = std::fabs(x);
    double result = 1;
    if (magnitude < 0.17) {
        const double e = expm1Reduced(2 * magnitude);
        result = e / (e + 2);
    } else if (magnitude < 22) {
        const double e = exactExp(2 * magnitude);
        result = (e - 1) / (e + 1);
    }
    return std::copysign(result, x);
}

double exactSin(double x)
{
    const double k = std::floor(x / kPi2High + 0.5);
    const double r = ((x - k * kPi2High) - k * kPi2Middle) - k * kPi2Low;
    switch (static_cast<long long>(k) & 3) {
    case 0: return sinReduced(r);
    case 1: return cosReduced(r);
    case 2: return -sinReduced(r);
    default: return -cosReduced(r);
    }
}

double exactCos(double x)
{
    const double k = std::floor(x / kPi2High + 0.5);
    const double r = ((x - k * kPi2High) - k * kPi2Middle) - k * kPi2Low;
    switch (static_cast<long long>(k) & 3) {
    case 0: return cosReduced(r);
    case 1: return -sinReduced(r);
    case 2: return -cosReduced(r);
    default: return sinReduced(r);
    }
}

double exactPow(double x, double y)
{
    return exactExp(y * exactLog(x));
}

} // namespace burin
