// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/import.h"

#include "core/base/rng.h"
#include "core/reservoir/quantiser.h"
#include "core/reservoir/readout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::reservoir {
namespace {

constexpr int kNoiseSteps = 2000;
constexpr int kMaxSeries = 64;

/// States lie from -1 to 1, so a larger recurrent weight or bias leaves a neuron at its limits whatever the input; inputs
/// and outputs may be in any units.
constexpr double kStateRange = 1e6;
constexpr double kUnitRange = 1e15;

/// "W [3, 4] = 1e+30"
std::string element(const std::string& name, Eigen::Index row, Eigen::Index column, double value)
{
    return fmt::format("{} [{}, {}] = {:.6g}", name, row, column, value);
}

template <class Array> Result<void> checkArray(const Array& values, bool shape, const char* name, double range)
{
    if (!shape)
        return fail(ErrorCode::invalidInput,
                    fmt::format("has the shape {} x {}, which does not go with the other arrays", values.rows(),
                                values.cols()),
                    name, "Give Win [N x D], W [N x N], Wout [C x N], bias [N], bout [C].");
    for (Eigen::Index row = 0; row < values.rows(); ++row)
        for (Eigen::Index column = 0; column < values.cols(); ++column)
            if (const double value = values(row, column); !(std::abs(value) <= range))
                return fail(ErrorCode::invalidInput,
                            fmt::format("{} is not from {:g} to {:g}", element(name, row, column, value), -range, range),
                            name, "Rows and columns count from 0. Was the network trained to the end, and its scale kept?");
    return {};
}

/// What went wrong in whole numbers, in terms of the arrays: the largest value of those that `part` of the integer network
/// was made of.
Error tooWide(const ImportArrays& a, const Error& internal)
{
    const bool output = internal.where == "outBias" || internal.where == "wout";
    std::string name;
    Eigen::Index row = 0;
    Eigen::Index column = 0;
    double largest = -1;
    const auto look = [&](const auto& values, const char* array) {
        for (Eigen::Index r = 0; r < values.rows(); ++r)
            for (Eigen::Index c = 0; c < values.cols(); ++c)
                if (std::abs(values(r, c)) > std::abs(largest) || name.empty()) {
                    name = array;
                    row = r;
                    column = c;
                    largest = values(r, c);
                }
    };
    if (output) {
        look(a.wout, "Wout");
        if (a.outBias)
            look(*a.outBias, "bout");
    } else {
        look(a.wr, "W");
        look(a.win, "Win");
        if (a.bias)
            look(*a.bias, "bias");
    }
    return {ErrorCode::invalidInput,
            fmt::format("{} is too far from the other values of {}: their sum needs more than 62 bits",
                        element(name, row, column, largest), output ? "Wout and bout" : "W, Win and bias"),
            name, "Give values whose sizes lie closer together, or fewer bits."};
}

Result<void> checkArrays(const ImportArrays& a)
{
    const Eigen::Index n = a.wr.rows();
    BURIN_CHECK(checkArray(a.wr, n >= 1 && n <= kMaxNeurons && a.wr.cols() == n, "W", kStateRange));
    BURIN_CHECK(checkArray(a.win, a.win.rows() == n && a.win.cols() >= 1, "Win", kUnitRange));
    BURIN_CHECK(checkArray(a.wout, a.wout.cols() == n && a.wout.rows() >= 1, "Wout", kUnitRange));
    if (a.bias)
        BURIN_CHECK(checkArray(*a.bias, a.bias->size() == n, "bias", kStateRange));
    if (a.outBias)
        BURIN_CHECK(checkArray(*a.outBias, a.outBias->size() == a.wout.rows(), "bout", kUnitRange));
    if (!(a.leak > 0 && a.leak <= 1))
        return fail(ErrorCode::invalidInput, fmt::format("{} is not in (0, 1]", a.leak), "leak");
    return {};
}

std::vector<data::Series> noiseSeries(std::size_t channels, std::uint64_t seed)
{
    Rng rng(seed);
    data::Series series{channels, {}};
    for (std::size_t i = 0; i < channels * kNoiseSteps; ++i)
        series.values.push_back(rng.uniform(-1, 1));
    return {series};
}

/// The largest fraction at which the largest input fits its word; full scale 1 may clip by one unit.
int inputFraction(const std::vector<data::Series>& inputs, int bits)
{
    double largest = 0;
    for (const data::Series& series : inputs)
        for (const double value : series.values)
            largest = std::max(largest, std::abs(value));
    int exponent = 0;
    if (largest > 0)
        (void)std::frexp(largest * (1 - 0x1p-20), &exponent);
    return bits - 1 - exponent;
}

ImportReport compare(const ImportArrays& arrays, const FloatReservoir& exact, const IntegerReservoir& network,
                     const StateCode& code, const std::vector<data::Series>& inputs)
{
    const Eigen::Index n = exact.neurons();
    ImportReport report;
    Eigen::VectorXd outOffset = Eigen::VectorXd::Zero(arrays.wout.rows());
    if (arrays.outBias)
        outOffset = *arrays.outBias;
    double stateError = 0, stateSum = 0, stateSquares = 0, outError = 0, outSum = 0, outSquares = 0;
    for (std::size_t s = 0; s < std::min<std::size_t>(inputs.size(), kMaxSeries); ++s) {
        const std::vector<std::int32_t> integers = quantiseInput(network, inputs[s]);
        const auto channels = static_cast<std::size_t>(network.channels());
        std::vector<std::int32_t> state(static_cast<std::size_t>(n), 0);
        const std::vector<std::vector<double>> values{inputs[s].values};
        for (const Batch<double>& batch : makeBatches<double>(values, network.channels()))
            runBatch(exact, batch, [&](int t, const double* x) {
                stepInteger(network, std::span(integers).subspan(static_cast<std::size_t>(t) * channels, channels),
                            state);
                ++report.steps;
                for (Eigen::Index i = 0; i < n; ++i) {
                    const double decoded = code.centre(i) + code.step(i) * state[static_cast<std::size_t>(i)];
                    stateError += (decoded - x[i]) * (decoded - x[i]);
                    stateSum += x[i];
                    stateSquares += x[i] * x[i];
                }
                for (Eigen::Index c = 0; c < arrays.wout.rows(); ++c) {
                    double y = outOffset(c);
                    std::int64_t integer = network.outBias[static_cast<std::size_t>(c)];
                    for (Eigen::Index i = 0; i < n; ++i) {
                        y += arrays.wout(c, i) * x[i];
                        integer += std::int64_t{network.wout[0](c, i)} * state[static_cast<std::size_t>(i)];
                    }
                    const double difference = std::ldexp(static_cast<double>(integer), -network.outputFraction) - y;
                    outError += difference * difference;
                    outSum += y;
                    outSquares += y * y;
                }
            });
    }
    const auto relative = [](double error, double sum, double squares, double count) {
        const double variance = squares - sum * sum / count;
        return variance > 0 ? std::sqrt(error / variance) : 0;
    };
    const auto steps = static_cast<double>(report.steps);
    report.stateError = relative(stateError, stateSum, stateSquares, steps * static_cast<double>(n));
    report.outputError = relative(outError, outSum, outSquares, steps * static_cast<double>(arrays.wout.rows()));
    return report;
}

} // namespace

Result<Imported> importReservoir(const ImportArrays& arrays, const std::vector<data::Series>& inputs,
                                 const ImportOptions& options)
{
    BURIN_CHECK(checkArrays(arrays));
    const bool noise = inputs.empty();
    const std::vector<data::Series> series =
        noise ? noiseSeries(static_cast<std::size_t>(arrays.win.cols()), options.seed) : inputs;
    data::Dataset set;
    set.name = "inputs of the imported network";
    set.task = data::Task::predict;
    set.channels = static_cast<std::size_t>(arrays.win.cols());
    set.horizon = 0;
    ReadoutShape shape;
    shape.neurons = static_cast<int>(arrays.wr.rows());
    BURIN_TRY(Samples samples, makeSamples({series, {}}, set, shape));
    samples.shape.task = options.task;

    FloatReservoir exact;
    exact.activation = arrays.activation;
    exact.leak = arrays.leak;
    exact.win = arrays.win;
    exact.wr = arrays.wr;
    exact.bias = arrays.bias ? *arrays.bias : Eigen::VectorXd::Zero(arrays.wr.rows());
    FloatReservoir hard = exact;
    hard.activation = Activation::hardTanh;
    hard.leak = std::ldexp(1.0, -leakShift(arrays.leak));

    constexpr std::size_t kStatisticsSteps = 10000;
    constexpr double kWholeRange = 1e9; // nothing was fitted to the coded states: keep every state in range
    const StateCode code =
        stateCode(stateStatistics(hard, samples, kStatisticsSteps), kWholeRange, options.widths.state);
    Imported imported;
    imported.network = quantiseReservoir(hard, options.widths, inputFraction(series, options.widths.input), code,
                                         samples.shape, static_cast<int>(arrays.wout.rows()));
    LinearMap map{arrays.wout * code.step.asDiagonal(), arrays.wout * code.centre};
    if (arrays.outBias)
        map.offset += *arrays.outBias;
    setReadout(imported.network, map, Eigen::VectorXd::Zero(arrays.wr.rows()), map.offset);
    if (const auto sound = imported.network.check(); !sound)
        return Unexpected<Error>(tooWide(arrays, sound.error()));
    imported.report = compare(arrays, exact, imported.network, code, series);
    imported.report.noise = noise;
    return imported;
}

} // namespace burin::reservoir
