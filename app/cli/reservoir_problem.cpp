// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reservoir_problem.h"

#include "app/cli/study_evaluator.h"
#include "core/explore/moved_data.h"
#include "core/explore/sweep.h"
#include "core/fpga/device.h"
#include "core/study/report.h"

#include <algorithm>

namespace burin::cli {
namespace {

Result<ReservoirProblem> open(data::LoadOptions read, const reservoir::ReservoirConfig& config, std::uint64_t seed,
                              const JobContext& job)
{
    ReservoirProblem problem;
    read.dataFolder = userDataFolder();
    read.stop = job.stop;
    BURIN_TRY(auto dataset, data::loadDataset(read));
    problem.dataset = std::make_shared<const data::Dataset>(std::move(dataset));
    problem.evaluator = std::make_unique<explore::ReservoirEvaluator>(problem.dataset, seed);
    BURIN_TRY(problem.canonical, problem.evaluator->canonical(nlohmann::json(config)));
    BURIN_TRY(problem.config, problem.evaluator->read(problem.canonical));
    problem.identity = explore::reservoirIdentity(*problem.dataset, problem.config, seed);
    problem.identity.details["load"] = data::loadOptionsToJson(read);
    problem.read = std::move(read);
    return problem;
}

} // namespace

Result<ReservoirProblem> openProblem(const DataFlags& data, const ReservoirFlags& flags, const JobContext& job,
                                     bool lists)
{
    BURIN_TRY(const auto config, flags.config(lists));
    BURIN_TRY(auto read, data.options(config));
    return open(std::move(read), config, job.seed, job);
}

Result<ReservoirProblem> openProblem(const study::Study& study, const JobContext& job)
{
    const study::Identity& identity = study.identity();
    const std::string where = study.path().string();
    if (identity.family != "reservoir" || !identity.details.contains("load"))
        return fail(ErrorCode::usage, "the study does not say how its data were read", where,
                    "Give --data and the configuration's flags instead of --study.");
    BURIN_TRY(auto read, data::loadOptionsFromJson(identity.details.at("load"), where));
    reservoir::ReservoirConfig config;
    config.seeds = identity.seeds;
    auto problem = open(read, config, identity.seed, job);
    if (!problem || problem->dataset->sha256 != identity.dataSha256) {
        BURIN_TRY(auto moved, explore::findData(read, identity.dataSha256, {study.path().parent_path()}, job));
        if (moved)
            problem = open(*std::move(moved), config, identity.seed, job);
        else if (problem)
            return fail(ErrorCode::invalidInput, "the data set has changed since the study was made",
                        problem->dataset->source,
                        "Put the original files back or beside the study, or make a new study.");
    }
    if (!problem)
        return Unexpected<Error>(problem.error());
    problem->identity = identity;
    return *std::move(problem);
}

Result<void> readTests(study::Study& study, explore::Evaluator& evaluator, bool all,
                       const std::string& reason, const JobContext& job)
{
    BURIN_TRY(const auto points, loadPoints(study));
    const auto front = study::frontOf(points, study.identity(), {}, {.capacities = fpga::capacitiesFor(points)});
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool wanted = all || std::find(front.front.begin(), front.front.end(), i) != front.front.end();
        if (wanted && points[i].status == optimise::PointStatus::done)
            BURIN_CHECK(explore::readTest(study, points[i].id, evaluator, reason, job));
    }
    return {};
}

} // namespace burin::cli
