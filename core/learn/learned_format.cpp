// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/learned_format.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace burin::learn {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr double kLeastRange = -8; ///< of the integer part
constexpr double kMostRange = 12;
constexpr double kLeastFraction = -8;
constexpr double kMostFraction = 16;

struct LearnedRound : torch::autograd::Function<LearnedRound> {
    static Tensor forward(AutogradContext* context, const Tensor& values, const Tensor& /*learned*/, double step,
                          double low, double high, bool stopAtClamp)
    {
        const Tensor rounded = torch::clamp(torch::round(values / step), low, high) * step;
        context->save_for_backward({values, rounded});
        context->saved_data["low"] = low * step;
        context->saved_data["high"] = high * step;
        context->saved_data["stop"] = stopAtClamp;
        return rounded;
    }
    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const Tensor& values = saved[0];
        const Tensor& rounded = saved[1];
        const Tensor inside = values.ge(context->saved_data["low"].toDouble())
                                  .logical_and(values.le(context->saved_data["high"].toDouble()))
                                  .to(values.scalar_type());
        const Tensor& gradient = gradients[0];
        const Tensor passed = gradient * inside;
        const auto sum = [](const Tensor& of) { return of.to(torch::kFloat).sum().item<double>(); };
        const double ofStep = sum(passed * (rounded - values));
        const double ofRange = sum(gradient * rounded) - sum(passed * rounded);
        const Tensor learned =
            torch::tensor({std::numbers::ln2 * ofRange, -std::numbers::ln2 * ofStep}, torch::kDouble);
        return {context->saved_data["stop"].toBool() ? passed : gradient,
                learned,
                Tensor(),
                Tensor(),
                Tensor(),
                Tensor()};
    }
};

} // namespace

LearnedFormat::LearnedFormat(const fixed::Format& given, bool learnsBits)
    : moments_(torch::zeros({5}, torch::kDouble)),
      mostBits_(given.bits),
      isSigned_(given.isSigned),
      learnsBits_(learnsBits)
{
    set(given);
}

void LearnedFormat::set(const fixed::Format& format)
{
    const torch::NoGradGuard guard;
    if (!values_.defined())
        values_ = torch::zeros({2}, torch::kDouble).set_requires_grad(true);
    values_.copy_(
        torch::tensor({static_cast<double>(format.bits - format.fraction), static_cast<double>(format.fraction)},
                      torch::kDouble));
}

fixed::Format LearnedFormat::format() const
{
    const auto* const now = static_cast<const double*>(values_.data_ptr());
    const int whole = static_cast<int>(std::lround(now[0]));
    const int most = std::max(mostBits_, kLeastLearnedBits);
    const int bits = learnsBits_
                         ? std::clamp(whole + static_cast<int>(std::lround(now[1])), kLeastLearnedBits, most)
                         : mostBits_;
    return {bits, bits - whole, isSigned_};
}

double LearnedFormat::bits() const
{
    const auto* const now = static_cast<const double*>(values_.data_ptr());
    return now[0] + now[1];
}

Tensor LearnedFormat::round(const Tensor& values, bool stopAtClamp) const
{
    const fixed::Format now = format();
    const auto range = now.range();
    return LearnedRound::apply(values, values_, now.step(), static_cast<double>(range.lo),
                               static_cast<double>(range.hi), stopAtClamp);
}

void LearnedFormat::descend(double rate, double push)
{
    constexpr double kFirst = 0.9;
    constexpr double kSecond = 0.999;
    const torch::NoGradGuard guard;
    const Tensor gradient = values_.grad();
    if (!gradient.defined())
        return;
    auto* const now = static_cast<double*>(values_.data_ptr());
    auto* const moments = static_cast<double*>(moments_.data_ptr());
    const auto* const given = static_cast<const double*>(gradient.data_ptr());
    moments[4] += 1;
    // With a given width the fraction is what the range leaves.
    const double slopes[2] = {learnsBits_ ? given[0] : given[0] - given[1], given[1]};
    for (int k = 0; k < (learnsBits_ ? 2 : 1); ++k) {
        double& first = moments[2 * k];
        double& second = moments[2 * k + 1];
        first = kFirst * first + (1 - kFirst) * slopes[k];
        second = kSecond * second + (1 - kSecond) * slopes[k] * slopes[k];
        const double mean = first / (1 - std::pow(kFirst, moments[4]));
        const double deviation = std::sqrt(second / (1 - std::pow(kSecond, moments[4])));
        now[k] -= rate * ((deviation > 0 ? mean / deviation : 0) + push);
    }
    keepInside();
    values_.mutable_grad() = Tensor();
}

void LearnedFormat::keepInside()
{
    auto* const now = static_cast<double*>(values_.data_ptr());
    now[0] = std::clamp(now[0], kLeastRange, kMostRange);
    if (!learnsBits_) {
        now[1] = mostBits_ - now[0];
        return;
    }
    now[1] = std::clamp(now[1], kLeastFraction, kMostFraction);
    const double over = now[0] + now[1] - std::max(mostBits_, kLeastLearnedBits);
    const double under = kLeastLearnedBits - now[0] - now[1];
    const double back = (under > 0 ? under : over > 0 ? -over : 0) / 2;
    now[0] += back;
    now[1] += back;
}

} // namespace burin::learn
