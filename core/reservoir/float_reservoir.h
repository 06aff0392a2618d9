// SPDX-License-Identifier: GPL-3.0-or-later
// The float echo state network before compression: x' = (1 - a) x + a f(W_in u + W_r x + b), f the hard tanh
// clamp(., -1, 1) or tanh, x = 0 before each series.
// Source: H. Jaeger, "The echo state approach to analysing and training recurrent neural networks", GMD report 148,
// 2001; leaky neurons: M. Lukosevicius, "A Practical Guide to Applying Echo State Networks", 2012, eq. 2-3.
// Deviation: the leak is a power of two (as in hardware), and hard tanh is the standard activation.
#pragma once

#include "core/reservoir/batch.h"
#include "core/reservoir/config.h"
#include "core/reservoir/linear_solver.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>

namespace burin::reservoir {

/// What the search chooses. `lambda` is relative: the ridge term is lambda times the mean diagonal of the Gram matrix.
struct HyperParameters {
    double spectralRadius = 0.9;
    double inputScaling = 0.9;
    double biasScaling = 0.6;
    double lambda = 1e-4;
    double leak = 1; ///< 2^-k
    bool operator==(const HyperParameters&) const = default;
};
void to_json(nlohmann::json& json, const HyperParameters& hyper);

struct FloatReservoir {
    Activation activation = Activation::hardTanh;
    double leak = 1;
    RowMatrix win; ///< neurons x channels
    RowMatrix wr;  ///< neurons x neurons
    Eigen::VectorXd bias;

    [[nodiscard]] int neurons() const { return static_cast<int>(wr.rows()); }
    [[nodiscard]] int channels() const { return static_cast<int>(win.cols()); }
};

/// The network before its hyper-parameters: W_in and bias uniform in [-1, 1]; W_r with linksPerNeuron links into each
/// neuron at random places (a fraction by chance), uniform, spectral radius 1 (or nilpotent).
[[nodiscard]] FloatReservoir drawReservoir(const ReservoirConfig& config, int channels, std::uint64_t seed);

/// The drawn network with its three matrices scaled and the leak set.
[[nodiscard]] FloatReservoir scaleReservoir(const FloatReservoir& drawn, const HyperParameters& hyper);

/// Largest modulus of the eigenvalues: the mean growth of ||W^k v|| over many steps (power iteration; converges for
/// complex pairs too, to about 1e-3). 0 for a nilpotent matrix.
[[nodiscard]] double spectralRadius(const RowMatrix& w);

/// The nearest power of two to a leak rate, as k of 2^-k (nearest in the logarithm), 0 to 15.
[[nodiscard]] int leakShift(double leak);

/// Runs one batch; visit(t, states) after each step, states as [neuron * lanes + lane].
void runBatch(const FloatReservoir& network, const Batch<double>& batch,
              const std::function<void(int, const double*)>& visit);

} // namespace burin::reservoir
