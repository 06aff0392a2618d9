// SPDX-License-Identifier: GPL-3.0-or-later
// Scaler: brings each channel to about [-1, 1], fitted on training data only and invertible.
//   scaled = (f(x) - offset) factor        x = f^-1(scaled / factor + offset)
//   none      f = x                      offset, factor: the training range [min, max] to [-1, 1]
//   log1p     f = sign(x) ln(1 + |x|)    the same on f(x)
//   standard  f = x                      offset = mean, factor = 1 / (4 s), s the standard deviation (over n)
// A channel that is constant in training has factor 0: it scales to 0 and inverts to its value.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace burin::data {

enum class Scale { none, log1p, standard };

[[nodiscard]] Result<Scale> scaleFromString(const std::string& name);
[[nodiscard]] const char* toString(Scale scale);

struct ChannelScale {
    double offset = 0;
    double factor = 0;
    bool operator==(const ChannelScale&) const = default;
};

class Scaler {
public:
    /// Errors: no training values, channels that differ, a missing value (name of the series and step).
    static Result<Scaler> fit(Scale kind, const Split& train);

    [[nodiscard]] double apply(std::size_t channel, double value) const;
    [[nodiscard]] double invert(std::size_t channel, double scaled) const;
    /// Every series scaled; test values may leave [-1, 1]. Errors as fit().
    [[nodiscard]] Result<Split> apply(const Split& split) const;

    [[nodiscard]] Scale kind() const { return kind_; }
    [[nodiscard]] const std::vector<ChannelScale>& channels() const { return channels_; }
    bool operator==(const Scaler&) const = default;

private:
    Scale kind_ = Scale::none;
    std::vector<ChannelScale> channels_;

    friend Result<Scaler> scalerFromJson(const nlohmann::json& json, const std::string& where);
};

/// {"kind": "log1p", "channels": [{"offset": 3.1, "factor": 0.25}, ...]}
void to_json(nlohmann::json& json, const Scaler& scaler);
Result<Scaler> scalerFromJson(const nlohmann::json& json, const std::string& where);

} // namespace burin::data
