// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/flags.h"

#include "app/cli/terminal.h"
#include "core/base/file.h"
#include "core/compress/ranker.h"
#include "core/data/generators.h"
#include "core/data/image_generators.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

namespace burin::cli {
namespace {

constexpr std::uint64_t kMaxChannels = 100'000;
/// Of the parameters whose values have no commas, in the order of the grid's axes.
constexpr std::array kListKeys{"bits",  "prune",    "ranker", "readout", "neurons", "linksPerNeuron", "leak", "activation",
                               "bias",  "washout",  "bitsOut", "refit",  "pipeline", "device",        "tune", "scale"};

std::vector<std::string> splitList(const std::string& text)
{
    std::vector<std::string> parts;
    std::stringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
        parts.push_back(part);
    return parts;
}

} // namespace

std::filesystem::path userDataFolder()
{
    if (const char* folder = std::getenv("XDG_DATA_HOME"); folder != nullptr && *folder != '\0')
        return std::filesystem::path(folder) / "burin";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : ".") / ".local" / "share" / "burin";
}

Result<void> checkNew(const std::string& what, const std::filesystem::path& file, const std::string& hint)
{
    std::error_code ignored;
    return std::filesystem::exists(file, ignored) ? fail(ErrorCode::usage, what + " exists", file.string(), hint)
                                                  : Result<void>();
}

std::string seriesHelp()
{
    return fmt::format("Series: a generator ({}), a fetched set, or a file (.tsv .ts .tra .csv .npy .txt; a pair by its "
                       "train file)",
                       fmt::join(data::generatorNames(), ", "));
}

std::string imagesHelp()
{
    return fmt::format("Images: a generator ({}), a fetched set, or a folder, archive or file",
                       fmt::join(data::imageGeneratorNames(), ", "));
}

void DataFlags::add(CLI::App& command, bool required)
{
    command.add_option("--data", data_, seriesHelp())->required(required);
    addReading(command);
}

void DataFlags::addPositional(CLI::App& command)
{
    command.add_option("path", data_, fmt::format("{}. {}", seriesHelp(), imagesHelp()))->required();
    addReading(command);
}

void DataFlags::addReading(CLI::App& command)
{
    command.add_option("--test", test_, "Test file, where it cannot be found by name");
    command.add_option("--channels", channels_, "Interleaved channels per row of a table")
        ->check(wholeNumber(1, kMaxChannels));
    command.add_option("--separator", separator_, "Separator of a table: a character, or tab");
    command.add_option("--header", header_, "Whether a table has a header")->check(CLI::IsMember({"yes", "no"}));
    command.add_option("--label-column", labelColumn_, "Label column: name, number from 1, first, last or none");
}

Result<data::LoadOptions> DataFlags::options(const reservoir::ReservoirConfig& config) const
{
    data::LoadOptions options;
    options.data = data_;
    if (test_ != "front" && test_ != "all")
        options.test = test_;
    options.dataFolder = userDataFolder();
    options.target = config.target;
    options.horizon = static_cast<std::size_t>(config.horizon);
    BURIN_TRY(options.missing, data::missingPolicyFromString(config.missing));
    if (!config.task.empty()) {
        BURIN_TRY(options.task, data::taskFromString(config.task));
    }
    options.channels = channels_;
    options.csv.labelColumn = labelColumn_;
    if (!header_.empty())
        options.csv.header = header_ == "yes";
    if (!separator_.empty()) {
        if (separator_ == "tab")
            options.csv.separator = '\t';
        else if (separator_.size() == 1)
            options.csv.separator = separator_.front();
        else
            return fail(ErrorCode::usage, "\"" + separator_ + "\" is not a separator", "--separator",
                        "Give one character, or tab.");
    }
    return options;
}

Result<data::Dataset> DataFlags::load(const reservoir::ReservoirConfig& config, const JobContext& job) const
{
    BURIN_TRY(auto options, this->options(config));
    options.stop = job.stop;
    return data::loadDataset(options);
}

void ReservoirFlags::add(CLI::App& command)
{
    for (const Parameter& parameter : reservoir::reservoirParameters()) {
        const std::string names = parameter.key == "ranker" ? "--ranker,--rankers" : parameter.flag();
        auto* option = command.add_option(names, values_[parameter.key], parameter.help)->group("Reservoir");
        if (parameter.type == ParameterType::choice)
            option->type_name(CLI::detail::join(parameter.choices, "|"));
        if (!parameter.defaultValue.empty())
            option->default_str(parameter.defaultValue);
    }
}

Result<nlohmann::json> ReservoirFlags::base(bool lists) const
{
    nlohmann::json json = nlohmann::json::object();
    for (const auto& [key, value] : values_) {
        const bool isList = std::find(kListKeys.begin(), kListKeys.end(), key) != kListKeys.end() &&
                            (value.find(',') != std::string::npos || (key == "ranker" && value == "all"));
        if (isList && !lists)
            return fail(ErrorCode::usage, fmt::format("\"{}\" is a list; one value is wanted here", value), key,
                        "`reservoir explore` takes lists.");
        if (value.empty() || isList)
            continue;
        json[key] = value;
    }
    if (json.contains("mask")) {
        BURIN_TRY(json["mask"], readFile(json["mask"].get<std::string>()));
    }
    return json;
}

Result<reservoir::ReservoirConfig> ReservoirFlags::config(bool lists) const
{
    BURIN_TRY(const auto object, base(lists));
    return reservoir::configFromJson(object, "command line");
}

Result<std::vector<optimise::Axis>> ReservoirFlags::axes() const
{
    std::vector<optimise::Axis> axes;
    for (const std::string key : kListKeys) {
        const std::string& value = values_.at(key);
        std::vector<std::string> alternatives = splitList(value);
        if (key == "ranker" && value == "all")
            alternatives = compress::rankerNames();
        else if (alternatives.size() < 2)
            continue;
        optimise::Axis axis{key, {}};
        const Parameter& parameter = *findParameter(reservoir::reservoirParameters(), key);
        for (const std::string& alternative : alternatives) {
            BURIN_CHECK(checkParameter(parameter, alternative));
            if (parameter.type == ParameterType::integer)
                axis.values.emplace_back(std::stoi(alternative));
            else if (parameter.type == ParameterType::real)
                axis.values.emplace_back(std::stod(alternative));
            else
                axis.values.emplace_back(alternative);
        }
        axes.push_back(std::move(axis));
    }
    return axes;
}

} // namespace burin::cli
