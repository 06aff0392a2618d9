// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn train: trains a network in burin-learn, float or with the rounding of its formats (--qat).
#include "app/cli/cnn_commands.h"
#include "app/cli/flags.h"
#include "app/cli/kept_weights.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/cnn/network.h"
#include "core/tools/learn_process.h"
#include "core/tools/training_settings.h"

#include <fmt/format.h>

#include <memory>
#include <optional>

namespace burin::cli {
namespace {

struct TrainArguments {
    std::string data;
    std::string network;
    std::string out;
    std::string device = "cpu";
    std::string precision = "auto";
    int epochs = 30;
    int batch = 128;
    int patience = 0;
    double rate = 0.1;
    std::string schedule = "cosine";
    std::string weights;
    std::string ranker = "magnitude";
    std::string outNetwork;
    bool learnRanges = false;
    std::optional<double> learnBits;
    double dropout = 0.3;
    double freeze = 0.15;
    double weightDecay = 5e-4;
    std::optional<int> shift;
    std::string flip;
    bool qat = false;
    bool asFloat = false;
    bool resume = false;
    bool overwrite = false;
    bool noTest = false;
};

nlohmann::json configOf(const TrainArguments& arguments)
{
    nlohmann::json config{
        {"epochs", arguments.epochs},           {"batch", arguments.batch},        {"rate", arguments.rate},
        {"schedule", arguments.schedule},       {"dropout", arguments.dropout},    {"freeze", arguments.freeze},
        {"weightDecay", arguments.weightDecay}, {"patience", arguments.patience},  {"qat", arguments.qat},
        {"device", arguments.device},           {"precision", arguments.precision}};
    config["learnRanges"] = arguments.learnRanges;
    if (arguments.learnBits)
        config["learnBits"] = *arguments.learnBits;
    if (arguments.shift)
        config["shift"] = *arguments.shift;
    if (!arguments.flip.empty())
        config["flip"] = arguments.flip == "on";
    return config;
}

Report reportOf(const TrainArguments& arguments, const std::string& outNetwork, bool ranked, nlohmann::json result)
{
    result.erase("type");
    result["ranker"] = ranked ? nlohmann::json(arguments.ranker) : nlohmann::json();
    Report report;
    report.text = fmt::format("{} epochs: validation {:.2f} %", result["epochs"].get<int>(),
                              100 * result["validation"].get<double>());
    if (result["test"].is_number())
        report.text += fmt::format(", test {:.2f} %", 100 * result["test"].get<double>());
    if (result["integerTest"].is_number())
        report.text += fmt::format(", integer network {:.2f} %", 100 * result["integerTest"].get<double>());
    report.text += fmt::format("; {} images a second\n{}\n", grouped(result["imagesPerSecond"].get<double>(), 0),
                               arguments.out);
    if (ranked)
        report.text +=
            fmt::format("It began with the filters that {} keeps of {}.\n", arguments.ranker, arguments.weights);
    if (!outNetwork.empty()) {
        report.text += fmt::format("{}: {:.2f} bits a weight, {:.2f} an activation\n", outNetwork,
                                   result["weightBits"].get<double>(), result["activationBits"].get<double>());
        result["network"] = outNetwork;
    }
    report.document = std::move(result);
    return report;
}

Result<Report> train(const TrainArguments& arguments, const JobContext& job)
{
    BURIN_TRY(const auto network, cnn::readNetwork(arguments.network));
    BURIN_TRY(const auto program, tools::findLearn());
    std::filesystem::path outNetwork = arguments.outNetwork;
    if (outNetwork.empty() && (arguments.learnRanges || arguments.learnBits))
        outNetwork = std::filesystem::path(arguments.out).replace_extension(".json");
    const std::filesystem::path checkpoint = arguments.out + ".checkpoint";
    tools::LearnSpec spec;
    spec.program = program;
    spec.checkpoint = checkpoint;
    spec.request = {{"data", arguments.data},
                    {"dataFolder", userDataFolder().string()},
                    {"network", network},
                    {"out", arguments.out},
                    {"checkpoint", checkpoint.string()},
                    {"resume", arguments.resume},
                    {"test", !arguments.noTest},
                    {"seed", job.seed},
                    {"threads", job.threads},
                    {"weights", arguments.weights},
                    {"outNetwork", outNetwork.string()},
                    {"config", configOf(arguments)}};
    BURIN_CHECK(tools::checkTraining(spec.request));
    if (!arguments.resume && !arguments.overwrite)
        for (const std::filesystem::path& file : {std::filesystem::path(arguments.out), checkpoint, outNetwork})
            BURIN_CHECK(checkNew("a training's file", file,
                                 "Add --resume to go on, --overwrite to begin anew, or name another file."));
    BURIN_TRY(const ScratchFolder scratch, ScratchFolder::create("burin-cli"));
    bool ranked = false;
    if (!arguments.weights.empty()) {
        BURIN_TRY(const auto given,
                  readKeptWeights(arguments.weights, network, arguments.ranker, arguments.data, job));
        ranked = given.ranked;
        if (ranked) { // burin-learn takes a file of the kept filters
            spec.request["weights"] = (scratch.path() / "kept.npz").string();
            BURIN_CHECK(cnn::writeWeights(scratch.path() / "kept.npz", network, given.weights));
        }
    }
    BURIN_TRY(nlohmann::json result, tools::runLearn(spec, job));
    return reportOf(arguments, outNetwork.string(), ranked, std::move(result));
}

const Parameter& setting(const char* key)
{
    return *findParameter(tools::trainingParameters(), key);
}

std::string helpOf(const char* key)
{
    return setting(key).help;
}

/// The flag of a row of tools::trainingParameters(), with its range.
template <class T> CLI::Option* addSetting(CLI::App& command, const char* key, T& into)
{
    const Parameter& row = setting(key);
    CLI::Option* option = command.add_option(row.flag(), into, row.help)->default_str(row.defaultValue);
    if (row.type == ParameterType::choice)
        return option->check(CLI::IsMember(row.choices));
    const auto check = [row](const std::string& text) -> std::string {
        if (checkParameter(row, text))
            return {};
        return fmt::format("{} is no {} from {} to {}", text,
                           row.type == ParameterType::integer ? "whole number" : "number", row.minimum,
                           row.maximum);
    };
    return option->check(CLI::Validator(check, fmt::format("[{} - {}]", row.minimum, row.maximum)));
}

} // namespace

void addCnnTrain(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command = terminal.add(cnn, "train", "Train a network on images",
                                     [arguments](const JobContext& job) { return train(*arguments, job); });
    command->add_option("--data", arguments->data, imagesHelp())->required();
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--out", arguments->out, "Weights: .npz; OUT.checkpoint lies beside it")->required();
    addSetting(*command, "epochs", arguments->epochs);
    addSetting(*command, "batch", arguments->batch);
    addSetting(*command, "rate", arguments->rate);
    addSetting(*command, "schedule", arguments->schedule);
    command->add_option("--weights", arguments->weights, "Begin with these weights: .npz (default: random ones)");
    addRanker(*command, arguments->ranker);
    addSetting(*command, "freeze", arguments->freeze);
    addSetting(*command, "dropout", arguments->dropout);
    addSetting(*command, "weightDecay", arguments->weightDecay);
    addSetting(*command, "shift", arguments->shift);
    command->add_option("--flip", arguments->flip, "Mirror every other image (default: on for colour)")
        ->check(CLI::IsMember({"on", "off"}));
    addSetting(*command, "patience", arguments->patience);
    CLI::Option* qat = command->add_flag("--qat", arguments->qat, helpOf("qat"));
    command->add_flag("--float", arguments->asFloat, "Train in real numbers (what it does without --qat)")
        ->excludes(qat);
    CLI::Option* ranges = command->add_flag("--learn-ranges", arguments->learnRanges, helpOf("learnRanges"));
    addSetting(*command, "learnBits", arguments->learnBits)->needs(qat);
    ranges->needs(qat);
    command->add_option("--out-network", arguments->outNetwork,
                        "The network with the formats found: .json (default with learned formats: beside OUT)");
    addSetting(*command, "device", arguments->device);
    addSetting(*command, "precision", arguments->precision);
    command->add_flag("--resume", arguments->resume, "Go on from OUT.checkpoint, with the settings that began it");
    command->add_flag("--overwrite", arguments->overwrite, "Replace what an earlier training wrote");
    command->add_flag("--no-test", arguments->noTest,
                      "Leave the test set alone (default: it is scored once, at the end)");
}

} // namespace burin::cli
