// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/synth_points.h"

#include "core/base/file.h"
#include "core/circuit/verilog.h"
#include "core/fpga/device.h"
#include "core/study/readable.h"
#include "core/study/report.h"
#include "core/tools/yosys.h"

#include <mutex>

namespace burin::explore {
namespace {

using optimise::DesignPoint;

constexpr const char* kTier = "@synth";
constexpr const char* kExported = "@exported";

Result<std::map<std::string, Metric>> synthesisePoint(const DesignPoint& point, ReservoirEvaluator& evaluator,
                                                      const SynthPointsOptions& options, const JobContext& ctx)
{
    const optimise::Replica* median = point.medianReplica();
    if (median == nullptr)
        return fail(ErrorCode::invalidInput, "the point has no replica", point.id);
    const auto index = static_cast<std::size_t>(median - point.replicas.data());
    BURIN_TRY(const auto config, evaluator.read(point.config));
    BURIN_TRY(Hardware hardware, evaluator.hardware(config, index, ctx));
    BURIN_TRY(const fpga::Device device, fpga::loadDevice(config.device));
    BURIN_TRY(const ScratchFolder folder, ScratchFolder::create("burin-synth"));
    const auto source = folder.path() / "design.v";
    BURIN_CHECK(writeFile(source, circuit::emitVerilog(hardware.lowered.circuit)));
    BURIN_TRY(const tools::Target target, tools::targetFromString(device.name));
    tools::SynthOptions synth;
    synth.timeoutSeconds = options.timeoutSeconds;
    synth.searchPath = options.searchPath;
    synth.stop = ctx.stop;
    BURIN_TRY(const tools::SynthReport report,
              tools::synthesise({source}, hardware.lowered.circuit.name, target, synth));
    const std::map<std::string, Metric> estimates = hardware.estimate.metrics();
    std::map<std::string, Metric> metrics{{"lut", report.lut},   {"ff", report.ff},   {"carry", report.carry},
                                          {"bram", report.bram}, {"dsp", report.dsp}, {"delayNs", report.delayNs}};
    if (report.lut.has() && report.delayNs.has()) {
        fpga::composePower(hardware.estimate, report.lut, report.delayNs, device, hardware.inputs());
        const auto composed = hardware.estimate.metrics();
        for (const char* key : {"throughputMsps", "staticPowerMw", "dynamicPowerMw", "powerMw", "pdpPj",
                                "energyPerInferenceNj"})
            if (const auto found = composed.find(key); found != composed.end())
                metrics[key] = found->second;
    }
    std::map<std::string, Metric> named;
    for (const auto& [key, metric] : metrics) {
        named[key + kTier] = metric;
        if (const auto estimate = estimates.find(key); estimate != estimates.end())
            named[key + kExported] = estimate->second;
    }
    return named;
}

} // namespace

Result<SynthPointsOutcome> synthPoints(study::Study& study, std::span<const std::string> ids,
                                       ReservoirEvaluator& evaluator, const SynthPointsOptions& options,
                                       const JobContext& ctx)
{
    BURIN_CHECK(tools::findProgram("yosys", options.searchPath)); // missing now, missing for every point
    SynthPointsOutcome outcome;
    std::mutex mutex;
    const auto tell = [&](const std::string& id, SynthState state, const std::string& message = {}) {
        if (options.onPoint)
            options.onPoint(id, state, message);
    };
    const auto finished = parallelFor(ctx, ids.size(), [&](std::size_t i) -> Result<void> {
        BURIN_TRY(const auto point, study.find(ids[i]));
        if (!point)
            return fail(ErrorCode::notFound, "there is no point \"" + ids[i] + "\"", study.path().string());
        if (point->metric(std::string("lut") + kTier).has()) {
            const std::scoped_lock held(mutex);
            ++outcome.reused;
            tell(point->id, SynthState::reused);
            return {};
        }
        {
            const std::scoped_lock held(mutex);
            tell(point->id, SynthState::running);
        }
        JobContext inner = ctx;
        inner.threads = 1;
        inner.progress = nullptr;
        const auto metrics = synthesisePoint(*point, evaluator, options, inner);
        if (!metrics) {
            if (metrics.error().code == ErrorCode::cancelled)
                return cancelledError();
            const std::scoped_lock held(mutex);
            ++outcome.failed;
            outcome.failures.push_back({point->id, metrics.error().text()});
            tell(point->id, SynthState::failed, metrics.error().text());
            return study.logEvent("synth-failed", point->id, {{"message", metrics.error().text()}});
        }
        BURIN_CHECK(study.setMetrics(point->id, *metrics));
        const std::scoped_lock held(mutex);
        ++outcome.synthesised;
        tell(point->id, SynthState::done);
        return {};
    });
    if (!finished)
        return Unexpected<Error>(finished.error());
    return outcome;
}

Result<SynthPointsOutcome> synthFront(study::Study& study, ReservoirEvaluator& evaluator,
                                      const SynthPointsOptions& options, const JobContext& ctx)
{
    BURIN_TRY(const auto read, study::loadReadable(study));
    const auto& points = read.points;
    std::vector<std::string> ids;
    for (const std::size_t i :
         study::frontOf(points, study.identity(), {}, {.capacities = fpga::capacitiesFor(points)}).front)
        ids.push_back(points[i].id);
    return synthPoints(study, ids, evaluator, options, ctx);
}

} // namespace burin::explore
