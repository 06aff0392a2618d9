// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli crossbar explore: a grid over policies, converters and presets into a study: cost against validation
// accuracy, or, without weights, the cost alone.
#include "app/cli/crossbar_commands.h"
#include "app/cli/flags.h"
#include "app/cli/sweep_command.h"
#include "core/explore/crossbar_evaluator.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <map>
#include <memory>

namespace burin::cli {
namespace {

constexpr std::array kListKeys{"bits", "bitsWeight", "bitsActivation", "prune", "ranker", "adc", "preset"};

struct ExploreArguments {
    std::string data;
    std::string network;
    std::string weights;
    std::vector<std::string> policies;
    SweepOutput study;
    std::map<std::string, std::string> values; ///< of crossbarParameters(), as given
};

Result<explore::SweepConfig> sweepOf(const ExploreArguments& arguments, const cnn::Network& network)
{
    BURIN_TRY(auto sweep, gridOf(arguments.values, explore::crossbarParameters(), kListKeys, {}));
    optimise::Axis axis{"policy", {}};
    for (const std::string& text : arguments.policies) {
        BURIN_TRY(const auto policy, crossbar::readPolicy(text, network));
        axis.values.push_back(cnn::policyToJson(policy));
    }
    if (!axis.values.empty())
        sweep.axes.push_back(std::move(axis));
    BURIN_CHECK(arguments.study.apply(sweep));
    return sweep;
}

Result<Report> exploreCost(const ExploreArguments& arguments, const explore::SweepConfig& sweep,
                           cnn::Network network, const JobContext& job)
{
    const std::string name = std::filesystem::path(arguments.network).stem().string();
    const study::Identity identity = explore::crossbarIdentity(network, name, job.seed);
    explore::CrossbarEvaluator evaluator(std::move(network));
    BURIN_TRY(auto report, sweepInto(arguments.study.out, identity, sweep, evaluator, job));
    report.text += "Without --weights and --data there is the cost alone: the front is of two costs.\n";
    return report;
}

Result<Report> exploreCrossbar(const ExploreArguments& arguments, const JobContext& job)
{
    if (arguments.weights.empty() != arguments.data.empty())
        return fail(ErrorCode::usage, "accuracy needs both weights and data",
                    arguments.weights.empty() ? "--weights" : "--data",
                    "Give both, or neither for the cost alone.");
    BURIN_TRY(auto network, cnn::readNetwork(arguments.network));
    BURIN_TRY(const auto sweep, sweepOf(arguments, network)); // before the images are read
    if (arguments.weights.empty())
        return exploreCost(arguments, sweep, std::move(network), job);
    BURIN_TRY(auto read, readTrainedImages(arguments.network, arguments.weights, arguments.data, job));
    study::Identity identity = explore::crossbarIdentity(*read.images, read.trained, job.seed);
    identity.details["load"] = data::loadOptionsToJson(read.options);
    explore::CrossbarEvaluator evaluator(std::move(read.images), std::move(read.trained), job.seed);
    BURIN_TRY(auto report, sweepInto(arguments.study.out, identity, sweep, evaluator, job));
    report.text +=
        "Validation is that of the network on its crossbars, with what converters clip; cells are ideal.\n";
    return report;
}

} // namespace

void addCrossbarExplore(CLI::App& crossbar, Terminal& terminal)
{
    const auto arguments = std::make_shared<ExploreArguments>();
    CLI::App* command =
        terminal.add(crossbar, "explore", "A grid over policies, converters and presets into a study",
                     [arguments](const JobContext& job) { return exploreCrossbar(*arguments, job); });
    command->add_option("--data", arguments->data, imagesHelp() + "; those that the network was trained on");
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz (default: none, the cost alone)");
    command
        ->add_option("--policy", arguments->policies,
                     "Policies of single layers, in place of bits and prune: JSON files or uniform:W/A")
        ->delimiter(',');
    arguments->study.add(*command);
    const std::map<std::string, std::string> more{
        {"ranker", ",--rankers"}, {"bitsWeight", ",--wbits"}, {"bitsActivation", ",--abits"}};
    for (const Parameter& parameter : explore::crossbarParameters()) {
        const auto alias = more.find(parameter.key);
        command
            ->add_option(parameter.flag() + (alias == more.end() ? "" : alias->second),
                         arguments->values[parameter.key], parameter.help)
            ->default_str(parameter.defaultValue)
            ->group("Design");
    }
}

} // namespace burin::cli
