// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/device.h"

#include "core/base/file.h"
#include "core/fpga/embedded.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace burin::fpga {
namespace {

std::optional<std::string> embedded(const std::string& name)
{
    for (const auto& [key, text] : embeddedFiles())
        if (key == name)
            return std::string(text);
    return std::nullopt;
}

/// Takes the constants one by one; the first that is missing or out of range is the error.
class Reader {
public:
    Reader(const nlohmann::json& constants, std::vector<Constant>& table) : constants_(constants), table_(table) {}

    void take(const char* key, double& into)
    {
        if (!problem_.empty())
            return;
        const auto found = constants_.find(key);
        if (found == constants_.end() || !found->is_object() || !found->contains("value") ||
            !found->at("value").is_number()) {
            problem_ = fmt::format("constants.{} has no number 'value'", key);
            return;
        }
        if (found->value("source", "").empty()) {
            problem_ = fmt::format("constants.{} names no source", key);
            return;
        }
        into = found->at("value").get<double>();
        if (!(into >= 0) || !std::isfinite(into))
            problem_ = fmt::format("constants.{} is {}, not a number of 0 or more", key, into);
        table_.push_back({key, into, found->value("unit", ""), found->value("source", "")});
    }
    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    const nlohmann::json& constants_;
    std::vector<Constant>& table_;
    std::string problem_;
};

Result<void> readConstants(const nlohmann::json& document, Device& device, const std::string& where)
{
    Reader reader(document.at("constants"), device.constants);
    reader.take("lutNs", device.traits.lutNs);
    reader.take("carryStartNs", device.traits.carryStartNs);
    reader.take("carryPerBitNs", device.traits.carryPerBitNs);
    reader.take("netNs", device.traits.netNs);
    reader.take("clockToQNs", device.traits.clockToQNs);
    reader.take("setupNs", device.traits.setupNs);
    reader.take("coreVoltageV", device.power.coreVoltageV);
    reader.take("lutTogglePj", device.power.lutTogglePj);
    reader.take("ffTogglePj", device.power.ffTogglePj);
    reader.take("netTogglePj", device.power.netTogglePj);
    reader.take("clockFfPj", device.power.clockFfPj);
    reader.take("staticMw", device.power.staticMw);
    if (!reader.problem().empty())
        return fail(ErrorCode::invalidInput, reader.problem(), where, "See the built-in device tables for the form.");
    return {};
}

} // namespace

std::vector<std::string> deviceNames()
{
    std::vector<std::string> names;
    constexpr std::string_view kPrefix = "devices/";
    for (const auto& [key, text] : embeddedFiles())
        if (key.starts_with(kPrefix))
            names.emplace_back(key.substr(kPrefix.size()));
    std::sort(names.begin(), names.end());
    return names;
}

Result<Device> parseDevice(const std::string& text, const std::string& where)
{
    const nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
    if (!document.is_object())
        return fail(ErrorCode::invalidInput, "not a device table (no JSON object)", where);
    Device device;
    try {
        device.name = document.at("name").get<std::string>();
        device.part = document.at("part").get<std::string>();
        device.family = document.at("family").get<std::string>();
        device.nodeNm = document.at("nodeNm").get<int>();
        const auto& capacity = document.at("capacity");
        device.lut = capacity.at("lut").get<int>();
        device.ff = capacity.at("ff").get<int>();
        device.bram = capacity.at("bram").get<double>();
        device.dsp = capacity.at("dsp").get<int>();
        device.traits.name = device.name;
        device.traits.lutInputs = document.at("lutInputs").get<int>();
        BURIN_CHECK(readConstants(document, device, where));
    } catch (const nlohmann::json::exception& exception) {
        return fail(ErrorCode::invalidInput, std::string("not a device table: ") + exception.what(), where,
                    "See the built-in device tables for the form.");
    }
    if (device.traits.lutInputs < 2 || device.traits.lutInputs > 8 || device.lut <= 0 || device.ff <= 0)
        return fail(ErrorCode::invalidInput, "lutInputs must be 2 to 8, lut and ff more than 0", where);
    const auto names = deviceNames();
    if (std::find(names.begin(), names.end(), device.name) == names.end())
        return fail(ErrorCode::invalidInput,
                    fmt::format("name is '{}', not a family that Burin can synthesise for", device.name), where,
                    fmt::format("Choose one of {}.", fmt::join(names, ", ")));
    if (const auto calibration = embedded("calibration/" + device.name)) {
        BURIN_TRY(device.calibration, parseCalibration(*calibration, "calibration/" + device.name));
    }
    return device;
}

Result<Device> loadDevice(const std::string& nameOrFile)
{
    if (const auto text = embedded("devices/" + nameOrFile))
        return parseDevice(*text, "devices/" + nameOrFile);
    if (nameOrFile.find_first_of("./") == std::string::npos)
        return fail(ErrorCode::usage, fmt::format("there is no device '{}'", nameOrFile), "device",
                    fmt::format("Choose one of {}, or give a file.", fmt::join(deviceNames(), ", ")));
    BURIN_TRY(const std::string text, readFile(nameOrFile, 1U << 20U));
    return parseDevice(text, nameOrFile);
}

optimise::Capacity capacityOf(const Device& device)
{
    return {{"lut", device.lut}, {"ff", device.ff}};
}

std::map<std::string, optimise::Capacity> capacitiesFor(std::span<const optimise::DesignPoint> points)
{
    std::map<std::string, optimise::Capacity> known;
    for (const optimise::DesignPoint& point : points) {
        const auto name = point.config.is_object() ? point.config.find("device") : point.config.end();
        if (name == point.config.end() || !name->is_string())
            continue;
        const auto [at, fresh] = known.try_emplace(name->get<std::string>());
        if (!fresh)
            continue;
        if (const auto device = loadDevice(at->first))
            at->second = capacityOf(*device);
    }
    return known;
}

} // namespace burin::fpga
