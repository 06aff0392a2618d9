// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_command.h"

#include "app/cli/cnn_images.h"
#include "app/cli/flags.h"
#include "app/cli/point_text.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/explore/trained_cnn.h"
#include "core/fpga/device.h"
#include "core/study/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <sstream>

namespace burin::cli {
namespace {

constexpr std::size_t kShownFailures = 3;

Result<void> parseShard(const std::string& text, explore::SweepConfig& sweep)
{
    if (text.empty())
        return {};
    const std::size_t slash = text.find('/');
    const char* end = text.data() + text.size();
    if (slash != std::string::npos) {
        std::size_t shard = 0;
        std::size_t shards = 0;
        const auto first = std::from_chars(text.data(), text.data() + slash, shard);
        const auto second = std::from_chars(text.data() + slash + 1, end, shards);
        if (first.ec == std::errc{} && first.ptr == text.data() + slash && second.ec == std::errc{} &&
            second.ptr == end && shard >= 1 && shard <= shards) {
            sweep.shard = shard - 1;
            sweep.shards = shards;
            return {};
        }
    }
    return fail(ErrorCode::usage, fmt::format("\"{}\" is not a shard", text), "--shard",
                "Give i/n, i from 1 to n.");
}

/// A sweep that gives no point at all did not do what it was asked for.
Exit exitOf(const std::vector<optimise::DesignPoint>& points, const explore::SweepOutcome& outcome)
{
    const std::set<std::string> swept(outcome.ids.begin(), outcome.ids.end());
    bool failed = false;
    for (const auto& point : points) {
        if (swept.count(point.id) == 0)
            continue;
        if (point.status == optimise::PointStatus::done)
            return Exit::done;
        failed = failed || point.status == optimise::PointStatus::failed;
    }
    return swept.empty() ? Exit::done : failed ? Exit::failed : Exit::infeasible;
}

} // namespace

Result<explore::SweepConfig> gridOf(const std::map<std::string, std::string>& values, const ParameterTable& table,
                                    std::span<const char* const> listKeys, const std::string& policyFile)
{
    explore::SweepConfig sweep;
    sweep.base = nlohmann::json::object();
    for (const auto& [key, text] : values) {
        if (text.empty())
            continue;
        const Parameter& parameter = *findParameter(table, key);
        std::vector<std::string> parts;
        std::stringstream stream(text);
        for (std::string part; std::getline(stream, part, ',');)
            parts.push_back(part);
        if (text == "all" && !parameter.choices.empty())
            parts = parameter.choices;
        optimise::Axis axis{key, {}};
        for (const std::string& part : parts) {
            BURIN_CHECK(checkParameter(parameter, part));
            const bool number = parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
            axis.values.push_back(number ? nlohmann::json(std::stod(part)) : nlohmann::json(part));
        }
        const bool list = std::find(listKeys.begin(), listKeys.end(), key) != listKeys.end();
        if (axis.values.size() == 1)
            sweep.base[key] = axis.values.front();
        else if (!list)
            return fail(ErrorCode::usage, fmt::format("\"{}\" is a list; one value is wanted here", text), key);
        else
            sweep.axes.push_back(std::move(axis));
    }
    if (!policyFile.empty()) {
        BURIN_TRY(const std::string text, readFile(policyFile, std::uintmax_t{1} << 24U));
        BURIN_TRY(sweep.base["policy"], parseJson(text, policyFile));
    }
    return sweep;
}

Result<TrainedImages> readTrainedImages(const std::string& network, const std::string& weights,
                                        const std::string& data, const JobContext& job)
{
    TrainedImages read;
    BURIN_TRY(read.trained, explore::readTrainedCnn(network, weights));
    read.options = imageOptions(data, job);
    BURIN_TRY(auto images, readNetworkImages(read.options, read.trained.network));
    read.images = std::make_shared<data::ImageDataset>(std::move(images));
    return read;
}

void SweepOutput::add(CLI::App& command)
{
    command.add_option("--out", out, "The study (*.burin)")->required();
    command.add_option("--shard", shard, "Part i/n of the grid, i from 1; `study merge` joins them");
    command.add_flag("--resume", resume, "Go on with a study that exists");
}

Result<void> SweepOutput::apply(explore::SweepConfig& sweep) const
{
    BURIN_CHECK(parseShard(shard, sweep));
    return resume ? Result<void>() : checkNew("the study", out, kStudyExists);
}

Result<Report> reportSweep(study::Study& study, const explore::SweepOutcome& outcome, double seconds)
{
    BURIN_TRY(auto points, study.load({.replicas = true}));
    study::sortByConfig(points);
    const auto front = study::frontOf(points, study.identity(), {}, {.capacities = fpga::capacitiesFor(points)});
    Report report;
    report.exit = exitOf(points, outcome);
    report.document = study::jsonReport(study.identity(), points, front);
    report.document["seconds"] = seconds;
    report.document["computed"] = outcome.computed;
    report.document["reused"] = outcome.reused;
    report.document["failed"] = outcome.failed;
    std::vector<optimise::DesignPoint> members;
    for (const std::size_t index : front.front)
        members.push_back(points[index]);
    report.text = fmt::format("{} points ({} computed, {} reused, {} failed) in {}\nfront:\n", points.size(),
                              outcome.computed, outcome.reused, outcome.failed, study.path().string()) +
                  pointTable(members);
    if (front.knee)
        report.text += fmt::format("knee: {}\n", points[*front.knee].id);
    std::size_t shown = 0;
    for (const auto& point : points)
        if (!point.message.empty() && ++shown <= kShownFailures)
            report.text += fmt::format("{} {}: {}\n", point.id, optimise::toString(point.status), point.message);
    if (shown > kShownFailures)
        report.text += fmt::format("and {} more; `burin-cli study list` shows them.\n", shown - kShownFailures);
    return report;
}

Result<explore::SweepOutcome> resumable(Result<explore::SweepOutcome> swept, const study::Study& study)
{
    if (!swept && swept.error().code == ErrorCode::cancelled)
        swept.error().hint =
            fmt::format("The points computed so far are in {}; go on with --resume.", study.path().string());
    return swept;
}

Result<Report> sweepInto(const std::string& out, study::Identity identity, const explore::SweepConfig& sweep,
                         explore::Evaluator& evaluator, const JobContext& job)
{
    nlohmann::json first = sweep.base.is_object() ? sweep.base : nlohmann::json::object();
    for (const optimise::Axis& axis : sweep.axes)
        if (axis.key != "policy" && axis.key != "ranker" && !axis.values.empty())
            first[axis.key] = axis.values.front();
    identity.details["config"] = std::move(first); // where the window's sliders start
    const auto start = std::chrono::steady_clock::now();
    std::error_code ignored;
    const bool fresh = !std::filesystem::exists(out, ignored);
    BURIN_TRY(auto study, study::Study::openOrCreate(out, identity));
    auto outcome = resumable(explore::runSweep(sweep, evaluator, *study, job), *study);
    if (!outcome && fresh && study->summary() && study->summary()->points == 0) { // nothing that would be lost
        study.reset();
        for (const char* ending : {"", ".lock"})
            std::filesystem::remove(out + ending, ignored);
    }
    if (!outcome)
        return Unexpected<Error>(outcome.error());
    return reportSweep(*study, *outcome,
                       std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

} // namespace burin::cli
