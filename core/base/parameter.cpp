// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parameter.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace burin {
namespace {

Result<double> parseNumber(const Parameter& parameter, const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not a number", text), parameter.key);
    return value;
}

} // namespace

std::string Parameter::flag() const
{
    std::string text = "--";
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isupper(byte) != 0) {
            text += '-';
            text += static_cast<char>(std::tolower(byte));
        } else {
            text += c;
        }
    }
    return text;
}

Parameter numberParameter(const char* key, const char* label, ParameterType type, double low, double high,
                          const char* standard, const char* help, const char* unit)
{
    Parameter p;
    p.key = key;
    p.label = label;
    p.type = type;
    p.unit = unit;
    p.minimum = low;
    p.maximum = high;
    p.defaultValue = standard;
    p.help = help;
    return p;
}

Parameter textParameter(const char* key, const char* label, const char* standard, std::string help,
                        std::vector<std::string> choices)
{
    Parameter p;
    p.key = key;
    p.label = label;
    p.type = choices.empty() ? ParameterType::text : ParameterType::choice;
    p.defaultValue = standard;
    p.choices = std::move(choices);
    p.help = std::move(help);
    return p;
}

const Parameter* findParameter(const ParameterTable& table, const std::string& key)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.key == key; });
    return found == table.end() ? nullptr : &*found;
}

Result<void> checkParameter(const Parameter& parameter, const std::string& value)
{
    switch (parameter.type) {
    case ParameterType::text: return {};
    case ParameterType::flag:
        if (value == "yes" || value == "no" || value == "true" || value == "false")
            return {};
        return fail(ErrorCode::usage, fmt::format("\"{}\" is neither yes nor no", value), parameter.key);
    case ParameterType::choice:
        if (std::find(parameter.choices.begin(), parameter.choices.end(), value) != parameter.choices.end())
            return {};
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not a choice", value), parameter.key,
                    fmt::format("Choose one of: {}.", fmt::join(parameter.choices, ", ")));
    case ParameterType::integer:
    case ParameterType::real: break;
    }
    BURIN_TRY(const double number, parseNumber(parameter, value));
    if (parameter.type == ParameterType::integer && number != std::floor(number))
        return fail(ErrorCode::usage, fmt::format("{} is not a whole number", value), parameter.key);
    const char* kind = parameter.type == ParameterType::integer ? "whole number" : "number";
    if (number < parameter.minimum || number > parameter.maximum)
        return fail(ErrorCode::usage,
                    number < parameter.minimum ? fmt::format("{} is less than {}", value, parameter.minimum)
                                               : fmt::format("{} is more than {}", value, parameter.maximum),
                    parameter.key,
                    fmt::format("Give a {} from {} to {}.", kind, parameter.minimum, parameter.maximum));
    return {};
}

Result<void> checkParameters(const ParameterTable& table, const nlohmann::json& object, const std::string& where)
{
    if (!object.is_object())
        return fail(ErrorCode::invalidInput, "is not a JSON object", where);
    for (const auto& [key, value] : object.items()) {
        const Parameter* parameter = findParameter(table, key);
        if (parameter == nullptr)
            return fail(ErrorCode::invalidInput, fmt::format("unknown key \"{}\"", key), where);
        std::string text;
        if (value.is_string())
            text = value.get<std::string>();
        else if (value.is_boolean())
            text = value.get<bool>() ? "yes" : "no";
        else if (value.is_number())
            text = value.dump();
        else
            return fail(ErrorCode::invalidInput, fmt::format("key \"{}\" has the wrong type", key), where);
        auto checked = checkParameter(*parameter, text);
        if (!checked) {
            checked.error().where = where + "." + checked.error().where;
            return checked;
        }
    }
    return {};
}

std::string parameterText(const nlohmann::json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void readParameter(const nlohmann::json& object, const char* key, int& target)
{
    double value = target;
    readParameter(object, key, value);
    target = static_cast<int>(value);
}

void readParameter(const nlohmann::json& object, const char* key, double& target)
{
    if (const auto found = object.find(key); found != object.end())
        target = found->is_string() ? std::stod(found->get<std::string>()) : found->get<double>();
}

void readParameter(const nlohmann::json& object, const char* key, std::string& target)
{
    if (const auto found = object.find(key); found != object.end())
        target = parameterText(*found);
}

} // namespace burin
