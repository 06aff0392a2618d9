// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/rank_leave_one_out.h"

#include "core/compress/evaluate.h"
#include "core/compress/link_samples.h"
#include "core/reservoir/ridge.h"

namespace burin::compress {
namespace {

using reservoir::LinearMap;
using reservoir::Ridge;
using reservoir::RowMatrix;

Result<double> refitError(RowMatrix features, const RowMatrix& targets, double lambda)
{
    const Ridge ridge(features, targets);
    BURIN_TRY(const LinearMap map, ridge.solve(lambda));
    double sum = 0;
    for (Eigen::Index row = 0; row < features.rows(); ++row)
        for (Eigen::Index c = 0; c < targets.cols(); ++c) {
            double y = map.offset(c);
            for (Eigen::Index k = 0; k < features.cols(); ++k)
                y += map.weights(c, k) * features(row, k);
            sum += (y - targets(row, c)) * (y - targets(row, c));
        }
    return sum;
}

Result<void> refitReservoir(const RankInputs& inputs, const RowMatrix& targets, const JobContext& ctx,
                            std::vector<double>& scores)
{
    std::vector<Variant> variants;
    std::vector<std::size_t> place;
    for (std::size_t k = 0; k < inputs.weights.size(); ++k)
        if (inputs.weights[k].matrix != Matrix::out) {
            variants.push_back({inputs.weights[k], 0});
            place.push_back(k);
        }
    return visitVariantFeatures(inputs.network, inputs.series, variants, ctx,
                                [&](std::size_t k, RowMatrix&& features) -> Result<void> {
                                    BURIN_TRY(scores[place[k]],
                                              refitError(scaledFeatures(inputs.network, inputs.series,
                                                                        std::move(features)),
                                                         targets, inputs.lambda));
                                    return {};
                                });
}

/// The increase of the ridge objective for each output weight, from one factorisation.
Result<void> refitReadout(const RankInputs& inputs, const RowMatrix& features, const RowMatrix& targets,
                          std::vector<double>& scores)
{
    const Ridge ridge(features, targets);
    BURIN_TRY(const LinearMap map, ridge.solve(inputs.lambda));
    RowMatrix factor = features;
    for (Eigen::Index row = 0; row < factor.rows(); ++row)
        for (Eigen::Index k = 0; k < factor.cols(); ++k)
            factor(row, k) -= ridge.meanX()(k);
    factor = reservoir::gram(factor);
    double trace = 0;
    for (Eigen::Index k = 0; k < factor.cols(); ++k)
        trace += factor(k, k);
    const double mu = trace > 0 ? inputs.lambda * trace / static_cast<double>(factor.cols()) : 1;
    for (Eigen::Index k = 0; k < factor.cols(); ++k)
        factor(k, k) += mu;
    const RowMatrix unit = RowMatrix::Identity(factor.rows(), factor.cols());
    if (!reservoir::cholesky(factor))
        return fail(ErrorCode::invalidInput, "the read-out's equations are singular", "lambda",
                    "Use a larger lambda.");
    const RowMatrix inverse = reservoir::choleskySolve(factor, unit);
    for (std::size_t k = 0; k < inputs.weights.size(); ++k) {
        const WeightRef& w = inputs.weights[k];
        if (w.matrix != Matrix::out)
            continue;
        const Eigen::Index feature = static_cast<Eigen::Index>(w.segment) * inputs.network.neurons() + w.column;
        const double b = map.weights(w.row, feature);
        scores[k] = b * b / inverse(feature, feature);
    }
    return {};
}

} // namespace

Result<std::vector<double>> rankLeaveOneOut(const RankInputs& inputs, const JobContext& ctx)
{
    std::vector<double> scores(inputs.weights.size(), 0);
    if (!inputs.refit) {
        std::vector<Variant> variants;
        for (const WeightRef& weight : inputs.weights)
            variants.push_back({weight, 0});
        EvaluateOptions options;
        options.measure = Measure::squaredError;
        BURIN_TRY(const Evaluations result,
                  evaluateVariants(inputs.network, inputs.series, variants, options, ctx));
        for (std::size_t k = 0; k < scores.size(); ++k)
            scores[k] = result.metrics[k] - result.unchanged;
        return scores;
    }
    BURIN_TRY(const Trajectories states, runStates(inputs.network, inputs.series, ctx));
    const RowMatrix features =
        scaledFeatures(inputs.network, inputs.series, featuresOf(inputs.network, inputs.series, states));
    const RowMatrix targets = targetMatrix(inputs.network, inputs.series);
    if (uses(inputs, Matrix::recurrent) || uses(inputs, Matrix::in)) {
        BURIN_TRY(const double unchanged, refitError(features, targets, inputs.lambda));
        BURIN_CHECK(refitReservoir(inputs, targets, ctx, scores));
        for (std::size_t k = 0; k < scores.size(); ++k)
            if (inputs.weights[k].matrix != Matrix::out)
                scores[k] -= unchanged;
    }
    if (uses(inputs, Matrix::out))
        BURIN_CHECK(refitReadout(inputs, features, targets, scores));
    return scores;
}

} // namespace burin::compress
