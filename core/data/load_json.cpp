// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/load.h"

#include "core/base/text.h"
#include "core/data/generators.h"
#include "core/data/image_generators.h"

#include <nlohmann/json.hpp>

namespace burin::data {
namespace {

std::string absolutePath(const std::filesystem::path& path)
{
    std::error_code error;
    const bool there = !path.empty() && std::filesystem::exists(path, error) && !error;
    return there ? std::filesystem::absolute(path, error).string() : path.string();
}

} // namespace

nlohmann::json loadOptionsToJson(const LoadOptions& options)
{
    // A generator stays a name, for it is one where a file has that name too.
    const bool generated = isGenerator(options.data) || isImageGenerator(options.data);
    nlohmann::json json{{"data", generated ? options.data : absolutePath(options.data)},
                        {"test", absolutePath(options.test)},
                        {"target", options.target},
                        {"horizon", options.horizon},
                        {"channels", options.channels},
                        {"missing", options.missing == MissingPolicy::interpolate ? "interpolate" : "drop"},
                        {"seed", seedToJson(options.seed)},
                        {"labelColumn", options.csv.labelColumn}};
    if (options.task)
        json["task"] = toString(*options.task);
    if (options.csv.separator != '\0')
        json["separator"] = std::string(1, options.csv.separator);
    if (options.csv.header)
        json["header"] = *options.csv.header;
    return json;
}

Result<LoadOptions> loadOptionsFromJson(const nlohmann::json& json, const std::string& where)
{
    LoadOptions options;
    try {
        options.data = json.at("data").get<std::string>();
        options.test = json.value("test", std::string{});
        options.target = json.value("target", std::string{});
        options.horizon = json.value("horizon", options.horizon);
        options.channels = json.value("channels", options.channels);
        options.seed = seedFromJson(json.value("seed", seedToJson(options.seed)));
        options.csv.labelColumn = json.value("labelColumn", std::string{});
        const std::string separator = json.value("separator", std::string{});
        if (!separator.empty())
            options.csv.separator = separator.front();
        if (json.contains("header"))
            options.csv.header = json.at("header").get<bool>();
        BURIN_TRY(options.missing, missingPolicyFromString(json.value("missing", std::string("drop"))));
        if (json.contains("task")) {
            BURIN_TRY(options.task, taskFromString(json.at("task").get<std::string>()));
        }
    } catch (const nlohmann::json::exception& exception) {
        return fail(ErrorCode::invalidInput, exception.what(), where, "The description of the data set is damaged.");
    }
    return options;
}

} // namespace burin::data
