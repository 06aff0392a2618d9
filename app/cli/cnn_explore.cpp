// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn explore: a grid over bits, pruning and rankers of a trained network, or one policy, into a study.
#include "app/cli/cnn_commands.h"
#include "app/cli/flags.h"
#include "app/cli/sweep_command.h"

#include <array>
#include <map>
#include <memory>

namespace burin::cli {
namespace {

constexpr std::array kListKeys{"bits",  "bitsWeight", "bitsActivation", "prune", "ranker", "model",
                               "allocation", "groups", "device", "lut", "fps", "clockMhz"};

struct CnnExploreArguments {
    std::string data;
    std::string network;
    std::string weights;
    std::string policy; ///< a file
    SweepOutput study;
    std::map<std::string, std::string> values; ///< of cnnParameters(), as given
};

Result<Report> exploreCnn(const CnnExploreArguments& arguments, const JobContext& job)
{
    BURIN_TRY(auto sweep, gridOf(arguments.values, explore::cnnParameters(), kListKeys, arguments.policy));
    BURIN_CHECK(arguments.study.apply(sweep));
    BURIN_TRY(auto read, readTrainedImages(arguments.network, arguments.weights, arguments.data, job));
    explore::CnnEvaluator evaluator(std::move(read.images), std::move(read.trained), job.seed);
    study::Identity identity = explore::cnnIdentity(evaluator.dataset(), evaluator.trained(), job.seed);
    identity.details["load"] = data::loadOptionsToJson(read.options);
    return sweepInto(arguments.study.out, identity, sweep, evaluator, job);
}

} // namespace

void addCnnExplore(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<CnnExploreArguments>();
    CLI::App* command = terminal.add(cnn, "explore", "A grid over bits, pruning and rankers into a study",
                                     [arguments](const JobContext& job) { return exploreCnn(*arguments, job); });
    command->add_option("--data", arguments->data, imagesHelp() + "; those that the network was trained on")
        ->required();
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz, or a network whose weights are built in")
        ->required();
    command->add_option("--policy", arguments->policy, "Bits and pruning per layer: a JSON file");
    arguments->study.add(*command);
    for (const Parameter& parameter : explore::cnnParameters()) {
        const std::string names = parameter.key == "ranker" ? "--ranker,--rankers" : parameter.flag();
        command->add_option(names, arguments->values[parameter.key], parameter.help)
            ->default_str(parameter.defaultValue)
            ->group("Design");
    }
}

} // namespace burin::cli
