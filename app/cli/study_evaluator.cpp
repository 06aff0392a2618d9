// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/study_evaluator.h"

#include "app/cli/cnn_images.h"
#include "app/cli/flags.h"
#include "app/cli/reservoir_problem.h"
#include "core/explore/moved_data.h"
#include "core/explore/trained_cnn.h"
#include "core/study/readable.h"

#include <fmt/format.h>

#include <cstdio>

namespace burin::cli {
namespace {

/// What a study of a trained network is about, unchanged.
Result<TrainedImages> readTrainedImages(const study::Study& study, const JobContext& job)
{
    TrainedImages read;
    BURIN_TRY(read.options, explore::loadOptionsOf(study));
    BURIN_TRY(read.trained, explore::readTrainedCnn(study, {}));
    read.options.dataFolder = userDataFolder();
    read.options.stop = job.stop;
    BURIN_TRY(auto images, readNetworkImages(read.options, read.trained.network));
    if (images.sha256 != study.identity().dataSha256)
        return fail(ErrorCode::mismatch, "the images are not the ones that the study was made from",
                    read.options.data, "Put the original files back, or make a new study.");
    read.images = std::make_shared<const data::ImageDataset>(std::move(images));
    return read;
}

} // namespace

void warnOfDamaged(std::span<const optimise::DesignPoint> damaged)
{
    for (const optimise::DesignPoint& point : damaged)
        fmt::print(stderr, "burin-cli: warning: point {} is left out: {}\n", point.id, point.message);
}

Result<std::vector<optimise::DesignPoint>> loadPoints(const study::Study& study)
{
    BURIN_TRY(auto read, study::loadReadable(study));
    warnOfDamaged(read.damaged);
    return std::move(read.points);
}

bool isDamaged(const Error& error)
{
    return error.code == ErrorCode::invalidInput;
}

Result<optimise::DesignPoint> findPoint(const study::Study& study, const std::string& id)
{
    auto found = study.find(id);
    if (!found && isDamaged(found.error()))
        return fail(
            ErrorCode::invalidInput, "the point is damaged: " + found.error().message, found.error().where,
            "Restore a copy of the study; or take the point out (`burin-cli study delete`) and compute it again.");
    if (!found)
        return Unexpected<Error>(found.error());
    if (!*found)
        return fail(ErrorCode::notFound, "there is no point " + id, study.path().string(),
                    "`burin-cli study list` names the points.");
    return **std::move(found);
}

Result<std::unique_ptr<explore::CrossbarEvaluator>> openCrossbarStudy(const study::Study& study,
                                                                      const JobContext& job)
{
    const study::Identity& identity = study.identity();
    if (identity.family != "crossbar")
        return fail(ErrorCode::usage, "the study is of the family " + identity.family + ", not of crossbars",
                    study.path().string());
    if (!identity.details.contains("weights"))
        return fail(ErrorCode::usage, "the study is of the cost alone, without weights and images",
                    study.path().string(),
                    "Make a study with `burin-cli crossbar explore --weights M.npz --data D`.");
    BURIN_TRY(auto read, readTrainedImages(study, job));
    return std::make_unique<explore::CrossbarEvaluator>(std::move(read.images), std::move(read.trained),
                                                        identity.seed);
}

Result<std::unique_ptr<explore::Evaluator>> openEvaluator(const study::Study& study, const JobContext& job)
{
    if (study.identity().family == "crossbar") {
        BURIN_TRY(auto evaluator, openCrossbarStudy(study, job));
        return evaluator;
    }
    if (study.identity().family == "cnn") {
        BURIN_TRY(auto read, readTrainedImages(study, job));
        return std::make_unique<explore::CnnEvaluator>(std::move(read.images), std::move(read.trained),
                                                       study.identity().seed);
    }
    BURIN_TRY(auto problem, openProblem(study, job));
    return std::move(problem.evaluator);
}

} // namespace burin::cli
