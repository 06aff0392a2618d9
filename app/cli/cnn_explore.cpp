// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn explore: a grid over bits, pruning and rankers of a trained network, or one policy, into a study.
#include "app/cli/cnn_commands.h"
#include "app/cli/cnn_images.h"
#include "app/cli/point_text.h"
#include "core/base/file.h"
#include "core/compress/filter_rankers.h"
#include "core/explore/sweep.h"
#include "core/explore/trained_cnn.h"
#include "core/study/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <sstream>

namespace burin::cli {
namespace {

constexpr std::array kListKeys{"bits", "bitsWeight", "bitsActivation", "prune", "ranker"};

struct CnnExploreArguments {
    std::string data;
    std::string network;
    std::string weights;
    std::string policy; ///< a file
    std::string out;
    bool resume = false;
    std::map<std::string, std::string> values; ///< of cnnParameters(), as given
};

/// A list becomes an axis, one value a key of the base.
Result<explore::SweepConfig> gridOf(const CnnExploreArguments& arguments)
{
    explore::SweepConfig sweep;
    sweep.base = nlohmann::json::object();
    for (const auto& [key, text] : arguments.values) {
        if (text.empty())
            continue;
        std::vector<std::string> parts;
        std::stringstream stream(text);
        for (std::string part; std::getline(stream, part, ',');)
            parts.push_back(part);
        if (key == "ranker" && text == "all")
            parts = compress::filterRankerNames();
        const Parameter& parameter = *findParameter(explore::cnnParameters(), key);
        optimise::Axis axis{key, {}};
        for (const std::string& part : parts) {
            BURIN_CHECK(checkParameter(parameter, part));
            const bool number = parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
            axis.values.push_back(number ? nlohmann::json(std::stod(part)) : nlohmann::json(part));
        }
        const bool list = std::find(kListKeys.begin(), kListKeys.end(), key) != kListKeys.end();
        if (axis.values.size() == 1)
            sweep.base[key] = axis.values.front();
        else if (!list)
            return fail(ErrorCode::usage, fmt::format("\"{}\" is a list; one value is wanted here", text), key);
        else
            sweep.axes.push_back(std::move(axis));
    }
    if (!arguments.policy.empty()) {
        BURIN_TRY(const std::string text, readFile(arguments.policy, std::uintmax_t{1} << 24U));
        sweep.base["policy"] = nlohmann::json::parse(text, nullptr, false);
        if (sweep.base["policy"].is_discarded())
            return fail(ErrorCode::invalidInput, "is not JSON, or is cut off", arguments.policy);
    }
    return sweep;
}

Result<Report> exploreCnn(const CnnExploreArguments& arguments, const JobContext& job)
{
    const auto start = std::chrono::steady_clock::now();
    BURIN_TRY(const auto sweep, gridOf(arguments));
    std::error_code ignored;
    if (std::filesystem::exists(arguments.out, ignored) && !arguments.resume)
        return fail(ErrorCode::usage, "the study exists", arguments.out,
                    "Add --resume to go on with it, or name another file.");
    BURIN_TRY(auto trained, explore::readTrainedCnn(arguments.network, arguments.weights));
    const data::LoadOptions read = imageOptions(arguments.data, job);
    BURIN_TRY(auto images, readNetworkImages(read, trained.network));
    explore::CnnEvaluator evaluator(std::make_shared<data::ImageDataset>(std::move(images)), std::move(trained),
                                    job.seed);
    study::Identity identity = explore::cnnIdentity(evaluator.dataset(), evaluator.trained(), job.seed);
    identity.details["load"] = data::loadOptionsToJson(read);
    BURIN_TRY(const auto study, study::Study::openOrCreate(arguments.out, identity));
    auto swept = explore::runSweep(sweep, evaluator, *study, job);
    if (!swept && swept.error().code == ErrorCode::cancelled)
        swept.error().hint =
            fmt::format("The points computed so far are in {}; go on with --resume.", arguments.out);
    BURIN_TRY(const auto outcome, std::move(swept));
    BURIN_TRY(auto points, study->load({.replicas = true}));
    study::sortByConfig(points);
    const auto front = study::frontOf(points, study->identity());
    Report report;
    report.document = study::jsonReport(study->identity(), points, front);
    report.document["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report.document["computed"] = outcome.computed;
    report.document["reused"] = outcome.reused;
    report.document["failed"] = outcome.failed;
    std::vector<optimise::DesignPoint> members;
    for (const std::size_t index : front.front)
        members.push_back(points[index]);
    report.text = fmt::format("{} points ({} computed, {} reused, {} failed) in {}\nfront:\n", points.size(),
                              outcome.computed, outcome.reused, outcome.failed, arguments.out) +
                  pointTable(members);
    return report;
}

} // namespace

void addCnnExplore(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<CnnExploreArguments>();
    CLI::App* command = terminal.add(cnn, "explore", "A grid over bits, pruning and rankers into a study",
                                     [arguments](const JobContext& job) { return exploreCnn(*arguments, job); });
    command->add_option("--data", arguments->data, "Images that the network was trained on")->required();
    command->add_option("--network", arguments->network, "Network: a file, or a built-in one by name")->required();
    command->add_option("--weights", arguments->weights, "Weights: .npz, or a network whose weights are built in")->required();
    command->add_option("--policy", arguments->policy, "Bits and pruning per layer: a JSON file");
    command->add_option("--out", arguments->out, "The study (*.burin)")->required();
    command->add_flag("--resume", arguments->resume, "Go on with a study that exists");
    for (const Parameter& parameter : explore::cnnParameters()) {
        const std::string names = parameter.key == "ranker" ? "--ranker,--rankers" : parameter.flag();
        command->add_option(names, arguments->values[parameter.key], parameter.help)
            ->default_str(parameter.defaultValue)
            ->group("Design");
    }
}

} // namespace burin::cli
