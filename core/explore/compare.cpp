// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/compare.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace burin::explore {
namespace {

using nlohmann::json;
using optimise::DesignPoint;

MetricChange change(const std::string& key, const Metric& a, const Metric& b)
{
    MetricChange result{key, a, b, std::nullopt, std::nullopt};
    if (a.value && b.value) {
        result.difference = *b.value - *a.value;
        if (*a.value != 0)
            result.relative = *result.difference / std::abs(*a.value);
    }
    return result;
}

Metric asMetric(const Interval95& interval)
{
    Metric metric;
    metric.value = interval.mean;
    if (interval.mean)
        metric.tier = Tier::measured; // exact arithmetic on real data
    return metric;
}

json optionalJson(const std::optional<double>& value)
{
    return value ? json(*value) : json(nullptr);
}

struct SideParts {
    Hardware hardware;
    RtlSize rtl;
    std::optional<Confusion> confusion;
    std::optional<Forecast> forecast;
};

Result<SideParts> partsOf(const Side& side, const JobContext& ctx)
{
    BURIN_TRY(const auto config, side.evaluator.read(side.point.config));
    const std::size_t index = medianIndex(side.point);
    SideParts parts;
    ctx.report(0, "Building the network");
    BURIN_TRY(const BuiltReplica built, side.evaluator.build(config, index, ctx));
    const reservoir::Samples& samples = built.context->data->validation;
    ctx.report(0.5, "Playing the validation series");
    if (side.evaluator.dataset().task == data::Task::classify) {
        BURIN_TRY(parts.confusion, confusionOf(built.network, samples, side.evaluator.dataset().classNames, ctx));
    } else {
        BURIN_TRY(parts.forecast, forecastOf(built.network, samples, ctx));
    }
    ctx.report(0.7, "Building the circuit");
    BURIN_TRY(parts.hardware, side.evaluator.hardware(config, index, ctx));
    parts.rtl = rtlSizeOf(parts.hardware.lowered.circuit);
    ctx.report(1);
    return parts;
}

} // namespace

std::size_t medianIndex(const DesignPoint& point)
{
    const optimise::Replica* median = point.medianReplica();
    return median == nullptr ? 0 : static_cast<std::size_t>(median - point.replicas.data());
}

PointDifference difference(const DesignPoint& a, const DesignPoint& b)
{
    PointDifference result;
    std::set<std::string> keys;
    for (const DesignPoint* point : {&a, &b})
        for (const auto& [key, value] : point->config.items())
            keys.insert(key);
    for (const std::string& key : keys) {
        const json left = a.config.value(key, json());
        const json right = b.config.value(key, json());
        if (left != right)
            result.config.push_back({key, left, right});
    }
    result.metrics.push_back(change("validation", asMetric(a.validation), asMetric(b.validation)));
    if (a.test.mean || b.test.mean)
        result.metrics.push_back(change("test", asMetric(a.test), asMetric(b.test)));
    std::set<std::string> metrics;
    for (const DesignPoint* point : {&a, &b})
        for (const auto& [key, metric] : point->metrics)
            metrics.insert(key);
    for (const std::string& key : metrics)
        result.metrics.push_back(change(key, a.metric(key), b.metric(key)));
    return result;
}

double Confusion::recall(std::size_t trueClass) const
{
    const auto& row = counts.at(trueClass);
    const std::size_t total = std::accumulate(row.begin(), row.end(), std::size_t{0});
    return total == 0 ? 0 : static_cast<double>(row.at(trueClass)) / static_cast<double>(total);
}

Result<Confusion> confusionOf(const reservoir::IntegerReservoir& network, const reservoir::Samples& samples,
                              const std::vector<std::string>& classNames, const JobContext& ctx)
{
    if (network.task != data::Task::classify)
        return fail(ErrorCode::usage, "a prediction has no classes", "task");
    Confusion confusion;
    confusion.classNames = classNames;
    const auto classes = static_cast<std::size_t>(network.outputs());
    confusion.counts.assign(classes, std::vector<std::size_t>(classes, 0));
    for (std::size_t s = 0; s < samples.series.size(); ++s) {
        if (ctx.cancelled())
            return cancelledError();
        const auto inputs = reservoir::quantiseInput(network, samples.series[s]);
        const int label = reservoir::runSeries(network, inputs).label;
        ++confusion.counts.at(static_cast<std::size_t>(samples.labels[s])).at(static_cast<std::size_t>(label));
    }
    return confusion;
}

Result<Forecast> forecastOf(const reservoir::IntegerReservoir& network, const reservoir::Samples& samples,
                            const JobContext& ctx)
{
    if (network.task != data::Task::predict)
        return fail(ErrorCode::usage, "a classification predicts no values", "task");
    const auto outputs = static_cast<std::size_t>(samples.outputs);
    const double scale = std::ldexp(1.0, -network.outputFraction);
    std::vector<double> error(outputs, 0);
    std::vector<double> sum(outputs, 0);
    std::vector<double> squares(outputs, 0);
    Forecast forecast;
    for (std::size_t s = 0; s < samples.series.size(); ++s) {
        if (ctx.cancelled())
            return cancelledError();
        const std::size_t first = samples.firstRow[s];
        const std::size_t end = s + 1 < samples.firstRow.size() ? samples.firstRow[s + 1] : samples.rows();
        // There are outputs for the last steps too, whose targets lie beyond the series.
        const auto played = reservoir::runSeries(network, reservoir::quantiseInput(network, samples.series[s])).outputs;
        for (std::size_t i = first * outputs; i < end * outputs; ++i) {
            const double target = samples.targets[i];
            const double y = static_cast<double>(played.at(i - first * outputs)) * scale;
            const std::size_t output = i % outputs;
            error[output] += (y - target) * (y - target);
            sum[output] += target;
            squares[output] += target * target;
            if (s == 0 && output == 0 && (end - i / outputs) <= kForecastRows) {
                forecast.targets.push_back(target);
                forecast.predictions.push_back(y);
            }
        }
    }
    const auto rows = static_cast<double>(samples.rows());
    for (std::size_t output = 0; output < outputs; ++output) {
        const double variance = squares[output] / rows - (sum[output] / rows) * (sum[output] / rows);
        forecast.nrmse.push_back(std::sqrt(error[output] / rows / variance));
    }
    return forecast;
}

Result<Comparison> compare(const Side& a, const Side& b, const JobContext& ctx)
{
    Comparison result;
    result.difference = difference(a.point, b.point);
    BURIN_TRY(SideParts left, partsOf(a, ctx.part(0, 0.5, "A")));
    BURIN_TRY(SideParts right, partsOf(b, ctx.part(0.5, 1, "B")));
    for (const circuit::Block block : circuit::kBlocks) {
        const auto at = static_cast<std::size_t>(block);
        result.blocks.push_back({circuit::toString(block), left.hardware.estimate.blocks.at(at).lut,
                                 right.hardware.estimate.blocks.at(at).lut});
    }
    result.confusionA = std::move(left.confusion);
    result.confusionB = std::move(right.confusion);
    result.forecastA = std::move(left.forecast);
    result.forecastB = std::move(right.forecast);
    result.rtlA = left.rtl;
    result.rtlB = right.rtl;
    result.replicaA = medianIndex(a.point);
    result.replicaB = medianIndex(b.point);
    result.replicasA = std::max<std::size_t>(1, a.point.replicas.size());
    result.replicasB = std::max<std::size_t>(1, b.point.replicas.size());
    return result;
}

void to_json(json& out, const PointDifference& difference)
{
    json config = json::array();
    for (const ConfigChange& entry : difference.config)
        config.push_back({{"key", entry.key}, {"a", entry.a}, {"b", entry.b}});
    json metrics = json::array();
    for (const MetricChange& entry : difference.metrics)
        metrics.push_back({{"key", entry.key},
                           {"a", entry.a},
                           {"b", entry.b},
                           {"difference", optionalJson(entry.difference)},
                           {"relative", optionalJson(entry.relative)}});
    out = {{"config", std::move(config)}, {"metrics", std::move(metrics)}};
}

void to_json(json& out, const Confusion& confusion)
{
    json recall = json::array();
    for (std::size_t c = 0; c < confusion.counts.size(); ++c)
        recall.push_back(confusion.recall(c));
    out = {{"classes", confusion.classNames}, {"counts", confusion.counts}, {"recall", std::move(recall)}};
}

void to_json(json& out, const Forecast& forecast)
{
    out = {{"nrmse", forecast.nrmse}, {"targets", forecast.targets}, {"predictions", forecast.predictions}};
}

void to_json(json& out, const Comparison& comparison)
{
    out = json(comparison.difference);
    json blocks = json::array();
    for (const BlockChange& entry : comparison.blocks)
        blocks.push_back({{"block", entry.block}, {"a", entry.a}, {"b", entry.b}});
    out["lutByBlock"] = std::move(blocks);
    out["confusion"] = {{"a", comparison.confusionA ? json(*comparison.confusionA) : json(nullptr)},
                        {"b", comparison.confusionB ? json(*comparison.confusionB) : json(nullptr)}};
    out["forecast"] = {{"a", comparison.forecastA ? json(*comparison.forecastA) : json(nullptr)},
                       {"b", comparison.forecastB ? json(*comparison.forecastB) : json(nullptr)}};
    out["rtl"] = {{"a", comparison.rtlA}, {"b", comparison.rtlB}};
    out["replica"] = {{"a", comparison.replicaA}, {"b", comparison.replicaB}};
}

} // namespace burin::explore
