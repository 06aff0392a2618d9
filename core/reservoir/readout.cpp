// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/readout.h"

#include "core/reservoir/quantiser.h"

#include <array>
#include <cmath>

namespace burin::reservoir {
namespace {

constexpr std::array kGrid = {1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};
constexpr std::array kCoarse = {1e-2, 1e-3, 1e-4};

/// Calls judge(lambda) for the grid and keeps the first best.
template <class Judge> Result<FitResult> bestOf(data::Task task, std::span<const double> grid, const Judge& judge)
{
    FitResult best;
    bool found = false;
    std::optional<Error> error;
    for (const double lambda : grid) {
        Result<double> metric = judge(lambda);
        if (!metric) {
            error = metric.error();
            continue;
        }
        if (!found || isBetter(task, *metric, best.validation))
            best = {lambda, *metric};
        found = true;
    }
    if (!found)
        return Unexpected<Error>(error.value());
    return best;
}

} // namespace

std::span<const double> lambdaGrid()
{
    return kGrid;
}

std::span<const double> coarseLambdaGrid()
{
    return kCoarse;
}

Result<FitResult> fitFloat(const Samples& fit, const RowMatrix& x, const Samples& validation, const RowMatrix& xv,
                           std::span<const double> grid)
{
    const Ridge ridge(x, fit.targetMatrix());
    return bestOf(fit.shape.task, grid, [&](double lambda) -> Result<double> {
        BURIN_TRY(const LinearMap map, ridge.solve(lambda));
        return floatMetric(validation, xv, map);
    });
}

Result<FitResult> fitInteger(IntegerReservoir& network, const Samples& fit, const Features<std::int32_t>& features,
                             const Samples& validation, const Features<std::int32_t>& validationFeatures,
                             std::span<const double> grid)
{
    const Ridge ridge(featureMatrix(features, fit), fit.targetMatrix());
    LinearMap bestMap;
    double bestMetric = 0;
    BURIN_TRY(const FitResult best, bestOf(fit.shape.task, grid, [&](double lambda) -> Result<double> {
                  BURIN_TRY(LinearMap map, ridge.solve(lambda));
                  setReadout(network, map, ridge.meanX(), ridge.meanY());
                  const double metric = integerMetric(network, validation, validationFeatures);
                  if (bestMap.weights.size() == 0 || isBetter(fit.shape.task, metric, bestMetric)) {
                      bestMap = std::move(map);
                      bestMetric = metric;
                  }
                  return metric;
              }));
    setReadout(network, bestMap, ridge.meanX(), ridge.meanY());
    return best;
}

Result<void> refitReadout(IntegerReservoir& network, const Samples& fit, const Features<std::int32_t>& features,
                          double lambda, const Mask& mask)
{
    const RowMatrix x = featureMatrix(features, fit);
    const RowMatrix y = fit.targetMatrix();
    if (mask.keepsOut()) {
        const Ridge ridge(x, y);
        BURIN_TRY(const LinearMap map, ridge.solve(lambda));
        setReadout(network, map, ridge.meanX(), ridge.meanY());
        return {};
    }
    const Eigen::Index neurons = network.neurons();
    LinearMap map{RowMatrix::Zero(y.cols(), x.cols()), Eigen::VectorXd::Zero(y.cols())};
    Eigen::VectorXd meanX = Eigen::VectorXd::Zero(x.cols());
    Eigen::VectorXd meanY = Eigen::VectorXd::Zero(y.cols());
    for (Eigen::Index c = 0; c < y.cols(); ++c) {
        std::vector<Eigen::Index> kept;
        for (Eigen::Index i = 0; i < x.cols(); ++i)
            if (mask.out[static_cast<std::size_t>(i / neurons)](c, i % neurons) != 0)
                kept.push_back(i);
        RowMatrix part(x.rows(), static_cast<Eigen::Index>(kept.size()));
        for (Eigen::Index r = 0; r < x.rows(); ++r)
            for (std::size_t k = 0; k < kept.size(); ++k)
                part(r, static_cast<Eigen::Index>(k)) = x(r, kept[k]);
        const Ridge ridge(std::move(part), y.col(c));
        BURIN_TRY(const LinearMap one, ridge.solve(lambda));
        meanY(c) = ridge.meanY()(0);
        for (std::size_t k = 0; k < kept.size(); ++k) {
            map.weights(c, kept[k]) = one.weights(0, static_cast<Eigen::Index>(k));
            meanX(kept[k]) = ridge.meanX()(static_cast<Eigen::Index>(k));
        }
    }
    setReadout(network, map, meanX, meanY);
    return {};
}

void setReadout(IntegerReservoir& network, const LinearMap& map, const Eigen::VectorXd& meanX,
                const Eigen::VectorXd& meanY)
{
    const double largest = map.weights.size() > 0 ? map.weights.cwiseAbs().maxCoeff() : 0;
    const int fraction = largest > 0 ? fractionFor(largest, network.widths.out) : 0;
    network.outputFraction = fraction;
    const Eigen::Index neurons = network.neurons();
    for (Eigen::Index c = 0; c < map.weights.rows(); ++c) {
        double offset = meanY(c);
        for (Eigen::Index i = 0; i < map.weights.cols(); ++i) {
            const std::int32_t weight = roundedWeight(map.weights(c, i), fraction, network.widths.out);
            network.wout[static_cast<std::size_t>(i / neurons)](c, i % neurons) = weight;
            offset -= std::ldexp(static_cast<double>(weight), -fraction) * meanX(i);
        }
        network.outBias[static_cast<std::size_t>(c)] = std::llround(std::ldexp(offset, fraction));
    }
}

} // namespace burin::reservoir
