// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/norm_act.h"

#include "core/learn/norm_tables.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

namespace burin::learn {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr double kEpsilon = 1e-8;
constexpr std::int64_t kChunks = 32; ///< fixed, so that sums do not depend on the number of threads

struct Clamp {
    float low = -std::numeric_limits<float>::infinity();
    float high = std::numeric_limits<float>::infinity();
    float scale = 1;
    bool rounds = false;
};

Clamp clampOf(const NormActConfig& config)
{
    Clamp clamp;
    if (config.format) {
        const auto range = config.format->range();
        const auto step = static_cast<float>(config.format->step());
        clamp = {static_cast<float>(range.lo) * step, static_cast<float>(range.hi) * step, 1 / step, true};
    }
    if (config.relu)
        clamp.low = std::max(clamp.low, 0.F);
    return clamp;
}

struct RoundFunction : torch::autograd::Function<RoundFunction> {
    static Tensor forward(AutogradContext* context, const Tensor& values, double step, double low, double high,
                          bool stopAtClamp)
    {
        const Tensor codes = torch::round(values / step);
        if (stopAtClamp)
            context->save_for_backward({values.ge(low * step).logical_and(values.le(high * step))});
        context->saved_data["stop"] = stopAtClamp;
        return torch::clamp(codes, low, high) * step;
    }
    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        Tensor gradient = gradients[0];
        if (context->saved_data["stop"].toBool())
            gradient = gradient * context->get_saved_variables()[0].to(gradient.scalar_type());
        return {gradient, Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

template <class T> NormTable<T> table()
{
    if constexpr (std::is_same_v<T, float>) {
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0)
            return avx512::floatTable();
#endif
        return plain::floatTable();
    } else {
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0)
            return avx512::halfTable();
#endif
        return plain::halfTable();
    }
}

/// body(first row, rows, chunk) for each of the chunks, on libtorch's threads.
template <class Body> void overChunks(std::int64_t rows, const Body& body)
{
    at::parallel_for(0, kChunks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = begin; k < end; ++k) {
            const std::int64_t from = rows * k / kChunks;
            body(from, rows * (k + 1) / kChunks - from, k);
        }
    });
}

std::vector<double> addChunks(const std::vector<double>& parts, std::int64_t channels)
{
    std::vector<double> sum(static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < parts.size(); ++i)
        sum[i % sum.size()] += parts[i];
    return sum;
}

/// The rows of one call: by channel factor, offset, mean, 1 / deviation, and the gradient's constant and slope.
template <class T> struct Rows {
    const T* x;
    std::int64_t rows;
    std::int64_t channels;

    [[nodiscard]] NormRows<T> part(std::int64_t from, std::int64_t count) const
    {
        return {x + from * channels, count, channels};
    }
    [[nodiscard]] std::vector<double> sums(std::vector<double>& squares) const
    {
        std::vector<double> parts(static_cast<std::size_t>(kChunks * channels));
        std::vector<double> squareParts(parts.size());
        overChunks(rows, [&](std::int64_t from, std::int64_t count, std::int64_t k) {
            table<T>().sums(part(from, count), parts.data() + k * channels, squareParts.data() + k * channels);
        });
        squares = addChunks(squareParts, channels);
        return addChunks(parts, channels);
    }
};

template <class T> T* data(const Tensor& tensor)
{
    return static_cast<T*>(tensor.data_ptr());
}

template <class T> Rows<T> rowsOf(const Tensor& x)
{
    return {data<T>(x), x.numel() / x.size(1), x.size(1)};
}

Tensor channelsLast(const Tensor& x)
{
    return x.dim() == 4 ? x.contiguous(at::MemoryFormat::ChannelsLast) : x.contiguous();
}

NormScale scaleOf(const Clamp& clamp, const float* numbers, std::int64_t channels)
{
    return {numbers,     numbers + channels, numbers + 4 * channels, numbers + 5 * channels, clamp.low, clamp.high,
            clamp.scale, clamp.rounds};
}

template <class T>
void forwardRows(const Tensor& x, const Tensor& out, const Tensor& numbers, const Tensor& gamma,
                 const Tensor& beta, const Clamp& clamp, bool frozen)
{
    const Rows<T> rows = rowsOf<T>(x);
    const std::int64_t channels = rows.channels;
    auto* const n = data<float>(numbers);
    const auto* const g = data<float>(gamma);
    const auto* const b = data<float>(beta);
    std::vector<double> squares;
    const std::vector<double> sum = frozen ? std::vector<double>() : rows.sums(squares);
    for (std::int64_t c = 0; c < channels; ++c) {
        double mean = 0;
        double inverse = 1;
        if (!frozen) {
            const auto i = static_cast<std::size_t>(c);
            const auto count = static_cast<double>(rows.rows);
            mean = sum[i] / count;
            inverse = 1 / std::sqrt(std::max(0.0, squares[i] / count - mean * mean) + kEpsilon);
        }
        const double factor = frozen ? 1 : static_cast<double>(g[c]) * inverse;
        n[c] = static_cast<float>(factor);
        n[channels + c] = static_cast<float>(static_cast<double>(b[c]) - factor * mean);
        n[2 * channels + c] = static_cast<float>(mean);
        n[3 * channels + c] = static_cast<float>(inverse);
    }
    const NormScale scale = scaleOf(clamp, n, channels);
    overChunks(rows.rows, [&](std::int64_t from, std::int64_t count, std::int64_t /*k*/) {
        table<T>().forward(rows.part(from, count), data<T>(out) + from * channels, scale);
    });
}

/// Gives gradients of x, gamma and beta: dx = factor (g - mean(g) - xhat mean(g xhat)), g after the clamp.
template <class T>
void backwardRows(const Tensor& x, const Tensor& gradient, const Tensor& out, const Tensor& numbers,
                  const Tensor& gammaBeta, const Clamp& clamp, bool frozen)
{
    const Rows<T> rows = rowsOf<T>(x);
    const std::int64_t channels = rows.channels;
    auto* const n = data<float>(numbers);
    const NormScale scale = scaleOf(clamp, n, channels);
    std::vector<double> parts(static_cast<std::size_t>(kChunks * channels));
    std::vector<double> productParts(parts.size());
    overChunks(rows.rows, [&](std::int64_t from, std::int64_t count, std::int64_t k) {
        table<T>().gradientSums(rows.part(from, count), data<T>(gradient) + from * channels, scale,
                                parts.data() + k * channels, productParts.data() + k * channels);
    });
    const std::vector<double> sum = addChunks(parts, channels);
    const std::vector<double> product = addChunks(productParts, channels);
    auto* const g = data<float>(gammaBeta);
    const auto count = static_cast<double>(rows.rows);
    for (std::int64_t c = 0; c < channels; ++c) {
        const auto i = static_cast<std::size_t>(c);
        const auto factor = static_cast<double>(n[c]);
        const auto mean = static_cast<double>(n[2 * channels + c]);
        const auto inverse = static_cast<double>(n[3 * channels + c]);
        const double ofGamma = (product[i] - mean * sum[i]) * inverse;
        g[c] = static_cast<float>(ofGamma);
        g[channels + c] = static_cast<float>(sum[i]);
        const double slope = frozen ? 0 : -factor * inverse * ofGamma / count;
        n[5 * channels + c] = static_cast<float>(slope);
        n[4 * channels + c] = frozen ? 0.F : static_cast<float>(-factor * sum[i] / count - slope * mean);
    }
    overChunks(rows.rows, [&](std::int64_t from, std::int64_t countHere, std::int64_t /*k*/) {
        table<T>().backward(rows.part(from, countHere), data<T>(gradient) + from * channels,
                            data<T>(out) + from * channels, scale);
    });
}

struct FusedFunction : torch::autograd::Function<FusedFunction> {
    static tensor_list forward(AutogradContext* context, const Tensor& input, const Tensor& gamma,
                               const Tensor& beta, const NormActConfig& config)
    {
        const Tensor x = channelsLast(input);
        const Tensor out = torch::empty_like(x);
        const Tensor numbers = torch::zeros({6, x.size(1)});
        const Clamp clamp = clampOf(config);
        if (x.scalar_type() == torch::kFloat)
            forwardRows<float>(x, out, numbers, gamma, beta, clamp, config.frozen);
        else
            forwardRows<std::uint16_t>(x, out, numbers, gamma, beta, clamp, config.frozen);
        context->save_for_backward({x, numbers});
        context->saved_data["clamp"] = std::vector<double>{clamp.low, clamp.high, clamp.scale};
        context->saved_data["rounds"] = clamp.rounds;
        context->saved_data["frozen"] = config.frozen;
        context->mark_non_differentiable({numbers});
        return {out, numbers};
    }
    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const Tensor& x = saved[0];
        const Tensor gradient = channelsLast(gradients[0]).to(x.scalar_type());
        const Tensor out = torch::empty_like(x);
        const Tensor gammaBeta = torch::empty({2, x.size(1)});
        const auto limits = context->saved_data["clamp"].toDoubleVector();
        const Clamp clamp{static_cast<float>(limits[0]), static_cast<float>(limits[1]),
                          static_cast<float>(limits[2]), context->saved_data["rounds"].toBool()};
        const bool frozen = context->saved_data["frozen"].toBool();
        if (x.scalar_type() == torch::kFloat)
            backwardRows<float>(x, gradient, out, saved[1], gammaBeta, clamp, frozen);
        else
            backwardRows<std::uint16_t>(x, gradient, out, saved[1], gammaBeta, clamp, frozen);
        return {out, frozen ? Tensor() : gammaBeta[0], gammaBeta[1], Tensor()};
    }
};

NormActResult plainNormAct(const Tensor& x, const Tensor& gamma, const Tensor& beta, const NormActConfig& config)
{
    const std::vector<std::int64_t> shape =
        x.dim() == 4 ? std::vector<std::int64_t>{1, -1, 1, 1} : std::vector<std::int64_t>{1, -1};
    const std::vector<std::int64_t> over =
        x.dim() == 4 ? std::vector<std::int64_t>{0, 2, 3} : std::vector<std::int64_t>{0};
    NormActResult result;
    Tensor y = x.to(torch::kFloat);
    if (!config.frozen) {
        const Tensor mean = y.mean(over);
        const Tensor deviation = (y.var(over, false) + kEpsilon).sqrt();
        y = (y - mean.view(shape)) * (gamma / deviation).view(shape);
        result.mean = mean.detach();
        result.deviation = deviation.detach();
    }
    y = y + beta.view(shape);
    if (config.relu)
        y = torch::relu(y);
    if (config.format)
        y = roundTo(y, *config.format, true);
    result.values = y.to(x.scalar_type());
    return result;
}

} // namespace

Tensor roundTo(const Tensor& values, const fixed::Format& format, bool stopAtClamp)
{
    const auto range = format.range();
    return RoundFunction::apply(values, format.step(), static_cast<double>(range.lo),
                                static_cast<double>(range.hi), stopAtClamp);
}

NormActResult normAct(const Tensor& x, const Tensor& gamma, const Tensor& beta, const NormActConfig& config)
{
    if (!config.fused || !x.device().is_cpu() || x.size(1) > kMaxNormChannels)
        return plainNormAct(x, gamma, beta, config);
    const auto out = FusedFunction::apply(x, gamma, beta, config);
    NormActResult result{out[0], {}, {}};
    if (!config.frozen) {
        result.mean = out[1][2].detach();
        result.deviation = out[1][3].detach().reciprocal();
    }
    return result;
}

} // namespace burin::learn
