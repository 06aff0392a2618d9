// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn eval: accuracy of a network with given weights, as float or integer network.
#include "app/cli/cnn_commands.h"
#include "app/cli/cnn_images.h"
#include "core/base/text.h"
#include "core/cnn/float_cnn.h"
#include "core/cnn/integer_cnn.h"
#include "core/data/images.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <numeric>

namespace burin::cli {
namespace {

struct EvalArguments {
    std::string data;
    std::string network;
    std::string weights;
    std::string split = "test";
    std::size_t images = 0; ///< 0: all
    bool integer = false;
    bool allowEmpty = false;
};

/// The images asked for.
Result<data::ImageSplit> choose(const EvalArguments& arguments, const data::ImageDataset& dataset)
{
    const bool test = arguments.split == "test";
    std::vector<std::size_t> part(dataset.test.size());
    std::iota(part.begin(), part.end(), std::size_t{0});
    if (!test)
        part = data::splitImages(dataset.train, data::kImageValidationFraction, data::kImageSplitSeed).validation;
    if (part.empty())
        return fail(ErrorCode::invalidInput, fmt::format("the set has no {} images", arguments.split),
                    arguments.data,
                    test ? "Give its test files too, or --split validation." : "Give more training images.");
    BURIN_TRY(const auto chosen, takeEvenly(part, arguments.images, arguments.split, arguments.data));
    return data::pick(dataset, test ? dataset.test : dataset.train, chosen);
}

Result<Report> evaluate(const EvalArguments& arguments, const JobContext& job)
{
    BURIN_TRY(const auto network, cnn::readNetwork(arguments.network, {.allowEmpty = arguments.allowEmpty}));
    if (arguments.weights.empty())
        return fail(ErrorCode::usage, "a network has no accuracy without weights", "--weights",
                    "Give an .npz file with the arrays LAYER.weight and LAYER.bias of the trained network.");
    BURIN_TRY(const auto weights, cnn::readWeights(arguments.weights, network));
    BURIN_TRY(const auto dataset, readNetworkImages(imageOptions(arguments.data, job), network));
    BURIN_TRY(const auto images, choose(arguments, dataset));
    using Clock = std::chrono::steady_clock;
    Clock::time_point start;
    const auto predict = [&](const auto& made) -> Result<std::vector<int>> {
        if (!made)
            return Unexpected<Error>(made.error());
        BURIN_CHECK(checkClasses(made->classes(), dataset, arguments.network));
        start = Clock::now();
        return made->predict(images.pixels, job);
    };
    BURIN_TRY(const auto predicted, arguments.integer ? predict(cnn::IntegerCnn::make(network, weights))
                                                      : predict(cnn::FloatCnn::make(network, weights)));
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::size_t right = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i)
        right += predicted[i] == images.labels[i] ? 1U : 0U;
    const auto count = static_cast<double>(images.size());
    Report report;
    report.document = {{"accuracy", static_cast<double>(right) / count},
                       {"images", images.size()},
                       {"imagesPerSecond", count / std::max(seconds, 1e-9)},
                       {"split", arguments.split},
                       {"integer", arguments.integer}};
    report.text = fmt::format("{} network: {:.2f} % of {} {} images right, {} images a second\n",
                              arguments.integer ? "Integer" : "Float", 100 * static_cast<double>(right) / count,
                              grouped(std::uint64_t{images.size()}), arguments.split,
                              grouped(count / std::max(seconds, 1e-9), 0));
    return report;
}

} // namespace

void addCnnEval(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<EvalArguments>();
    CLI::App* command = terminal.add(cnn, "eval", "Accuracy of a network with given weights",
                                     [arguments](const JobContext& job) { return evaluate(*arguments, job); });
    command->add_option("--data", arguments->data, "Images: glyphs, a folder, archive or file, or a fetched set")
        ->required();
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz, or a network whose weights are built in");
    command->add_flag(
        "--integer", arguments->integer,
        "The integer network, as in hardware (default: float, rounded where the network has formats)");
    command->add_option("--images", arguments->images, "So many images, taken evenly (default: all)")
        ->check(wholeNumber(1));
    command->add_option("--split", arguments->split, "Part of the data set")
        ->check(CLI::IsMember({"test", "validation"}))
        ->capture_default_str();
    command->add_flag("--allow-empty", arguments->allowEmpty, "Formats of 0 bits make their tensor zero");
}

} // namespace burin::cli
