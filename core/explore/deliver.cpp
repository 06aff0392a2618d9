// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/deliver.h"

#include "core/explore/compare.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace burin::explore {

Result<Deliverable> makeDeliverable(const optimise::DesignPoint& point, const study::Identity& identity,
                                    ReservoirEvaluator& evaluator, const JobContext& ctx)
{
    const optimise::Replica* median = point.medianReplica();
    if (point.status != optimise::PointStatus::done || median == nullptr)
        return fail(ErrorCode::usage, fmt::format("the point is {}, not done", optimise::toString(point.status)),
                    point.id, point.message.empty() ? "Evaluate it first." : point.message);
    Deliverable out;
    out.replica = medianIndex(point);
    BURIN_TRY(const reservoir::ReservoirConfig config, evaluator.read(point.config));
    BURIN_TRY(out.network, evaluator.deployed(config, out.replica, ctx));
    BURIN_TRY(const auto context, evaluator.context(config, out.replica, ctx));
    BURIN_TRY(reservoir::Samples test, reservoir::testSamples(*context, evaluator.dataset()));
    out.stimuli = std::move(test.series);
    BURIN_TRY(const fpga::Device device, fpga::loadDevice(config.device));

    const data::Dataset& dataset = evaluator.dataset();
    out.provenance.dataName = dataset.name;
    out.provenance.dataSha256 = dataset.sha256;
    out.provenance.seeds = {identity.seed, median->seed};
    out.provenance.config = point.config;
    out.provenance.scaler = context->data->scaler;
    out.provenance.classNames = dataset.classNames;
    out.provenance.channelNames = dataset.channelNames;
    out.provenance.targetChannel = dataset.targetChannel;
    out.provenance.metrics = median->metrics;
    out.provenance.scores = {{"validation", point.validation}};
    if (point.test.mean)
        out.provenance.scores["test"] = point.test;
    out.options.device = device.name;
    out.options.pipeline = config.pipeline;
    out.options.traits = device.traits;
    return out;
}

std::optional<optimise::Seal> sealOf(const project::VerifyReport& report)
{
    if (!report.sealed && report.mismatches.empty() && report.changedFiles.empty() && report.shortFiles.empty())
        return std::nullopt;
    optimise::Seal seal;
    seal.sealed = report.sealed;
    for (const project::SimulatorReport& simulator : report.simulators)
        seal.simulators.push_back(
            {simulator.name, simulator.version, simulator.vectors, simulator.matched, simulator.steps});
    return seal;
}

Result<void> keepSeal(study::Study& study, const std::string& point, const project::VerifyReport& report)
{
    const auto seal = sealOf(report);
    return seal ? study.setSeal(point, seal) : Result<void>();
}

} // namespace burin::explore
