// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/network_io.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace burin::reservoir {
namespace {

constexpr std::array kKeys = {"task",          "widths",         "readout",        "washout",    "seriesSteps",
                              "leakShift",     "stateMax",       "win",            "wr",         "inShift",
                              "recurrentShift", "stateShift",    "bias",           "wout",       "outBias",
                              "inputFraction", "stateFraction",  "outputFraction"};

nlohmann::json matrixJson(const IntMatrix& matrix)
{
    nlohmann::json rows = nlohmann::json::array();
    for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
        nlohmann::json line = nlohmann::json::array();
        for (Eigen::Index column = 0; column < matrix.cols(); ++column)
            line.push_back(matrix(row, column));
        rows.push_back(std::move(line));
    }
    return rows;
}

/// Reads typed values; remembers the first thing that was wrong.
class Reader {
public:
    Reader(const nlohmann::json& object, std::string where) : object_(object), where_(std::move(where)) {}

    template <class T> void integer(const nlohmann::json& value, const std::string& key, T& target)
    {
        if (!value.is_number_integer() ||
            (value.is_number_unsigned() &&
             value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<T>::max())))
            return complain(key, "is not a whole number");
        const auto number = value.get<std::int64_t>();
        if (number < std::numeric_limits<T>::min() || number > std::numeric_limits<T>::max())
            return complain(key, fmt::format("{} is out of range", number));
        target = static_cast<T>(number);
    }
    template <class T> void integer(const std::string& key, T& target) { integer(at(key), key, target); }

    template <class T> void list(const std::string& key, std::vector<T>& target)
    {
        const nlohmann::json& values = at(key);
        if (!values.is_array())
            return complain(key, "is not an array");
        target.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            integer(values[i], key, target[i]);
    }

    void matrix(const nlohmann::json& rows, const std::string& key, IntMatrix& target)
    {
        if (!rows.is_array() || rows.empty() || !rows[0].is_array())
            return complain(key, "is not an array of rows");
        target.resize(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows[0].size()));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (!rows[row].is_array() || rows[row].size() != rows[0].size())
                return complain(key, fmt::format("row {} has another length than the first", row));
            for (std::size_t column = 0; column < rows[row].size(); ++column)
                integer(rows[row][column], key,
                        target(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)));
        }
    }
    void matrix(const std::string& key, IntMatrix& target) { matrix(at(key), key, target); }

    const nlohmann::json& at(const std::string& key)
    {
        if (object_.is_object() && object_.contains(key))
            return object_.at(key);
        complain(key, "is missing");
        static const nlohmann::json kNothing;
        return kNothing;
    }

    void complain(const std::string& key, const std::string& message)
    {
        if (!error_)
            error_ = Error{ErrorCode::invalidInput, message, where_ + "." + key, "Save the network again."};
    }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    const nlohmann::json& object_;
    std::string where_;
    std::optional<Error> error_;
};

void readWidths(Reader& reader, Widths& widths)
{
    const nlohmann::json& json = reader.at("widths");
    const std::array<std::pair<const char*, int*>, 5> parts = {{{"input", &widths.input},
                                                               {"state", &widths.state},
                                                               {"in", &widths.in},
                                                               {"recurrent", &widths.recurrent},
                                                               {"out", &widths.out}}};
    for (const auto& [key, target] : parts) {
        if (!json.is_object() || !json.contains(key))
            return reader.complain(fmt::format("widths.{}", key), "is missing");
        reader.integer(json.at(key), fmt::format("widths.{}", key), *target);
    }
}

} // namespace

void to_json(nlohmann::json& json, const IntegerReservoir& n)
{
    nlohmann::json wout = nlohmann::json::array();
    for (const IntMatrix& weights : n.wout)
        wout.push_back(matrixJson(weights));
    json = {{"task", n.task == data::Task::predict ? "predict" : "classify"},
            {"widths",
             {{"input", n.widths.input},
              {"state", n.widths.state},
              {"in", n.widths.in},
              {"recurrent", n.widths.recurrent},
              {"out", n.widths.out}}},
            {"readout", n.readout.text()},
            {"washout", n.washout},
            {"seriesSteps", n.seriesSteps},
            {"leakShift", n.leakShift},
            {"stateMax", n.stateMax},
            {"win", matrixJson(n.win)},
            {"wr", matrixJson(n.wr)},
            {"inShift", n.inShift},
            {"recurrentShift", n.recurrentShift},
            {"stateShift", n.stateShift},
            {"bias", n.bias},
            {"wout", std::move(wout)},
            {"outBias", n.outBias},
            {"inputFraction", n.inputFraction},
            {"stateFraction", n.stateFraction},
            {"outputFraction", n.outputFraction}};
}

Result<IntegerReservoir> networkFromJson(const nlohmann::json& json, const std::string& where)
{
    if (!json.is_object())
        return fail(ErrorCode::invalidInput, "is not a JSON object", where);
    for (const auto& [key, value] : json.items())
        if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
            return fail(ErrorCode::invalidInput, fmt::format("unknown key \"{}\"", key), where);
    IntegerReservoir n;
    Reader reader(json, where);
    if (const nlohmann::json& task = reader.at("task"); task == "predict")
        n.task = data::Task::predict;
    else if (task != "classify")
        reader.complain("task", "is neither classify nor predict");
    readWidths(reader, n.widths);
    if (const nlohmann::json& readout = reader.at("readout"); readout.is_string()) {
        BURIN_TRY(n.readout, Readout::parse(readout.get<std::string>()));
    } else {
        reader.complain("readout", "is not a text");
    }
    reader.integer("washout", n.washout);
    reader.integer("seriesSteps", n.seriesSteps);
    reader.integer("leakShift", n.leakShift);
    reader.integer("stateMax", n.stateMax);
    reader.matrix("win", n.win);
    reader.matrix("wr", n.wr);
    reader.list("inShift", n.inShift);
    reader.list("recurrentShift", n.recurrentShift);
    reader.list("stateShift", n.stateShift);
    reader.list("bias", n.bias);
    if (const nlohmann::json& wout = reader.at("wout"); wout.is_array()) {
        n.wout.resize(wout.size());
        for (std::size_t k = 0; k < wout.size(); ++k)
            reader.matrix(wout[k], fmt::format("wout[{}]", k), n.wout[k]);
    } else {
        reader.complain("wout", "is not an array");
    }
    reader.list("outBias", n.outBias);
    reader.integer("inputFraction", n.inputFraction);
    reader.integer("stateFraction", n.stateFraction);
    reader.integer("outputFraction", n.outputFraction);
    if (reader.error())
        return Unexpected<Error>(*reader.error());
    if (auto checked = n.check(); !checked) {
        checked.error().where = where + "." + checked.error().where;
        return Unexpected<Error>(checked.error());
    }
    return n;
}

} // namespace burin::reservoir
