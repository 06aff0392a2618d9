// SPDX-License-Identifier: GPL-3.0-or-later
// One table of parameters drives the form, the command-line flag, the JSON key, the tool tip and the manual page.
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace burin {

enum class ParameterType { integer, real, text, choice, flag };

/// One parameter. `key` is its JSON key and, with "--" and hyphens, its flag.
struct Parameter {
    std::string key;   ///< "bitsInput" in JSON; the flag is "--bits-input"
    std::string label; ///< "Input bits" for forms
    ParameterType type = ParameterType::text;
    std::string unit;         ///< "", "bit", "fraction", "MHz"
    double minimum = 0;       ///< for numbers
    double maximum = 0;       ///< for numbers
    std::string defaultValue; ///< as text
    std::vector<std::string> choices;
    std::string help;   ///< one sentence
    std::string source; ///< paper or document, may be empty

    [[nodiscard]] std::string flag() const; ///< "--bits-input"
};

using ParameterTable = std::vector<Parameter>;

/// A row of a table: an integer or a real within [low, high]; a text, or one of `choices`.
[[nodiscard]] Parameter numberParameter(const char* key, const char* label, ParameterType type, double low,
                                        double high, const char* standard, const char* help,
                                        const char* unit = "");
[[nodiscard]] Parameter textParameter(const char* key, const char* label, const char* standard, std::string help,
                                      std::vector<std::string> choices = {});

[[nodiscard]] const Parameter* findParameter(const ParameterTable& table, const std::string& key);

/// Checks one value given as text against its parameter (type, range, choices); the error names key and range.
Result<void> checkParameter(const Parameter& parameter, const std::string& value);

/// Checks a JSON object: unknown keys, wrong types and values out of range are errors naming the key.
Result<void> checkParameters(const ParameterTable& table, const nlohmann::json& object, const std::string& where);

/// A value as text: strings as they are.
[[nodiscard]] std::string parameterText(const nlohmann::json& value);

/// The value of `key` in a checked object, a number or a text that is one; without the key nothing changes.
void readParameter(const nlohmann::json& object, const char* key, int& target);
void readParameter(const nlohmann::json& object, const char* key, double& target);
void readParameter(const nlohmann::json& object, const char* key, std::string& target);

} // namespace burin
