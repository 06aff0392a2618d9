// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/output_variants.h"

#include "core/compress/score.h"
#include "core/compress/states.h"

#include <cmath>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;
using reservoir::RowMatrix;

double rowDivisor(const IntegerReservoir& network, const SeriesSet& set, Eigen::Index row)
{
    if (network.task == data::Task::predict)
        return 1;
    return outputDivisor(network, static_cast<int>(set.inputs[static_cast<std::size_t>(row)].size()) /
                                      network.channels());
}

/// Outputs (integers, exact in doubles up to 2^53) of every feature row.
RowMatrix outputsOf(const IntegerReservoir& network, const SeriesSet& set, const RowMatrix& features)
{
    const int neurons = network.neurons();
    RowMatrix outputs(features.rows(), network.outputs());
    for (Eigen::Index row = 0; row < features.rows(); ++row) {
        const double times = rowDivisor(network, set, row); // the bias counts at each step of a mean
        for (int c = 0; c < network.outputs(); ++c) {
            double sum = times * static_cast<double>(network.outBias[static_cast<std::size_t>(c)]);
            for (int segment = 0; segment < network.segmentCount(); ++segment)
                for (int j = 0; j < neurons; ++j)
                    sum += features(row, segment * neurons + j) *
                           network.wout[static_cast<std::size_t>(segment)](c, j);
            outputs(row, c) = sum;
        }
    }
    return outputs;
}

/// The class with the highest output and the runner-up, ties to the lower class.
struct Leaders {
    int best = 0;
    int second = -1;
};

bool ahead(double y, int c, double other, int otherClass)
{
    return y > other || (y == other && c < otherClass);
}

std::vector<Leaders> leadersOf(const RowMatrix& outputs)
{
    std::vector<Leaders> leaders(static_cast<std::size_t>(outputs.rows()));
    for (Eigen::Index row = 0; row < outputs.rows(); ++row) {
        Leaders& l = leaders[static_cast<std::size_t>(row)];
        for (int c = 1; c < outputs.cols(); ++c) {
            if (outputs(row, c) > outputs(row, l.best)) {
                l.second = l.best;
                l.best = c;
            } else if (l.second < 0 || outputs(row, c) > outputs(row, l.second)) {
                l.second = c;
            }
        }
    }
    return leaders;
}

} // namespace

Result<std::vector<double>> evaluateOutputVariants(const IntegerReservoir& network, const SeriesSet& set,
                                                   std::span<const Variant> variants, Measure measure,
                                                   const JobContext& ctx)
{
    BURIN_TRY(const Trajectories states, runStates(network, set, ctx));
    const RowMatrix features = featuresOf(network, set, states);
    const RowMatrix outputs = outputsOf(network, set, features);
    const bool classify = network.task == data::Task::classify;
    const bool hits = classify && measure == Measure::task;
    const std::vector<Leaders> leaders = hits ? leadersOf(outputs) : std::vector<Leaders>{};
    std::vector<double> scales;
    RowMatrix errors = outputs;
    for (Eigen::Index row = 0; row < errors.rows(); ++row) {
        scales.push_back(std::ldexp(1.0, -network.outputFraction) / rowDivisor(network, set, row));
        errors.row(row) *= scales.back();
    }
    if (classify) {
        for (Eigen::Index row = 0; row < errors.rows(); ++row)
            for (int c = 0; c < network.outputs(); ++c)
                errors(row, c) -= classTarget(set.labels[static_cast<std::size_t>(row)] == c);
    } else {
        Eigen::Index at = 0;
        for (const auto& targets : set.targets)
            for (const double target : targets)
                errors.data()[at++] -= target;
    }
    std::vector<double> squares(static_cast<std::size_t>(network.outputs()), 0);
    double allSquares = 0;
    for (int c = 0; c < network.outputs(); ++c) {
        for (Eigen::Index row = 0; row < errors.rows(); ++row)
            squares[static_cast<std::size_t>(c)] += errors(row, c) * errors(row, c);
        allSquares += squares[static_cast<std::size_t>(c)];
    }

    const double items = scoredItems(network, set);
    std::vector<double> metrics(variants.size(), 0);
    BURIN_CHECK(parallelFor(ctx, variants.size(), [&](std::size_t k) -> Result<void> {
        const WeightRef& w = variants[k].weight;
        const Eigen::Index feature = static_cast<Eigen::Index>(w.segment) * network.neurons() + w.column;
        const double delta = static_cast<double>(variants[k].value) - weightAt(network, w);
        double sum = 0;
        for (Eigen::Index row = 0; row < features.rows(); ++row) {
            const double change = delta * features(row, feature);
            if (!hits) {
                const double error = errors(row, w.row) + change * scales[static_cast<std::size_t>(row)];
                sum += error * error;
                continue;
            }
            const Leaders& l = leaders[static_cast<std::size_t>(row)];
            const int rival = l.best == w.row ? l.second : l.best;
            const bool wins =
                rival < 0 || ahead(outputs(row, w.row) + change, w.row, outputs(row, rival), rival);
            sum += (wins ? w.row : rival) == set.labels[static_cast<std::size_t>(row)] ? 1 : 0;
        }
        if (!hits)
            sum += allSquares - squares[static_cast<std::size_t>(w.row)];
        metrics[k] = metricOf(network, measure, sum, items);
        return {};
    }));
    return metrics;
}

} // namespace burin::compress
