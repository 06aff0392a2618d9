// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn train: trains a network in burin-learn, float or with the rounding of its formats (--qat).
#include "app/cli/cnn_commands.h"
#include "app/cli/flags.h"
#include "core/base/text.h"
#include "core/cnn/network.h"
#include "core/tools/learn_process.h"

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
};

nlohmann::json configOf(const TrainArguments& arguments)
{
    nlohmann::json config{{"epochs", arguments.epochs},
                          {"batch", arguments.batch},
                          {"peakRate", arguments.rate},
                          {"schedule", arguments.schedule},
                          {"dropout", arguments.dropout},
                          {"freezeFraction", arguments.freeze},
                          {"weightDecay", arguments.weightDecay},
                          {"patience", arguments.patience},
                          {"qat", arguments.qat},
                          {"device", arguments.device},
                          {"precision", arguments.precision}};
    config["learnRanges"] = arguments.learnRanges;
    if (arguments.learnBits)
        config["learnBits"] = *arguments.learnBits;
    if (arguments.shift)
        config["shift"] = *arguments.shift;
    if (!arguments.flip.empty())
        config["flip"] = arguments.flip == "on";
    return config;
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
                    {"seed", job.seed},
                    {"threads", job.threads},
                    {"weights", arguments.weights},
                    {"outNetwork", outNetwork.string()},
                    {"config", configOf(arguments)}};
    BURIN_TRY(nlohmann::json result, tools::runLearn(spec, job));
    result.erase("type");
    Report report;
    report.text = fmt::format("{} epochs: validation {:.2f} %, test {:.2f} %", result["epochs"].get<int>(),
                              100 * result["validation"].get<double>(), 100 * result["test"].get<double>());
    if (result["integerTest"].is_number())
        report.text += fmt::format(", integer network {:.2f} %", 100 * result["integerTest"].get<double>());
    report.text += fmt::format("; {} images a second\n{}\n", grouped(result["imagesPerSecond"].get<double>(), 0),
                               arguments.out);
    if (!outNetwork.empty()) {
        report.text += fmt::format("{}: {:.2f} bits a weight, {:.2f} an activation\n", outNetwork.string(),
                                   result["weightBits"].get<double>(), result["activationBits"].get<double>());
        result["network"] = outNetwork.string();
    }
    report.document = std::move(result);
    return report;
}

} // namespace

void addCnnTrain(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<TrainArguments>();
    CLI::App* command = terminal.add(cnn, "train", "Train a network on images",
                                     [arguments](const JobContext& job) { return train(*arguments, job); });
    command->add_option("--data", arguments->data, "Images: glyphs, a folder, archive or file, or a fetched set")
        ->required();
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--out", arguments->out, "Weights: .npz; OUT.checkpoint lies beside it")->required();
    command->add_option("--epochs", arguments->epochs, "Passes over the training images")
        ->check(wholeNumber(1, 100000))
        ->capture_default_str();
    command->add_option("--batch", arguments->batch, "Images per step")
        ->check(wholeNumber(2, 65536))
        ->capture_default_str();
    command->add_option("--rate", arguments->rate, "Highest learning rate")->capture_default_str();
    command->add_option("--schedule", arguments->schedule, "How it falls: a cosine, or to 1/10 and 1/100 (steps)")
        ->check(CLI::IsMember({"cosine", "steps"}))
        ->capture_default_str();
    command->add_option("--weights", arguments->weights, "Begin with these weights: .npz (default: random ones)");
    command
        ->add_option(
            "--freeze", arguments->freeze,
            "Last part of the training, with the statistics of batch normalisation held and biases rounded")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--dropout", arguments->dropout, "Before the last layer with weights")
        ->capture_default_str();
    command->add_option("--weight-decay", arguments->weightDecay, "Of kernels")->capture_default_str();
    command->add_option("--shift", arguments->shift, "Shift images by so many pixels (default: 1/8 of a side)");
    command->add_option("--flip", arguments->flip, "Mirror every other image (default: on for colour)")
        ->check(CLI::IsMember({"on", "off"}));
    command
        ->add_option("--patience", arguments->patience, "Stop after so many epochs without improvement (0: never)")
        ->check(wholeNumber(0, 100000))
        ->capture_default_str();
    CLI::Option* qat =
        command->add_flag("--qat", arguments->qat, "Round as the integer network does, from the first step");
    command->add_flag("--float", arguments->asFloat, "Train in real numbers (what it does without --qat)")
        ->excludes(qat);
    command->add_flag("--learn-ranges", arguments->learnRanges,
                      "With --qat: learn where the binary point of each weight and activation is");
    command->add_option(
        "--learn-bits", arguments->learnBits,
        "With --qat: learn widths too, so that weights and activations have on average at most so many");
    command->add_option("--out-network", arguments->outNetwork,
                        "The network with the formats found: .json (default with learned formats: beside OUT)");
    command->add_option("--device", arguments->device, "Where to train")
        ->check(CLI::IsMember({"cpu", "cuda"}))
        ->capture_default_str();
    command->add_option("--precision", arguments->precision, "Of convolutions in training")
        ->check(CLI::IsMember({"auto", "float", "bfloat16"}))
        ->capture_default_str();
    command->add_flag("--resume", arguments->resume, "Go on from OUT.checkpoint");
}

} // namespace burin::cli
