// SPDX-License-Identifier: GPL-3.0-or-later
// Opening, and what the study says of itself. What the live worker answers is in image_live.cpp.
#include "app/workbench/session/image_engine.h"

#include "app/workbench/session/command_line.h"
#include "core/cnn/built_in.h"
#include "core/explore/moved_data.h"
#include "core/explore/trained_cnn.h"
#include "views/models/format.h"
#include "views/models/layer_text.h"

#include <QCoreApplication>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace burin::workbench {
namespace {

namespace fs = std::filesystem;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(burin::workbench::ImageStudyEngine)
};

/// A built-in network stays a name, for it is one where a file has that name too.
std::string absoluteFile(const std::string& network)
{
    const auto names = cnn::networkNames();
    if (std::find(names.begin(), names.end(), network) != names.end())
        return network;
    std::error_code ignored;
    return fs::is_regular_file(network, ignored) ? fs::absolute(network, ignored).string() : network;
}

} // namespace

Result<void> ImageStudyEngine::use(const data::LoadOptions& read, explore::TrainedCnn trained, std::uint64_t seed,
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
    adopt(std::move(dataset), std::move(trained), seed);
    return {};
}

Result<void> ImageStudyEngine::adoptCost(cnn::Network)
{
    return fail(ErrorCode::invalidInput, "the study does not say which network it is about",
                store_->path().string());
}

study::Identity ImageStudyEngine::identity(std::uint64_t seed) const
{
    study::Identity identity = familyIdentity(seed);
    identity.details["load"] = data::loadOptionsToJson(read_);
    identity.details["networkFile"] = networkFile_;
    return identity;
}

StudyEngine::Made ImageStudyEngine::openExample(std::unique_ptr<ImageStudyEngine> engine,
                                                const explore::CnnExample& example, const fs::path& file,
                                                const fs::path& ready, const JobContext& context)
{
    context.report(0, "Generating the images");
    engine->networkFile_ = example.network;
    BURIN_TRY(auto trained, explore::readTrainedCnn(example.network, example.network));
    BURIN_CHECK(engine->use(example.read, std::move(trained), example.studySeed, context));
    const study::Identity identity = engine->identity(example.studySeed);
    BURIN_CHECK(engine->readyExample(file, ready, identity, {"network", "weights"}));
    BURIN_TRY(engine->store_, study::Study::openOrCreate(file, identity));
    BURIN_TRY([[maybe_unused]] auto outcome, explore::runSweep(example.sweep, engine->evaluator(), *engine->store_,
                                                               context.part(0.02, 1, "Computing the example")));
    return engine;
}

StudyEngine::Made ImageStudyEngine::openNetwork(std::unique_ptr<ImageStudyEngine> engine,
                                                const NetworkPlace& place, const fs::path& folder,
                                                const JobContext& context)
{
    context.report(0, "Reading the network");
    engine->networkFile_ = absoluteFile(place.network);
    BURIN_TRY(auto trained, explore::readTrainedCnn(place.network, place.weights));
    BURIN_CHECK(engine->use(place.images, std::move(trained), kStudySeed, context));
    BURIN_CHECK(
        engine->StudyEngine::openStore(folder, engine->identity(kStudySeed), {"load", "weights", "network"}));
    return engine;
}

StudyEngine::Made ImageStudyEngine::openStore(std::unique_ptr<ImageStudyEngine> engine,
                                              std::unique_ptr<study::Study> store, const StudyPlace& place,
                                              bool& dataMissing, const JobContext& context)
{
    engine->store_ = std::move(store);
    const nlohmann::json details = engine->store_->identity().details;
    engine->networkFile_ = details.value("networkFile", std::string());
    if (details.contains("network") && !details.contains("weights")) {
        BURIN_TRY(auto network, cnn::networkFromJson(details.at("network"), place.file.string() + ":network"));
        BURIN_CHECK(engine->adoptCost(std::move(network)));
    } else {
        BURIN_CHECK(engine->useStored(place, dataMissing, context));
    }
    const char* start = details.contains(kAroundDetail) ? kAroundDetail : kConfigDetail;
    if (details.contains(start)) // the sliders start among the study's points
        if (auto config = views::designFromJson(details.at(start), engine->designFamily(), start))
            engine->start_ = *std::move(config);
    return engine;
}

Result<void> ImageStudyEngine::useStored(const StudyPlace& place, bool& dataMissing, const JobContext& context)
{
    const study::Identity identity = store_->identity();
    // A person is asked for one of the two at a time, the weights first; what is told is kept.
    const auto asked = [&dataMissing](Error error) {
        dataMissing =
            error.code == ErrorCode::notFound || error.code == ErrorCode::io || error.code == ErrorCode::mismatch;
        return Unexpected<Error>(std::move(error));
    };
    const bool areWeights = place.data.extension() == ".npz";
    auto trained = explore::readTrainedCnn(*store_, areWeights ? place.data : fs::path());
    if (!trained)
        return asked(trained.error());
    if (areWeights) {
        nlohmann::json weights = identity.details.at("weights");
        weights["source"] = trained->source;
        if (!store_->readOnly())
            BURIN_CHECK(store_->setDetail("weights", weights, "data-moved"));
    }
    BURIN_TRY(const auto recorded, explore::loadOptionsOf(*store_));
    data::LoadOptions read = recorded;
    if (!place.data.empty() && !areWeights)
        read.data = place.data.string();
    if (const auto used = use(read, *std::move(trained), identity.seed, context); !used)
        return asked(used.error());
    if (images()->dataset().sha256 != identity.dataSha256)
        return asked({ErrorCode::mismatch, "the images are not the ones that the study was made from", read.data,
                      "Locate the original files, or open network and images as a new study."});
    if (read.data != recorded.data && !store_->readOnly())
        BURIN_CHECK(store_->setDetail("load", data::loadOptionsToJson(read), "data-moved"));
    return {};
}

std::optional<NetworkPlace> ImageStudyEngine::networkPlace() const
{
    if (images() == nullptr)
        return std::nullopt;
    return NetworkPlace{networkFile_, images()->trained().source, read_, family()};
}

views::DesignFamily ImageStudyEngine::designFamily() const
{
    return views::networkFamily(family(), network());
}

views::StudyInfo ImageStudyEngine::describe() const
{
    views::StudyInfo info;
    info.family = designFamily();
    info.scoreName = Texts::tr("Accuracy");
    info.seeds = 1;
    std::size_t weights = 0;
    if (const explore::CnnEvaluator* evaluator = images()) {
        const data::ImageDataset& dataset = evaluator->dataset();
        info.dataSummary =
            Texts::tr("%1 training (%2 of them for validation) and %3 test images of %4, %5")
                .arg(views::formatCount(dataset.train.size()),
                     views::formatCount(evaluator->validationImages().size()),
                     views::formatCount(dataset.test.size()),
                     views::shapeText({dataset.channels, dataset.height, dataset.width}),
                     views::counted(dataset.classNames.size(), Texts::tr("class"), Texts::tr("classes")));
        if (dataset.testHeldOut)
            info.dataSummary +=
                Texts::tr("; the files have no test images: these were split off from the training images");
    } else {
        info.dataSummary = info.noScore =
            Texts::tr("The cost alone: the study has neither weights nor images, so no accuracy.");
    }
    if (const auto shapes = cnn::inferShapes(network()))
        for (const cnn::LayerShape& shape : *shapes)
            weights += shape.weights;
    info.networkSummary = Texts::tr("CNN %1: %2, %3")
                              .arg(QString::fromStdString(images() != nullptr ? images()->trained().name
                                                                              : store_->identity().dataName),
                                   views::counted(network().weightedLayers(), Texts::tr("layer with weights"),
                                                  Texts::tr("layers with weights")),
                                   views::counted(weights, Texts::tr("weight"), Texts::tr("weights")));
    return info;
}

std::string ImageStudyEngine::placeFlags() const
{
    if (images() == nullptr)
        return fmt::format(" --network {}",
                           shellQuoted(networkFile_.empty() ? store_->identity().dataName : networkFile_));
    const explore::TrainedCnn& trained = images()->trained();
    return fmt::format(" --data {} --network {} --weights {}", shellQuoted(read_.data),
                       shellQuoted(networkFile_.empty() ? trained.name : networkFile_),
                       shellQuoted(trained.source));
}

std::string ImageStudyEngine::policyCommand(const char* family, const cnn::Policy& policy,
                                            const std::string& ranker) const
{
    return fmt::format("printf %s {} > policy.json && burin-cli {} explore{} --policy policy.json --ranker {}",
                       shellQuoted(cnn::policyToJson(policy).dump()), family, placeFlags(), ranker);
}

std::string ImageStudyEngine::policyOutFlags() const
{
    return fmt::format("{} --out {} --resume", seedFlag(), kPolicyStudy);
}

Result<std::pair<optimise::DesignPoint, optimise::DesignPoint>>
ImageStudyEngine::twoPoints(const std::string& a, const std::string& b) const
{
    BURIN_TRY(auto left, store_->find(a));
    BURIN_TRY(auto right, store_->find(b));
    if (!left || !right)
        return fail(ErrorCode::notFound, "the point is gone from the study", left ? b : a);
    return std::pair{*std::move(left), *std::move(right)};
}

explore::SweepConfig ImageStudyEngine::gridAround(nlohmann::json base, const views::SweepSettings& settings)
{
    explore::SweepConfig sweep;
    sweep.base = std::move(base);
    for (const char* key : {"policy", "ranker"})
        sweep.base.erase(key);
    sweep.axes = {{"bits", {settings.bits.begin(), settings.bits.end()}},
                  {"ranker", {settings.rankers.begin(), settings.rankers.end()}},
                  {"prune", {settings.prune.begin(), settings.prune.end()}}};
    for (const views::SweepAxis& axis : settings.more)
        sweep.axes.push_back({axis.key, {axis.values.begin(), axis.values.end()}});
    return sweep;
}

std::string ImageStudyEngine::bitsFlag(const views::SweepSettings& settings)
{
    return settings.bits.empty() ? std::string() : fmt::format(" --bits {}", fmt::join(settings.bits, ","));
}

std::string ImageStudyEngine::otherFlags(const ParameterTable& table, const nlohmann::json& config,
                                         const nlohmann::json& standard, const std::vector<views::SweepAxis>& axes)
{
    std::string text;
    for (const Parameter& parameter : table) {
        const auto axis = std::find_if(axes.begin(), axes.end(),
                                       [&](const views::SweepAxis& each) { return each.key == parameter.key; });
        if (axis != axes.end()) {
            text += fmt::format(" {} {}", parameter.flag(),
                                shellQuoted(fmt::format("{}", fmt::join(axis->values, ","))));
            continue;
        }
        const auto value = config.find(parameter.key);
        if (value == config.end() || parameter.key == "ranker" || *value == standard.at(parameter.key))
            continue;
        text += fmt::format(" {} {}", parameter.flag(),
                            shellQuoted(value->is_string() ? value->get<std::string>() : value->dump()));
    }
    return text;
}

} // namespace burin::workbench
