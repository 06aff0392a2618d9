// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/generators.h"

#include "core/base/hash.h"
#include "core/base/rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace burin::data {
namespace {

constexpr std::size_t kSteps = 10'000;
constexpr std::size_t kTransient = 1'000;

using Channels = std::vector<std::string>;

Dataset halved(Channels names, std::vector<double> values, std::size_t target)
{
    Dataset dataset;
    dataset.task = Task::predict;
    dataset.channels = names.size();
    dataset.channelNames = std::move(names);
    dataset.targetChannel = target;
    const std::size_t steps = values.size() / dataset.channels;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(steps / 2 * dataset.channels);
    dataset.train.series.push_back({dataset.channels, {values.begin(), middle}});
    dataset.test.series.push_back({dataset.channels, {middle, values.end()}});
    return dataset;
}

Dataset henon(std::uint64_t seed)
{
    Rng rng(seed);
    double x = rng.uniform(-0.1, 0.1);
    double y = rng.uniform(-0.1, 0.1);
    std::vector<double> values;
    for (std::size_t t = 0; t < kTransient + kSteps; ++t) {
        const double next = 1 - 1.4 * x * x + y;
        y = 0.3 * x;
        x = next;
        if (t >= kTransient)
            values.push_back(x);
    }
    return halved({"x"}, std::move(values), 0);
}

double mackeyGlassSlope(double x, double delayed)
{
    const double square = delayed * delayed;
    const double fourth = square * square;
    return 0.2 * delayed / (1 + fourth * fourth * square) - 0.1 * x;
}

Dataset mackeyGlass(std::uint64_t seed)
{
    constexpr std::size_t kPerUnit = 10; // integration steps per unit of time
    constexpr std::size_t kDelay = 17 * kPerUnit;
    constexpr double kStep = 1.0 / static_cast<double>(kPerUnit);
    Rng rng(seed);
    std::vector<double> history; // x on the grid, from t = -17
    for (std::size_t i = 0; i <= kDelay; ++i)
        history.push_back(1.2 + rng.uniform(-0.1, 0.1));
    std::vector<double> values;
    while (values.size() < kSteps) {
        const std::size_t now = history.size() - 1;
        const double x = history[now];
        const double from = history[now - kDelay];
        const double to = history[now - kDelay + 1];
        const double between = (from + to) / 2;
        const double k1 = mackeyGlassSlope(x, from);
        const double k2 = mackeyGlassSlope(x + kStep / 2 * k1, between);
        const double k3 = mackeyGlassSlope(x + kStep / 2 * k2, between);
        const double k4 = mackeyGlassSlope(x + kStep * k3, to);
        history.push_back(x + kStep / 6 * (k1 + 2 * k2 + 2 * k3 + k4));
        const std::size_t done = now + 1 - kDelay;
        if (done % kPerUnit == 0 && done / kPerUnit > kTransient)
            values.push_back(history.back());
    }
    return halved({"x"}, std::move(values), 0);
}

Dataset narma10(std::uint64_t seed)
{
    constexpr std::size_t kOrder = 10;
    for (std::uint64_t attempt = 0;; ++attempt) {
        Rng rng(mix(seed, attempt));
        std::vector<double> u;
        std::vector<double> y(kOrder, 0);
        for (std::size_t t = 0; t < kTransient + kSteps + kOrder; ++t)
            u.push_back(rng.uniform(0, 0.5));
        bool diverged = false;
        for (std::size_t t = kOrder - 1; t + 1 < u.size() && !diverged; ++t) {
            double sum = 0;
            for (std::size_t i = 0; i < kOrder; ++i)
                sum += y[t - i];
            y.push_back(0.3 * y[t] + 0.05 * y[t] * sum + 1.5 * u[t - (kOrder - 1)] * u[t] + 0.1);
            diverged = y.back() > 1;
        }
        if (diverged)
            continue;
        std::vector<double> values;
        for (std::size_t t = kTransient; t < kTransient + kSteps; ++t) {
            values.push_back(u[t]);
            values.push_back(y[t]);
        }
        return halved({"u", "y"}, std::move(values), 1);
    }
}

using Point = std::array<double, 3>;

Point lorenzSlope(const Point& p)
{
    return {10 * (p[1] - p[0]), p[0] * (28 - p[2]) - p[1], p[0] * p[1] - 8.0 / 3.0 * p[2]};
}

Point moved(const Point& p, const Point& slope, double step)
{
    return {p[0] + step * slope[0], p[1] + step * slope[1], p[2] + step * slope[2]};
}

Dataset lorenz(std::uint64_t seed)
{
    constexpr double kStep = 0.02;
    Rng rng(seed);
    Point p = {1 + rng.uniform(-0.1, 0.1), 1 + rng.uniform(-0.1, 0.1), 20 + rng.uniform(-0.1, 0.1)};
    std::vector<double> values;
    for (std::size_t t = 0; t < kTransient + kSteps; ++t) {
        const Point k1 = lorenzSlope(p);
        const Point k2 = lorenzSlope(moved(p, k1, kStep / 2));
        const Point k3 = lorenzSlope(moved(p, k2, kStep / 2));
        const Point k4 = lorenzSlope(moved(p, k3, kStep));
        for (std::size_t i = 0; i < 3; ++i)
            p.at(i) += kStep / 6 * (k1.at(i) + 2 * k2.at(i) + 2 * k3.at(i) + k4.at(i));
        if (t >= kTransient)
            values.insert(values.end(), p.begin(), p.end());
    }
    return halved({"x", "y", "z"}, std::move(values), 0);
}

/// Over the values as little-endian doubles and the labels, train before test.
std::string hashOf(const Dataset& dataset)
{
    Sha256 hash;
    const auto add = [&](std::uint64_t word) {
        std::array<char, 8> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes.at(i) = static_cast<char>((word >> (8 * i)) & 0xffU);
        hash.add({bytes.data(), bytes.size()});
    };
    for (const Split* split : {&dataset.train, &dataset.test}) {
        for (const Series& series : split->series)
            for (const double value : series.values)
                add(std::bit_cast<std::uint64_t>(value));
        for (const int label : split->labels)
            add(static_cast<std::uint64_t>(label));
    }
    return hash.hex();
}

} // namespace

const std::vector<std::string>& generatorNames()
{
    static const std::vector<std::string> names = {"henon", "mackey-glass", "narma10", "lorenz", "strokes"};
    return names;
}

bool isGenerator(const std::string& name)
{
    return std::find(generatorNames().begin(), generatorNames().end(), name) != generatorNames().end();
}

Result<Dataset> generate(const std::string& name, std::uint64_t seed)
{
    Dataset dataset;
    if (name == "henon")
        dataset = henon(seed);
    else if (name == "mackey-glass")
        dataset = mackeyGlass(seed);
    else if (name == "narma10")
        dataset = narma10(seed);
    else if (name == "lorenz")
        dataset = lorenz(seed);
    else if (name == "strokes")
        dataset = generateStrokes(seed);
    else
        return fail(ErrorCode::notFound, fmt::format("\"{}\" is not a generator", name), "data",
                    fmt::format("Choose one of: {}.", fmt::join(generatorNames(), ", ")));
    dataset.name = name;
    dataset.source = fmt::format("generator {}, seed {}", name, seed);
    dataset.sha256 = hashOf(dataset);
    return dataset;
}

} // namespace burin::data
