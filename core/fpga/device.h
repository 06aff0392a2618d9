// SPDX-License-Identifier: GPL-3.0-or-later
// A device: capacities, delay and power constants with their sources (resources/devices/<name>.json, compiled in, or a
// file of the user's), and the calibration of the estimates where there is one. Power constants are relative, not
// validated against a board.
#pragma once

#include "core/circuit/timing.h"
#include "core/fpga/calibration.h"
#include "core/optimise/budget.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace burin::fpga {

struct PowerConstants {
    double coreVoltageV = 1;
    double lutTogglePj = 0; ///< energy of one toggle of a LUT's output, inside the cell
    double ffTogglePj = 0;  ///< the same of a flip-flop
    double netTogglePj = 0; ///< per toggle and sink of a net
    double clockFfPj = 0;   ///< clock, per flip-flop and cycle
    double staticMw = 0;    ///< quiescent core power of the whole device
};

struct Constant {
    std::string key;
    double value = 0;
    std::string unit;
    std::string source;
};

struct Device {
    std::string name;   ///< "xc7": also the synthesis target
    std::string part;   ///< "xc7k325t"
    std::string family; ///< "Kintex-7"
    int nodeNm = 0;
    int lut = 0;        ///< capacities
    int ff = 0;
    double bram = 0;
    int dsp = 0;
    circuit::DeviceTraits traits;
    PowerConstants power;
    std::vector<Constant> constants; ///< every number above with its source, for tables
    std::optional<Calibration> calibration;
};

/// Names of the devices compiled in: "cycloneive", "ice40", "xc7", "xcup".
[[nodiscard]] std::vector<std::string> deviceNames();

/// One of deviceNames(), or the path of a file of the same format ("name" must be one of them: it decides the
/// synthesis flow and the calibration). Errors: usage (no such name), notFound, invalidInput naming the key.
[[nodiscard]] Result<Device> loadDevice(const std::string& nameOrFile);

/// What designs may take of a device: LUTs and flip-flops, by the keys of DesignPoint::metrics.
[[nodiscard]] optimise::Capacity capacityOf(const Device& device);
/// The devices that the points are for (config key "device") with what they have; one that cannot be read is left out.
[[nodiscard]] std::map<std::string, optimise::Capacity> capacitiesFor(std::span<const optimise::DesignPoint> points);

/// Reads the text of a device file.
[[nodiscard]] Result<Device> parseDevice(const std::string& text, const std::string& where);

} // namespace burin::fpga
