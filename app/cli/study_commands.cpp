// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli study list|front|diff|recommend|report|delete|bundle|unpack|merge|example (again: study_again.h)
#include "app/cli/commands.h"
#include "app/cli/point_text.h"
#include "app/cli/reservoir_problem.h"
#include "app/cli/study_again.h"
#include "app/cli/study_evaluator.h"
#include "burin_version.h"
#include "core/base/file.h"
#include "core/base/metric_unit.h"
#include "core/explore/bundle.h"
#include "core/explore/cnn_config.h"
#include "core/explore/compare.h"
#include "core/explore/crossbar_config.h"
#include "core/explore/example.h"
#include "core/fpga/device.h"
#include "core/optimise/recommend.h"
#include "core/reservoir/config.h"
#include "core/study/figures.h"
#include "core/study/html_report.h"
#include "core/study/merge.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

namespace burin::cli {
namespace {

struct Opened {
    study::StudySummary summary;
    std::vector<optimise::DesignPoint> points;
    optimise::Budget budget; ///< what the devices of the points have

    [[nodiscard]] study::FrontOfStudy front(const std::string& cost = {}) const
    {
        return study::frontOf(points, summary.identity, cost, budget);
    }
};

Result<Opened> openStudy(const std::string& path)
{
    BURIN_TRY(const auto study, study::Study::openReadOnly(path));
    Opened opened;
    BURIN_TRY(opened.summary, study->summary());
    BURIN_TRY(opened.points, loadPoints(*study));
    opened.budget.capacities = fpga::capacitiesFor(opened.points);
    return opened;
}

Result<Report> list(const std::string& path)
{
    BURIN_TRY(const Opened opened, openStudy(path));
    const auto front = opened.front();
    return Report{study::jsonReport(opened.summary.identity, opened.points, front), pointTable(opened.points)};
}

Result<Report> front(const std::string& path, const std::string& cost)
{
    BURIN_TRY(const Opened opened, openStudy(path));
    if (!cost.empty())
        BURIN_CHECK(optimise::checkKey(cost, opened.points, "--cost"));
    const auto found = opened.front(cost);
    std::vector<optimise::DesignPoint> members;
    nlohmann::json ids = nlohmann::json::array();
    for (const std::size_t index : found.front) {
        members.push_back(opened.points[index]);
        ids.push_back(opened.points[index].id);
    }
    Report report;
    report.document = {{"points", members}, {"front", ids}, {"knee", nullptr}};
    const std::string& costKey = found.objectives.at(1).key;
    std::stable_sort(members.begin(), members.end(), [&](const auto& a, const auto& b) {
        return a.value(costKey).value_or(0) < b.value(costKey).value_or(0);
    });
    report.text = pointTable(members) + fmt::format("front of {} and {}: {} of {} points, the cheapest first\n",
                                                    titleWithUnit(found.objectives.at(0).key),
                                                    titleWithUnit(costKey), members.size(), opened.points.size());
    if (found.knee) {
        report.document["knee"] = opened.points[*found.knee].id;
        report.text += fmt::format("knee: {}\n", opened.points[*found.knee].id);
    }
    return report;
}

/// "+0.0120", or a dash.
std::string changeText(std::optional<double> a, std::optional<double> b, int decimals)
{
    return a && b ? fmt::format("{:+.{}f}", *b - *a, decimals) : "-";
}

/// "4,304 ±4 %", "12.47": three decimals at most, none where they say nothing.
std::string figureText(const Metric& metric)
{
    const double size = std::abs(metric.value.value_or(0));
    return text(metric, size >= 1000 || size == std::floor(size) ? 0 : size >= 10 ? 2 : 3);
}

Result<Report> diff(const std::string& path, const std::string& a, const std::string& b)
{
    BURIN_TRY(const auto study, study::Study::openReadOnly(path));
    BURIN_TRY(const auto first, findPoint(*study, a));
    BURIN_TRY(const auto second, findPoint(*study, b));
    const auto found = explore::difference(first, second);
    Report report;
    report.document = {{"a", first.id},
                       {"b", second.id},
                       {"config", nlohmann::json::object()},
                       {"metrics", nlohmann::json::object()}};
    std::vector<std::vector<std::string>> rows{{"", first.id, second.id, "change"}};
    const auto shown = [](const nlohmann::json& value) {
        return value.is_null() ? "-" : value.is_string() ? value.get<std::string>() : value.dump();
    };
    for (const explore::ConfigChange& change : found.config) {
        report.document["config"][change.key] = {{"a", change.a}, {"b", change.b}};
        rows.push_back({change.key, shown(change.a), shown(change.b), ""});
    }
    rows.push_back({"validation", text(first.validation), text(second.validation),
                    changeText(first.value("validation"), second.value("validation"), 4)});
    report.document["validation"] = {{"a", first.validation}, {"b", second.validation}};
    if (first.test.mean || second.test.mean) {
        rows.push_back({"test", text(first.test), text(second.test),
                        changeText(first.value("test"), second.value("test"), 4)});
        report.document["test"] = {{"a", first.test}, {"b", second.test}};
    }
    for (const explore::MetricChange& change : found.metrics) {
        if (change.key == "validation" || change.key == "test")
            continue;
        report.document["metrics"][change.key] = {{"a", change.a}, {"b", change.b}};
        if (!change.a.has() && !change.b.has())
            continue;
        const std::string relative = change.relative ? fmt::format("{:+.1f} %", 100 * *change.relative) : "-";
        const Tier tier = change.a.has() && change.b.has() ? weakest(change.a.tier, change.b.tier)
                                                           : std::max(change.a.tier, change.b.tier);
        rows.push_back({change.key, figureText(change.a), figureText(change.b),
                        change.relative && std::abs(*change.relative) < 5e-4 ? "=" : relative, toString(tier)});
    }
    rows.front().emplace_back("tier");
    report.text = table(rows);
    return report;
}

/// All or none; a beginning of an id will do.
Result<Report> deletePoints(const std::string& path, const std::vector<std::string>& names)
{
    BURIN_TRY(const auto study, study::Study::open(path));
    std::vector<std::string> ids;
    for (const std::string& name : names) {
        const auto point = findPoint(*study, name);
        if (!point && !isDamaged(point.error()))
            return Unexpected<Error>(point.error());
        const std::string& id = point ? point->id : point.error().where;
        if (std::find(ids.begin(), ids.end(), id) == ids.end())
            ids.push_back(id);
    }
    BURIN_CHECK(study->remove(ids));
    BURIN_TRY(const auto left, study->summary());
    return Report{{{"deleted", ids}, {"points", left.points}},
                  fmt::format("deleted: {}\n{} points are left\n", fmt::join(ids, ", "), left.points)};
}

Result<Report> example(const std::string& name, const std::string& out, bool overwrite, const JobContext& job)
{
    if (!overwrite && std::filesystem::exists(out))
        return fail(ErrorCode::io, "the file exists already", out, "Choose another name, or add --overwrite.");
    BURIN_TRY(const auto outcome, explore::makeExample(name, out, job));
    return Report{{{"study", out}, {"points", outcome.ids.size()}}, out + "\n"};
}

struct RecommendArguments {
    std::string file;
    std::vector<std::string> max;
    std::vector<std::string> min;
    std::string device;
    std::string cost; ///< empty: study::defaultCost()
    std::string rule = "automatic";
};

Result<Report> recommend(const RecommendArguments& arguments)
{
    BURIN_TRY(const Opened opened, openStudy(arguments.file));
    optimise::Budget budget = opened.budget;
    budget.device = arguments.device;
    using Bound = optimise::Limit::Bound;
    for (const auto& [texts, bound] :
         {std::pair{&arguments.max, Bound::max}, std::pair{&arguments.min, Bound::min}})
        for (const std::string& limit : *texts) {
            BURIN_TRY(auto parsed, optimise::parseLimit(limit, bound));
            BURIN_CHECK(optimise::checkKey(parsed.key, opened.points, bound == Bound::max ? "--max" : "--min"));
            budget.limits.push_back(std::move(parsed));
        }
    optimise::RecommendOptions options;
    options.quality.direction = opened.summary.identity.direction();
    options.cost.key = arguments.cost.empty() ? study::defaultCost(opened.points) : arguments.cost;
    BURIN_CHECK(optimise::checkKey(options.cost.key, opened.points, "--cost"));
    for (const auto& [name, rule] :
         {std::pair{"automatic", optimise::Rule::automatic}, std::pair{"knee", optimise::Rule::knee},
          std::pair{"cheapest", optimise::Rule::cheapest}, std::pair{"best", optimise::Rule::best}})
        if (arguments.rule == name)
            options.rule = rule;
    const auto chosen = optimise::recommend(opened.points, budget, options);
    Report report;
    report.document = {{"point", nullptr}, {"reason", chosen.reason}, {"feasible", chosen.feasibleCount}};
    report.text = study::withMetricNames(chosen.reason) + "\n";
    if (chosen.point) {
        const auto& point = opened.points[*chosen.point];
        report.document["point"] = point;
        report.text += pointTable({point});
        return report;
    }
    report.exit = Exit::infeasible;
    if (chosen.relaxation) {
        report.document["relaxation"] = {{"point", opened.points[chosen.relaxation->point].id},
                                         {"text", chosen.relaxation->text}};
    }
    return report;
}

Result<Report> merge(const std::string& out, const std::vector<std::string>& inputs, const JobContext& job)
{
    const std::vector<std::filesystem::path> paths(inputs.begin(), inputs.end());
    BURIN_TRY(const auto summary, study::mergeStudies(out, paths, job));
    warnOfDamaged(summary.damaged);
    return Report{{{"out", out},
                   {"inputs", summary.inputs},
                   {"added", summary.added},
                   {"improved", summary.improved},
                   {"repeated", summary.repeated},
                   {"conflicts", summary.conflicts}},
                  fmt::format("{} studies merged: {} points added, {} completed, {} repeated, {} in conflict\n",
                              summary.inputs, summary.added, summary.improved, summary.repeated,
                              summary.conflicts)};
}

/// Of a family's configurations; null of one that this version does not know.
const ParameterTable* parametersOf(const std::string& family)
{
    return family == "reservoir"  ? &reservoir::reservoirParameters()
           : family == "cnn"      ? &explore::cnnParameters()
           : family == "crossbar" ? &explore::crossbarParameters()
                                  : nullptr;
}

study::HtmlReportParts htmlParts(const std::string& path, const Opened& opened, const study::FrontOfStudy& front)
{
    study::HtmlReportParts parts;
    optimise::RecommendOptions options;
    options.quality = front.objectives.at(0);
    options.cost = front.objectives.at(1);
    const auto chosen = optimise::recommend(opened.points, opened.budget, options);
    parts.reason = chosen.reason;
    parts.commands = {{"This report", fmt::format("burin-cli study report {} --format html", path)}};
    if (chosen.point)
        parts.recommended = opened.points[*chosen.point].id;
    const study::Identity& identity = opened.summary.identity;
    const bool exportable = identity.family == "reservoir" || identity.details.contains("weights");
    if (chosen.point && exportable && identity.family != "cnn")
        parts.commands.emplace_back("The Verilog project of the recommended point",
                                    fmt::format("burin-cli {} export --study {} --point {} --out {}",
                                                identity.family, path, parts.recommended, parts.recommended));
    parts.versions = {{"Burin", BURIN_VERSION}};
    parts.parameterName = [table = parametersOf(identity.family)](const std::string& key) {
        const Parameter* parameter = table == nullptr ? nullptr : findParameter(*table, key);
        return parameter == nullptr ? key : parameter->label;
    };
    return parts;
}

Result<Report> bundle(const std::string& path, const std::string& out, const JobContext& job)
{
    BURIN_TRY(const auto study, study::Study::openReadOnly(path));
    BURIN_CHECK(explore::saveBundle(*study, out, job));
    return Report{{{"bundle", out}}, out + "\n"};
}

Result<Report> unpack(const std::string& path, const std::string& folder, const JobContext& job)
{
    BURIN_TRY(const auto study, explore::openBundle(path, folder, job));
    return Report{{{"study", study.string()}}, study.string() + "\n"};
}

/// The format that the ending of a file stands for; none: an unknown one.
std::string formatOfFile(const std::string& file)
{
    std::string ending = std::filesystem::path(file).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEndings{{{".md", "markdown"},
                                                                                     {".markdown", "markdown"},
                                                                                     {".html", "html"},
                                                                                     {".htm", "html"},
                                                                                     {".csv", "csv"},
                                                                                     {".json", "json"}}};
    for (const auto& [known, format] : kEndings)
        if (ending == known)
            return std::string(format);
    return {};
}

Result<Report> writeReport(const std::string& path, const std::string& asked, const std::string& out,
                           const std::string& test, const JobContext& job)
{
    const std::string format = asked.empty() ? formatOfFile(out) : asked;
    if (!test.empty()) {
        BURIN_TRY(const auto study, study::Study::open(path));
        BURIN_TRY(const auto evaluator, openEvaluator(*study, job));
        BURIN_CHECK(readTests(*study, *evaluator, test == "all", "study report --test", job));
    }
    BURIN_TRY(const Opened opened, openStudy(path));
    const auto& identity = opened.summary.identity;
    const auto found = opened.front();
    Report report;
    report.document = study::jsonReport(identity, opened.points, found);
    if (format == "csv")
        report.text = study::csvReport(opened.points);
    else if (format == "json")
        report.text = report.document.dump(2) + "\n";
    else if (format == "html")
        report.text = study::htmlReport(identity, opened.points, found, htmlParts(path, opened, found));
    else
        report.text = study::markdownReport(identity, opened.points, found);
    if (!out.empty()) {
        BURIN_CHECK(writeFile(out, report.text));
        report.text = out + "\n";
        if (format.empty())
            report.text =
                warningText({fmt::format("the ending of {} stands for no format, so it is Markdown; --format "
                                         "chooses another",
                                         out)}) +
                report.text;
    }
    return report;
}

/// Of all commands on studies; each takes what it needs.
struct Arguments {
    std::string file;
    std::string a;
    std::string b;
    std::string cost;
    std::string format;
    std::string out;
    std::string test;
    std::vector<std::string> inputs;
    bool overwrite = false;
};

CLI::App* withFile(CLI::App* command, const std::shared_ptr<Arguments>& arguments)
{
    command->add_option("file", arguments->file, "Study (*.burin)")->required();
    return command;
}

/// list, front, diff
void addReaders(CLI::App& group, Terminal& terminal, const std::shared_ptr<Arguments>& arguments)
{
    withFile(terminal.add(group, "list", "All points",
                          [arguments](const JobContext&) { return list(arguments->file); }),
             arguments);

    CLI::App* frontCommand =
        withFile(terminal.add(group, "front", "Validation against cost: the points that nothing beats",
                              [arguments](const JobContext&) { return front(arguments->file, arguments->cost); }),
                 arguments);
    frontCommand->add_option("--cost", arguments->cost,
                             "Metric on the cost axis (default: pdpPj, or what the points have)");

    CLI::App* diffCommand = withFile(
        terminal.add(group, "diff", "Two points side by side",
                     [arguments](const JobContext&) { return diff(arguments->file, arguments->a, arguments->b); }),
        arguments);
    diffCommand->add_option("a", arguments->a, "Point")->required();
    diffCommand->add_option("b", arguments->b, "Point")->required();
}

void addRecommend(CLI::App& group, Terminal& terminal)
{
    const auto wish = std::make_shared<RecommendArguments>();
    CLI::App* recommendCommand = terminal.add(group, "recommend", "One point within a budget, and why",
                                              [wish](const JobContext&) { return recommend(*wish); });
    recommendCommand->add_option("file", wish->file, "Study (*.burin)")->required();
    recommendCommand->add_option("--max", wish->max, "Upper limit, e.g. lut=3000 (repeatable)");
    recommendCommand->add_option("--min", wish->min, "Lower limit, e.g. validation=0.9 (repeatable)");
    recommendCommand->add_option("--device", wish->device, "Only designs for this device");
    recommendCommand->add_option("--cost", wish->cost, "Metric that is cheap or dear");
    recommendCommand->add_option("--rule", wish->rule, "How to choose among the feasible points")
        ->check(CLI::IsMember({"automatic", "knee", "cheapest", "best"}));
}

void addReport(CLI::App& group, Terminal& terminal, const std::shared_ptr<Arguments>& arguments)
{
    CLI::App* reportCommand = withFile(terminal.add(group, "report", "The whole study as a document",
                                                    [arguments](const JobContext& job) {
                                                        return writeReport(arguments->file, arguments->format,
                                                                           arguments->out, arguments->test, job);
                                                    }),
                                       arguments);
    reportCommand
        ->add_option(
            "--format", arguments->format,
            "markdown, html, csv or json; otherwise what the file ends in (.md, .html, .csv, .json), or markdown")
        ->check(CLI::IsMember({"markdown", "html", "csv", "json"}));
    reportCommand
        ->add_option("--test", arguments->test, "Read the test set first, for the front or for all points")
        ->check(CLI::IsMember({"front", "all"}));
    reportCommand->add_option("--out", arguments->out, "File; otherwise standard output");
}

/// bundle, unpack
void addBundles(CLI::App& group, Terminal& terminal, const std::shared_ptr<Arguments>& arguments)
{
    CLI::App* bundleCommand = withFile(
        terminal.add(group, "bundle", "The study with its data files as one .burin.zip",
                     [arguments](const JobContext& job) { return bundle(arguments->file, arguments->out, job); }),
        arguments);
    bundleCommand->add_option("--out", arguments->out, "Bundle to write")->required();
    CLI::App* unpackCommand =
        terminal.add(group, "unpack", "A bundle into a folder of its own; prints the study's path",
                     [arguments](const JobContext& job) { return unpack(arguments->file, arguments->out, job); });
    unpackCommand->add_option("file", arguments->file, "Bundle (*.burin.zip)")->required();
    unpackCommand->add_option("--out", arguments->out, "Folder that gets the new folder")->required();
}

/// merge, delete, example
void addWriters(CLI::App& group, Terminal& terminal, const std::shared_ptr<Arguments>& arguments)
{
    CLI::App* mergeCommand =
        terminal.add(group, "merge", "Studies of several shards into one",
                     [arguments](const JobContext& job) { return merge(arguments->out, arguments->inputs, job); });
    mergeCommand->add_option("out", arguments->out, "Study to write")->required();
    mergeCommand->add_option("inputs", arguments->inputs, "Studies to merge")->required()->expected(-1);

    CLI::App* deleteCommand = withFile(
        terminal.add(group, "delete", "Take points out of the study, for good",
                     [arguments](const JobContext&) { return deletePoints(arguments->file, arguments->inputs); }),
        arguments);
    deleteCommand->add_option("points", arguments->inputs, "Points, by their id or its beginning")
        ->required()
        ->expected(-1);

    CLI::App* exampleCommand =
        terminal.add(group, "example", "Compute an example into a study", [arguments](const JobContext& job) {
            return example(arguments->a, arguments->out, arguments->overwrite, job);
        });
    exampleCommand->add_option("name", arguments->a, "Example")
        ->required()
        ->check(CLI::IsMember(explore::exampleNames()));
    exampleCommand->add_option("--out", arguments->out, "Study to write")->required();
    exampleCommand->add_flag("--overwrite", arguments->overwrite, "Replace a study that is there");
}

} // namespace

void addStudyCommands(CLI::App& app, Terminal& terminal)
{
    CLI::App* group =
        app.add_subcommand("study", "Studies: list, front, compare, recommend, report, delete, bundle, merge");
    group->require_subcommand(1);
    const auto arguments = std::make_shared<Arguments>();
    addReaders(*group, terminal, arguments);
    addRecommend(*group, terminal);
    addReport(*group, terminal, arguments);
    addBundles(*group, terminal, arguments);
    addWriters(*group, terminal, arguments);
    addAgain(*group, terminal);
}

} // namespace burin::cli
