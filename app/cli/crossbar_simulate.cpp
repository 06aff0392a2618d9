// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar simulate: accuracy of a network on crossbars, with the clipping of their converters and, over
// several trials, imperfect cells.
#include "app/cli/crossbar_commands.h"
#include "app/cli/crossbar_problem.h"
#include "core/base/text.h"
#include "core/crossbar/simulate_trials.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

namespace burin::cli {
namespace {

struct SimulateArguments {
    CrossbarFlags flags;
    std::string noise = "none";
    crossbar::TrialConfig trials;
    std::optional<double> stuck;
};

constexpr const char* kPresetCells = "preset";

/// Spread and stuck cells as asked for; read noise is there already.
Result<void> setCells(const SimulateArguments& arguments, const crossbar::Preset& preset,
                      crossbar::Imperfections& cells)
{
    const double readNoise = cells.readNoiseFraction;
    if (arguments.noise == kPresetCells) {
        BURIN_TRY(cells, crossbar::imperfectionsOf(preset));
        cells.readNoiseFraction = readNoise;
    } else {
        BURIN_TRY(cells.spread, crossbar::spreadNamed(arguments.noise));
    }
    if (arguments.stuck)
        cells.stuckOnFraction = cells.stuckOffFraction = *arguments.stuck;
    return crossbar::check(cells);
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
    const bool several = report.accuracies.size() > 1;
    return fmt::format(
        "{}\nOn crossbars {:.2f}{} % of {} {} images right{}; the integer network {:.2f} %. {} images a "
        "second\n",
        table(rows), 100 * *report.accuracy.mean,
        several ? fmt::format(" \u00b1{:.2f}", 100 * *report.accuracy.ci95) : "", grouped(std::uint64_t{images}),
        split, several ? fmt::format(" (mean of {} trials)", report.accuracies.size()) : "",
        100 * report.integerAccuracy, grouped(rate, 0));
}

Result<Report> simulate(SimulateArguments arguments, const JobContext& job)
{
    BURIN_TRY(const crossbar::Preset preset, crossbar::loadPreset(arguments.flags.preset));
    BURIN_CHECK(setCells(arguments, preset, arguments.trials.imperfections));
    BURIN_TRY(const CrossbarProblem problem, openCrossbarProblem(arguments.flags, job.part(0, 0.05, "network")));
    const data::ImageSplit& images = problem.images;
    const auto start = std::chrono::steady_clock::now();
    BURIN_TRY(const auto result, crossbar::runTrials(arguments.trials, problem.ideal, images.pixels, images.labels,
                                                     job.part(0.05, 1)));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double rate = static_cast<double>(images.size() * result.accuracies.size()) / std::max(seconds, 1e-9);
    Report report;
    report.document = {{"accuracy", result.accuracy},
                       {"accuracies", result.accuracies},
                       {"integerAccuracy", result.integerAccuracy},
                       {"images", images.size()},
                       {"imagesPerSecond", rate},
                       {"trials", result.accuracies.size()},
                       {"split", arguments.flags.images.split},
                       {"preset", problem.preset.name},
                       {"noise", arguments.noise},
                       {"stuckOn", arguments.trials.imperfections.stuckOnFraction},
                       {"stuckOff", arguments.trials.imperfections.stuckOffFraction},
                       {"layers", layersJson(problem.ideal)}};
    report.text = textOf(problem.ideal, result, images.size(), arguments.flags.images.split, rate);
    return report;
}

} // namespace

void addCrossbarSimulate(CLI::App& crossbar, Terminal& terminal)
{
    auto arguments = std::make_shared<SimulateArguments>();
    CLI::App* command =
        terminal.add(crossbar, "simulate", "Accuracy on crossbars: clipping converters, imperfect cells",
                     [arguments](const JobContext& job) { return simulate(*arguments, job); });
    arguments->flags.images.split = "validation"; // what is tried out is not tried on the test images
    addCrossbarFlags(*command, arguments->flags);
    command
        ->add_option("--noise", arguments->noise,
                     "Programming spread of the cells; preset: spread and stuck cells as the preset has them")
        ->check(CLI::IsMember({"none", "wan2022", "milo", kPresetCells}))
        ->capture_default_str();
    command
        ->add_option("--stuck", arguments->stuck,
                     "Fraction of the cells stuck at on, and as many at off (default: 0, or the preset's)")
        ->check(CLI::Range(0.0, 0.5));
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
