// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of hardware metrics and their units: texts, tables, charts and checks of keys read it.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace burin {

struct MetricUnit {
    std::string_view key; ///< as in DesignPoint::metrics
    const char* name;     ///< "delay"
    const char* unit;     ///< "" of a count
};
inline constexpr std::array kMetricUnits{
    MetricUnit{"lut", "LUT", ""},
    MetricUnit{"ff", "FF", ""},
    MetricUnit{"carry", "carry", ""},
    MetricUnit{"bram", "BRAM", ""},
    MetricUnit{"dsp", "DSP", ""},
    MetricUnit{"delayNs", "delay", "ns"},
    MetricUnit{"fmaxMhz", "Fmax", "MHz"},
    MetricUnit{"throughputMsps", "throughput", "MS/s"},
    MetricUnit{"fps", "frames per second", "/s"},
    MetricUnit{"powerMw", "power", "mW"},
    MetricUnit{"staticPowerMw", "static power", "mW"},
    MetricUnit{"dynamicPowerMw", "dynamic power", "mW"},
    MetricUnit{"pdpPj", "PDP", "pJ"},
    MetricUnit{"energyPerInferenceNj", "energy", "nJ"},
    MetricUnit{"latencyUs", "latency", "us"},
    MetricUnit{"areaMm2", "area", "mm2"},
    MetricUnit{"arrays", "arrays", ""},
    MetricUnit{"tiles", "tiles", ""},
    MetricUnit{"mvms", "MVMs", ""},
    MetricUnit{"cycles", "cycles", ""},
    MetricUnit{"weightsKib", "weights", "KiB"},
};

/// Null for a score or an unknown key.
[[nodiscard]] constexpr const MetricUnit* metricUnit(std::string_view key)
{
    for (const MetricUnit& row : kMetricUnits)
        if (row.key == key)
            return &row;
    return nullptr;
}
/// "pJ" of "pdpPj" and of "pdpPj@synth"; "" of a count, a score or an unknown key.
[[nodiscard]] constexpr const char* unitOf(std::string_view key)
{
    const MetricUnit* row = metricUnit(key.substr(0, key.find('@')));
    return row == nullptr ? "" : row->unit;
}
/// "12.4 pJ": a number as text with its metric's unit behind it.
[[nodiscard]] inline std::string withUnit(std::string number, std::string_view key)
{
    if (const std::string_view unit = unitOf(key); !unit.empty())
        number.append(" ").append(unit);
    return number;
}
/// "PDP pJ", "LUT": the head of a column; the key itself where it is unknown.
[[nodiscard]] inline std::string titleWithUnit(std::string_view key)
{
    const MetricUnit* row = metricUnit(key);
    return withUnit(row == nullptr ? std::string(key) : row->name, key);
}

} // namespace burin
