// SPDX-License-Identifier: GPL-3.0-or-later
// ReservoirConfig: everything a person chooses about a reservoir design, except the seed. It is the `config` of a
// DesignPoint, the flags of the `reservoir` commands and the form of the Configuration panel: one parameter table
// (reservoirParameters()) describes all of them.
#pragma once

#include "core/base/parameter.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

namespace burin::reservoir {

/// More neurons than this make no sense in direct logic (and dense float matrices of 400 MB).
inline constexpr int kMaxNeurons = 5000;

enum class Activation { hardTanh, tanh };
enum class ReadoutKind { last, mean, segments, all };

/// last: the state after the last step; mean: the mean state; segments: the mean state of each of `segments`
/// equal parts; all: every state with weights of its own (series of equal length only, as for segments).
struct Readout {
    ReadoutKind kind = ReadoutKind::last;
    int segments = 1; ///< K of segments:K

    [[nodiscard]] std::string text() const; ///< "last", "mean", "segments:4", "all"
    static Result<Readout> parse(const std::string& text);
    bool operator==(const Readout&) const = default;
};

/// Bits of each part of the integer network, 2 to 16.
struct Widths {
    int input = 8;
    int state = 8;
    int in = 8;        ///< W_in
    int recurrent = 8; ///< W_r
    int out = 8;       ///< W_out
    /// --bits Q: input, state, W_in and W_r have Q bits, W_out has `outBits`.
    static Widths uniform(int bits, int outBits = 8) { return {bits, bits, bits, bits, outBits}; }
    bool operator==(const Widths&) const = default;
};

struct PruneMatrices {
    bool recurrent = true;
    bool in = false;
    bool out = false;

    [[nodiscard]] std::string text() const; ///< "r", "r,in", ...
    static Result<PruneMatrices> parse(const std::string& text);
    bool operator==(const PruneMatrices&) const = default;
};

struct ReservoirConfig {
    // data
    std::string scale = "none";   ///< none, log1p, standard
    std::string missing = "drop"; ///< drop, interpolate
    std::string task;             ///< "" = as the data says, classify, predict
    std::string target;           ///< column to predict ("" = first)
    int horizon = 1;
    // network
    int neurons = 50;
    double linksPerNeuron = 5; ///< recurrent links into each neuron, on average
    Readout readout;
    Activation activation = Activation::hardTanh;
    double leak = 1; ///< leak rate a in (0, 1]; the integer network uses the nearest 2^-k
    bool bias = true;
    int washout = 0; ///< steps of each series without read-out
    // compression
    Widths widths;
    double prune = 0; ///< fraction of the weights of the chosen matrices
    std::string ranker = "sensitivity";
    PruneMatrices pruneMatrices;
    bool refit = true;
    std::string mask; ///< "" or the content (JSON) of a mask made by hand; binds one replica
    // hardware
    int pipeline = 0; ///< registers between read-out adder levels; -1 = auto
    std::string device = "xc7";
    // protocol
    int seeds = 5;
    int tune = 30; ///< hyper-parameter candidates

    bool operator==(const ReservoirConfig&) const = default;
};

[[nodiscard]] const ParameterTable& reservoirParameters();
void to_json(nlohmann::json& json, const ReservoirConfig& config);
/// Keys absent keep their defaults; errors name the key.
Result<ReservoirConfig> configFromJson(const nlohmann::json& json, const std::string& where);

} // namespace burin::reservoir
