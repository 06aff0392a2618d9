// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/bench_vectors.h"

#include "core/base/rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace burin::project {
namespace {

using reservoir::IntegerReservoir;

constexpr std::size_t kDirectedBudget = 1'500;    // steps of all directed series, but three series at least
constexpr std::size_t kStatesBytes = 400'000;     // of states.hex
constexpr std::size_t kDirectedSteps = 24;        // of one directed series where the read-out leaves it open
constexpr std::uint64_t kDirectedSeed = 20260101; // of the random directed series

/// Words of any width side by side, the first in the low bits, as hexadecimal digits.
class HexWord {
public:
    void add(std::int64_t value, int bits)
    {
        const auto word = static_cast<std::uint64_t>(value);
        for (int i = 0; i < bits; ++i) {
            const std::size_t at = bits_ + static_cast<std::size_t>(i);
            if (at / 4 >= digits_.size())
                digits_.push_back(0);
            const std::uint64_t bit = (word >> static_cast<unsigned>(std::min(i, 63))) & 1U;
            digits_[at / 4] = static_cast<std::uint8_t>(digits_[at / 4] | (bit << (at % 4)));
        }
        bits_ += static_cast<std::size_t>(bits);
    }
    void appendTo(std::string& text)
    {
        for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit)
            text += "0123456789abcdef"[*digit];
        digits_.clear();
        bits_ = 0;
    }

private:
    std::vector<std::uint8_t> digits_;
    std::size_t bits_ = 0;
};

/// Steps a series needs to give a result.
std::size_t shortest(const IntegerReservoir& network)
{
    return network.seriesSteps > 0 ? static_cast<std::size_t>(network.seriesSteps)
                                   : static_cast<std::size_t>(network.washout) + 1;
}

/// The inputs' corner that moves the accumulator of the neuron with the heaviest input weights farthest up.
std::vector<std::int32_t> steepestCorner(const IntegerReservoir& network, std::int32_t low, std::int32_t high)
{
    Eigen::Index heaviest = 0;
    std::int64_t most = -1;
    for (Eigen::Index i = 0; i < network.win.rows(); ++i) {
        std::int64_t sum = 0;
        for (Eigen::Index d = 0; d < network.win.cols(); ++d)
            sum += std::abs(std::int64_t{network.win(i, d)});
        if (sum > most) {
            most = sum;
            heaviest = i;
        }
    }
    std::vector<std::int32_t> corner;
    for (Eigen::Index d = 0; d < network.win.cols(); ++d)
        corner.push_back(network.win(heaviest, d) >= 0 ? high : low);
    return corner;
}

Result<void> checkSeries(const IntegerReservoir& network, const std::vector<std::int32_t>& inputs,
                         std::size_t index)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    const std::size_t steps = inputs.size() / channels;
    const std::string where = fmt::format("test series {}", index);
    if (inputs.empty() || inputs.size() % channels != 0)
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} values are no whole steps of {} channels", inputs.size(), channels), where);
    if (network.seriesSteps > 0 && steps != static_cast<std::size_t>(network.seriesSteps))
        return fail(ErrorCode::invalidInput,
                    fmt::format("has {} steps; the read-out {} takes series of {}", steps, network.readout.text(),
                                network.seriesSteps),
                    where, "Use the read-out mean or last for series of unequal length.");
    const std::int32_t high = (1 << (network.widths.input - 1)) - 1;
    for (const std::int32_t value : inputs)
        if (value > high || value < -high - 1)
            return fail(ErrorCode::invalidInput,
                        fmt::format("input {} does not fit {} bits", value, network.widths.input), where);
    return {};
}

void addResults(BenchVectors& vectors, const IntegerReservoir& network, const BenchSeries& series,
                std::size_t start)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    const auto outputs = static_cast<std::size_t>(network.outputs());
    const std::size_t steps = series.inputs.size() / channels;
    if (network.task == data::Task::predict) {
        const auto run = reservoir::runSeries(network, series.inputs);
        const std::size_t rows = run.outputs.size() / outputs;
        for (std::size_t row = 0; row < rows; ++row) {
            const auto* y = run.outputs.data() + row * outputs;
            vectors.results.push_back({static_cast<std::uint32_t>(start + steps - rows + row), {y, y + outputs}});
        }
        return;
    }
    if (series.cut)
        return;
    const auto run = reservoir::runSeries(network, series.inputs);
    BenchResult result{static_cast<std::uint32_t>(start + steps - 1), {run.label}};
    result.values.insert(result.values.end(), run.outputs.begin(), run.outputs.end());
    vectors.results.push_back(std::move(result));
}

} // namespace

std::vector<BenchSeries> directedSeries(const IntegerReservoir& network, std::size_t longest)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    const std::int32_t high = (1 << (network.widths.input - 1)) - 1;
    const std::int32_t low = -high - 1;
    const std::size_t open =
        std::max(shortest(network), std::min(longest, kDirectedSteps) + static_cast<std::size_t>(network.washout));
    const std::size_t steps = network.seriesSteps > 0 ? static_cast<std::size_t>(network.seriesSteps) : open;
    Rng rng(kDirectedSeed);
    const std::vector<std::int32_t> up = steepestCorner(network, low, high);

    std::vector<BenchSeries> all;
    using Word = std::function<std::int32_t(std::size_t, std::size_t)>;
    const auto add = [&](const char* name, std::size_t count, const Word& word, bool cut = false) {
        if (all.size() >= 4 && (all.size() + 1) * steps > kDirectedBudget)
            return;
        BenchSeries series{name, {}, cut};
        for (std::size_t t = 0; t < count; ++t)
            for (std::size_t d = 0; d < channels; ++d)
                series.inputs.push_back(word(t, d));
        all.push_back(std::move(series));
    };
    const std::size_t some = std::max<std::size_t>(1, std::min<std::size_t>(5, steps - 1));
    const auto random = [&](std::size_t, std::size_t) {
        return low + static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(high) -
                                                         static_cast<std::uint64_t>(std::int64_t{low}) + 1));
    };
    add("all inputs minimal", steps, [&](auto, auto) { return low; });
    add("all inputs maximal", steps, [&](auto, auto) { return high; });
    if (steps > 1)
        add("cut before its end", some, random, true);
    add("alternating, minimum first", steps, [&](std::size_t t, auto) { return t % 2 == 0 ? low : high; });
    add("alternating, maximum first", steps, [&](std::size_t t, auto) { return t % 2 == 0 ? high : low; });
    add("heaviest neuron driven up", steps, [&](auto, std::size_t d) { return up[d]; });
    add("heaviest neuron driven down", steps, [&](auto, std::size_t d) { return up[d] == high ? low : high; });
    add("random corners", steps, [&](auto, auto) { return rng.below(2) == 0 ? low : high; });
    add("random words", steps, random);
    add("all inputs zero", steps, [](auto, auto) { return 0; });
    if (network.seriesSteps == 0) {
        add("one step", 1, [&](auto, auto) { return high; });
        add("one step again", 1, [&](auto, auto) { return low; });
    }
    return all;
}

Result<BenchVectors> makeVectors(const IntegerReservoir& network, int fieldBits, const std::vector<bool>& hasState,
                                 const std::vector<std::vector<std::int32_t>>& testSeries)
{
    const auto channels = static_cast<std::size_t>(network.channels());
    std::size_t longest = 0;
    for (std::size_t i = 0; i < testSeries.size(); ++i) {
        BURIN_CHECK(checkSeries(network, testSeries[i], i));
        longest = std::max(longest, testSeries[i].size() / channels);
    }
    BenchVectors vectors;
    vectors.format = {
        network.channels(), network.widths.input, network.outputs(),    network.task == data::Task::classify,
        fieldBits,          network.neurons(),    network.widths.state, hasState};
    vectors.series = directedSeries(network, longest);
    vectors.directedSeries = vectors.series.size();
    for (const auto& inputs : testSeries)
        vectors.series.push_back({{}, inputs, false});
    for (std::size_t i = 0; i < vectors.series.size(); ++i) {
        if (i == vectors.directedSeries) {
            vectors.directedSteps = vectors.steps;
            vectors.directedResults = vectors.results.size();
        }
        addResults(vectors, network, vectors.series[i], vectors.steps);
        vectors.steps += vectors.series[i].inputs.size() / channels;
        if (vectors.steps > 0x7fffffffU)
            return fail(ErrorCode::limit, "more than 2^31 steps",
                        fmt::format("test series {}", i - vectors.directedSeries));
    }
    if (testSeries.empty()) {
        vectors.directedSteps = vectors.steps;
        vectors.directedResults = vectors.results.size();
    }
    const std::size_t lineBytes = 10 + static_cast<std::size_t>(network.neurons() * network.widths.state + 3) / 4;
    vectors.stateSteps = std::min(vectors.steps, std::max(vectors.directedSteps, kStatesBytes / lineBytes));
    return vectors;
}

std::string inputsText(const BenchVectors& vectors)
{
    const BenchFormat& format = vectors.format;
    std::string text =
        fmt::format("// {} steps, each F_D: flags (1 first, 2 last), {} x {} bits, channel 0 in the low bits.\n",
                    vectors.steps, format.channels, format.inputBits);
    text += fmt::format("// {} directed series ({} steps), then {} test series.\n", vectors.directedSeries,
                        vectors.directedSteps, vectors.series.size() - vectors.directedSeries);
    const auto channels = static_cast<std::size_t>(format.channels);
    HexWord word;
    for (std::size_t i = 0; i < vectors.series.size(); ++i) {
        const BenchSeries& series = vectors.series[i];
        text += i < vectors.directedSeries ? fmt::format("// directed {}: {}\n", i, series.name)
                                           : fmt::format("// test {}\n", i - vectors.directedSeries);
        const std::size_t steps = series.inputs.size() / channels;
        for (std::size_t t = 0; t < steps; ++t) {
            text += static_cast<char>('0' + (t == 0 ? 1 : 0) + (t + 1 == steps && !series.cut ? 2 : 0));
            text += '_';
            for (std::size_t d = 0; d < channels; ++d)
                word.add(series.inputs[t * channels + d], format.inputBits);
            word.appendTo(text);
            text += '\n';
        }
    }
    return text;
}

std::string outputsText(const BenchVectors& vectors)
{
    const BenchFormat& format = vectors.format;
    std::string text =
        fmt::format("// {} results, each P_V: number of its line in inputs.hex, {}{} outputs, {} bits each.\n",
                    vectors.results.size(), format.hasClass ? "class and " : "", format.outputs, format.fieldBits);
    HexWord word;
    for (const BenchResult& result : vectors.results) {
        text += fmt::format("{:08x}_", result.position);
        for (const std::int64_t value : result.values)
            word.add(value, format.fieldBits);
        word.appendTo(text);
        text += '\n';
    }
    text += "ffffffff_";
    word.add(0, format.fields() * format.fieldBits);
    word.appendTo(text);
    text += '\n';
    return text;
}

std::string statesText(const BenchVectors& vectors, const IntegerReservoir& network)
{
    const BenchFormat& format = vectors.format;
    std::string text = fmt::format(
        "// States after the first {} steps, each P_S: number of its line in inputs.hex, {} x {} bits.\n",
        vectors.stateSteps, format.neurons, format.stateBits);
    const auto channels = static_cast<std::size_t>(format.channels);
    HexWord word;
    std::size_t position = 0;
    for (const BenchSeries& series : vectors.series) {
        std::vector<std::int32_t> state(static_cast<std::size_t>(format.neurons), 0);
        for (std::size_t at = 0; at < series.inputs.size() && position < vectors.stateSteps;
             at += channels, ++position) {
            reservoir::stepInteger(network, std::span(series.inputs).subspan(at, channels), state);
            text += fmt::format("{:08x}_", position);
            for (std::size_t i = 0; i < state.size(); ++i)
                word.add(format.hasState[i] ? state[i] : 0, format.stateBits);
            word.appendTo(text);
            text += '\n';
        }
    }
    text += "ffffffff_";
    word.add(0, format.neurons * format.stateBits);
    word.appendTo(text);
    text += '\n';
    return text;
}

} // namespace burin::project
