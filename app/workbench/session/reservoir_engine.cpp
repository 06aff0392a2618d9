// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/reservoir_engine.h"

#include "app/workbench/session/command_line.h"
#include "core/compress/ranker.h"
#include "core/data/describe.h"

#include "core/explore/example.h"
#include "core/explore/moved_data.h"
#include "views/models/format.h"

#include <QCoreApplication>

#include <fmt/format.h>

#include <algorithm>

namespace burin::workbench {

namespace fs = std::filesystem;
using reservoir::ReservoirConfig;

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(burin::workbench::Session)
};

const ReservoirConfig& own(const views::DesignConfig& config)
{
    return std::get<ReservoirConfig>(config);
}

} // namespace

Result<void> ReservoirStudyEngine::load(data::LoadOptions options, std::uint64_t seed, const ReservoirConfig& config)
{
    BURIN_TRY(auto dataset, data::loadDataset(options));
    data_ = std::make_shared<const data::Dataset>(std::move(dataset));
    read_ = std::move(options);
    return use(seed, config);
}

Result<void> ReservoirStudyEngine::use(std::uint64_t seed, const ReservoirConfig& config)
{
    evaluator_ = std::make_shared<explore::ReservoirEvaluator>(data_, seed);
    live_ = std::make_unique<explore::LiveReservoir>(evaluator_);
    BURIN_TRY(const auto canonical, evaluator_->canonical(nlohmann::json(config)));
    BURIN_TRY(ReservoirConfig start, evaluator_->read(canonical));
    start.ranker = config.ranker; // canonical says "none" while nothing is pruned
    start_ = std::move(start);
    return {};
}

study::Identity ReservoirStudyEngine::identity(std::uint64_t seed) const
{
    study::Identity identity = explore::reservoirIdentity(*data_, startConfig(), seed);
    identity.details["load"] = data::loadOptionsToJson(read_);
    return identity;
}

StudyEngine::Made ReservoirStudyEngine::openExample(const std::string& name, const fs::path& folder,
                                                    const fs::path& ready, const JobContext& context)
{
    std::unique_ptr<ReservoirStudyEngine> engine(new ReservoirStudyEngine);
    context.report(0, "Generating the data");
    BURIN_TRY(const explore::Example example, explore::reservoirExample(name));
    engine->data_ = example.dataset;
    engine->read_ = example.read;
    BURIN_CHECK(engine->use(example.studySeed, example.config));
    const fs::path file = folder / fmt::format("example-{}.burin", name);
    const study::Identity identity = engine->identity(example.studySeed);
    BURIN_CHECK(engine->readyExample(file, ready / (name + ".burin"), identity));
    BURIN_TRY(engine->store_, study::Study::openOrCreate(file, identity));
    // As explore::runExample, but on the evaluator that the sliders will use, so that it is warm.
    BURIN_TRY([[maybe_unused]] auto outcome,
              explore::runSweep(example.sweep, *engine->evaluator_, *engine->store_,
                                context.part(0.02, 1, "Computing the example")));
    return engine;
}

Result<void> ReservoirStudyEngine::loadAgain(const StudyPlace& place, const ReservoirConfig& config, bool& dataMissing,
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
    if (read.data != recorded.data && !store_->readOnly())
        BURIN_CHECK(store_->setDetail("load", data::loadOptionsToJson(read), "data-moved"));
    return {};
}

StudyEngine::Made ReservoirStudyEngine::openStore(std::unique_ptr<study::Study> store, const StudyPlace& place,
                                                  bool& dataMissing, const JobContext& context)
{
    std::unique_ptr<ReservoirStudyEngine> engine(new ReservoirStudyEngine);
    engine->store_ = std::move(store);
    const study::Identity identity = engine->store_->identity();
    ReservoirConfig config;
    const char* start = identity.details.contains(kAroundDetail) ? kAroundDetail : kConfigDetail;
    if (identity.details.contains(start)) {
        BURIN_TRY(config, reservoir::configFromJson(identity.details.at(start), place.file.string()));
    }
    if (config.ranker == "none" || config.ranker == "mask")
        config.ranker = ReservoirConfig{}.ranker;
    context.report(0.2, "Reading the data set");
    BURIN_CHECK(engine->loadAgain(place, config, dataMissing, context));
    return engine;
}

StudyEngine::Made ReservoirStudyEngine::openData(const data::LoadOptions& read, const ReservoirConfig& config,
                                                           const fs::path& folder, const JobContext& context)
{
    std::unique_ptr<ReservoirStudyEngine> engine(new ReservoirStudyEngine);
    context.report(0, "Reading the data set");
    data::LoadOptions options = read;
    options.stop = context.stop;
    BURIN_CHECK(engine->load(std::move(options), kStudySeed, config));
    BURIN_CHECK(engine->StudyEngine::openStore(folder, engine->identity(kStudySeed), {"load", "config"}));
    return engine;
}

const ReservoirConfig& ReservoirStudyEngine::startConfig() const
{
    return own(start_);
}

QString ReservoirStudyEngine::warning() const
{
    return views::untrainedWarning(data::untrainedClasses(*data_));
}

views::StudyInfo ReservoirStudyEngine::describe() const
{
    const study::Identity identity = store_->identity();
    const ReservoirConfig& config = startConfig();
    views::StudyInfo info;
    info.scoreName = identity.target == "nrmse" ? Texts::tr("NRMSE") : Texts::tr("Accuracy");
    if (data_->task == data::Task::classify)
        info.dataSummary = Texts::tr("%1 training and %2 test series, %3, ")
                               .arg(views::formatCount(data_->train.size()), views::formatCount(data_->test.size()),
                                    views::counted(data_->classNames.size(), Texts::tr("class"), Texts::tr("classes")));
    else
        info.dataSummary =
            Texts::tr("%1 training and %2 test steps, ")
                .arg(views::formatCount(data_->train.series.empty() ? 0 : data_->train.series.front().steps()),
                     views::formatCount(data_->test.series.empty() ? 0 : data_->test.series.front().steps()));
    info.dataSummary += views::counted(data_->channels, Texts::tr("channel"), Texts::tr("channels"));
    info.networkSummary =
        Texts::tr("Echo state network, %1, %2 links each")
            .arg(views::counted(static_cast<std::size_t>(config.neurons), Texts::tr("neuron"), Texts::tr("neurons")))
            .arg(config.linksPerNeuron);
    info.rankers = compress::rankerNames();
    info.seeds = config.seeds;
    return info;
}

bool ReservoirStudyEngine::prepare(const JobContext& context)
{
    std::optional<ReservoirConfig> around;
    {
        const std::lock_guard lock(lastMutex_);
        around = last_;
    }
    if (!around)
        return false;
    // The ranking of this width first: the first pruning move is likely to be the next one.
    ReservoirConfig here = *around;
    here.prune = 0;
    if (!ranked_ || *ranked_ != here) {
        const bool made = live_->prepare(here, context).has_value();
        if (made)
            ranked_ = here;
        return made;
    }
    const int bits = around->widths.recurrent;
    for (const int neighbour : {bits - 1, bits + 1, bits - 2, bits + 2}) {
        ReservoirConfig config = *around;
        config.widths = reservoir::Widths::uniform(neighbour, config.widths.out);
        if (neighbour < views::kLeastBits || neighbour > views::kMostBits || live_->isPrepared(config))
            continue;
        // A failure will be told when the width is asked for; here it only ends the preparing.
        return live_->prepare(config, context).has_value();
    }
    return false;
}

explore::SweepConfig ReservoirStudyEngine::gridOf(const views::SweepSettings& settings,
                                                  const views::DesignConfig& base) const
{
    ReservoirConfig common = own(base);
    common.seeds = settings.seeds;
    common.mask.clear();
    std::vector<optimise::Axis> axes{{"bits", {settings.bits.begin(), settings.bits.end()}},
                                     {"ranker", {settings.rankers.begin(), settings.rankers.end()}},
                                     {"prune", {settings.prune.begin(), settings.prune.end()}}};
    if (!settings.readouts.empty())
        axes.push_back({"readout", {settings.readouts.begin(), settings.readouts.end()}});
    for (const views::SweepAxis& axis : settings.more)
        axes.push_back({axis.key, {axis.values.begin(), axis.values.end()}});
    return explore::sweepOver(common, std::move(axes));
}

Result<project::VerifyReport> ReservoirStudyEngine::verifyPoint(const optimise::DesignPoint& point,
                                                                const JobContext& context)
{
    BURIN_TRY(const auto made, explore::makeDeliverable(point, store_->identity(), *evaluator_, context));
    // The very files that an export writes, so that it can take the result over.
    BURIN_TRY(const auto project,
              project::buildReservoirProject(made.network, made.provenance, made.stimuli, made.options));
    return project::verifyProject(project, {}, context);
}

Result<project::ExportRecord> ReservoirStudyEngine::exportPoint(const optimise::DesignPoint& point,
                                                                const project::ExportOptions& options,
                                                                const JobContext& context)
{
    BURIN_TRY(const auto project, explore::makeDeliverable(point, store_->identity(), *evaluator_, context));
    project::ExportOptions full = options;
    full.project = project.options;
    return project::exportReservoirProject(project.network, project.provenance, project.stimuli, full, context);
}

Result<explore::SynthPointsOutcome> ReservoirStudyEngine::synthesise(const std::vector<std::string>& ids,
                                                            const explore::SynthPointsOptions& options,
                                                            const JobContext& context)
{
    const InWork work(*this, ids);
    return explore::synthPoints(*store_, ids, *evaluator_, options, context);
}

Result<explore::Comparison> ReservoirStudyEngine::compare(const std::string& a, const std::string& b,
                                                          const JobContext& context)
{
    BURIN_TRY(const auto left, store_->find(a));
    BURIN_TRY(const auto right, store_->find(b));
    if (!left || !right)
        return fail(ErrorCode::notFound, "the point is gone from the study", left ? b : a);
    return explore::compare({*left, *evaluator_}, {*right, *evaluator_}, context);
}

std::string ReservoirStudyEngine::configurationCommand(const views::DesignConfig& config) const
{
    return trainCommand(own(config), read_) + seedFlag();
}

std::string ReservoirStudyEngine::exportCommand(const views::DesignConfig& config, const std::string& folder) const
{
    return workbench::exportCommand(own(config), read_, folder) + seedFlag();
}

std::string ReservoirStudyEngine::sweepCommand(const views::DesignConfig& base,
                                               const views::SweepSettings& settings) const
{
    return exploreCommand(own(base), settings, read_) + seedFlag() + sweepOutFlags();
}

} // namespace burin::workbench
