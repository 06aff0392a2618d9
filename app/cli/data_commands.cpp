// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli data info PATH, data fetch NAME
#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "core/data/describe.h"
#include "core/data/fetch.h"
#include "core/data/images.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

std::string describeText(const nlohmann::json& d)
{
    const bool images = d.contains("image");
    const std::string noun = images ? "images" : "series";
    std::vector<std::vector<std::string>> rows{{"property", "value"}};
    const auto add = [&](const std::string& name, const std::string& value) { rows.push_back({name, value}); };
    add("task", d.at("task").get<std::string>());
    add("read from", d.at("source").get<std::string>());
    add("train " + noun, std::to_string(d.at("train").get<std::size_t>()));
    add("test " + noun, std::to_string(d.at("test").get<std::size_t>()));
    add("classes", std::to_string(d.at("classes").get<std::size_t>()));
    add("channels", std::to_string(d.at("channels").get<std::size_t>()));
    if (images) {
        add("height x width",
            fmt::format("{} x {}", d.at("image").at("height").get<int>(), d.at("image").at("width").get<int>()));
    } else {
        add("steps", fmt::format("{} to {}", d.at("length").at("min").get<std::size_t>(),
                                 d.at("length").at("max").get<std::size_t>()));
        add("series with missing values", std::to_string(d.at("missing").get<std::size_t>()));
    }
    std::string out = warningText(d.at("warnings").get<std::vector<std::string>>()) + table(rows);
    if (!d.at("labels").empty()) {
        rows = {{"label", noun}};
        for (const auto& [label, count] : d.at("labels").items())
            rows.push_back({label, std::to_string(count.get<std::size_t>())});
        out += "\n" + table(rows);
    }
    return out;
}

struct InfoArguments {
    DataFlags data;
    std::string task;
    std::string target;
};

Result<Report> info(InfoArguments& arguments, const JobContext& job)
{
    reservoir::ReservoirConfig config;
    config.task = arguments.task;
    config.target = arguments.target;
    BURIN_TRY(auto options, arguments.data.options(config));
    options.missing = data::MissingPolicy::keep;
    options.stop = job.stop;
    Report report;
    if (data::namesImages(options)) {
        if (options.task == data::Task::predict || !options.target.empty())
            return fail(ErrorCode::usage, "images are classified, nothing in them is predicted", options.data,
                        "Leave --task predict and --target out.");
        BURIN_TRY(const auto images, data::loadImages(options));
        report.document = data::describe(images);
    } else {
        BURIN_TRY(const auto dataset, data::loadDataset(options));
        report.document = data::describe(dataset);
    }
    report.text = describeText(report.document);
    return report;
}

Result<Report> fetch(const std::string& name, const std::string& from, const JobContext& job)
{
    BURIN_TRY(const auto fetched, data::fetchDataset({name, from, userDataFolder()}, job));
    Report report;
    report.document = {{"name", name}, {"folder", fetched.folder.string()}, {"files", nlohmann::json::array()}};
    for (const auto& file : fetched.files) {
        report.document["files"].push_back({{"path", file.path.string()},
                                            {"url", file.url},
                                            {"bytes", file.bytes},
                                            {"resumedFrom", file.resumedFrom},
                                            {"sha256", file.sha256},
                                            {"hashKnown", file.hashKnown},
                                            {"alreadyThere", file.alreadyThere}});
        report.text += fmt::format("{}  {} bytes{}\n", file.path.string(), file.bytes,
                                   file.alreadyThere ? " (was there)" : "");
    }
    report.text += fmt::format("Use it as --data {}\n", name);
    return report;
}

} // namespace

void addDataCommands(CLI::App& app, Terminal& terminal)
{
    CLI::App* group = app.add_subcommand("data", "Data sets: what Burin understands of a file; fetch public sets");
    group->require_subcommand(1);

    auto arguments = std::make_shared<InfoArguments>();
    CLI::App* infoCommand = terminal.add(*group, "info", "Describe a data set",
                                         [arguments](const JobContext& job) { return info(*arguments, job); });
    arguments->data.addPositional(*infoCommand);
    infoCommand->add_option("--task", arguments->task, "classify or predict")
        ->check(CLI::IsMember({"classify", "predict"}));
    infoCommand->add_option("--target", arguments->target, "Column to predict");

    struct FetchArguments {
        std::string name;
        std::string from;
    };
    auto wanted = std::make_shared<FetchArguments>();
    CLI::App* fetchCommand =
        terminal.add(*group, "fetch", "Bring a public set into the user's data folder",
                     [wanted](const JobContext& job) { return fetch(wanted->name, wanted->from, job); });
    fetchCommand->add_option("name", wanted->name, fmt::format("{}", fmt::join(data::fetchableNames(), ", ")))
        ->required();
    fetchCommand->add_option("--from", wanted->from, "Another address: a folder or file URL");
}

} // namespace burin::cli
