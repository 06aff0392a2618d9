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
    std::optional<Confusion> confusion;
};

Result<SideParts> partsOf(const Side& side, const JobContext& ctx)
{
    BURIN_TRY(const auto config, side.evaluator.read(side.point.config));
    const std::size_t index = medianIndex(side.point);
    SideParts parts;
    BURIN_TRY(parts.hardware, side.evaluator.hardware(config, index, ctx));
    if (side.evaluator.dataset().task == data::Task::classify) {
        BURIN_TRY(const BuiltReplica built, side.evaluator.build(config, index, ctx));
        BURIN_TRY(parts.confusion, confusionOf(built.network, built.context->data->validation,
                                               side.evaluator.dataset().classNames, ctx));
    }
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

Result<Comparison> compare(const Side& a, const Side& b, const JobContext& ctx)
{
    Comparison result;
    result.difference = difference(a.point, b.point);
    BURIN_TRY(SideParts left, partsOf(a, ctx));
    BURIN_TRY(SideParts right, partsOf(b, ctx));
    for (const circuit::Block block : circuit::kBlocks) {
        const auto at = static_cast<std::size_t>(block);
        result.blocks.push_back({circuit::toString(block), left.hardware.estimate.blocks.at(at).lut,
                                 right.hardware.estimate.blocks.at(at).lut});
    }
    result.confusionA = std::move(left.confusion);
    result.confusionB = std::move(right.confusion);
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

void to_json(json& out, const Comparison& comparison)
{
    out = json(comparison.difference);
    json blocks = json::array();
    for (const BlockChange& entry : comparison.blocks)
        blocks.push_back({{"block", entry.block}, {"a", entry.lutA}, {"b", entry.lutB}});
    out["lutByBlock"] = std::move(blocks);
    out["confusion"] = {{"a", comparison.confusionA ? json(*comparison.confusionA) : json(nullptr)},
                        {"b", comparison.confusionB ? json(*comparison.confusionB) : json(nullptr)}};
}

} // namespace burin::explore
