// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn eval: accuracy of a network with given weights, as float or integer network.
#include "app/cli/cnn_commands.h"
#include "app/cli/eval_images.h"
#include "app/cli/kept_weights.h"
#include "core/base/text.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/data/describe.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

namespace burin::cli {
namespace {

struct EvalArguments {
    ImageChoice images;
    std::string network;
    std::string weights;
    std::string ranker = "magnitude";
    bool integer = false;
    bool allowEmpty = false;
};

Result<Report> evaluate(const EvalArguments& arguments, const JobContext& job)
{
    BURIN_TRY(const auto network, cnn::readNetwork(arguments.network, {.allowEmpty = arguments.allowEmpty}));
    if (arguments.weights.empty())
        return fail(ErrorCode::usage, "a network has no accuracy without weights", "--weights",
                    "Give an .npz file with the arrays LAYER.weight and LAYER.bias of the trained network.");
    BURIN_TRY(const auto given,
              readKeptWeights(arguments.weights, network, arguments.ranker, arguments.images.data, job));
    const cnn::Weights& weights = given.weights;
    BURIN_TRY(const auto shapes, cnn::inferShapes(network, {.allowEmpty = arguments.allowEmpty}));
    BURIN_TRY(const auto dataset, readImages(arguments.images, network, shapes.back().out.values(), job));
    BURIN_TRY(const auto images, chosenImages(arguments.images, dataset));
    using Clock = std::chrono::steady_clock;
    Clock::time_point start;
    const auto predict = [&](const auto& made) -> Result<std::vector<int>> {
        if (!made)
            return Unexpected<Error>(made.error());
        start = Clock::now();
        return made->predict(images.pixels, job);
    };
    BURIN_TRY(const auto predicted, arguments.integer ? predict(cnn::IntegerCnn::make(network, weights))
                                                      : predict(cnn::FloatCnn::make(network, weights)));
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const double accuracy = cnn::fractionRight(predicted, images.labels);
    const auto count = static_cast<double>(images.size());
    const std::vector<std::string> warnings =
        arguments.images.split == "test" ? data::warnings(dataset) : std::vector<std::string>{};
    const bool rounds = network != cnn::withoutFormats(network);
    const char* const kind = arguments.integer ? "Integer network"
                             : rounds          ? "Network rounded to its formats in float arithmetic"
                                               : "Float network";
    Report report;
    report.document = {{"accuracy", accuracy},
                       {"images", images.size()},
                       {"imagesPerSecond", count / std::max(seconds, 1e-9)},
                       {"split", arguments.images.split},
                       {"integer", arguments.integer},
                       {"testHeldOut", dataset.testHeldOut},
                       {"warnings", warnings},
                       {"ranker", given.ranked ? nlohmann::json(arguments.ranker) : nlohmann::json()}};
    report.text =
        warningText(warnings) + fmt::format("{}: {:.2f} % of {} {} images right, {} images a second\n", kind, 100 * accuracy,
                                            grouped(std::uint64_t{images.size()}), arguments.images.split,
                                            grouped(count / std::max(seconds, 1e-9), 0));
    if (given.ranked)
        report.text +=
            fmt::format("Its filters are those that {} keeps of {}.\n", arguments.ranker, arguments.weights);
    return report;
}

} // namespace

void addCnnEval(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<EvalArguments>();
    CLI::App* command = terminal.add(cnn, "eval", "Accuracy of a network with given weights",
                                     [arguments](const JobContext& job) { return evaluate(*arguments, job); });
    addImageOptions(*command, arguments->images);
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz, or a network whose weights are built in");
    addRanker(*command, arguments->ranker);
    command->add_flag(
        "--integer", arguments->integer,
        "The integer network, as in hardware (default: float, rounded where the network has formats)");
    command->add_flag("--allow-empty", arguments->allowEmpty, "Formats of 0 bits make their tensor zero");
}

} // namespace burin::cli
