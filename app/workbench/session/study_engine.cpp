// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/study_engine.h"

#include "app/workbench/session/cnn_engine.h"
#include "app/workbench/session/command_line.h"
#include "app/workbench/session/crossbar_engine.h"
#include "app/workbench/session/reservoir_engine.h"
#include "core/explore/deliver.h"
#include "core/explore/example.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace burin::workbench {
namespace {

namespace fs = std::filesystem;

Unexpected<Error> noCircuit()
{
    return fail(ErrorCode::usage, "there is no circuit for networks of this family yet", {},
                "Verify, Synthesise and Export work for reservoir studies.");
}

std::unique_ptr<ImageStudyEngine> imageEngine(views::Family family)
{
    if (family == views::Family::crossbar)
        return std::make_unique<CrossbarStudyEngine>();
    return std::make_unique<CnnStudyEngine>();
}

StudyEngine::Made makeExample(const std::string& name, const fs::path& file, const fs::path& ready,
                              const JobContext& context)
{
    const bool crossbar = explore::isCrossbarExample(name);
    if (!crossbar && !explore::isCnnExample(name))
        return ReservoirStudyEngine::openExample(name, file.parent_path(), ready, context);
    BURIN_TRY(const explore::CnnExample example,
              crossbar ? explore::crossbarExample(name) : explore::cnnExample(name));
    return ImageStudyEngine::openExample(imageEngine(crossbar ? views::Family::crossbar : views::Family::cnn), example,
                                         file, ready / (name + ".burin"), context);
}

} // namespace

Result<void> makeFolder(const fs::path& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::io, "cannot make the folder: " + error.message(), folder.string(),
                    "Choose a folder that can be written.");
    return {};
}

StudyEngine::Made StudyEngine::openExample(const std::string& name, const fs::path& folder, const fs::path& ready,
                                           const JobContext& context)
{
    BURIN_CHECK(makeFolder(folder));
    const fs::path file = folder / fmt::format("example-{}.burin", name);
    auto made = makeExample(name, file, ready, context);
    std::error_code ignored;
    if (made || !fs::exists(file, ignored))
        return made;
    // Where another program writes to it, it can be looked at.
    bool missing = false;
    auto read = openStudy({file, {}, {}}, missing, context);
    return read && !(*read)->readOnlyReason().empty() ? std::move(read) : std::move(made);
}

StudyEngine::Made StudyEngine::openStudy(const StudyPlace& place, bool& dataMissing, const JobContext& context)
{
    context.report(0, "Reading the study");
    std::string readOnly;
    auto opened = study::Study::open(place.file);
    if (!opened) {
        // Another program writes to it, or its disk cannot be written: it can be looked at.
        auto read = study::Study::openReadOnly(place.file);
        if (!read)
            return Unexpected<Error>(opened.error());
        readOnly = opened.error().message;
        opened = std::move(read);
    }
    std::unique_ptr<study::Study> store = *std::move(opened);
    BURIN_TRY(const views::Family family, views::familyFrom(store->identity().family));
    BURIN_TRY(auto engine,
              family == views::Family::reservoir
                  ? ReservoirStudyEngine::openStore(std::move(store), place, dataMissing, context)
                  : ImageStudyEngine::openStore(imageEngine(family), std::move(store), place, dataMissing, context));
    engine->readOnlyReason_ = readOnly;
    return engine;
}

StudyEngine::Made StudyEngine::openData(const data::LoadOptions& read, const reservoir::ReservoirConfig& config,
                                        const fs::path& folder, const JobContext& context)
{
    return ReservoirStudyEngine::openData(read, config, folder, context);
}

StudyEngine::Made StudyEngine::openNetwork(const NetworkPlace& place, const fs::path& folder,
                                           const JobContext& context)
{
    return ImageStudyEngine::openNetwork(imageEngine(place.family), place, folder, context);
}

Result<void> StudyEngine::openStore(const fs::path& folder, const study::Identity& identity,
                                    const std::vector<std::string>& keys)
{
    BURIN_CHECK(makeFolder(folder));
    const std::string stem = fmt::format("{}-{}", identity.dataName, identity.dataSha256.substr(0, 8));
    for (int number = 1;; ++number) {
        const fs::path file = folder / (number == 1 ? stem + ".burin" : fmt::format("{}-{}.burin", stem, number));
        std::error_code ignored;
        if (fs::exists(file, ignored)) {
            const auto other = study::Study::openReadOnly(file);
            if (!other && other.error().code != ErrorCode::invalidInput)
                return Unexpected<Error>(other.error());
            if (!other) // a damaged file keeps its name, and is in nobody's way
                continue;
            const study::Identity there = (*other)->identity();
            bool same = there.family == identity.family;
            for (const std::string& key : keys)
                same = same && there.details.value(key, nlohmann::json()) == identity.details.at(key);
            if (!same)
                continue;
        }
        BURIN_TRY(store_, study::Study::openOrCreate(file, identity));
        return {};
    }
}

Result<void> StudyEngine::readyExample(const fs::path& file, const fs::path& ready, const study::Identity& wanted,
                                       const std::vector<std::string>& keys)
{
    const auto fits = [&](const study::Identity& there, const fs::path& where) {
        return study::checkSameStudy(there, wanted, where.string()).has_value() &&
               std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
                   return there.details.value(key, nlohmann::json()) == wanted.details.at(key);
               });
    };
    std::error_code error;
    if (fs::exists(file, error)) {
        const auto there = study::Study::openReadOnly(file);
        const bool unreadable = !there && there.error().code == ErrorCode::invalidInput;
        if (!unreadable && !(there && !fits((*there)->identity(), file)))
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
    if (!made || !fits((*made)->identity(), ready))
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

void StudyEngine::findSliders()
{
    const nlohmann::json details = store_->identity().details;
    if (!details.contains(kSlidersDetail))
        return;
    auto left = views::designFromJson(details.at(kSlidersDetail), designFamily(), kSlidersDetail);
    if (left && evaluator().canonical(views::designJson(*left)))
        sliders_ = *std::move(left);
}

StudyEngine::InWork::InWork(StudyEngine& engine, std::vector<std::string> ids)
    : engine_(engine),
      ids_(std::move(ids))
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

bool StudyEngine::busy() const
{
    const std::lock_guard lock(workMutex_);
    return !inWork_.empty();
}

std::string StudyEngine::exportCommand(const views::DesignConfig&, const std::string&) const
{
    return {};
}

std::string StudyEngine::seedFlag() const
{
    const std::uint64_t seed = store_->identity().seed;
    return seed == JobContext().seed ? std::string() : fmt::format(" --seed {}", seed);
}

std::string StudyEngine::sweepOutFlags() const
{
    return fmt::format(" --out {} --resume", shellQuoted(store_->path().stem().string() + "-sweep.burin"));
}

Result<std::string> StudyEngine::idOf(const views::DesignConfig& config) const
{
    BURIN_TRY(const auto canonical, evaluator().canonical(views::designJson(config)));
    return optimise::pointId(canonical);
}

Result<std::vector<optimise::DesignPoint>> StudyEngine::removePoints(const std::vector<std::string>& ids)
{
    const std::lock_guard lock(workMutex_); // a job that begins now finds the points gone
    for (const std::string& id : ids)
        if (inWork_.contains(id))
            return fail(ErrorCode::usage, fmt::format("a job works on the point {}, so nothing was deleted", id),
                        {}, "Wait until the job is done, or stop it; the Jobs table names it.");
    return store_->remove(ids);
}

Result<explore::SweepOutcome> StudyEngine::sweep(const views::SweepSettings& settings,
                                                 const views::DesignConfig& base, const JobContext& context)
{
    const explore::SweepConfig sweep = gridOf(settings, base);
    BURIN_TRY(const auto planned, explore::plannedConfigs(sweep, evaluator()));
    std::set<std::string> missing;
    for (const nlohmann::json& config : planned)
        missing.insert(optimise::pointId(config));
    study::Query query;
    query.statuses = {optimise::PointStatus::done, optimise::PointStatus::infeasible};
    query.keepDamaged = true;
    BURIN_TRY(const auto done, store_->load(query));
    for (const optimise::DesignPoint& point : done)
        missing.erase(point.id);
    const InWork work(*this, {missing.begin(), missing.end()});
    return explore::runSweep(sweep, evaluator(), *store_, context);
}

Result<optimise::DesignPoint> StudyEngine::storedPoint(const views::DesignConfig& config,
                                                       const JobContext& context)
{
    BURIN_TRY(const auto canonical, evaluator().canonical(views::designJson(config)));
    BURIN_TRY(auto found, store_->find(optimise::pointId(canonical)));
    if (found && found->status == optimise::PointStatus::done && !found->replicas.empty())
        return *std::move(found);
    BURIN_TRY(const auto point, explore::evaluatePoint(evaluator(), canonical, context));
    if (!store_->readOnly())
        BURIN_CHECK(store_->put(point));
    if (point.status != optimise::PointStatus::done)
        return fail(ErrorCode::invalidInput, "this configuration cannot be evaluated: " + point.message);
    return point;
}

Result<optimise::DesignPoint> StudyEngine::compute(const views::DesignConfig& config, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    return storedPoint(config, context.part(0, 1, "Evaluating the seeds"));
}

Result<Interval95> StudyEngine::readTest(const views::DesignConfig& config, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.7, "Evaluating the seeds")));
    return explore::readTest(*store_, point.id, evaluator(), "asked for in the workbench",
                             context.part(0.7, 1, "Reading the test set"));
}

Result<views::TrialsState::Answer> StudyEngine::trials(const views::DesignConfig&, const views::TrialRequest&,
                                                       const JobContext&)
{
    return fail(ErrorCode::usage, "only networks on crossbars have imperfect cells", {},
                "Open a study of a network on crossbars.");
}

Result<void> StudyEngine::writeNetwork(const views::DesignConfig&, const std::filesystem::path&,
                                       const std::filesystem::path&, const JobContext&)
{
    return fail(ErrorCode::usage, "only designs of a CNN study are trained", {}, "Open a study of a CNN.");
}

Result<project::VerifyReport> StudyEngine::verifyPoint(const optimise::DesignPoint&, const JobContext&)
{
    return noCircuit();
}

Result<project::ExportRecord> StudyEngine::exportPoint(const optimise::DesignPoint&, const project::ExportOptions&,
                                                       const JobContext&)
{
    return noCircuit();
}

Result<VerifyOutcome> StudyEngine::verify(const views::DesignConfig& config, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.3, "Evaluating the seeds")));
    VerifyOutcome outcome{point.id, {}};
    BURIN_TRY(outcome.report, verifyPoint(point, context.part(0.3, 1, "Simulating")));
    if (!store_->readOnly())
        BURIN_CHECK(explore::keepSeal(*store_, point.id, outcome.report));
    if (outcome.report.sealed) {
        const std::scoped_lock lock(workMutex_);
        verified_[point.id] = outcome.report;
    }
    return outcome;
}

Result<project::ExportRecord> StudyEngine::exportTo(const views::DesignConfig& config, const fs::path& folder,
                                                    bool overwrite, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.3, "Evaluating the seeds")));
    project::ExportOptions options;
    options.folder = folder;
    options.overwrite = overwrite;
    {
        const std::scoped_lock lock(workMutex_);
        if (const auto known = verified_.find(point.id); known != verified_.end())
            options.verified = known->second; // taken over if it is of the same files
    }
    BURIN_TRY(auto record, exportPoint(point, options, context.part(0.3, 1, "Verifying and writing")));
    if (!store_->readOnly())
        BURIN_CHECK(explore::keepSeal(*store_, point.id, record.verification));
    return record;
}

Result<explore::SynthPointsOutcome> StudyEngine::synthesise(const std::vector<std::string>&,
                                                            const explore::SynthPointsOptions&, const JobContext&)
{
    return noCircuit();
}

Result<optimise::DesignPoint> StudyEngine::synthesise(const views::DesignConfig& config, const JobContext& context)
{
    BURIN_TRY(const std::string id, idOf(config));
    const InWork work(*this, {id});
    BURIN_TRY(const auto point, storedPoint(config, context.part(0, 0.2, "Evaluating the seeds")));
    const std::vector<std::string> ids{point.id};
    BURIN_TRY(const auto outcome, synthesise(ids, {}, context.part(0.2, 1, "Synthesising")));
    if (outcome.failed > 0)
        return fail(ErrorCode::tool, "the design could not be synthesised: " + outcome.failures.front().message,
                    point.id, "Run burin-cli synth on the exported project for the whole report.");
    BURIN_TRY(auto found, store_->find(point.id));
    if (!found)
        return fail(ErrorCode::notFound, "the point is gone from the study", point.id);
    return *std::move(found);
}

} // namespace burin::workbench
