// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/float_reservoir.h"

#include "core/base/exact_math.h"
#include "core/base/rng.h"
#include "core/reservoir/simd.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace burin::reservoir {
namespace {

/// Links of all neurons, by neuron: a source is a channel (first) or a neuron (after the channels).
struct Links {
    std::vector<int> start{0};
    std::vector<int> source;
    std::vector<double> weight;
};

Links linksOf(const FloatReservoir& network)
{
    Links links;
    for (int i = 0; i < network.neurons(); ++i) {
        for (int d = 0; d < network.channels(); ++d) {
            links.source.push_back(d);
            links.weight.push_back(network.win(i, d));
        }
        for (int j = 0; j < network.neurons(); ++j)
            if (network.wr(i, j) != 0) {
                links.source.push_back(network.channels() + j);
                links.weight.push_back(network.wr(i, j));
            }
        links.start.push_back(static_cast<int>(links.source.size()));
    }
    return links;
}

/// One step of all lanes. `in` holds channels then states; `next` gets W_in u + W_r x + b.
struct StepArguments {
    const Links* links;
    const double* bias;
    const double* input;
    const double* state;
    double* next;
    int neurons;
    int channels;
    int lanes;
};

template <int kLanes> BURIN_INLINE void sumLinks(const StepArguments& a)
{
    for (int i = 0; i < a.neurons; ++i) {
        double sum[kLanes];
        for (int lane = 0; lane < kLanes; ++lane)
            sum[lane] = a.bias[i];
        for (int l = a.links->start[static_cast<std::size_t>(i)]; l < a.links->start[static_cast<std::size_t>(i) + 1];
             ++l) {
            const auto at = static_cast<std::size_t>(l);
            const int source = a.links->source[at];
            const double weight = a.links->weight[at];
            const double* values =
                source < a.channels ? a.input + source * kLanes : a.state + (source - a.channels) * kLanes;
            for (int lane = 0; lane < kLanes; ++lane)
                sum[lane] += weight * values[lane];
        }
        for (int lane = 0; lane < kLanes; ++lane)
            a.next[i * kLanes + lane] = sum[lane];
    }
}

BURIN_INLINE void stepFloatBody(const StepArguments& a)
{
    if (a.lanes == 1)
        sumLinks<1>(a);
    else
        sumLinks<kBatchLanes>(a);
}
BURIN_SIMD_KERNEL(stepFloat, (const StepArguments& a), (a))

} // namespace

void to_json(nlohmann::json& json, const HyperParameters& hyper)
{
    json = {{"spectralRadius", hyper.spectralRadius},
            {"inputScaling", hyper.inputScaling},
            {"biasScaling", hyper.biasScaling},
            {"lambda", hyper.lambda},
            {"leak", hyper.leak}};
}

FloatReservoir drawReservoir(const ReservoirConfig& config, int channels, std::uint64_t seed)
{
    const int n = config.neurons;
    FloatReservoir network;
    network.activation = config.activation;
    network.win.resize(n, channels);
    network.wr = RowMatrix::Zero(n, n);
    network.bias = Eigen::VectorXd::Zero(n);

    Rng inputRng(mix(seed, 1));
    for (int i = 0; i < n; ++i)
        for (int d = 0; d < channels; ++d)
            network.win(i, d) = inputRng.uniform(-1, 1);

    Rng linkRng(mix(seed, 2));
    const double wanted = std::min(config.linksPerNeuron, static_cast<double>(n));
    const double whole = std::floor(wanted);
    std::vector<int> places(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
        const int links = static_cast<int>(whole) + (linkRng.uniform() < wanted - whole ? 1 : 0);
        std::iota(places.begin(), places.end(), 0);
        linkRng.shuffle(places);
        for (int l = 0; l < links; ++l)
            network.wr(i, places[static_cast<std::size_t>(l)]) = linkRng.uniform(-1, 1);
    }
    if (const double radius = spectralRadius(network.wr); radius > 0)
        network.wr /= radius;

    Rng biasRng(mix(seed, 3));
    if (config.bias)
        for (int i = 0; i < n; ++i)
            network.bias(i) = biasRng.uniform(-1, 1);
    return network;
}

FloatReservoir scaleReservoir(const FloatReservoir& drawn, const HyperParameters& hyper)
{
    FloatReservoir network = drawn;
    network.leak = std::ldexp(1.0, -leakShift(hyper.leak));
    network.win *= hyper.inputScaling;
    network.wr *= hyper.spectralRadius;
    network.bias *= hyper.biasScaling;
    return network;
}

double spectralRadius(const RowMatrix& w)
{
    constexpr int kSettle = 500;
    constexpr int kMeasure = 3000;
    const Eigen::Index n = w.rows();
    std::vector<std::vector<std::pair<Eigen::Index, double>>> rows(static_cast<std::size_t>(n));
    for (Eigen::Index i = 0; i < n; ++i)
        for (Eigen::Index j = 0; j < n; ++j)
            if (w(i, j) != 0)
                rows[static_cast<std::size_t>(i)].emplace_back(j, w(i, j));
    Rng rng(1);
    std::vector<double> v(rows.size());
    std::vector<double> product(rows.size());
    for (double& x : v)
        x = rng.uniform(-1, 1);
    double growth = 0;
    for (int k = 0; k < kSettle + kMeasure; ++k) {
        double square = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            double sum = 0;
            for (const auto& [j, weight] : rows[i])
                sum += weight * v[static_cast<std::size_t>(j)];
            product[i] = sum;
            square += sum * sum;
        }
        const double norm = std::sqrt(square);
        if (!(norm > 0))
            return 0;
        for (std::size_t i = 0; i < v.size(); ++i)
            v[i] = product[i] / norm;
        if (k >= kSettle)
            growth += exactLog(norm);
    }
    return exactExp(growth / kMeasure);
}

int leakShift(double leak)
{
    return std::clamp(static_cast<int>(std::lround(-exactLog(leak) / exactLog(2))), 0, 15);
}

void runBatch(const FloatReservoir& network, const Batch<double>& batch,
              const std::function<void(int, const double*)>& visit)
{
    const Links links = linksOf(network);
    const auto kernel = stepFloat(bestSimdLevel());
    const auto size = static_cast<std::size_t>(network.neurons() * batch.lanes);
    std::vector<double> state(size, 0.0);
    std::vector<double> next(size);
    StepArguments arguments{&links,      network.bias.data(), nullptr,        state.data(),
                            next.data(), network.neurons(),   batch.channels, batch.lanes};
    for (int t = 0; t < batch.steps; ++t) {
        arguments.input = batch.step(t);
        kernel(arguments);
        const double a = network.leak;
        if (network.activation == Activation::tanh)
            for (std::size_t k = 0; k < size; ++k)
                state[k] = (1 - a) * state[k] + a * exactTanh(next[k]);
        else
            for (std::size_t k = 0; k < size; ++k)
                state[k] = (1 - a) * state[k] + a * std::clamp(next[k], -1.0, 1.0);
        visit(t, state.data());
    }
}

} // namespace burin::reservoir
