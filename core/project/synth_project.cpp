// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/synth_project.h"

#include "core/base/file.h"
#include "core/project/reservoir_project.h"

#include <nlohmann/json.hpp>

namespace burin::project {

std::map<std::string, Metric> SynthOutcome::metrics() const
{
    std::map<std::string, Metric> found{{"lut", synth.lut},   {"ff", synth.ff},   {"carry", synth.carry},
                                        {"bram", synth.bram}, {"dsp", synth.dsp}, {"delayNs", synth.delayNs}};
    if (route && route->delayNs.has()) {
        found["delayNs"] = route->delayNs;
        found["fmaxMhz"] = route->fmaxMhz;
    }
    return found;
}

std::string SynthOutcome::status() const
{
    if (route && route->status != tools::RouteStatus::routed)
        return tools::toString(route->status);
    return synth.fits.value_or(true) ? "fits" : "does not fit";
}

std::optional<double> SynthOutcome::allowedMhz() const
{
    const auto found = metrics();
    const Metric& delay = found.at("delayNs");
    constexpr double kMhzNs = 1000;
    return delay.has() && *delay.value > 0 ? std::optional(kMhzNs / *delay.value) : std::nullopt;
}

bool SynthOutcome::missesClock() const
{
    const auto allowed = allowedMhz();
    return clockMhz && allowed && *clockMhz > *allowed;
}

void to_json(nlohmann::json& json, const SynthOutcome& outcome)
{
    json = {{"device", tools::toString(outcome.synth.target)},
            {"tool", outcome.route ? outcome.synth.tool + ", " + outcome.route->tool : outcome.synth.tool},
            {"status", outcome.status()},
            {"fits",
             outcome.synth.fits || outcome.route ? nlohmann::json(outcome.status() == "fits") : nlohmann::json()}};
    if (outcome.route && outcome.route->status == tools::RouteStatus::timedOut)
        json["fits"] = nullptr; // not known
    const auto number = [](const std::optional<double>& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    json["clockMhz"] = number(outcome.clockMhz);
    json["allowedMhz"] = number(outcome.allowedMhz());
    json["missesClock"] = outcome.missesClock();
    for (const auto& [key, metric] : outcome.metrics())
        json[key] = metric;
}

Result<SynthOutcome> synthProject(const std::filesystem::path& folder, const SynthProjectOptions& options,
                                  const JobContext& ctx)
{
    BURIN_TRY(const nlohmann::json manifest, readManifest(folder));
    BURIN_TRY(const BenchPlan plan, benchPlanFromJson(manifest.value("bench", nlohmann::json::object()),
                                                      (folder / "manifest.json").string()));
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-synth"));
    const bool route = options.route && options.target == tools::Target::ice40;
    tools::SynthOptions synth;
    synth.capacity = options.capacity;
    synth.timeoutSeconds = options.timeoutSeconds;
    synth.searchPath = options.searchPath;
    synth.stop = ctx.stop;
    if (route)
        synth.netlistJson = scratch.path() / "netlist.json";
    std::vector<std::filesystem::path> sources;
    for (const std::string& source : plan.sources)
        sources.push_back(folder / source);
    SynthOutcome outcome;
    if (const auto clock = manifest.find("clockMhz"); clock != manifest.end() && clock->is_number())
        outcome.clockMhz = clock->get<double>();
    ctx.report(0, "yosys");
    BURIN_TRY(outcome.synth, tools::synthesise(sources, plan.module, options.target, synth));
    if (route) {
        ctx.report(0.5, "nextpnr");
        tools::NextpnrOptions place;
        place.timeoutSeconds = options.routeTimeoutSeconds;
        place.searchPath = options.searchPath;
        place.stop = ctx.stop;
        BURIN_TRY(outcome.route, tools::routeIce40(synth.netlistJson, place));
    }
    ctx.report(1, "done");
    return outcome;
}

Result<tools::ImportedReports> importProjectReports(const std::filesystem::path& folder)
{
    BURIN_CHECK(readManifest(folder));
    return tools::importReports(folder / "reports");
}

} // namespace burin::project
