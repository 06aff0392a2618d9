// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/crossbar_problem.h"

#include "core/explore/crossbar_evaluator.h"

namespace burin::cli {
namespace {

/// The integer network of the policy, or of the network's own formats without one.
Result<cnn::IntegerCnn> integerOf(const CrossbarProblem& problem,
                                  std::shared_ptr<const data::ImageDataset> dataset, const JobContext& job)
{
    if (problem.policy.empty())
        return cnn::IntegerCnn::make(problem.trained.network, problem.trained.weights);
    explore::CrossbarEvaluator evaluator(std::move(dataset), problem.trained, job.seed);
    explore::CrossbarConfig config;
    config.policy = problem.policy;
    BURIN_TRY(const auto built, evaluator.build(config, job));
    return built->integer;
}

} // namespace

void addCrossbarFlags(CLI::App& command, CrossbarFlags& flags)
{
    addImageOptions(command, flags.images);
    command.add_option("--network", flags.network, "Network: a file, or a built-in one by name")->required();
    command.add_option("--weights", flags.weights, "Weights: .npz, or a network whose weights are built in");
    command.add_option("--policy", flags.policy,
                       "Widths: uniform:W/A, uniform:W/A/ADC or a JSON file (default: the network's own formats)");
    command.add_option("--preset", flags.preset, "Crossbars: a built-in preset by name, or a JSON file")
        ->required();
    command
        .add_option("--adc", flags.adc,
                    "Converters of layers to which the policy gives none: the preset's rule, lossless, or bits")
        ->type_name("rule|lossless|BITS")
        ->capture_default_str();
}

Result<CrossbarProblem> openCrossbarProblem(const CrossbarFlags& flags, const JobContext& job)
{
    if (flags.weights.empty())
        return fail(ErrorCode::usage, "a network does nothing without weights", "--weights",
                    "Give an .npz file with the arrays LAYER.weight and LAYER.bias of the trained network.");
    CrossbarProblem problem;
    BURIN_TRY(const auto adc, crossbar::adcSetting(flags.adc));
    BURIN_TRY(problem.preset, crossbar::loadPreset(flags.preset));
    BURIN_TRY(problem.trained, explore::readTrainedCnn(flags.network, flags.weights));
    const cnn::Network& network = problem.trained.network;
    if (!flags.policy.empty()) {
        BURIN_TRY(problem.policy, crossbar::readPolicy(flags.policy, network));
        BURIN_CHECK(crossbar::checkPolicy(problem.policy, network, problem.preset));
    }
    BURIN_TRY(const auto shapes, cnn::inferShapes(network));
    BURIN_TRY(auto read, readImages(flags.images, network, shapes.back().out.values(), job));
    const auto dataset = std::make_shared<const data::ImageDataset>(std::move(read));
    problem.dataName = dataset->name;
    problem.dataSha256 = dataset->sha256;
    problem.classNames = dataset->classNames;
    BURIN_TRY(problem.images, chosenImages(flags.images, *dataset));
    BURIN_TRY(auto integer, integerOf(problem, dataset, job));
    BURIN_TRY(problem.ideal, crossbar::CrossbarCnn::make(std::move(integer), problem.preset, adc, problem.policy));
    return problem;
}

} // namespace burin::cli
