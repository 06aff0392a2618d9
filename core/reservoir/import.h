// SPDX-License-Identifier: GPL-3.0-or-later
// A trained echo state network of another program (ReservoirPy's arrays, say) as an integer network: no fitting, the
// read-out is quantised as it comes. tanh becomes the hard tanh and the leak its nearest 2^-k; ImportReport says what
// that and the rounding cost against the float network run with its own activation and leak.
#pragma once

#include "core/reservoir/float_reservoir.h"
#include "core/reservoir/integer_reservoir.h"

#include <optional>

namespace burin::reservoir {

struct ImportArrays {
    RowMatrix win;                      ///< neurons x channels
    RowMatrix wr;                       ///< neurons x neurons
    RowMatrix wout;                     ///< outputs x neurons
    std::optional<Eigen::VectorXd> bias;    ///< neurons
    std::optional<Eigen::VectorXd> outBias; ///< outputs
    double leak = 1;
    Activation activation = Activation::tanh;
};

struct ImportOptions {
    Widths widths;
    data::Task task = data::Task::predict; ///< predict: outputs at every step; classify: argmax after the last
    std::uint64_t seed = 1;                ///< of the noise that stands in for data
};

struct ImportReport {
    double stateError = 0;  ///< rms of (integer - float) states / deviation of the float states
    double outputError = 0; ///< NRMSE of the integer outputs against the float ones, all outputs together
    std::size_t steps = 0;  ///< compared
    bool noise = false;     ///< no data was given: seeded noise, uniform in [-1, 1]
};

struct Imported {
    IntegerReservoir network;
    ImportReport report;
};

/// `inputs` (may be empty): series in the units the network was trained with. Errors name the array: shapes that do
/// not agree, values that are not finite, too large or too far apart for whole numbers (with row and column), a leak
/// outside (0, 1], series of another number of channels.
Result<Imported> importReservoir(const ImportArrays& arrays, const std::vector<data::Series>& inputs,
                                 const ImportOptions& options);

} // namespace burin::reservoir
