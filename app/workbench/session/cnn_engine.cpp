// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, sweeping and comparing. What the live worker answers is in cnn_live.cpp.
#include "app/workbench/session/cnn_engine.h"

#include "app/workbench/session/command_line.h"
#include "core/base/file.h"
#include "core/explore/compare_cnn.h"
#include "core/explore/example.h"
#include "core/explore/moved_data.h"
#include "core/explore/trained_cnn.h"
#include "views/models/format.h"
#include "views/models/layer_text.h"

#include <QCoreApplication>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include <algorithm>

namespace burin::workbench {
namespace {

namespace fs = std::filesystem;
using explore::CnnConfig;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(burin::workbench::CnnStudyEngine)
};

const CnnConfig& own(const views::DesignConfig& config)
{
    return std::get<CnnConfig>(config);
}

/// A built-in network stays a name, for it is one where a file has that name too.
std::string absoluteFile(const std::string& network)
{
    const auto names = cnn::networkNames();
    if (std::find(names.begin(), names.end(), network) != names.end())
        return network;
    std::error_code ignored;
    return fs::is_regular_file(network, ignored) ? fs::absolute(network, ignored).string() : network;
}

/// The flags of the hardware that differ from the defaults, and the ranker.
std::string flags(const CnnConfig& config, const std::set<std::string>& skip = {})
{
    const nlohmann::json chosen = config;
    const nlohmann::json standard = CnnConfig{};
    std::string text;
    for (const Parameter& parameter : explore::cnnParameters()) {
        const auto value = chosen.find(parameter.key);
        if (value == chosen.end() || parameter.key == "ranker" || skip.contains(parameter.key) || *value == standard.at(parameter.key))
            continue;
        text += fmt::format(" {} {}", parameter.flag(),
                            shellQuoted(value->is_string() ? value->get<std::string>() : value->dump()));
    }
    return text;
}

} // namespace

Result<void> CnnStudyEngine::use(const data::LoadOptions& read, explore::TrainedCnn trained, std::uint64_t seed,
                                 const JobContext& context)
{
    context.report(0.3, "Reading the images");
    data::LoadOptions options = read;
    options.stop = context.stop;
    BURIN_TRY(auto images, data::loadImages(options));
    const cnn::Shape input = trained.network.input;
    if (input != cnn::Shape{images.channels, images.height, images.width})
        return fail(ErrorCode::mismatch,
                    fmt::format("the network takes images of {}x{}x{}, the data set has {}x{}x{}", input.channels,
                                input.height, input.width, images.channels, images.height, images.width),
                    read.data, "Choose the images that the network was trained on.");
    BURIN_TRY(const auto shapes, cnn::inferShapes(trained.network));
    if (shapes.back().out.values() != images.classNames.size())
        return fail(ErrorCode::mismatch,
                    fmt::format("the network has {} outputs, the data set has {} classes",
                                shapes.back().out.values(), images.classNames.size()),
                    read.data, "Choose the images that the network was trained on.");
    read_ = read;
    auto dataset = std::make_shared<const data::ImageDataset>(std::move(images));
    evaluator_ = std::make_shared<explore::CnnEvaluator>(std::move(dataset), std::move(trained), seed);
    live_ = std::make_unique<explore::LiveCnn>(evaluator_);
    CnnConfig start;
    start.policy = cnn::policyOf(evaluator_->trained().network);
    start_ = std::move(start);
    return {};
}

study::Identity CnnStudyEngine::identity(std::uint64_t seed) const
{
    study::Identity identity = explore::cnnIdentity(evaluator_->dataset(), evaluator_->trained(), seed);
    identity.details["load"] = data::loadOptionsToJson(read_);
    identity.details["networkFile"] = networkFile_;
    return identity;
}

StudyEngine::Made CnnStudyEngine::openExample(const std::string& name, const fs::path& folder,
                                              const JobContext& context)
{
    std::unique_ptr<CnnStudyEngine> engine(new CnnStudyEngine);
    context.report(0, "Generating the images");
    BURIN_TRY(const explore::CnnExample example, explore::cnnExample(name));
    engine->networkFile_ = example.network;
    BURIN_TRY(auto trained, explore::readTrainedCnn(example.network, example.network));
    BURIN_CHECK(engine->use(example.read, std::move(trained), example.studySeed, context));
    const fs::path file = folder / fmt::format("example-{}.burin", name);
    const study::Identity identity = engine->identity(example.studySeed);
    BURIN_CHECK(engine->readyExample(file, {}, identity, {"network", "weights"}));
    BURIN_TRY(engine->store_, study::Study::openOrCreate(file, identity));
    BURIN_TRY([[maybe_unused]] auto outcome, explore::runSweep(example.sweep, *engine->evaluator_, *engine->store_,
                                                               context.part(0.02, 1, "Computing the example")));
    return engine;
}

StudyEngine::Made CnnStudyEngine::openNetwork(const NetworkPlace& place, const fs::path& folder,
                                              const JobContext& context)
{
    std::unique_ptr<CnnStudyEngine> engine(new CnnStudyEngine);
    context.report(0, "Reading the network");
    engine->networkFile_ = absoluteFile(place.network);
    BURIN_TRY(auto trained, explore::readTrainedCnn(place.network, place.weights));
    BURIN_CHECK(engine->use(place.images, std::move(trained), kStudySeed, context));
    BURIN_CHECK(
        engine->StudyEngine::openStore(folder, engine->identity(kStudySeed), {"load", "weights", "network"}));
    return engine;
}

StudyEngine::Made CnnStudyEngine::openStore(std::unique_ptr<study::Study> store, const StudyPlace& place,
                                            bool& dataMissing, const JobContext& context)
{
    std::unique_ptr<CnnStudyEngine> engine(new CnnStudyEngine);
    engine->store_ = std::move(store);
    const study::Identity identity = engine->store_->identity();
    engine->networkFile_ = identity.details.value("networkFile", std::string());
    // A person is asked for one of the two at a time, the weights first; what is told is kept.
    const auto asked = [&dataMissing](Error error) {
        dataMissing =
            error.code == ErrorCode::notFound || error.code == ErrorCode::io || error.code == ErrorCode::mismatch;
        return Unexpected<Error>(std::move(error));
    };
    const bool areWeights = place.data.extension() == ".npz";
    auto trained = explore::readTrainedCnn(*engine->store_, areWeights ? place.data : fs::path());
    if (!trained)
        return asked(trained.error());
    if (areWeights) {
        nlohmann::json weights = identity.details.at("weights");
        weights["source"] = trained->source;
        BURIN_CHECK(engine->store_->setDetail("weights", weights, "data-moved"));
    }
    BURIN_TRY(const auto recorded, explore::loadOptionsOf(*engine->store_));
    data::LoadOptions read = recorded;
    if (!place.data.empty() && !areWeights)
        read.data = place.data.string();
    if (const auto used = engine->use(read, *std::move(trained), identity.seed, context); !used)
        return asked(used.error());
    if (engine->evaluator_->dataset().sha256 != identity.dataSha256)
        return asked({ErrorCode::mismatch, "the images are not the ones that the study was made from", read.data,
                      "Locate the original files, or open network and images as a new study."});
    if (read.data != recorded.data)
        BURIN_CHECK(engine->store_->setDetail("load", data::loadOptionsToJson(read), "data-moved"));
    return engine;
}

std::optional<NetworkPlace> CnnStudyEngine::networkPlace() const
{
    return NetworkPlace{networkFile_, evaluator_->trained().source, read_};
}

views::StudyInfo CnnStudyEngine::describe() const
{
    const data::ImageDataset& images = evaluator_->dataset();
    const explore::TrainedCnn& trained = evaluator_->trained();
    views::StudyInfo info;
    info.family = views::cnnFamily(trained.network);
    info.scoreName = Texts::tr("Accuracy");
    info.dataSummary =
        Texts::tr("%1 training (%2 of them for validation) and %3 test images of %4, %5")
            .arg(views::formatCount(images.train.size()),
                 views::formatCount(evaluator_->validationImages().size()), views::formatCount(images.test.size()),
                 views::shapeText({images.channels, images.height, images.width}),
                 views::counted(images.classNames.size(), Texts::tr("class"), Texts::tr("classes")));
    std::size_t weights = 0;
    for (const cnn::LayerWeights& layer : trained.weights)
        weights += layer.kernel.size();
    info.networkSummary =
        Texts::tr("CNN %1: %2, %3")
            .arg(QString::fromStdString(trained.name),
                 views::counted(trained.network.weightedLayers(), Texts::tr("layer with weights"),
                                Texts::tr("layers with weights")),
                 views::counted(weights, Texts::tr("weight"), Texts::tr("weights")));
    info.rankers = findParameter(explore::cnnParameters(), "ranker")->choices;
    info.seeds = 1;
    info.noCircuit = Texts::tr("The Verilog of CNN accelerators is not generated yet; it is for reservoirs.");
    return info;
}

explore::SweepConfig CnnStudyEngine::gridOf(const views::SweepSettings& settings,
                                            const views::DesignConfig& base) const
{
    explore::SweepConfig sweep;
    sweep.base = own(base);
    for (const char* key : {"policy", "ranker"}) // the axes say it
        sweep.base.erase(key);
    sweep.axes = {{"bits", {settings.bits.begin(), settings.bits.end()}},
                  {"ranker", {settings.rankers.begin(), settings.rankers.end()}},
                  {"prune", {settings.prune.begin(), settings.prune.end()}}};
    for (const views::SweepAxis& axis : settings.more)
        sweep.axes.push_back({axis.key, {axis.values.begin(), axis.values.end()}});
    return sweep;
}

Result<explore::Comparison> CnnStudyEngine::compare(const std::string& a, const std::string& b,
                                                    const JobContext& context)
{
    BURIN_TRY(const auto left, store_->find(a));
    BURIN_TRY(const auto right, store_->find(b));
    if (!left || !right)
        return fail(ErrorCode::notFound, "the point is gone from the study", left ? b : a);
    return explore::compareCnn(*left, *right, evaluator_, context);
}

std::string CnnStudyEngine::placeFlags() const
{
    return fmt::format(" --data {} --network {} --weights {}", shellQuoted(read_.data), shellQuoted(networkFile_),
                       shellQuoted(evaluator_->trained().source));
}

std::string CnnStudyEngine::configurationCommand(const views::DesignConfig& config) const
{
    // The command line reads a policy from a file.
    return fmt::format("printf %s {} > policy.json && burin-cli cnn explore{} --policy policy.json{}{} --out policy.burin "
                       "--resume",
                       shellQuoted(cnn::policyToJson(own(config).policy).dump()), placeFlags(), flags(own(config)),
                       seedFlag());
}

std::string CnnStudyEngine::sweepCommand(const views::DesignConfig& base,
                                         const views::SweepSettings& settings) const
{
    std::set<std::string> axes;
    std::string more;
    for (const views::SweepAxis& axis : settings.more) {
        axes.insert(axis.key);
        more += fmt::format(" {} {}", findParameter(explore::cnnParameters(), axis.key)->flag(), fmt::join(axis.values, ","));
    }
    return fmt::format("burin-cli cnn explore{} --bits {} --prune {} --rankers {}{}{}{}", placeFlags(),
                       fmt::join(settings.bits, ","), fmt::join(settings.prune, ","),
                       fmt::join(settings.rankers, ","), flags(own(base), axes) + more, seedFlag(), sweepOutFlags());
}

} // namespace burin::workbench
