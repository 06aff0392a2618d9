// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration: what a fit of the estimates to synthesised designs found, with its error on designs that it has not
// seen. The data file of each device (resources/calibration/<device>.json) is written by `burin-cli calibrate` and
// compiled in. A device without one has estimates of tier model.
#pragma once

#include "core/base/metric.h"
#include "core/base/result.h"
#include "core/fpga/lut_features.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace burin::fpga {

/// Quality of a fit on held-out designs.
struct FitQuality {
    std::optional<double> mape; ///< mean absolute relative error, as a fraction
    std::optional<double> r2;   ///< coefficient of determination; absent with fewer than two designs
};

/// value = sum of coefficients x features.
struct LutFit {
    FeatureCounts coefficients{};
    FitQuality quality;
};
/// value = scale x model's value + offset.
struct LinearFit {
    double scale = 1;
    double offset = 0;
    FitQuality quality;
};

struct Calibration {
    std::string device;
    std::string tool; ///< what synthesised: "yosys 0.23, adders kept"
    int designs = 0;  ///< fitted to
    int heldOut = 0;  ///< judged on
    std::optional<LutFit> lut;
    std::optional<LinearFit> ff;      ///< of register bits
    std::optional<LinearFit> carry;   ///< of carry cells by formula
    std::optional<LinearFit> delayNs; ///< of bitTiming()
};

void to_json(nlohmann::json& json, const FitQuality& quality);
void to_json(nlohmann::json& json, const Calibration& calibration);
/// Errors: invalidInput naming the key.
[[nodiscard]] Result<Calibration> parseCalibration(const std::string& text, const std::string& where);

/// Mean absolute relative error and R2 of estimates against true values (same length, true values > 0).
[[nodiscard]] FitQuality fitQuality(const std::vector<double>& estimates, const std::vector<double>& truth);

/// Non-negative least squares: the x >= 0 that minimises |A x - b|, rows of A as given. [[cite]] C. Lawson, R. Hanson,
/// Solving Least Squares Problems (1974), algorithm NNLS (23.10). Deviation: normal equations (the features are few).
[[nodiscard]] std::vector<double> nonNegativeLeastSquares(const std::vector<std::vector<double>>& rows,
                                                          const std::vector<double>& right);

} // namespace burin::fpga
