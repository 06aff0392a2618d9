// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration of the hardware estimates against synthesis: random integer reservoirs of all read-outs, N = 10 to 200,
// 2 to 16 bits, 0 to 90 % pruned, are lowered, synthesised with yosys and fitted (non-negative least squares of the
// relative error); the stated error is that of designs which the fit has not seen. Each synthesis is kept in a folder
// under the hash of its Verilog text, target and tool, so a second run is cheap and a killed one goes on.
#pragma once

#include "core/base/job.h"
#include "core/fpga/calibration.h"
#include "core/reservoir/integer_reservoir.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace burin::explore {

struct RandomReservoirSpec {
    int neurons = 50;
    double linksPerNeuron = 5;
    int channels = 1;
    int outputs = 10;
    data::Task task = data::Task::classify;
    reservoir::Readout readout;
    reservoir::Widths widths;
    double prune = 0;     ///< fraction of the recurrent links left out
    int seriesSteps = 24; ///< T, for segments and all
    int leakShift = 0;

    [[nodiscard]] std::string text() const; ///< "mean N=50 8 bit, 45 % pruned, 10 outputs"
};

/// A network as quantisation makes them (uniform recurrent and input weights that fill their widths, normal read-out
/// weights, accumulators a few bits wider than the state), without training: the same for the same spec and seed.
[[nodiscard]] reservoir::IntegerReservoir randomReservoir(const RandomReservoirSpec& spec, std::uint64_t seed);

struct CalibrateConfig {
    std::string device = "xc7";
    int designs = 60;        ///< to fit
    int heldOut = 24;        ///< to judge
    int largestAdderBits = 5000; ///< larger draws are drawn again; every seventeenth may have three times as many
    std::filesystem::path cacheFolder; ///< "" = nothing is kept
    double timeoutSeconds = 1800; ///< per synthesis
    int niceness = 5;
};

struct CalibrationDesign {
    RandomReservoirSpec spec;
    bool heldOut = false;
    fpga::FeatureCounts features{}; ///< of the whole design
    double registerBits = 0;
    double carryModel = 0;
    double delayModelNs = 0;
    double adderBits = 0;
    double lut = 0;   ///< synthesised
    double ff = 0;    ///< synthesised
    double carry = 0; ///< synthesised; 0 where the family counts none
    std::optional<double> delayNs; ///< synthesised
    double lutEstimate = 0;   ///< by the fit
    double delayEstimate = 0; ///< by the fit
};

/// Quality on the held-out designs of one decade of size.
struct DecadeQuality {
    int from = 0; ///< LUTs, inclusive
    int to = 0;   ///< exclusive
    int designs = 0;
    fpga::FitQuality lut;
    fpga::FitQuality delayNs;
};

struct CalibrationReport {
    fpga::Calibration calibration;
    std::vector<CalibrationDesign> designs;
    std::vector<DecadeQuality> byDecade;
};

/// {"designs", "heldOut", "mape": {"lut", ...}, "r2": {...}, "byDecade": [...]} as the command line promises, with
/// the calibration file's content under "calibration".
void to_json(nlohmann::json& json, const CalibrationReport& report);

/// The spec of design `index` of a calibration; those from config.designs on are held out. Deterministic.
[[nodiscard]] RandomReservoirSpec drawSpec(const CalibrateConfig& config, std::uint64_t seed, std::size_t index);

/// Errors: tool, cancelled, io; usage (unknown device, fewer designs than features). A design whose synthesis times out is
/// left out and counted in neither number.
[[nodiscard]] Result<CalibrationReport> runCalibrate(const CalibrateConfig& config, const JobContext& ctx);

} // namespace burin::explore
