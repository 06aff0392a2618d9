// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn sensitivity: what flipping each bit of a network's weights does to its loss or accuracy on
// training images.
#include "core/compress/cnn_sensitivity.h"
#include "app/cli/cnn_commands.h"
#include "app/cli/cnn_images.h"
#include "app/cli/flags.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace burin::cli {
namespace {

using compress::CnnMeasure;
using compress::CnnSensitivityTable;

struct SensitivityArguments {
    std::string data;
    std::string network;
    std::string weights;
    std::vector<std::string> layers;
    std::string measure = "loss";
    std::size_t weightsPerLayer = 0; ///< 0: all
    std::size_t images = 256;        ///< 0: all
    bool isSigned = false;
    bool zeros = false;
};

/// The layers asked for by name, all with weights where none is.
Result<std::vector<compress::CnnSensitivityConfig::LayerSample>> layersOf(const SensitivityArguments& arguments,
                                                                          const cnn::Network& network)
{
    std::vector<compress::CnnSensitivityConfig::LayerSample> layers;
    std::string names;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        if (!network.layers[i].hasWeights())
            continue;
        const auto& asked = arguments.layers;
        names += (names.empty() ? "" : ", ") + network.layers[i].name;
        if (asked.empty() || std::find(asked.begin(), asked.end(), network.layers[i].name) != asked.end())
            layers.push_back({i, arguments.weightsPerLayer});
    }
    for (const std::string& name : arguments.layers)
        if (std::none_of(layers.begin(), layers.end(),
                         [&](const auto& sample) { return network.layers[sample.layer].name == name; }))
            return fail(ErrorCode::usage, fmt::format("\"{}\" is no layer with weights", name), "--layers",
                        fmt::format("The network has {}.", names));
    return layers;
}

/// By layer: how many weights, and the mean deviation by bit, highest first, and of all bits.
std::string summary(const CnnSensitivityTable& found, const cnn::Network& network, const std::string& measure)
{
    std::size_t widest = 0;
    std::vector<std::vector<double>> sums(network.layers.size());
    std::vector<std::size_t> counts(network.layers.size());
    for (const auto& weight : found.weights) {
        sums[weight.layer].resize(weight.bits.size());
        ++counts[weight.layer];
        widest = std::max(widest, weight.bits.size());
        for (std::size_t bit = 0; bit < weight.bits.size(); ++bit)
            sums[weight.layer][bit] += weight.bits[bit];
    }
    std::vector<std::vector<std::string>> rows{{"layer", "weights", "mean"}};
    for (std::size_t bit = widest; bit-- > 0;)
        rows.front().push_back(fmt::format("bit {}", bit));
    for (std::size_t layer = 0; layer < sums.size(); ++layer) {
        if (counts[layer] == 0)
            continue;
        const auto count = static_cast<double>(counts[layer]);
        double all = 0;
        std::vector<std::string> cells;
        for (std::size_t bit = widest; bit-- > 0;) {
            const bool has = bit < sums[layer].size();
            all += has ? sums[layer][bit] : 0;
            cells.push_back(has ? fmt::format("{:.5f}", sums[layer][bit] / count) : "–");
        }
        rows.push_back({network.layers[layer].name, grouped(std::uint64_t{counts[layer]}),
                        fmt::format("{:.5f}", all / count / static_cast<double>(sums[layer].size()))});
        rows.back().insert(rows.back().end(), cells.begin(), cells.end());
    }
    return fmt::format("Mean deviation of the {} by flipped bit\n", measure) + table(rows);
}

Report report(const CnnSensitivityTable& found, const cnn::Network& network, const SensitivityArguments& arguments,
              std::size_t images, double seconds)
{
    Report report;
    report.document = {{"evaluations", found.evaluations},
                       {"macs", found.macs},
                       {"seconds", seconds},
                       {"simd", toString(bestSimdSet())},
                       {"measure", arguments.measure},
                       {"unflipped", found.unflipped},
                       {"images", images},
                       {"weights", nlohmann::json::array()}};
    for (const auto& weight : found.weights) {
        const cnn::Layer& layer = network.layers[weight.layer];
        report.document["weights"].push_back({{"layer", layer.name},
                                              {"filter", weight.filter},
                                              {"index", weight.weight},
                                              {"value", weight.value},
                                              {"bits", weight.bits},
                                              {"score", weight.score}});
    }
    report.text = summary(found, network, arguments.measure) +
                  fmt::format("{} flips on {} training images in {:.2f} s; the {} without flips is {:.5f}\n",
                              grouped(found.evaluations), grouped(std::uint64_t{images}), seconds,
                              arguments.measure, found.unflipped);
    return report;
}

Result<Report> sensitivity(const SensitivityArguments& arguments, const JobContext& job)
{
    BURIN_TRY(const auto network, cnn::readNetwork(arguments.network));
    BURIN_TRY(const auto weights, cnn::readWeights(arguments.weights, network));
    BURIN_TRY(const auto integer, cnn::IntegerCnn::make(network, weights));
    compress::CnnSensitivityConfig config;
    BURIN_TRY(config.layers, layersOf(arguments, network));
    config.measure = arguments.measure == "loss" ? CnnMeasure::loss : CnnMeasure::accuracy;
    config.signedDeviation = arguments.isSigned;
    config.zeros = arguments.zeros;
    BURIN_TRY(const auto dataset, readNetworkImages(imageOptions(arguments.data, job), network));
    BURIN_CHECK(checkClasses(integer.classes(), dataset, arguments.network));
    const auto folds = data::splitImages(dataset.train, data::kImageValidationFraction, data::kImageSplitSeed);
    BURIN_TRY(const auto chosen,
              takeEvenly(folds.fit, std::min(arguments.images, folds.fit.size()), "training", arguments.data));
    const data::ImageSplit images = data::pick(dataset, dataset.train, chosen);
    const auto start = std::chrono::steady_clock::now();
    BURIN_TRY(const auto found, compress::runCnnSensitivity(config, integer, images.pixels, images.labels, job));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report(found, network, arguments, images.size(), seconds);
}

} // namespace

void addCnnSensitivity(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<SensitivityArguments>();
    CLI::App* command =
        terminal.add(cnn, "sensitivity", "Bit-flip sensitivity of the weights of an integer network",
                     [arguments](const JobContext& job) { return sensitivity(*arguments, job); });
    command->add_option("--data", arguments->data, imagesHelp() + "; those that the network was trained on")
        ->required();
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz")->required();
    command->add_option("--layers", arguments->layers, "Layers by name (default: all with weights)")
        ->delimiter(',');
    command
        ->add_option("--weights-per-layer", arguments->weightsPerLayer,
                     "So many weights of each layer, drawn by --seed, as many of each filter (default: all)")
        ->check(wholeNumber(1));
    command->add_option("--images", arguments->images, "So many training images, taken evenly (0: all)")
        ->check(wholeNumber())
        ->capture_default_str();
    command->add_option("--measure", arguments->measure, "Cross-entropy of the logits, or accuracy")
        ->check(CLI::IsMember({"loss", "accuracy"}))
        ->capture_default_str();
    command->add_flag("--signed", arguments->isSigned, "Keep the sign: above 0 where a flip makes it worse");
    command->add_flag("--zeros", arguments->zeros, "Flip the bits of weights that are 0 too");
}

} // namespace burin::cli
