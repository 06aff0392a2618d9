// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar simulate: accuracy of a network on crossbars, with the clipping of their converters and, over
// several trials, imperfect cells.
#include "app/cli/crossbar_commands.h"
#include "app/cli/eval_images.h"
#include "core/base/text.h"
#include "core/crossbar/simulate_trials.h"
#include "core/explore/cnn_evaluator.h"
#include "core/explore/trained_cnn.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

namespace burin::cli {
namespace {

struct SimulateArguments {
    ImageChoice images;
    std::string network;
    std::string weights;
    std::string policy;
    std::string preset;
    std::string adc = "rule";
    std::string noise = "none";
    crossbar::TrialConfig trials;
    double stuck = 0;
};

/// The integer network of the policy, or of the network's own formats without one.
Result<cnn::IntegerCnn> integerOf(const explore::TrainedCnn& trained, const crossbar::Policy& policy,
                                  const data::ImageDataset& dataset, const JobContext& job)
{
    if (policy.empty())
        return cnn::IntegerCnn::make(trained.network, trained.weights);
    auto fit = data::splitImages(dataset.train, data::kImageValidationFraction, data::kImageSplitSeed).fit;
    fit.resize(std::min(fit.size(), explore::CnnEvaluator::kCalibrationImages));
    const auto calibration = data::pick(dataset, dataset.train, fit);
    BURIN_TRY(const auto profile, cnn::profileRanges(trained.network, trained.weights, calibration.pixels, job));
    BURIN_TRY(auto quantised, crossbar::quantiseForPolicy(trained.network, trained.weights, profile, policy));
    return cnn::IntegerCnn::make(std::move(quantised.network), quantised.weights);
}

nlohmann::json layersJson(const crossbar::CrossbarCnn& cnn)
{
    const auto formats = cnn.formats();
    const auto exact = cnn.exactLayers();
    nlohmann::json layers = nlohmann::json::array();
    std::size_t k = 0;
    for (const cnn::Layer& layer : cnn.integer().network().layers)
        if (layer.hasWeights()) {
            const crossbar::ArrayFormat& format = formats[k];
            layers.push_back({{"name", layer.name},
                              {"w", format.weightBits},
                              {"a", format.inputBits},
                              {"adc", format.adcBits},
                              {"slices", format.slices},
                              {"cycles", crossbar::cyclesOf(format).size()},
                              {"canClip", !exact[k]}});
            ++k;
        }
    return layers;
}

std::string textOf(const crossbar::CrossbarCnn& cnn, const crossbar::TrialReport& report, std::size_t images,
                   const std::string& split, double rate)
{
    const auto formats = cnn.formats();
    const auto exact = cnn.exactLayers();
    std::vector<std::vector<std::string>> rows{{"layer", "w", "a", "slices", "cycles", "ADC bits", "can clip"}};
    std::size_t k = 0;
    for (const cnn::Layer& layer : cnn.integer().network().layers)
        if (layer.hasWeights()) {
            const crossbar::ArrayFormat& f = formats[k];
            rows.push_back({layer.name, std::to_string(f.weightBits), std::to_string(f.inputBits),
                            std::to_string(f.slices), std::to_string(crossbar::cyclesOf(f).size()),
                            std::to_string(f.adcBits), exact[k] ? "no" : "yes"});
            ++k;
        }
    const std::string trials =
        report.accuracies.size() > 1
            ? fmt::format(" \u00b1{:.2f} over {} trials", 100 * *report.accuracy.ci95, report.accuracies.size())
            : "";
    return fmt::format(
        "{}\nOn crossbars {:.2f}{} % of {} {} images right, the integer network {:.2f} %; {} images a "
        "second\n",
        table(rows), 100 * *report.accuracy.mean, trials, grouped(std::uint64_t{images}), split,
        100 * report.integerAccuracy, grouped(rate, 0));
}

Result<Report> simulate(SimulateArguments arguments, const JobContext& job)
{
    if (arguments.weights.empty())
        return fail(ErrorCode::usage, "a network has no accuracy without weights", "--weights",
                    "Give an .npz file with the arrays LAYER.weight and LAYER.bias of the trained network.");
    BURIN_TRY(const auto adc, adcSetting(arguments.adc));
    BURIN_TRY(arguments.trials.imperfections.spread, crossbar::spreadNamed(arguments.noise));
    arguments.trials.imperfections.stuckOnFraction = arguments.stuck;
    arguments.trials.imperfections.stuckOffFraction = arguments.stuck;
    BURIN_CHECK(crossbar::check(arguments.trials.imperfections));
    BURIN_TRY(const auto preset, crossbar::loadPreset(arguments.preset));
    BURIN_TRY(const auto trained, explore::readTrainedCnn(arguments.network, arguments.weights));
    crossbar::Policy policy;
    if (!arguments.policy.empty()) {
        BURIN_TRY(policy, crossbar::readPolicy(arguments.policy, trained.network));
        BURIN_CHECK(crossbar::checkPolicy(policy, trained.network, preset));
    }
    BURIN_TRY(const auto shapes, cnn::inferShapes(trained.network));
    BURIN_TRY(const auto dataset, readImages(arguments.images, trained.network, shapes.back().out.values(), job));
    BURIN_TRY(const auto images, chosenImages(arguments.images, dataset));
    BURIN_TRY(auto integer, integerOf(trained, policy, dataset, job.part(0, 0.05, "Calibration")));
    BURIN_TRY(const auto ideal, crossbar::CrossbarCnn::make(std::move(integer), preset, adc, policy));
    const auto start = std::chrono::steady_clock::now();
    BURIN_TRY(const auto result,
              crossbar::runTrials(arguments.trials, ideal, images.pixels, images.labels, job.part(0.05, 1)));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double rate = static_cast<double>(images.size() * result.accuracies.size()) / std::max(seconds, 1e-9);
    Report report;
    report.document = {{"accuracy", result.accuracy},
                       {"accuracies", result.accuracies},
                       {"integerAccuracy", result.integerAccuracy},
                       {"images", images.size()},
                       {"imagesPerSecond", rate},
                       {"trials", result.accuracies.size()},
                       {"split", arguments.images.split},
                       {"preset", preset.name},
                       {"noise", arguments.noise},
                       {"layers", layersJson(ideal)}};
    report.text = textOf(ideal, result, images.size(), arguments.images.split, rate);
    return report;
}

} // namespace

void addCrossbarSimulate(CLI::App& crossbar, Terminal& terminal)
{
    auto arguments = std::make_shared<SimulateArguments>();
    CLI::App* command =
        terminal.add(crossbar, "simulate", "Accuracy on crossbars: clipping converters, imperfect cells",
                     [arguments](const JobContext& job) { return simulate(*arguments, job); });
    addImageOptions(*command, arguments->images);
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz, or a network whose weights are built in");
    command->add_option(
        "--policy", arguments->policy,
        "Widths: uniform:W/A, uniform:W/A/ADC or a JSON file (default: the network's own formats)");
    command->add_option("--preset", arguments->preset, "Crossbars: a built-in preset by name, or a JSON file")
        ->required();
    command
        ->add_option("--adc", arguments->adc,
                     "Converters of layers to which the policy gives none: the preset's rule, lossless, or bits")
        ->type_name("rule|lossless|BITS")
        ->capture_default_str();
    command->add_option("--noise", arguments->noise, "Programming spread of the cells")
        ->check(CLI::IsMember({"none", "wan2022", "milo"}))
        ->capture_default_str();
    command->add_option("--stuck", arguments->stuck, "Fraction of the cells stuck at on, and as many at off")
        ->check(CLI::Range(0.0, 0.5))
        ->capture_default_str();
    command
        ->add_option("--read-noise", arguments->trials.imperfections.readNoiseFraction,
                     "Fluctuation of one cell at each reading, standard deviation over its range")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command
        ->add_option("--trials", arguments->trials.trials,
                     "Chips drawn, where cells are imperfect or readings fluctuate")
        ->check(wholeNumber(1, 100'000))
        ->capture_default_str();
}

} // namespace burin::cli
