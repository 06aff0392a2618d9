// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/onnx_finish.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace burin::cnn::onnximport {
namespace {

constexpr int kClipBits = 16;  ///< of a format that only clips
constexpr int kNarrowBits = 8; ///< from here on the missing lowest code of a narrow quantiser may be neglected
constexpr int kMaxBits = 16;

/// The factor nearest to 1 that makes x a power of two.
double factorFor(double x)
{
    int exponent = 0;
    const double mantissa = std::frexp(x, &exponent) * 2; // [1, 2)
    return mantissa <= std::sqrt(2.0) ? 1 / mantissa : 2 / mantissa;
}

/// e where x is 2^e.
std::optional<int> powerOf(double x)
{
    const double logarithm = std::log2(x);
    const double rounded = std::nearbyint(logarithm);
    if (!std::isfinite(logarithm) || std::fabs(logarithm - rounded) > kNear || std::fabs(rounded) > 60)
        return std::nullopt;
    return static_cast<int>(rounded);
}

/// Sets of tensors that share a factor.
class Classes {
public:
    explicit Classes(std::size_t count) : parent_(count)
    {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t find(std::size_t i)
    {
        while (parent_[i] != i)
            i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

private:
    std::vector<std::size_t> parent_;
};

class Finish {
public:
    Finish(Assembly assembly, std::size_t last) : assembly_(std::move(assembly)), last_(last) {}

    Result<ImportedNetwork> run()
    {
        prune();
        chooseFactors();
        ImportedNetwork result;
        Network& network = result.network;
        network.input = assembly_.inputShape;
        BURIN_CHECK(finishInput(network));
        for (std::size_t i = 0; i < layers().size(); ++i) {
            Layer layer = layers()[i].layer;
            setInputs(layer, i, network);
            BURIN_CHECK(setActivation(layer, i, network));
            refineAverage(layer, i, network);
            LayerWeights weights;
            if (layer.hasWeights()) {
                BURIN_CHECK(setWeights(layer, i, weights));
            }
            if (layer.kind == LayerKind::depthwise)
                layer.filters = 0; // it keeps the channels of its input
            network.layers.push_back(std::move(layer));
            result.weights.push_back(std::move(weights));
        }
        tell();
        BURIN_TRY(const auto shapes, inferShapes(network));
        for (std::size_t i = 0; i < shapes.size(); ++i)
            if (shapes[i].out != layers()[i].out)
                return fail(ErrorCode::internal,
                            fmt::format("the shape of {} is not that of its node", network.layers[i].name),
                            layers()[i].origin);
        BURIN_CHECK(checkWeights(network, result.weights));
        result.notes = std::move(assembly_.notes);
        return result;
    }

private:
    std::vector<ImportLayer>& layers() { return assembly_.layers; }
    static std::size_t tensor(std::size_t layer) { return layer == kNetworkInput ? 0 : layer + 1; }
    double factor(std::size_t layer) { return factors_[classes_.find(tensor(layer))]; }

    /// Leaves out what does not lead to the output.
    void prune()
    {
        std::vector<bool> needed(layers().size(), false);
        needed[last_] = true;
        for (std::size_t i = layers().size(); i-- > 0;)
            if (needed[i])
                for (const std::size_t input : layers()[i].inputs)
                    if (input != kNetworkInput)
                        needed[input] = true;
        std::vector<std::size_t> place(layers().size(), 0);
        std::vector<ImportLayer> kept;
        for (std::size_t i = 0; i < layers().size(); ++i) {
            if (!needed[i])
                continue;
            ImportLayer layer = std::move(layers()[i]);
            for (std::size_t& input : layer.inputs)
                input = input == kNetworkInput ? input : place[input];
            place[i] = kept.size();
            layer.layer.name = fmt::format("{}{}", toString(layer.layer.kind), kept.size() + 1);
            kept.push_back(std::move(layer));
        }
        const std::size_t dropped = layers().size() - kept.size();
        if (dropped > 0)
            assembly_.note(fmt::format("{} layers that do not lead to the output are left out", dropped));
        layers() = std::move(kept);
        last_ = layers().size() - 1;
    }

    /// Steps already imply a clip at their upper end.
    static bool stepsImplyLimits(const ImportLayer& layer)
    {
        return layer.steps && layer.limits &&
               layer.steps->high * layer.steps->step <= layer.limits->high * (1 + 1e-5);
    }

    void chooseFactors()
    {
        classes_ = Classes(layers().size() + 1);
        for (std::size_t i = 0; i < layers().size(); ++i)
            if (!layers()[i].layer.hasWeights())
                for (const std::size_t input : layers()[i].inputs)
                    classes_.join(tensor(i), tensor(input));
        // The logits are not quantised: their order is what counts.
        ImportLayer& last = layers()[last_];
        if (last.steps && last.layer.hasWeights() && !last.layer.relu) {
            last.steps.reset();
            assembly_.note(
                "the quantiser of the class scores is left out: the integer network gives them exactly");
        }
        std::vector<std::vector<double>> demands(layers().size() + 1);
        if (assembly_.inputSteps)
            demands[classes_.find(0)].push_back(factorFor(assembly_.inputSteps->step));
        for (std::size_t i = 0; i < layers().size(); ++i) {
            auto& demand = demands[classes_.find(tensor(i))];
            if (layers()[i].steps)
                demand.push_back(factorFor(layers()[i].steps->step));
            else if (layers()[i].limits)
                demand.push_back(factorFor(layers()[i].limits->high));
        }
        factors_.assign(demands.size(), 1);
        for (std::size_t c = 0; c < demands.size(); ++c) {
            std::ptrdiff_t most = 0;
            for (const double candidate : demands[c]) {
                const auto count = std::count_if(demands[c].begin(), demands[c].end(),
                                                 [=](double other) { return near(candidate, other); });
                if (count > most) {
                    most = count;
                    factors_[c] = near(candidate, 1) ? 1 : candidate;
                }
            }
        }
    }

    Result<void> finishInput(Network& network)
    {
        const double t = factor(kNetworkInput);
        network.normalise.mean = assembly_.mean;
        network.normalise.std = assembly_.std;
        for (double& value : network.normalise.std)
            value /= t;
        if (!assembly_.inputSteps)
            return {};
        const Steps& steps = *assembly_.inputSteps;
        const auto exponent = powerOf(steps.step * t);
        const int bits = signedBits(steps);
        if (!exponent || bits > kMaxBits || -*exponent > 24 || -*exponent < -16) {
            assembly_.note("the quantiser of the input is left out: its step cannot be a format's");
            return {};
        }
        network.inputFormat = fixed::Format{bits, -*exponent, true};
        noteRange("the input", steps, *network.inputFormat);
        return {};
    }

    static int signedBits(const Steps& steps)
    {
        int bits = 1;
        while (bits < 40 && (-std::ldexp(1, bits - 1) > steps.low || std::ldexp(1, bits - 1) - 1 < steps.high))
            ++bits;
        return bits;
    }

    void noteRange(const std::string& what, const Steps& steps, const fixed::Format& format)
    {
        const auto range = format.range();
        const bool low = steps.low <= static_cast<double>(range.lo) || (!format.isSigned && steps.low <= 0);
        if (low && steps.high >= static_cast<double>(range.hi))
            return;
        assembly_.note(fmt::format("{}: codes of {:g} to {:g} steps are held by {}, which clamps at {} and {}",
                                   what, steps.low, steps.high, format.text(), range.lo, range.hi));
    }

    void setInputs(Layer& layer, std::size_t index, const Network& network)
    {
        const auto& inputs = layers()[index].inputs;
        const bool joins = layer.kind == LayerKind::add || layer.kind == LayerKind::concat;
        const std::size_t before = index == 0 ? kNetworkInput : index - 1;
        if (!joins && inputs.front() == before)
            return;
        for (const std::size_t input : inputs)
            layer.from.push_back(input == kNetworkInput ? "input" : network.layers[input].name);
    }

    /// As network.h has it: unsigned after ReLU, and where a pool or join without one reads only unsigned tensors.
    bool isSigned(const Layer& layer, std::size_t index, const Network& network)
    {
        if (layer.relu)
            return false;
        if (layer.hasWeights())
            return true;
        const auto formats = outputFormats(network);
        return std::any_of(layers()[index].inputs.begin(), layers()[index].inputs.end(), [&](std::size_t input) {
            const auto& format = input == kNetworkInput ? network.inputFormat : formats[input];
            return !format || format->isSigned;
        });
    }

    Result<void> setActivation(Layer& layer, std::size_t index, const Network& network)
    {
        const ImportLayer& from = layers()[index];
        const double t = factor(index);
        const bool hasSign = isSigned(layer, index, network);
        if (from.steps) {
            Steps steps = *from.steps;
            if (!hasSign)
                steps.low = std::max(steps.low, 0.0);
            int bits = signedBits(steps) - (hasSign ? 0 : 1);
            const auto exponent = powerOf(steps.step * t);
            if (exponent && bits <= kMaxBits && -*exponent <= 24 && -*exponent >= -16) {
                const bool missing = steps.narrow && hasSign && steps.low > -std::ldexp(1, bits - 1);
                if (missing && bits < kNarrowBits)
                    return fail(
                        ErrorCode::invalidInput,
                        fmt::format(
                            "its narrow codes {:g} to {:g} leave out the lowest of {} bits, which a format "
                            "has",
                            steps.low, steps.high, bits),
                        from.activationOrigin, "Train the model with narrow = 0 for activations.");
                layer.activation = fixed::Format{bits, -*exponent, hasSign};
                noteRange(from.activationOrigin, steps, *layer.activation);
                if (from.limits && !stepsImplyLimits(from))
                    assembly_.note(
                        fmt::format("{}: the clip at {:g} is left to the quantiser behind it, which reaches {:g}",
                                    from.activationOrigin, from.limits->high, steps.high * steps.step));
                return {};
            }
            ++looseQuantisers_;
            if (!from.limits)
                return {};
        }
        if (!from.limits)
            return {};
        const auto exponent = powerOf(from.limits->high * t);
        if (!exponent || *exponent > 32)
            return fail(
                ErrorCode::invalidInput,
                fmt::format("its clip at {:g} meets others in a sum or concatenation, and no common factor makes "
                            "powers of two of all",
                            from.limits->high),
                from.activationOrigin, "Train the model with ReLU or with equal clips.");
        const int fraction = std::clamp(kClipBits - *exponent - (hasSign ? 1 : 0), -16, 24);
        layer.activation = fixed::Format{*exponent + fraction + (hasSign ? 1 : 0), fraction, hasSign};
        ++clips_;
        if (clipText_.empty())
            clipText_ = fmt::format("a clip at {:g} becomes the upper end of {} after scaling by {:.6g}",
                                    from.limits->high, layer.activation->text(), t);
        return {};
    }

    /// An average without a format of its own would be rounded to its input's; 16 bits of the same range keep it.
    void refineAverage(Layer& layer, std::size_t index, const Network& network)
    {
        const std::size_t input = layers()[index].inputs.front();
        if (layer.activation || (layer.kind != LayerKind::avgpool && layer.kind != LayerKind::globalpool))
            return;
        const auto format = input == kNetworkInput ? network.inputFormat : outputFormats(network)[input];
        if (!format)
            return;
        const int more = std::min(kMaxBits - format->bits, 24 - format->fraction);
        if (more > 0)
            layer.activation = fixed::Format{format->bits + more, format->fraction + more, format->isSigned};
    }

    Result<void> setWeights(Layer& layer, std::size_t index, LayerWeights& weights)
    {
        const ImportLayer& from = layers()[index];
        const double out = factor(index);
        const double scale = out / factor(from.inputs.front());
        std::vector<double> kernel = from.kernel;
        std::vector<double> bias = from.bias;
        for (double& value : kernel)
            value *= scale;
        for (double& value : bias)
            value *= out;
        layer.bias = !bias.empty();
        const auto exponent = from.weightGrid ? powerOf(from.weightGrid->scale * scale) : std::nullopt;
        if (from.weightsQuantised && !exponent)
            ++looseWeights_;
        if (exponent)
            setWeightFormat(layer, *exponent, *from.weightGrid, kernel, bias);
        for (const double value : kernel)
            weights.kernel.push_back(static_cast<float>(value));
        for (const double value : bias)
            weights.bias.push_back(static_cast<float>(value));
        return {};
    }

    /// The narrowest signed format of the grid that holds the codes, wider where a bias needs it.
    void setWeightFormat(Layer& layer, int exponent, const Grid& grid, std::vector<double>& kernel,
                         const std::vector<double>& bias)
    {
        const double step = std::ldexp(1, exponent);
        double low = grid.low;
        double high = grid.high;
        double worst = 0;
        for (const double value : bias) {
            const double code = std::nearbyint(value / step);
            low = std::min(low, code);
            high = std::max(high, code);
            worst = std::max(worst, std::fabs(value - code * step));
        }
        const int narrow = signedBits({step, grid.low, grid.high, false});
        const int bits = signedBits({step, low, high, false});
        if (bits > kMaxBits || -exponent > 24 || -exponent < -16) {
            ++looseWeights_;
            return;
        }
        layer.weight = fixed::Format{bits, -exponent, true};
        for (double& value : kernel)
            value = std::nearbyint(value / step) * step;
        if (bits > narrow)
            assembly_.note(fmt::format("{}: its weight format has {} bits, {} of them for its biases only",
                                       layer.name, bits, bits - narrow));
        if (worst > 0)
            worstBias_ = std::max(worstBias_, worst / step);
    }

    void tell()
    {
        if (clips_ > 0)
            assembly_.note(fmt::format("{} clips: {}", clips_, clipText_));
        if (looseQuantisers_ > 0)
            assembly_.note(fmt::format(
                "the quantisers of {} activations are left out: sums, concatenations and pools tie them to "
                "tensors of another scale",
                looseQuantisers_));
        if (looseWeights_ > 0)
            assembly_.note(fmt::format(
                "the weights of {} layers have scales that are no powers of two (or one per channel) and "
                "are imported as real numbers",
                looseWeights_));
        if (worstBias_ > 1e-9)
            assembly_.note(
                fmt::format("biases are rounded to the grid of their layer's weights, by up to {:.3g} of its step",
                            worstBias_));
        const double logits = factor(last_);
        if (!near(logits, 1))
            assembly_.note(fmt::format("the class scores are those of the model times {:.6g}", logits));
    }

    Assembly assembly_;
    std::size_t last_;
    Classes classes_{0};
    std::vector<double> factors_;
    std::size_t clips_ = 0;
    std::string clipText_;
    std::size_t looseQuantisers_ = 0;
    std::size_t looseWeights_ = 0;
    double worstBias_ = 0; ///< in steps
};

} // namespace

Result<ImportedNetwork> finish(Assembly assembly, std::size_t last)
{
    return Finish(std::move(assembly), last).run();
}

} // namespace burin::cnn::onnximport
