// SPDX-License-Identifier: GPL-3.0-or-later
// glyphs: ten capital letters as 1 x 16 x 16 images, the built-in set for networks on images (the sibling of
// strokes). A letter is a few strokes, straight or Catmull-Rom curves (E. Catmull, R. Rom, 1974, uniform), whose
// control points shake. Each image is turned, slanted, scaled, shifted and drawn with a pen of its own width:
// light ink on darker paper, both of grey values of their own. The paper has a gradient, a stray stroke crosses
// it, and every pixel has noise. So a linear classifier of the pixels stays far behind a small convolutional
// network, and few bits cost accuracy (figures in README.md).
//
// The ink of a pixel is clamp(1/2 + pen - d, 0, 1), d the distance of its middle from the nearest stroke in
// pixels. All is made of sums, products, quotients, the IEEE-754 square root and base/exact_math, so every machine
// draws the same bytes.
#include "core/data/image_generators.h"

#include "core/base/exact_math.h"
#include "core/base/hash.h"
#include "core/base/rng.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::data {
namespace {

constexpr int kSide = 16;
constexpr std::size_t kTrain = 6000;
constexpr std::size_t kTest = 2000;

// Spreads: standard deviations, or half widths where uniform.
constexpr double kShake = 0.07; ///< of control points, in units of the letter's box of side 2
constexpr double kTurn = 0.16;  ///< radians
constexpr double kSlant = 0.18;
constexpr double kLogSize = 0.1;
constexpr double kSize = 5.4;      ///< pixels of half the box
constexpr double kShift = 1.5;     ///< pixels, uniform
constexpr double kPenLeast = 0.45; ///< pixels, half the width
constexpr double kPenMost = 1.0;
constexpr double kContrastLeast = 50; ///< grey values between ink and paper
constexpr double kContrastMost = 190;
constexpr double kGradient = 1.5; ///< grey values per pixel, uniform
constexpr double kNoise = 14;     ///< grey values

struct Point {
    double x = 0;
    double y = 0;
};

struct Stroke {
    bool curved = false;
    std::vector<Point> points; ///< in the box [-1, 1] x [-1, 1], y upwards
};

struct Letter {
    const char* name;
    std::vector<Stroke> strokes;
};

const std::vector<Letter>& letters()
{
    static const Stroke stem{false, {{-0.6, -1}, {-0.6, 1}}};
    static const Stroke bowl{true, {{-0.6, 1}, {0.3, 0.95}, {0.55, 0.5}, {0.25, 0.05}, {-0.6, 0}}};
    static const std::vector<Letter> all = {
        {"A", {{false, {{-0.7, -1}, {0, 1}, {0.7, -1}}}, {false, {{-0.42, -0.25}, {0.42, -0.25}}}}},
        {"B", {stem, bowl, {true, {{-0.6, 0}, {0.35, -0.05}, {0.65, -0.5}, {0.35, -0.95}, {-0.6, -1}}}}},
        {"E",
         {stem, {false, {{-0.6, 1}, {0.6, 1}}}, {false, {{-0.6, 0}, {0.4, 0}}}, {false, {{-0.6, -1}, {0.6, -1}}}}},
        {"F", {stem, {false, {{-0.6, 1}, {0.6, 1}}}, {false, {{-0.6, 0}, {0.4, 0}}}}},
        {"H", {stem, {false, {{0.6, -1}, {0.6, 1}}}, {false, {{-0.6, 0}, {0.6, 0}}}}},
        {"K", {stem, {false, {{0.6, 1}, {-0.6, 0}, {0.65, -1}}}}},
        {"P", {stem, bowl}},
        {"R", {stem, bowl, {false, {{-0.1, 0}, {0.6, -1}}}}},
        {"S", {{true, {{0.6, 0.7}, {0, 1}, {-0.55, 0.6}, {0, 0.05}, {0.6, -0.5}, {0, -1}, {-0.6, -0.7}}}}},
        {"X", {{false, {{-0.6, 1}, {0.6, -1}}}, {false, {{0.6, 1}, {-0.6, -1}}}}},
    };
    return all;
}

using Line = std::vector<Point>;

/// A curve as eight pieces between two control points.
Line flattened(const Stroke& stroke)
{
    if (!stroke.curved)
        return stroke.points;
    constexpr int kPieces = 8;
    const Line& p = stroke.points;
    Line line{p.front()};
    for (std::size_t i = 0; i + 1 < p.size(); ++i) {
        const Point& before = i == 0 ? p[i] : p[i - 1];
        const Point& after = i + 2 < p.size() ? p[i + 2] : p[i + 1];
        const auto blend = [](double a, double b, double c, double d, double t) {
            return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
                          (3 * b - a - 3 * c + d) * t * t * t);
        };
        for (int k = 1; k <= kPieces; ++k) {
            const double t = static_cast<double>(k) / kPieces;
            line.push_back({blend(before.x, p[i].x, p[i + 1].x, after.x, t),
                            blend(before.y, p[i].y, p[i + 1].y, after.y, t)});
        }
    }
    return line;
}

/// From the letter's box to pixels.
struct Placement {
    double xx, xy, yx, yy, left, top;
    [[nodiscard]] Point operator()(const Point& p) const
    {
        return {left + xx * p.x + xy * p.y, top + yx * p.x + yy * p.y};
    }
};

Placement drawPlacement(Rng& rng)
{
    const double turn = kTurn * rng.normal();
    const double slant = kSlant * rng.normal();
    const double width = kSize * exactExp(kLogSize * rng.normal());
    const double height = kSize * exactExp(kLogSize * rng.normal());
    const double cosine = exactCos(turn);
    const double sine = exactSin(turn);
    const double middle = kSide / 2.0;
    const double left = middle + rng.uniform(-kShift, kShift);
    const double top = middle + rng.uniform(-kShift, kShift);
    // Slant, then turn; rows count downwards.
    return {cosine * width, (cosine * slant - sine) * height,
            -sine * width,  -(sine * slant + cosine) * height,
            left,           top};
}

double distanceSquared(const Point& p, const Point& a, const Point& b)
{
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
    const double ex = p.x - a.x - t * dx;
    const double ey = p.y - a.y - t * dy;
    return ex * ex + ey * ey;
}

double ink(const std::vector<Line>& lines, const Point& pixel, double pen)
{
    double nearest = 1e9;
    for (const Line& line : lines)
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            nearest = std::min(nearest, distanceSquared(pixel, line[i], line[i + 1]));
    return std::clamp(0.5 + pen - std::sqrt(nearest), 0.0, 1.0);
}

std::vector<Line> drawLines(const Letter& letter, Rng& rng)
{
    const Placement place = drawPlacement(rng);
    std::vector<Line> lines;
    for (Stroke stroke : letter.strokes) {
        for (Point& p : stroke.points) {
            p.x += kShake * rng.normal();
            p.y += kShake * rng.normal();
        }
        Line line = flattened(stroke);
        for (Point& p : line)
            p = place(p);
        lines.push_back(std::move(line));
    }
    // The stray stroke: four pixels long, anywhere.
    const Point from{rng.uniform(0, kSide), rng.uniform(0, kSide)};
    const double angle = rng.uniform(0, 6.283185307179586);
    lines.push_back({from, {from.x + 4 * exactCos(angle), from.y + 4 * exactSin(angle)}});
    return lines;
}

void drawImage(const Letter& letter, Rng& rng, std::vector<std::uint8_t>& pixels)
{
    const std::vector<Line> lines = drawLines(letter, rng);
    const double pen = rng.uniform(kPenLeast, kPenMost);
    const double contrast = rng.uniform(kContrastLeast, kContrastMost);
    const double paper = rng.uniform(10, 245 - contrast);
    const double across = rng.uniform(-kGradient, kGradient);
    const double down = rng.uniform(-kGradient, kGradient);
    for (int row = 0; row < kSide; ++row)
        for (int column = 0; column < kSide; ++column) {
            const Point middle{column + 0.5, row + 0.5};
            const double grey = paper + contrast * ink(lines, middle, pen) + across * (middle.x - kSide / 2.0) +
                                down * (middle.y - kSide / 2.0) + kNoise * rng.normal();
            pixels.push_back(static_cast<std::uint8_t>(std::clamp(grey + 0.5, 0.0, 255.0)));
        }
}

void fill(ImageSplit& split, std::size_t count, std::uint64_t seed, std::uint64_t from, Sha256& hash)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t c = i % letters().size();
        Rng rng(mix(seed, from + i));
        drawImage(letters()[c], rng, split.pixels);
        split.labels.push_back(static_cast<int>(c));
    }
    hash.add({reinterpret_cast<const char*>(split.pixels.data()), split.pixels.size()});
    for (const int label : split.labels)
        hash.add(std::string(1, static_cast<char>(label)));
}

} // namespace

ImageDataset generateGlyphs(std::uint64_t seed)
{
    ImageDataset dataset;
    dataset.name = "glyphs";
    dataset.source = "generator glyphs, seed " + std::to_string(seed);
    dataset.height = kSide;
    dataset.width = kSide;
    for (const Letter& letter : letters())
        dataset.classNames.emplace_back(letter.name);
    Sha256 hash;
    fill(dataset.train, kTrain, seed, 0, hash);
    fill(dataset.test, kTest, seed, kTrain, hash);
    dataset.sha256 = hash.hex();
    return dataset;
}

} // namespace burin::data
