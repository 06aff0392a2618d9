// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/study_engine.h"

#include "core/explore/example.h"
#include "core/explore/moved_data.h"

#include <fmt/format.h>

#include <algorithm>

namespace burin::workbench {

namespace fs = std::filesystem;
using reservoir::ReservoirConfig;

namespace {

constexpr std::uint64_t kStudySeed = 1;
constexpr int kLeastBits = 2;
constexpr int kMostBits = 16;

Result<void> makeFolder(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), folder.string(),
                    "Choose a folder that can be written.");
    return {};
}

} // namespace

Result<void> StudyEngine::load(data::LoadOptions options, std::uint64_t seed, const ReservoirConfig& config)
{
    BURIN_TRY(auto dataset, data::loadDataset(options));
    data_ = std::make_shared<const data::Dataset>(std::move(dataset));
    read_ = std::move(options);
    return use(seed, config);
}

Result<void> StudyEngine::use(std::uint64_t seed, const ReservoirConfig& config)
{
    evaluator_ = std::make_shared<explore::ReservoirEvaluator>(data_, seed);
    live_ = std::make_unique<explore::LiveReservoir>(evaluator_);
    BURIN_TRY(const auto canonical, evaluator_->canonical(nlohmann::json(config)));
    BURIN_TRY(start_, evaluator_->read(canonical));
    start_.ranker = config.ranker; // canonical says "none" while nothing is pruned
    return {};
}

study::Identity StudyEngine::identity(std::uint64_t seed) const
{
    study::Identity identity = explore::reservoirIdentity(*data_, start_, seed);
    identity.details["load"] = data::loadOptionsToJson(read_);
    return identity;
}

Result<void> StudyEngine::readyExample(const fs::path& file, const fs::path& ready, std::uint64_t seed)
{
    std::error_code error;
    const study::Identity wanted = identity(seed);
    if (fs::exists(file, error)) {
        const auto there = study::Study::openReadOnly(file);
        const bool unreadable = !there && there.error().code == ErrorCode::invalidInput;
        if (!unreadable && !(there && !study::checkSameStudy((*there)->identity(), wanted, file.string())))
            return {};
        fs::path aside;
        for (int number = 1; aside.empty() || fs::exists(aside, error); ++number)
            aside = file.parent_path() / fmt::format("{}-old-{}.burin", file.stem().string(), number);
        fs::rename(file, aside, error);
        if (error)
            return fail(ErrorCode::io, "an older study cannot be renamed: " + error.message(), file.string(),
                        "Remove or rename it.");
        setAside_ = aside;
    }
    const auto made = study::Study::openReadOnly(ready);
    if (!made || !study::checkSameStudy((*made)->identity(), wanted, ready.string()))
        return {}; // none was built, or another Burin's: it is computed
    const fs::path copying = file.string() + ".copying";
    fs::copy_file(ready, copying, fs::copy_options::overwrite_existing, error);
    if (!error)
        fs::permissions(copying, fs::perms::owner_write, fs::perm_options::add, error);
    if (!error)
        fs::rename(copying, file, error);
    if (error)
        return fail(ErrorCode::io, "the example cannot be copied: " + error.message(), file.string(),
                    "Free some space, or choose a folder that can be written.");
    return {};
}

Result<std::unique_ptr<StudyEngine>> StudyEngine::openExample(const std::string& name, const fs::path& folder,
                                                              const fs::path& ready, const JobContext& context)
{
    BURIN_CHECK(makeFolder(folder));
    std::unique_ptr<StudyEngine> engine(new StudyEngine);
    context.report(0, "Generating the data");
    BURIN_TRY(const explore::Example example, explore::reservoirExample(name));
    engine->data_ = example.dataset;
    engine->read_ = example.read;
    BURIN_CHECK(engine->use(example.studySeed, example.config));
    const fs::path file = folder / fmt::format("example-{}.burin", name);
    BURIN_CHECK(engine->readyExample(file, ready / (name + ".burin"), example.studySeed));
    BURIN_TRY(engine->store_, study::Study::openOrCreate(file, engine->identity(example.studySeed)));
    // As explore::runExample, but on the evaluator that the sliders will use, so that it is warm.
    BURIN_TRY([[maybe_unused]] auto outcome,
              explore::runSweep(example.sweep, *engine->evaluator_, *engine->store_,
                                context.part(0.02, 1, "Computing the example")));
    return engine;
}

Result<void> StudyEngine::loadAgain(const StudyPlace& place, const ReservoirConfig& config, bool& dataMissing,
                                    const JobContext& context)
{
    const study::Identity identity = store_->identity();
    BURIN_TRY(const auto recorded, explore::loadOptionsOf(*store_));
    data::LoadOptions read = place.data.empty() ? recorded : explore::movedTo(recorded, place.data);
    read.stop = context.stop;
    Result<void> loaded = load(read, identity.seed, config);
    const bool same = loaded && data_->sha256 == identity.dataSha256;
    if (!loaded && loaded.error().code == ErrorCode::cancelled)
        return loaded;
    if (!same) {
        context.report(0.5, "Looking for the data set");
        std::vector<fs::path> folders{store_->path().parent_path()};
        folders.insert(folders.end(), place.folders.begin(), place.folders.end());
        BURIN_TRY(auto found, explore::findData(read, identity.dataSha256, folders, context));
        if (!found) {
            dataMissing = true;
            if (!loaded)
                return fail(ErrorCode::notFound, fmt::format("the data set {} is not where it was", identity.dataName),
                            read.data, "Locate it; its SHA-256 tells whether it is the same.");
            return fail(ErrorCode::mismatch,
                        fmt::format("the data set is not the one that the study was made from: its SHA-256 is {}..., "
                                    "not {}...",
                                    data_->sha256.substr(0, 12), identity.dataSha256.substr(0, 12)),
                        read.data, "Locate the original files, or start a new study from these.");
        }
        read = *std::move(found);
        BURIN_CHECK(load(read, identity.seed, config));
    }
    if (read.data != recorded.data)
        BURIN_CHECK(store_->setDetail("load", data::loadOptionsToJson(read), "data-moved"));
    return {};
}

Result<std::unique_ptr<StudyEngine>> StudyEngine::openStudy(const StudyPlace& place, bool& dataMissing,
                                                            const JobContext& context)
{
    std::unique_ptr<StudyEngine> engine(new StudyEngine);
    context.report(0, "Reading the study");
    BURIN_TRY(engine->store_, study::Study::open(place.file));
    const study::Identity identity = engine->store_->identity();
    ReservoirConfig config;
    if (identity.details.contains("config")) {
        BURIN_TRY(config, reservoir::configFromJson(identity.details.at("config"), place.file.string()));
    }
    if (config.ranker == "none" || config.ranker == "mask")
        config.ranker = ReservoirConfig{}.ranker;
    context.report(0.2, "Reading the data set");
    BURIN_CHECK(engine->loadAgain(place, config, dataMissing, context));
    return engine;
}

Result<std::unique_ptr<StudyEngine>> StudyEngine::openData(const data::LoadOptions& read, const ReservoirConfig& config,
                                                           const fs::path& folder, const JobContext& context)
{
    BURIN_CHECK(makeFolder(folder));
    std::unique_ptr<StudyEngine> engine(new StudyEngine);
    context.report(0, "Reading the data set");
    data::LoadOptions options = read;
    options.stop = context.stop;
    BURIN_CHECK(engine->load(std::move(options), kStudySeed, config));
    const study::Identity identity = engine->identity(kStudySeed);
    // The hash keeps two sets of one name apart, a number two ways of reading one set.
    const std::string stem = fmt::format("{}-{}", identity.dataName, identity.dataSha256.substr(0, 8));
    for (int number = 1;; ++number) {
        const fs::path file = folder / (number == 1 ? stem + ".burin" : fmt::format("{}-{}.burin", stem, number));
        std::error_code ignored;
        if (fs::exists(file, ignored)) {
            BURIN_TRY(const auto other, study::Study::openReadOnly(file));
            const nlohmann::json details = other->identity().details;
            if (details.value("load", nlohmann::json()) != identity.details.at("load") ||
                details.value("config", nlohmann::json()) != identity.details.at("config"))
                continue;
        }
        BURIN_TRY(engine->store_, study::Study::openOrCreate(file, identity));
        return engine;
    }
}

bool StudyEngine::prepare(const JobContext& context)
{
    std::optional<ReservoirConfig> around;
    {
        const std::lock_guard lock(lastMutex_);
        around = last_;
    }
    if (!around)
        return false;
    const int bits = around->widths.recurrent;
    for (const int neighbour : {bits - 1, bits + 1, bits - 2, bits + 2}) {
        ReservoirConfig config = *around;
        config.widths = reservoir::Widths::uniform(neighbour, config.widths.out);
        if (neighbour < kLeastBits || neighbour > kMostBits || live_->isPrepared(config))
            continue;
        // A failure will be told when the width is asked for; here it only ends the preparing.
        return live_->prepare(config, context).has_value();
    }
    return false;
}

Result<explore::SweepOutcome> StudyEngine::sweep(const views::SweepSettings& settings, const ReservoirConfig& base,
                                                 const JobContext& context)
{
    ReservoirConfig common = base;
    common.seeds = settings.seeds;
    common.mask.clear();
    std::vector<optimise::Axis> axes{{"bits", {settings.bits.begin(), settings.bits.end()}},
                                     {"ranker", {settings.rankers.begin(), settings.rankers.end()}},
                                     {"prune", {settings.prune.begin(), settings.prune.end()}}};
    if (!settings.readouts.empty())
        axes.push_back({"readout", {settings.readouts.begin(), settings.readouts.end()}});
    const explore::SweepConfig sweep = explore::sweepOver(common, std::move(axes));
    BURIN_TRY(const auto planned, explore::plannedConfigs(sweep, *evaluator_));
    std::set<std::string> missing;
    for (const nlohmann::json& config : planned)
        missing.insert(optimise::pointId(config));
    BURIN_TRY(const auto done, store_->load({.statuses = {optimise::PointStatus::done, optimise::PointStatus::infeasible}}));
    for (const optimise::DesignPoint& point : done)
        missing.erase(point.id);
    const InWork work(*this, {missing.begin(), missing.end()});
    return explore::runSweep(sweep, *evaluator_, *store_, context);
}

StudyEngine::InWork::InWork(StudyEngine& engine, std::vector<std::string> ids) : engine_(engine), ids_(std::move(ids))
{
    const std::lock_guard lock(engine_.workMutex_);
    engine_.inWork_.insert(ids_.begin(), ids_.end());
}

StudyEngine::InWork::~InWork()
{
    const std::lock_guard lock(engine_.workMutex_);
    for (const std::string& id : ids_)
        engine_.inWork_.erase(engine_.inWork_.find(id));
}

Result<std::string> StudyEngine::idOf(const ReservoirConfig& config) const
{
    BURIN_TRY(const auto canonical, evaluator_->canonical(nlohmann::json(config)));
    return optimise::pointId(canonical);
}

Result<std::vector<optimise::DesignPoint>> StudyEngine::removePoints(const std::vector<std::string>& ids)
{
    const std::lock_guard lock(workMutex_); // a job that begins now finds the points gone
    for (const std::string& id : ids)
        if (inWork_.contains(id))
            return fail(ErrorCode::usage, fmt::format("a job works on the point {}, so nothing was deleted", id), {},
                        "Wait until the job is done, or stop it; the Jobs table names it.");
    return store_->remove(ids);
}

Result<optimise::DesignPoint> StudyEngine::storedPoint(const ReservoirConfig& config, const JobContext& context)
{
    BURIN_TRY(const auto canonical, evaluator_->canonical(nlohmann::json(config)));
    BURIN_TRY(auto found, store_->find(optimise::pointId(canonical)));
    if (found && found->status == optimise::PointStatus::done && !found->replicas.empty())
        return *std::move(found);
    BURIN_TRY(const auto point, explore::evaluatePoint(*evaluator_, canonical, context));
    BURIN_CHECK(store_->put(point));
    if (point.status != optimise::PointStatus::done)
        return fail(ErrorCode::invalidInput, "this configuration cannot be evaluated: " + point.message);
    return point;
}

Result<explore::Deliverable> StudyEngine::deliverable(const ReservoirConfig& config, std::string& pointId,
                                                      const JobContext& context)
{
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.3, "Evaluating the seeds")));
    pointId = point.id;
    return explore::makeDeliverable(point, store_->identity(), *evaluator_, context);
}

Result<VerifyOutcome> StudyEngine::verify(const ReservoirConfig& config, const JobContext& context)
{
    VerifyOutcome outcome;
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto project, deliverable(config, outcome.pointId, context));
    BURIN_TRY(outcome.report, project::verifyNetwork(project.network, project.stimuli, project.options, {},
                                                     context.part(0.3, 1, "Simulating")));
    BURIN_CHECK(store_->setSeal(outcome.pointId, explore::sealOf(outcome.report)));
    return outcome;
}

Result<project::ExportRecord> StudyEngine::exportTo(const ReservoirConfig& config, const fs::path& folder,
                                                    bool overwrite, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    std::string pointId;
    BURIN_TRY(const auto project, deliverable(config, pointId, context));
    project::ExportOptions options;
    options.folder = folder;
    options.overwrite = overwrite;
    options.project = project.options;
    BURIN_TRY(auto record, project::exportReservoirProject(project.network, project.provenance, project.stimuli,
                                                           options, context.part(0.3, 1, "Verifying and writing")));
    if (record.sealed)
        BURIN_CHECK(store_->setSeal(pointId, explore::sealOf(record.verification)));
    return record;
}

Result<Interval95> StudyEngine::readTest(const ReservoirConfig& config, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.7, "Evaluating the seeds")));
    return explore::readTest(*store_, point.id, *evaluator_, "asked for in the workbench",
                             context.part(0.7, 1, "Reading the test set"));
}

Result<optimise::DesignPoint> StudyEngine::synthesise(const ReservoirConfig& config, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.2, "Evaluating the seeds")));
    const std::vector<std::string> ids{point.id};
    BURIN_TRY(const auto outcome, explore::synthPoints(*store_, ids, *evaluator_, {},
                                                       context.part(0.2, 1, "Synthesising")));
    if (outcome.failed > 0)
        return fail(ErrorCode::tool, "the design could not be synthesised: " + outcome.failures.front().message,
                    point.id, "Run burin-cli synth on the exported project for the whole report.");
    BURIN_TRY(auto found, store_->find(point.id));
    if (!found)
        return fail(ErrorCode::notFound, "the point is gone from the study", point.id);
    return *std::move(found);
}

Result<explore::SynthPointsOutcome> StudyEngine::synthesise(const std::vector<std::string>& ids,
                                                            const explore::SynthPointsOptions& options,
                                                            const JobContext& context)
{
    const InWork work(*this, ids);
    return explore::synthPoints(*store_, ids, *evaluator_, options, context);
}

Result<explore::Comparison> StudyEngine::compare(const std::string& a, const std::string& b, const JobContext& context)
{
    BURIN_TRY(const auto left, store_->find(a));
    BURIN_TRY(const auto right, store_->find(b));
    if (!left || !right)
        return fail(ErrorCode::notFound, "the point is gone from the study", left ? b : a);
    return explore::compare({*left, *evaluator_}, {*right, *evaluator_}, context);
}

} // namespace burin::workbench
