// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/scaler.h"

#include "core/base/exact_math.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace burin::data {
namespace {

double transformed(Scale kind, double value)
{
    return kind == Scale::log1p ? std::copysign(exactLog1p(std::fabs(value)), value) : value;
}

Result<void> checkSeries(const Split& split, std::size_t channels)
{
    for (std::size_t i = 0; i < split.series.size(); ++i) {
        const Series& series = split.series[i];
        if (series.channels != channels)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the series has {} channels, {} were expected", series.channels, channels),
                        fmt::format("series {}", i + 1));
        for (std::size_t k = 0; k < series.values.size(); ++k)
            if (!std::isfinite(series.values[k]))
                return fail(ErrorCode::invalidInput, "a missing value cannot be scaled",
                            fmt::format("series {}, step {}, channel {}", i + 1, k / channels + 1, k % channels + 1),
                            "Drop such series or interpolate them (--missing).");
    }
    return {};
}

ChannelScale rangeScale(double low, double high)
{
    if (!(high > low))
        return {low, 0};
    return {low / 2 + high / 2, 2 / (high - low)};
}

} // namespace

Result<Scale> scaleFromString(const std::string& name)
{
    for (const Scale scale : {Scale::none, Scale::log1p, Scale::standard})
        if (name == toString(scale))
            return scale;
    return fail(ErrorCode::usage, fmt::format("\"{}\" is not a scale", name), "scale",
                "Choose none, log1p or standard.");
}

const char* toString(Scale scale)
{
    switch (scale) {
    case Scale::none: return "none";
    case Scale::log1p: return "log1p";
    case Scale::standard: return "standard";
    }
    return "none";
}

Result<Scaler> Scaler::fit(Scale kind, const Split& train)
{
    if (train.series.empty() || train.series.front().channels == 0)
        return fail(ErrorCode::invalidInput, "there are no training series to fit the scale on");
    const std::size_t channels = train.series.front().channels;
    BURIN_CHECK(checkSeries(train, channels));
    Scaler scaler;
    scaler.kind_ = kind;
    for (std::size_t c = 0; c < channels; ++c) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        double sum = 0;
        std::size_t count = 0;
        const auto forEach = [&](const auto& visit) {
            for (const Series& series : train.series)
                for (std::size_t k = c; k < series.values.size(); k += channels)
                    visit(transformed(kind, series.values[k]));
        };
        forEach([&](double value) {
            low = std::min(low, value);
            high = std::max(high, value);
            sum += value;
            ++count;
        });
        if (count == 0)
            return fail(ErrorCode::invalidInput, "there are no training values to fit the scale on");
        ChannelScale scale = rangeScale(low, high);
        if (kind == Scale::standard && scale.factor != 0) {
            const double mean = sum / static_cast<double>(count);
            double squares = 0;
            forEach([&](double value) { squares += (value - mean) * (value - mean); });
            const double deviation = std::sqrt(squares / static_cast<double>(count));
            scale = {mean, deviation > 0 ? 1 / (4 * deviation) : 0};
        }
        scaler.channels_.push_back(scale);
    }
    return scaler;
}

double Scaler::apply(std::size_t channel, double value) const
{
    const ChannelScale& scale = channels_.at(channel);
    return (transformed(kind_, value) - scale.offset) * scale.factor;
}

double Scaler::invert(std::size_t channel, double scaled) const
{
    const ChannelScale& scale = channels_.at(channel);
    const double value = (scale.factor == 0 ? 0 : scaled / scale.factor) + scale.offset;
    return kind_ == Scale::log1p ? std::copysign(exactExp(std::fabs(value)) - 1, value) : value;
}

Result<Split> Scaler::apply(const Split& split) const
{
    BURIN_CHECK(checkSeries(split, channels_.size()));
    Split result = split;
    for (Series& series : result.series)
        for (std::size_t k = 0; k < series.values.size(); ++k)
            series.values[k] = apply(k % series.channels, series.values[k]);
    return result;
}

void to_json(nlohmann::json& json, const Scaler& scaler)
{
    json = {{"kind", toString(scaler.kind())}, {"channels", nlohmann::json::array()}};
    for (const ChannelScale& scale : scaler.channels())
        json["channels"].push_back({{"offset", scale.offset}, {"factor", scale.factor}});
}

Result<Scaler> scalerFromJson(const nlohmann::json& json, const std::string& where)
{
    const auto wrong = [&](const std::string& what) { return fail(ErrorCode::invalidInput, what, where); };
    if (!json.is_object() || !json.contains("kind") || !json["kind"].is_string() || !json.contains("channels") ||
        !json["channels"].is_array() || json["channels"].empty())
        return wrong("is not a scale with \"kind\" and \"channels\"");
    Scaler scaler;
    BURIN_TRY(scaler.kind_, scaleFromString(json["kind"].get<std::string>()));
    for (const auto& entry : json["channels"]) {
        const auto number = [&](const char* key) {
            return entry.is_object() && entry.contains(key) && entry[key].is_number();
        };
        if (!number("offset") || !number("factor"))
            return wrong("a channel of the scale has no numbers \"offset\" and \"factor\"");
        scaler.channels_.push_back({entry["offset"].get<double>(), entry["factor"].get<double>()});
    }
    return scaler;
}

} // namespace burin::data
