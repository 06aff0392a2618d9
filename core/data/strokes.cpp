// SPDX-License-Identifier: GPL-3.0-or-later
// strokes: ten digit-like glyphs drawn with a pen, as (x, y) at 32 equal steps of time. A glyph is a chain of
// control points joined by a Catmull-Rom curve (E. Catmull, R. Rom, 1974, uniform). A writer has a slant, a turn, a
// width, a size, a personal displacement of every control point and a rhythm (the pen slows and speeds up along the
// curve); each drawing adds a displacement, noise, an offset and a rhythm of its own. Train and test writers are
// different people, so that the test measures new hands. The spreads were chosen so that a reservoir of 50 neurons
// with a mean read-out is right for about 93 drawings of 100.
#include "core/data/generators.h"

#include "core/base/exact_math.h"
#include "core/base/rng.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::data {
namespace {

constexpr std::size_t kClasses = 10;
constexpr std::size_t kWriters = 30; ///< in each part
constexpr std::size_t kDrawings = 4; ///< of each glyph by each writer
constexpr std::size_t kSteps = 32;

// Spreads (standard deviations), in units of the glyph box of side 2.
constexpr double kSlant = 0.3;
constexpr double kTurn = 0.15; ///< radians
constexpr double kLogWidth = 0.15;
constexpr double kLogSize = 0.12;
constexpr double kPersonal = 0.12;
constexpr double kShake = 0.08;
constexpr double kNoise = 0.03;
constexpr double kOffset = 0.08;
constexpr double kRhythm = 0.18; ///< must stay small enough for time to go forward, see rhythm()

struct Point {
    double x = 0;
    double y = 0;
};
using Curve = std::vector<Point>;

/// Control points in the box [-1, 1] x [-1, 1], y upwards, in drawing order.
const std::array<Curve, kClasses>& glyphs()
{
    static const std::array<Curve, kClasses> curves = {{
        {{0.1, 0.95}, {-0.6, 0.6}, {-0.7, -0.3}, {-0.2, -0.95}, {0.5, -0.7}, {0.7, 0.2}, {0.4, 0.85}, {0.0, 0.95}},
        {{-0.4, 0.5}, {0.0, 0.95}, {0.05, 0.3}, {0.0, -0.4}, {0.0, -0.95}},
        {{-0.6, 0.5}, {-0.1, 0.95}, {0.5, 0.6}, {0.3, 0.0}, {-0.6, -0.9}, {0.0, -0.85}, {0.7, -0.9}},
        {{-0.5, 0.8}, {0.2, 0.95}, {0.5, 0.5}, {-0.1, 0.1}, {0.55, -0.3}, {0.3, -0.9}, {-0.6, -0.8}},
        {{-0.1, 0.95}, {-0.6, 0.0}, {0.1, -0.1}, {0.7, -0.05}, {0.3, 0.5}, {0.25, -0.2}, {0.2, -0.95}},
        {{0.6, 0.9}, {-0.4, 0.9}, {-0.5, 0.15}, {0.3, 0.2}, {0.6, -0.4}, {0.1, -0.95}, {-0.6, -0.75}},
        {{0.4, 0.95}, {-0.3, 0.5}, {-0.6, -0.3}, {-0.1, -0.95}, {0.5, -0.6}, {0.2, -0.05}, {-0.5, -0.35}},
        {{-0.6, 0.85}, {0.1, 0.9}, {0.65, 0.85}, {0.25, 0.1}, {-0.05, -0.5}, {-0.2, -0.95}},
        {{0.4, 0.7}, {-0.3, 0.9}, {-0.4, 0.35}, {0.4, -0.3}, {0.2, -0.95}, {-0.4, -0.6}, {0.3, 0.2}, {0.45, 0.75}},
        {{0.5, 0.6}, {-0.1, 0.95}, {-0.5, 0.45}, {0.1, 0.15}, {0.5, 0.6}, {0.4, -0.2}, {0.1, -0.95}},
    }};
    return curves;
}

struct Writer {
    double slant = 0;
    double turn = 0;
    double width = 1;
    double size = 1;
    std::array<double, 3> rhythm{};
    std::array<Curve, kClasses> hand; ///< the glyphs as this person means them
};

Curve displaced(const Curve& curve, double spread, Rng& rng)
{
    Curve result;
    for (const Point& p : curve) {
        const double dx = spread * rng.normal();
        const double dy = spread * rng.normal();
        result.push_back({p.x + dx, p.y + dy});
    }
    return result;
}

double bounded(double value, double limit)
{
    return std::clamp(value, -limit, limit);
}

Writer makeWriter(Rng& rng)
{
    Writer writer;
    writer.slant = kSlant * rng.normal();
    writer.turn = kTurn * rng.normal();
    writer.width = exactExp(kLogWidth * rng.normal());
    writer.size = exactExp(kLogSize * rng.normal());
    for (double& amplitude : writer.rhythm)
        amplitude = kRhythm * rng.normal();
    for (std::size_t c = 0; c < kClasses; ++c)
        writer.hand.at(c) = displaced(glyphs().at(c), kPersonal, rng);
    return writer;
}

/// Where along the curve (0..1) the pen is at time t (0..1): t + sum a_k sin(pi k t) / (pi k), monotone since the
/// amplitudes are bounded to 0.3 each and their slopes add up to less than 1.
double position(const std::array<double, 3>& rhythm, double t)
{
    constexpr double kPi = 3.14159265358979323846;
    double result = t;
    for (std::size_t k = 0; k < rhythm.size(); ++k) {
        const double wave = kPi * static_cast<double>(k + 1);
        result += bounded(rhythm.at(k), 0.3) * exactSin(wave * t) / wave;
    }
    return std::clamp(result, 0.0, 1.0);
}

Point onCurve(const Curve& curve, double where)
{
    const double scaled = where * static_cast<double>(curve.size() - 1);
    const auto segment = std::min(static_cast<std::size_t>(scaled), curve.size() - 2);
    const double t = scaled - static_cast<double>(segment);
    const Point& p1 = curve[segment];
    const Point& p2 = curve[segment + 1];
    const Point& p0 = segment == 0 ? p1 : curve[segment - 1];
    const Point& p3 = segment + 2 < curve.size() ? curve[segment + 2] : p2;
    const auto blend = [t](double a, double b, double c, double d) {
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
    };
    return {blend(p0.x, p1.x, p2.x, p3.x), blend(p0.y, p1.y, p2.y, p3.y)};
}

Series draw(const Writer& writer, std::size_t glyph, Rng& rng)
{
    const Curve curve = displaced(writer.hand.at(glyph), kShake, rng);
    std::array<double, 3> rhythm = writer.rhythm;
    for (double& amplitude : rhythm)
        amplitude += 0.5 * kRhythm * rng.normal();
    const double left = kOffset * rng.normal();
    const double up = kOffset * rng.normal();
    const double cosine = exactCos(writer.turn);
    const double sine = exactSin(writer.turn);
    Series series;
    series.channels = 2;
    for (std::size_t step = 0; step < kSteps; ++step) {
        const Point p = onCurve(curve, position(rhythm, static_cast<double>(step) / static_cast<double>(kSteps - 1)));
        const double x = writer.size * (writer.width * p.x + writer.slant * p.y);
        const double y = writer.size * p.y;
        series.values.push_back(cosine * x - sine * y + left + kNoise * rng.normal());
        series.values.push_back(sine * x + cosine * y + up + kNoise * rng.normal());
    }
    return series;
}

} // namespace

Dataset generateStrokes(std::uint64_t seed)
{
    Dataset dataset;
    dataset.task = Task::classify;
    dataset.channels = 2;
    dataset.channelNames = {"x", "y"};
    for (std::size_t c = 0; c < kClasses; ++c)
        dataset.classNames.push_back(std::to_string(c));
    for (std::size_t w = 0; w < 2 * kWriters; ++w) {
        Rng rng(mix(seed, w));
        const Writer writer = makeWriter(rng);
        Split& part = w < kWriters ? dataset.train : dataset.test;
        for (std::size_t k = 0; k < kDrawings; ++k)
            for (std::size_t c = 0; c < kClasses; ++c) {
                part.series.push_back(draw(writer, c, rng));
                part.labels.push_back(static_cast<int>(c));
            }
    }
    return dataset;
}

} // namespace burin::data
