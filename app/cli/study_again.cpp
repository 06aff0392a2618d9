// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/study_again.h"

#include "app/cli/flags.h"
#include "app/cli/study_evaluator.h"
#include "app/cli/sweep_command.h"
#include "core/explore/crossbar_evaluator.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

namespace burin::cli {
namespace {

using optimise::DesignPoint;
using optimise::PointStatus;

constexpr std::size_t kShown = 20;

struct Arguments {
    std::string file;
    std::vector<std::string> points; ///< none: all that are done
    std::string out;
    bool resume = false;
};

Result<std::vector<DesignPoint>> wanted(const study::Study& study, const std::vector<std::string>& names)
{
    std::vector<DesignPoint> points;
    for (const std::string& name : names) {
        BURIN_TRY(DesignPoint point, findPoint(study, name));
        if (std::none_of(points.begin(), points.end(), [&](const auto& other) { return other.id == point.id; }))
            points.push_back(std::move(point));
    }
    if (names.empty()) {
        BURIN_TRY(points, loadPoints(study));
        std::erase_if(points, [](const DesignPoint& point) { return point.status != PointStatus::done; });
    }
    if (points.empty())
        return fail(ErrorCode::notFound, "the study has no finished points", study.path().string());
    return points;
}

Result<std::unique_ptr<explore::Evaluator>> evaluatorOf(const study::Study& study, const JobContext& job)
{
    const study::Identity identity = study.identity();
    if (identity.family != "crossbar" || identity.details.contains("weights"))
        return openEvaluator(study, job);
    BURIN_TRY(auto network, cnn::networkFromJson(identity.details.value("network", nlohmann::json()),
                                                 study.path().string() + ":network"));
    return std::make_unique<explore::CrossbarEvaluator>(std::move(network)); // the cost alone
}

/// By point; of those that are not the same.
Result<std::map<std::string, std::vector<std::string>>>
compared(const study::Study& before, const study::Study& after, const std::vector<DesignPoint>& points)
{
    std::map<std::string, std::vector<std::string>> different;
    for (const DesignPoint& point : points) {
        BURIN_TRY(const DesignPoint was, findPoint(before, point.id));
        BURIN_TRY(const DesignPoint is, findPoint(after, point.id));
        auto found = explore::differences(was, is);
        if (!is.message.empty() && is.message != was.message)
            found.push_back(is.message);
        if (!found.empty())
            different[point.id] = std::move(found);
    }
    return different;
}

Result<Report> again(const Arguments& arguments, const JobContext& job)
{
    std::error_code ignored;
    if (std::filesystem::equivalent(arguments.file, arguments.out, ignored))
        return fail(ErrorCode::usage, "the study cannot be compared with itself", arguments.out,
                    "Name another file for what is computed.");
    if (!arguments.resume)
        BURIN_CHECK(checkNew("the study", arguments.out, kStudyExists));
    BURIN_TRY(const auto before, study::Study::openReadOnly(arguments.file));
    BURIN_TRY(const auto points, wanted(*before, arguments.points));
    BURIN_TRY(const auto evaluator, evaluatorOf(*before, job.part(0, 0.02)));
    BURIN_TRY(const auto after, study::Study::openOrCreate(arguments.out, before->identity()));
    std::vector<nlohmann::json> configs;
    for (const DesignPoint& point : points)
        configs.push_back(point.config);
    BURIN_TRY(const auto outcome,
              resumable(explore::runPoints(configs, *evaluator, *after, job.part(0.02, 1)), *after));
    BURIN_TRY(const auto different, compared(*before, *after, points));
    Report report;
    report.exit = different.empty() ? Exit::done : Exit::mismatch;
    report.document = {{"out", arguments.out},
                       {"points", points.size()},
                       {"computed", outcome.computed},
                       {"same", points.size() - different.size()},
                       {"different", different}};
    report.text = fmt::format("{} of {} points are the same to the last bit ({} computed now, in {})\n",
                              points.size() - different.size(), points.size(), outcome.computed, arguments.out);
    std::size_t shown = 0;
    for (const auto& [id, what] : different)
        if (++shown <= kShown)
            report.text += fmt::format("{}: {}\n", id, fmt::join(what, ", "));
    if (shown > kShown)
        report.text += fmt::format("and {} more; --json names them all\n", shown - kShown);
    return report;
}

} // namespace

void addAgain(CLI::App& group, Terminal& terminal)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command = terminal.add(group, "again", "Compute points again and compare them with the study's",
                                     [arguments](const JobContext& job) { return again(*arguments, job); });
    command->add_option("file", arguments->file, "Study (*.burin)")->required();
    command->add_option("points", arguments->points, "Points, by their id or its beginning (default: all)");
    command->add_option("--out", arguments->out, "Study for what is computed")->required();
    command->add_flag("--resume", arguments->resume, "Go on with a study that exists");
}

} // namespace burin::cli
