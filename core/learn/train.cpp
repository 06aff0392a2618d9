// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/train.h"

#include "core/base/hash.h"
#include "core/base/parameter.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/learn/checkpoint.h"
#include "core/learn/device.h"
#include "core/learn/torch_network.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <new>
#include <numbers>
#include <numeric>

namespace burin::learn {
namespace {

using torch::Tensor;
constexpr std::size_t kStatisticsImages = 512;
constexpr double kFormatRate = 0.05; ///< of learned formats at the peak: bits a step

double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result<double> accuracy(const cnn::Network& network, const cnn::Weights& weights, const data::ImageSplit& images,
                        bool integer, const JobContext& ctx)
{
    std::vector<int> predicted;
    if (integer) {
        BURIN_TRY(const auto made, cnn::IntegerCnn::make(network, weights));
        BURIN_TRY(predicted, made.predict(images.pixels, ctx));
    } else {
        BURIN_TRY(const auto made, cnn::FloatCnn::make(network, weights));
        BURIN_TRY(predicted, made.predict(images.pixels, ctx));
    }
    return cnn::fractionRight(predicted, images.labels);
}

std::string rawBytes(const cnn::Weights& weights)
{
    std::string bytes;
    for (const cnn::LayerWeights& layer : weights)
        for (const std::vector<float>* values : {&layer.kernel, &layer.bias})
            bytes.append(reinterpret_cast<const char*>(values->data()), values->size() * sizeof(float));
    return bytes;
}

/// The settings that differ, each with both values; empty: none do.
std::string differences(const nlohmann::json& kept, const nlohmann::json& given)
{
    std::string text;
    for (const auto& [name, value] : given.items())
        if (const nlohmann::json before = kept.value(name, nlohmann::json()); before != value)
            text += fmt::format("{}{} {} (now {})", text.empty() ? "" : ", ", name, parameterText(before),
                                parameterText(value));
    return text;
}

/// Everything between the first and the last epoch.
class Training {
public:
    Training(const TrainConfig& config, const data::ImageDataset& dataset, const JobContext& ctx,
             TorchNetwork network, std::vector<cnn::LayerShape> shapes, torch::Device device)
        : config_(config),
          dataset_(dataset),
          ctx_(ctx),
          quiet_{ctx.stop, {}, ctx.seed, ctx.threads},
          device_(device),
          network_(std::move(network)),
          folds_(data::splitImages(dataset.train, data::kImageValidationFraction, data::kImageSplitSeed)),
          half_(trainsInHalf(config.precision, device)),
          shapes_(std::move(shapes)),
          now_(config.clock ? config.clock : steadySeconds)
    {
        validation_ = data::pick(dataset, dataset.train, folds_.validation);
        augmentation_.shift = config.shift.value_or(std::min(dataset.height, dataset.width) / 8);
        augmentation_.flip = config.flip.value_or(dataset.channels >= 3);
        network_.to(device_);
        if (config.start)
            startFrom(*config.start);
        for (const Tensor& tensor : network_.kernels())
            momentum_.push_back(torch::zeros_like(tensor));
        for (const Tensor& tensor : network_.others())
            momentum_.push_back(torch::zeros_like(tensor));
        const auto batch = static_cast<std::size_t>(config.batch);
        steps_ = static_cast<std::int64_t>((folds_.fit.size() + batch - 1) / batch);
    }

    Result<TrainResult> run(const cnn::Network& original)
    {
        const nlohmann::json identity = identify(original);
        if (config_.resume)
            BURIN_CHECK(resume(identity));
        start_ = now_();
        firstEpoch_ = epoch_;
        while (epoch_ < config_.epochs && !stalled()) {
            BURIN_TRY(EpochReport report, runEpoch());
            if (epoch_ + 1 == config_.epochs)
                network_.settleFormats(); // where no step was frozen
            report.bits = network_.bits();
            ++epoch_;
            report.epoch = epoch_;
            const cnn::Weights weights = network_.weights();
            BURIN_TRY(const double right, accuracy(network_.network(), weights, validation_, config_.qat, quiet_));
            if (isBetter(right)) {
                bestValidation_ = right;
                bestEpoch_ = epoch_;
                best_ = weights;
                bestNetwork_ = network_.network();
            }
            report.validation = right;
            curve_.push_back(report);
            if (!config_.checkpoint.empty())
                BURIN_CHECK(keep(identity));
            tell(epoch_, figures(report));
        }
        return finish(original);
    }

private:
    [[nodiscard]] bool stalled() const
    {
        return config_.patience > 0 && epoch_ - bestEpoch_ >= config_.patience && !best_.empty() &&
               !network_.learnsFormats();
    }

    [[nodiscard]] bool isWithinBudget(const cnn::Network& network) const
    {
        if (!config_.learn.bits)
            return true;
        const MeanBits mean = meanBits(network, shapes_);
        return mean.weights <= *config_.learn.bits && mean.activations <= *config_.learn.bits;
    }
    /// Than the best so far; what keeps the budget of bits is better than what does not.
    [[nodiscard]] bool isBetter(double validation) const
    {
        if (best_.empty())
            return true;
        const bool now = isWithinBudget(network_.network());
        const bool before = isWithinBudget(bestNetwork_);
        return now != before ? now : validation > bestValidation_;
    }

    /// What has to be the same to go on, by the names of the flags; a line of JSON. The number of threads is not
    /// in it, nor is what decides nothing but reading (the test set, the clock).
    [[nodiscard]] nlohmann::json identify(const cnn::Network& network) const
    {
        const auto hash = [](const std::string& bytes) { return "sha256 " + sha256(bytes).substr(0, 12); };
        return {{"network", hash(nlohmann::json(network).dump())},
                {"data", "sha256 " + dataset_.sha256.substr(0, 12)},
                {"weights", config_.start ? hash(rawBytes(*config_.start)) : "random"},
                {"seed", ctx_.seed},
                {"epochs", config_.epochs},
                {"batch", config_.batch},
                {"rate", config_.peakRate},
                {"schedule", config_.schedule},
                {"momentum", config_.momentum},
                {"weight-decay", config_.weightDecay},
                {"warmup", config_.warmupFraction},
                {"label-smoothing", config_.labelSmoothing},
                {"dropout", config_.dropout},
                {"freeze", config_.freezeFraction},
                {"patience", config_.patience},
                {"shift", augmentation_.shift},
                {"flip", augmentation_.flip},
                {"qat", config_.qat},
                {"learn-ranges", config_.learn.ranges},
                {"learn-bits", config_.learn.bits.value_or(0)},
                {"device", config_.device},
                {"precision", config_.precision}};
    }

    /// Begins with given weights. The statistics that normalise them come from images of the fit part.
    void startFrom(const cnn::Weights& weights)
    {
        const std::size_t count = std::min(kStatisticsImages, folds_.fit.size());
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0; i < count; ++i)
            chosen.push_back(folds_.fit[i * folds_.fit.size() / count]);
        data::ImageSplit images = data::pick(dataset_, dataset_.train, chosen);
        network_.start(weights, network_.inputs(bytesOf(images.pixels, count)));
    }

    [[nodiscard]] Tensor bytesOf(std::vector<std::uint8_t>& pixels, std::size_t count) const
    {
        return torch::from_blob(
                   pixels.data(),
                   {static_cast<std::int64_t>(count), dataset_.channels, dataset_.height, dataset_.width},
                   torch::kUInt8)
            .to(device_);
    }

    /// `epochs`: done so far, the present one by its part.
    void tell(double epochs, std::vector<std::pair<std::string, double>> figures) const
    {
        if (!ctx_.progress)
            return;
        Progress progress;
        progress.fraction = epochs / config_.epochs;
        progress.phase = "training";
        progress.done = static_cast<std::size_t>(epoch_);
        progress.total = static_cast<std::size_t>(config_.epochs);
        const double here = epochs - firstEpoch_;
        if (here > 0)
            progress.secondsLeft = (now_() - start_) / here * (config_.epochs - epochs);
        progress.figures = std::move(figures);
        ctx_.progress(progress);
    }

    [[nodiscard]] double rateAt(double progress) const
    {
        if (progress < config_.warmupFraction)
            return config_.peakRate * (0.05 + 0.95 * progress / config_.warmupFraction);
        if (config_.schedule == "steps")
            return config_.peakRate * (progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01);
        const double rest = (progress - config_.warmupFraction) / (1 - config_.warmupFraction);
        return config_.peakRate * 0.5 * (1 + std::cos(std::numbers::pi * rest));
    }

    Result<EpochReport> runEpoch()
    {
        const double start = now_();
        double told = start;
        EpochReport report;
        torch::manual_seed(ctx_.seed * 1000003U + static_cast<std::uint64_t>(epoch_));
        EpochBatches batches(dataset_, folds_.fit, network_.network().normalise, ctx_.seed, epoch_);
        std::vector<std::uint8_t> pixels;
        std::vector<std::int64_t> labels;
        double lossSum = 0;
        std::int64_t right = 0;
        std::size_t seen = 0;
        for (std::int64_t step = 0;
             batches.next(static_cast<std::size_t>(config_.batch), augmentation_, pixels, labels); ++step) {
            if (ctx_.cancelled())
                return cancelledError();
            const double progress =
                (static_cast<double>(epoch_) + static_cast<double>(step) / static_cast<double>(steps_)) /
                config_.epochs;
            Pass pass;
            pass.training = true;
            pass.frozen = epoch_ > 0 && progress >= 1 - config_.freezeFraction;
            pass.half = half_ && progress < 1 - config_.freezeFraction / 3; // the end sees exact sums
            pass.dropout = pass.frozen ? config_.dropout / 2 : config_.dropout;
            if (pass.frozen)
                network_.settleFormats();
            const Tensor bytes = bytesOf(pixels, labels.size());
            const Tensor truth = torch::tensor(labels, torch::kLong).to(device_);
            const Tensor chances = torch::log_softmax(network_.forward(network_.inputs(bytes), pass), 1);
            const Tensor loss = -(1 - config_.labelSmoothing) * chances.gather(1, truth.unsqueeze(1)).mean() -
                                config_.labelSmoothing * chances.mean();
            loss.backward();
            const double value = loss.item<double>();
            if (!std::isfinite(value))
                return fail(
                    ErrorCode::invalidInput,
                    fmt::format("the loss is {} in epoch {}: the training has diverged", value, epoch_ + 1), {},
                    "Train with a smaller learning rate.");
            lossSum += value * static_cast<double>(labels.size());
            right += chances.argmax(1).eq(truth).sum().item<std::int64_t>();
            report.rate = rateAt(progress);
            descend(report.rate);
            seen += labels.size();
            report.imagesPerSecond = static_cast<double>(seen) / std::max(now_() - start, 1e-9);
            if (now_() - told >= 1 && seen < folds_.fit.size()) {
                told = now_();
                const double part = static_cast<double>(seen) / static_cast<double>(folds_.fit.size());
                tell(epoch_ + part, {{"imagesPerSecond", report.imagesPerSecond}});
            }
        }
        report.loss = lossSum / static_cast<double>(std::max<std::size_t>(seen, 1));
        report.trainAccuracy = static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(seen, 1));
        return report;
    }

    void descend(double rate)
    {
        const torch::NoGradGuard guard;
        std::vector<Tensor> tensors = network_.kernels();
        const std::size_t decayed = tensors.size();
        const std::vector<Tensor> others = network_.others();
        tensors.insert(tensors.end(), others.begin(), others.end());
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            Tensor gradient = tensors[i].grad();
            if (!gradient.defined())
                continue;
            if (i < decayed)
                gradient = gradient.add(tensors[i], config_.weightDecay);
            momentum_[i].mul_(config_.momentum).add_(gradient);
            tensors[i].add_(gradient.add(momentum_[i], config_.momentum), -rate);
            tensors[i].mutable_grad() = Tensor();
        }
        network_.keepScalesPositive();
        network_.descendFormats(kFormatRate * rate / config_.peakRate);
    }

    Result<void> keep(const nlohmann::json& identity) const
    {
        Checkpoint checkpoint{identity.dump(),
                              epoch_,
                              bestEpoch_,
                              bestValidation_,
                              {},
                              best_,
                              nlohmann::json(bestNetwork_).dump(),
                              {}};
        for (const EpochReport& epoch : curve_)
            checkpoint.curve.push_back({epoch.loss, epoch.trainAccuracy, epoch.validation, epoch.imagesPerSecond,
                                        epoch.rate, epoch.bits.weights, epoch.bits.activations});
        for (const auto& [name, tensor] : network_.state())
            checkpoint.tensors.push_back(tensor.detach().to(torch::kCPU));
        for (const Tensor& tensor : momentum_)
            checkpoint.tensors.push_back(tensor.to(torch::kCPU));
        std::error_code ignored; // a folder that went away meanwhile loses no epoch
        std::filesystem::create_directories(config_.checkpoint.parent_path(), ignored);
        return writeCheckpoint(config_.checkpoint, checkpoint);
    }

    Result<void> resume(const nlohmann::json& identity)
    {
        const std::string file = config_.checkpoint.string();
        BURIN_TRY(Checkpoint checkpoint, readCheckpoint(config_.checkpoint));
        const auto kept = nlohmann::json::parse(checkpoint.identity, nullptr, false);
        if (!kept.is_object())
            return fail(ErrorCode::invalidInput, "the checkpoint does not say with which settings it was begun",
                        file, "It is of an earlier version: train anew without resuming.");
        if (const std::string other = differences(kept, identity); !other.empty())
            return fail(
                ErrorCode::invalidInput, "the checkpoint is of another training: " + other, file,
                "Resume with the settings that it was begun with (the rate falls by the number of epochs, so that "
                "counts among them); to train its weights further, give them as those to begin with.");
        std::vector<Tensor> into;
        for (const auto& [name, tensor] : network_.state())
            into.push_back(tensor);
        into.insert(into.end(), momentum_.begin(), momentum_.end());
        const auto fits = [](const Tensor& a, const Tensor& b) { return a.sizes() == b.sizes(); };
        if (!std::equal(into.begin(), into.end(), checkpoint.tensors.begin(), checkpoint.tensors.end(), fits) ||
            !cnn::checkWeights(network_.network(), checkpoint.best))
            return fail(ErrorCode::invalidInput, "the checkpoint does not hold this network", file);
        const torch::NoGradGuard guard;
        for (std::size_t i = 0; i < into.size(); ++i)
            into[i].copy_(checkpoint.tensors[i]);
        network_.restored();
        epoch_ = checkpoint.epoch;
        bestEpoch_ = checkpoint.bestEpoch;
        bestValidation_ = checkpoint.bestValidation;
        best_ = std::move(checkpoint.best);
        BURIN_TRY(bestNetwork_,
                  cnn::networkFromJson(nlohmann::json::parse(checkpoint.network, nullptr, false), file));
        for (const auto& row : checkpoint.curve)
            curve_.push_back(
                {static_cast<int>(curve_.size()) + 1, row[0], row[1], row[2], row[3], row[4], {row[5], row[6]}});
        return {};
    }

    [[nodiscard]] Result<TrainResult> finish(const cnn::Network& original) const
    {
        TrainResult result;
        result.weights = best_;
        result.network = config_.qat ? bestNetwork_ : original;
        result.bits = meanBits(bestNetwork_, shapes_);
        result.validation = bestValidation_;
        result.curve = curve_;
        const auto asInteger = [&](const data::ImageSplit& images,
                                   std::optional<double> trained) -> Result<std::optional<double>> {
            if (config_.qat)
                return trained;
            if (!original.isQuantised())
                return std::optional<double>{};
            BURIN_TRY(const double right, accuracy(original, best_, images, true, quiet_));
            return std::optional(right);
        };
        BURIN_TRY(result.integerValidation, asInteger(validation_, result.validation));
        if (config_.test) {
            BURIN_TRY(result.test, accuracy(bestNetwork_, best_, dataset_.test, config_.qat, quiet_));
            BURIN_TRY(result.integerTest, asInteger(dataset_.test, result.test));
        }
        return result;
    }

    const TrainConfig& config_;
    const data::ImageDataset& dataset_;
    const JobContext& ctx_;
    JobContext quiet_; ///< for evaluations: the same without progress
    torch::Device device_;
    TorchNetwork network_;
    data::ImageFolds folds_;
    data::ImageSplit validation_;
    std::vector<Tensor> momentum_;
    Augmentation augmentation_;
    std::vector<EpochReport> curve_;
    double start_ = 0;   ///< of this run, by now_
    int firstEpoch_ = 0; ///< whole epochs done before it
    cnn::Weights best_;
    cnn::Network bestNetwork_; ///< with the formats of that epoch
    bool half_;
    std::vector<cnn::LayerShape> shapes_;
    std::function<double()> now_;
    std::int64_t steps_ = 0;
    int epoch_ = 0; ///< whole epochs done
    int bestEpoch_ = 0;
    double bestValidation_ = 0;
};

Result<void> checkFit(const TrainConfig& config, const cnn::Network& network,
                      const std::vector<cnn::LayerShape>& shapes, const data::ImageDataset& dataset)
{
    const cnn::Shape shape{dataset.channels, dataset.height, dataset.width};
    if (shape != network.input)
        return fail(ErrorCode::invalidInput,
                    fmt::format("its images are {} x {} x {}, the network takes {} x {} x {}", shape.channels,
                                shape.height, shape.width, network.input.channels, network.input.height,
                                network.input.width),
                    dataset.name, "Give a network for images of this size.");
    if (shapes.empty() || shapes.back().out.values() != dataset.classNames.size())
        return fail(ErrorCode::invalidInput,
                    fmt::format("the network ends in {} values, the data set has {} classes",
                                shapes.empty() ? 0 : shapes.back().out.values(), dataset.classNames.size()),
                    dataset.name, "Give the last layer as many units as there are classes.");
    if (config.test && dataset.test.size() == 0)
        return fail(ErrorCode::invalidInput, "the set has no test images", dataset.name);
    if (dataset.train.size() < 20)
        return fail(ErrorCode::invalidInput, fmt::format("{} training images are too few", dataset.train.size()),
                    dataset.name);
    if ((config.learn.ranges || config.learn.bits) && !config.qat)
        return fail(ErrorCode::usage, "formats are learned only in training with rounding", "learn",
                    "Train with --qat, too.");
    if (config.start)
        BURIN_CHECK(cnn::checkWeights(network, *config.start));
    if (config.resume && config.checkpoint.empty())
        return fail(ErrorCode::usage, "resuming needs the checkpoint's file", "resume");
    return {};
}

} // namespace

std::vector<std::pair<std::string, double>> figures(const EpochReport& epoch)
{
    std::vector<std::pair<std::string, double>> all{{"epoch", epoch.epoch},
                                                    {"loss", epoch.loss},
                                                    {"trainAccuracy", epoch.trainAccuracy},
                                                    {"validation", epoch.validation},
                                                    {"imagesPerSecond", epoch.imagesPerSecond},
                                                    {"rate", epoch.rate}};
    if (epoch.bits.weights > 0) {
        all.emplace_back("weightBits", epoch.bits.weights);
        all.emplace_back("activationBits", epoch.bits.activations);
    }
    return all;
}

Result<TrainResult> trainNetwork(const TrainConfig& config, const cnn::Network& network,
                                 const data::ImageDataset& dataset, const JobContext& ctx)
try {
    BURIN_TRY(const auto shapes, cnn::inferShapes(network));
    BURIN_CHECK(checkFit(config, network, shapes, dataset));
    BURIN_TRY(const torch::Device device, openDevice(config.device));
    at::set_num_threads(static_cast<int>(std::max(ctx.threads, 1U)));
    BURIN_TRY(TorchNetwork torchNetwork, TorchNetwork::make(network, config.qat, ctx.seed, config.learn));
    return Training(config, dataset, ctx, std::move(torchNetwork), shapes, device).run(network);
} catch (const std::bad_alloc&) {
    return fail(ErrorCode::limit, "out of memory while training", {}, "Use a smaller batch or a smaller network.");
} catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace();
    if (what.find("memory") != std::string::npos)
        return fail(ErrorCode::limit, "out of memory while training: " + what.substr(0, 300), {},
                    "Use a smaller batch or a smaller network.");
    return fail(ErrorCode::internal, "libtorch: " + what.substr(0, 500));
}

} // namespace burin::learn
