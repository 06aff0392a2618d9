// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/design_point.h"

#include "core/base/hash.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace burin::optimise {
namespace {

using nlohmann::json;

constexpr std::array kStatusNames{"pending", "running", "done", "failed", "infeasible", "cancelled"};
constexpr std::size_t kIdDigits = 12;
constexpr double kExactIntegers = 9007199254740992.0; // 2^53: doubles below are exact whole numbers

/// The same configuration always has the same text: keys sorted (nlohmann's objects are), and 4.0 written as 4, so
/// that a value that came through a form, a flag or another program's JSON does not make a new point.
json canonical(const json& value)
{
    if (value.is_object()) {
        json out = json::object();
        for (const auto& [key, inner] : value.items())
            out[key] = canonical(inner);
        return out;
    }
    if (value.is_array()) {
        json out = json::array();
        for (const json& inner : value)
            out.push_back(canonical(inner));
        return out;
    }
    if (value.is_number_float()) {
        const double number = value.get<double>();
        if (std::floor(number) == number && std::abs(number) < kExactIntegers)
            return static_cast<std::int64_t>(number);
    }
    return value;
}

json optionalToJson(const std::optional<double>& value)
{
    return value ? json(*value) : json(nullptr);
}

std::optional<double> optionalFromJson(const json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number())
        return std::nullopt;
    return found->get<double>();
}

} // namespace

const char* toString(PointStatus status)
{
    return kStatusNames.at(static_cast<std::size_t>(status));
}

std::optional<PointStatus> statusFromString(const std::string& name)
{
    for (std::size_t i = 0; i < kStatusNames.size(); ++i)
        if (name == kStatusNames.at(i))
            return static_cast<PointStatus>(i);
    return std::nullopt;
}

Metric DesignPoint::metric(const std::string& key) const
{
    const auto found = metrics.find(key);
    return found == metrics.end() ? Metric{} : found->second;
}

std::optional<double> DesignPoint::value(const std::string& key) const
{
    std::optional<double> found;
    if (key == "validation")
        found = validation.mean;
    else if (key == "test")
        found = test.mean;
    else if (const auto at = metrics.find(key); at != metrics.end())
        found = at->second.value;
    return found && std::isfinite(*found) ? found : std::nullopt;
}

const Replica* DesignPoint::medianReplica() const
{
    std::vector<const Replica*> order;
    for (const Replica& replica : replicas)
        if (replica.validation && std::isfinite(*replica.validation))
            order.push_back(&replica);
    if (order.empty())
        return replicas.empty() ? nullptr : &replicas.front();
    std::sort(order.begin(), order.end(), [](const Replica* a, const Replica* b) {
        return *a->validation != *b->validation ? *a->validation < *b->validation : a->seed < b->seed;
    });
    return order[(order.size() - 1) / 2];
}

std::vector<const DesignPoint*> refsOf(std::span<const DesignPoint> points)
{
    std::vector<const DesignPoint*> refs;
    refs.reserve(points.size());
    for (const DesignPoint& point : points)
        refs.push_back(&point);
    return refs;
}

std::string pointId(const json& config)
{
    return sha256(canonical(config).dump(-1, ' ', false, json::error_handler_t::replace)).substr(0, kIdDigits);
}

void to_json(json& out, const Seal& seal)
{
    json simulators = json::array();
    for (const Seal::Simulator& simulator : seal.simulators)
        simulators.push_back({{"name", simulator.name},
                              {"version", simulator.version},
                              {"vectors", simulator.vectors},
                              {"matched", simulator.matched},
                              {"steps", simulator.steps}});
    out = {{"sealed", seal.sealed}, {"simulators", std::move(simulators)}};
}

void from_json(const json& in, Seal& seal)
{
    seal.sealed = in.at("sealed").get<bool>();
    seal.simulators.clear();
    const json simulators = in.value("simulators", json::array());
    for (const json& entry : simulators)
        seal.simulators.push_back({entry.at("name").get<std::string>(), entry.value("version", ""),
                                   entry.value("vectors", std::uint64_t{0}), entry.value("matched", std::uint64_t{0}),
                                   entry.value("steps", std::uint64_t{0})});
}

void to_json(json& out, const Replica& replica)
{
    out = {{"seed", seedToJson(replica.seed)},
           {"validation", optionalToJson(replica.validation)},
           {"floatValidation", optionalToJson(replica.floatValidation)},
           {"metrics", replica.metrics}};
    if (replica.test)
        out["test"] = *replica.test;
    if (!replica.network.is_null())
        out["network"] = replica.network;
}

void from_json(const json& in, Replica& replica)
{
    replica.seed = seedFromJson(in.at("seed"));
    replica.validation = optionalFromJson(in, "validation");
    replica.test = optionalFromJson(in, "test");
    replica.floatValidation = optionalFromJson(in, "floatValidation");
    replica.metrics = in.value("metrics", std::map<std::string, Metric>{});
    replica.network = in.value("network", json());
}

void to_json(json& out, const DesignPoint& point)
{
    json metrics = json::object();
    metrics["validation"] = point.validation;
    if (point.test.mean)
        metrics["test"] = point.test;
    for (const auto& [key, metric] : point.metrics)
        metrics[key] = metric;
    out = {{"id", point.id},
           {"config", point.config},
           {"status", toString(point.status)},
           {"message", point.message},
           {"metrics", std::move(metrics)},
           {"replicas", point.replicas},
           {"seal", point.seal ? json(*point.seal) : json(nullptr)},
           {"starred", point.starred},
           {"note", point.note}};
}

void from_json(const json& in, DesignPoint& point)
{
    point = DesignPoint{};
    point.config = in.at("config");
    point.id = in.value("id", pointId(point.config));
    const std::string status = in.value("status", "done");
    const auto known = statusFromString(status);
    if (!known)
        throw std::invalid_argument("unknown status \"" + status + "\"");
    point.status = *known;
    point.message = in.value("message", "");
    const json metrics = in.value("metrics", json::object());
    for (const auto& [key, value] : metrics.items()) {
        if (key == "validation")
            point.validation = value.get<Interval95>();
        else if (key == "test")
            point.test = value.get<Interval95>();
        else
            point.metrics[key] = value.get<Metric>();
    }
    point.replicas = in.value("replicas", std::vector<Replica>{});
    if (const auto seal = in.find("seal"); seal != in.end() && !seal->is_null())
        point.seal = seal->get<Seal>();
    point.starred = in.value("starred", false);
    point.note = in.value("note", "");
}

} // namespace burin::optimise
