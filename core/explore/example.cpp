// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/example.h"

#include "core/base/file.h"
#include "core/data/load.h"
#include "core/explore/crossbar_evaluator.h"
#include "core/explore/reservoir_evaluator.h"
#include "core/explore/trained_cnn.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace burin::explore {

const std::vector<std::string>& exampleNames()
{
    static const std::vector<std::string> kNames = {"strokes", "glyphs", "glyphs-crossbar", "mackey-glass",
                                                    "narma10"};
    return kNames;
}

namespace {

Unexpected<Error> unknownExample(const std::string& name)
{
    return fail(ErrorCode::notFound, fmt::format("there is no example \"{}\"", name), "example",
                fmt::format("Choose one of: {}.", fmt::join(exampleNames(), ", ")));
}

} // namespace

bool isCnnExample(const std::string& name)
{
    return name == "glyphs";
}

bool isCrossbarExample(const std::string& name)
{
    return name == "glyphs-crossbar";
}

std::vector<std::string> reservoirExampleNames()
{
    std::vector<std::string> names = exampleNames();
    std::erase_if(names, [](const std::string& name) { return isCnnExample(name) || isCrossbarExample(name); });
    return names;
}

Result<CnnExample> cnnExample(const std::string& name)
{
    if (!isCnnExample(name))
        return unknownExample(name);
    CnnExample example;
    example.network = name;
    example.read.data = name;
    example.sweep.base = nlohmann::json::object();
    example.sweep.axes = {{"bits", {2, 3, 4, 5, 6, 8}},
                          {"ranker", {"magnitude"}},
                          {"prune", {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75}}};
    return example;
}

Result<CnnExample> crossbarExample(const std::string& name)
{
    if (!isCrossbarExample(name))
        return unknownExample(name);
    CnnExample example;
    example.network = "glyphs";
    example.read.data = "glyphs";
    example.sweep.base = {{"preset", "isaac-32nm"}};
    example.sweep.axes = {{"bitsWeight", {3, 4, 5, 6, 8}},
                          {"bitsActivation", {4, 6, 8}},
                          {"adc", {"5", "6", "7", "rule"}},
                          {"prune", {0, 0.25, 0.5}}};
    return example;
}

Result<Example> reservoirExample(const std::string& name)
{
    const auto names = reservoirExampleNames();
    if (std::find(names.begin(), names.end(), name) == names.end())
        return unknownExample(name);
    const bool forecast = name == "mackey-glass";
    data::LoadOptions options;
    options.data = name;
    options.horizon = forecast ? kForecastHorizon : 1;
    BURIN_TRY(data::Dataset dataset, data::loadDataset(options));
    Example example;
    example.dataset = std::make_shared<const data::Dataset>(std::move(dataset));
    if (example.dataset->task == data::Task::classify)
        example.config.readout = {reservoir::ReadoutKind::mean, 1};
    example.config.horizon = static_cast<int>(options.horizon);
    example.read = std::move(options);
    example.config.seeds = 3;
    example.config.tune = name == "narma10" ? 30 : 12; // memory is harder to find
    example.sweep = sweepOver(example.config, {{"bits", {4, 6, 8}},
                                               {"ranker", {"sensitivity", "magnitude", "random"}},
                                               {"prune", {0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9}}});
    return example;
}

namespace {

/// An example of any family, ready to be swept.
struct Runnable {
    std::unique_ptr<Evaluator> evaluator;
    study::Identity identity;
    SweepConfig sweep;
};

Result<Runnable> runnableReservoir(const std::string& name)
{
    BURIN_TRY(Example example, reservoirExample(name));
    Runnable made{std::make_unique<ReservoirEvaluator>(example.dataset, example.studySeed),
                  reservoirIdentity(*example.dataset, example.config, example.studySeed),
                  std::move(example.sweep)};
    made.identity.details["load"] = data::loadOptionsToJson(example.read);
    return made;
}

Result<Runnable> runnableCnn(CnnExample example, bool onCrossbars)
{
    BURIN_TRY(auto trained, readTrainedCnn(example.network, example.network));
    BURIN_TRY(auto images, data::loadImages(example.read));
    const auto dataset = std::make_shared<const data::ImageDataset>(std::move(images));
    Runnable made;
    made.identity = onCrossbars ? crossbarIdentity(*dataset, trained, example.studySeed)
                                : cnnIdentity(*dataset, trained, example.studySeed);
    made.identity.details["load"] = data::loadOptionsToJson(example.read);
    made.identity.details["networkFile"] = example.network;
    if (onCrossbars)
        made.evaluator = std::make_unique<CrossbarEvaluator>(dataset, std::move(trained), example.studySeed);
    else
        made.evaluator = std::make_unique<CnnEvaluator>(dataset, std::move(trained), example.studySeed);
    made.sweep = std::move(example.sweep);
    return made;
}

Result<Runnable> runnable(const std::string& name)
{
    if (isCrossbarExample(name)) {
        BURIN_TRY(auto example, crossbarExample(name));
        return runnableCnn(std::move(example), true);
    }
    if (isCnnExample(name)) {
        BURIN_TRY(auto example, cnnExample(name));
        return runnableCnn(std::move(example), false);
    }
    return runnableReservoir(name);
}

} // namespace

Result<SweepOutcome> runExample(const std::string& name, const std::filesystem::path& path, const JobContext& ctx)
{
    BURIN_TRY(const Runnable example, runnable(name));
    BURIN_TRY(const auto study, study::Study::openOrCreate(path, example.identity));
    return runSweep(example.sweep, *example.evaluator, *study, ctx);
}

Result<SweepOutcome> makeExample(const std::string& name, const std::filesystem::path& path, const JobContext& ctx)
{
    BURIN_TRY(const Runnable example, runnable(name));
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-example"));
    BURIN_TRY(const auto swept, study::Study::create(scratch.path() / "swept.burin", example.identity));
    BURIN_TRY(const SweepOutcome outcome, runSweep(example.sweep, *example.evaluator, *swept, ctx));
    if (outcome.failed > 0)
        return fail(ErrorCode::internal, fmt::format("{} points of the example failed", outcome.failed), name);
    // Points are stored as they end; written once more in the order of the grid, the bytes are always the same.
    std::vector<optimise::DesignPoint> points;
    for (const std::string& id : outcome.ids) {
        BURIN_TRY(auto point, swept->find(id));
        points.push_back(*std::move(point));
    }
    const std::filesystem::path making = path.string() + ".making";
    std::error_code error;
    std::filesystem::remove(making, error);
    {
        BURIN_TRY(const auto study, study::Study::create(making, example.identity));
        BURIN_CHECK(study->put(points));
    }
    std::filesystem::remove(making.string() + ".lock", error);
    std::filesystem::rename(making, path, error);
    if (error)
        return fail(ErrorCode::io, "the example cannot be written: " + error.message(), path.string());
    return outcome;
}

} // namespace burin::explore
