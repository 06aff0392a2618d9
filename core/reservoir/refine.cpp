// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/refine.h"

#include "core/reservoir/gradient.h"
#include "core/reservoir/readout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace burin::reservoir {
namespace {

constexpr Eigen::Index kFolds = 4;
constexpr double kBudget = 4e9;   ///< multiply-adds, about one second
constexpr int kMaxSteps = 80;
constexpr int kFewestSteps = 10;  ///< fewer settle nowhere
constexpr int kJudged = 5;        ///< steps from one cross-validation to the next
constexpr double kStepCost = 5;   ///< of gradient and states, beside the states alone
constexpr double kOneLaneCost = 12; ///< a scalar step beside one of 64 lanes
constexpr double kRate = 0.04;    ///< of the first step, in ranges of a parameter
constexpr double kMeanDecay = 0.9;
constexpr double kSquareDecay = 0.99;

double stepCount(const Samples& samples)
{
    double steps = 0;
    for (const data::Series& series : samples.series)
        steps += static_cast<double>(series.steps());
    return steps * (samples.batches.front().lanes == 1 ? kOneLaneCost : 1);
}

/// Sum over the folds of the squared error of a read-out fitted on the other folds, all from the Gram matrices of
/// [X 1 Y] of the folds. Infinite where no read-out can be fitted.
double crossValidatedError(const RowMatrix& x, const RowMatrix& y, double lambda)
{
    const Eigen::Index f = x.cols();
    const Eigen::Index c = y.cols();
    std::vector<RowMatrix> folds;
    RowMatrix total = RowMatrix::Zero(f + 1 + c, f + 1 + c);
    for (Eigen::Index k = 0; k < kFolds; ++k) {
        RowMatrix z((x.rows() - k + kFolds - 1) / kFolds, f + 1 + c);
        for (Eigen::Index r = 0; r < z.rows(); ++r)
            z.row(r) << x.row(r * kFolds + k), 1.0, y.row(r * kFolds + k);
        folds.push_back(gram(z));
        total += folds.back();
    }
    double error = 0;
    for (const RowMatrix& fold : folds) {
        const RowMatrix rest = total - fold;
        const double count = rest(f, f);
        // Centred normal equations: G - m m^T / n, with the ridge term of Ridge.
        RowMatrix factor = rest.topLeftCorner(f, f);
        RowMatrix right = rest.topRightCorner(f, c);
        for (Eigen::Index i = 0; i < f; ++i) {
            for (Eigen::Index j = 0; j < f; ++j)
                factor(i, j) -= rest(i, f) * rest(j, f) / count;
            for (Eigen::Index j = 0; j < c; ++j)
                right(i, j) -= rest(i, f) * rest(f, f + 1 + j) / count;
        }
        double trace = 0;
        for (Eigen::Index i = 0; i < f; ++i)
            trace += factor(i, i);
        for (Eigen::Index i = 0; i < f; ++i)
            factor(i, i) += trace > 0 ? lambda * trace / static_cast<double>(f) : 1;
        if (!(count > 0) || !cholesky(factor))
            return std::numeric_limits<double>::infinity();
        const RowMatrix weights = choleskySolve(factor, right);
        for (Eigen::Index j = 0; j < c; ++j) {
            // ||y - X w - b||^2 = v^T fold v with v = (-w, -b, the unit vector of this output).
            double offset = rest(f, f + 1 + j);
            for (Eigen::Index i = 0; i < f; ++i)
                offset -= rest(i, f) * weights(i, j);
            Eigen::VectorXd v = Eigen::VectorXd::Zero(f + 2);
            for (Eigen::Index i = 0; i < f; ++i)
                v(i) = -weights(i, j);
            v(f) = -offset / count;
            v(f + 1) = 1;
            const auto at = [&](Eigen::Index i) { return i <= f ? i : f + 1 + j; };
            for (Eigen::Index i = 0; i < f + 2; ++i)
                for (Eigen::Index k = 0; k < f + 2; ++k)
                    error += v(i) * v(k) * fold(at(i), at(k));
        }
    }
    return error;
}

/// A number of the network, its real-valued shadow and its running moments.
struct Parameter {
    enum class Part { in, recurrent, bias };
    Part part;
    Eigen::Index row;
    Eigen::Index column;
    double range; ///< the shadow of a weight stays within it
    double value;
    double mean = 0;
    double square = 0;
};

std::vector<Parameter> parametersOf(const IntegerReservoir& network)
{
    const auto range = [](int bits) { return std::ldexp(1.0, bits - 1) - 1; };
    std::vector<Parameter> parameters;
    for (Eigen::Index i = 0; i < network.neurons(); ++i) {
        for (Eigen::Index d = 0; d < network.channels(); ++d)
            parameters.push_back(
                {Parameter::Part::in, i, d, range(network.widths.in), static_cast<double>(network.win(i, d))});
        for (Eigen::Index j = 0; j < network.neurons(); ++j)
            if (network.wr(i, j) != 0)
                parameters.push_back({Parameter::Part::recurrent, i, j, range(network.widths.recurrent),
                                      static_cast<double>(network.wr(i, j))});
        const auto at = static_cast<std::size_t>(i);
        parameters.push_back({Parameter::Part::bias, i, 0, std::ldexp(network.stateMax, network.stateShift[at]),
                              static_cast<double>(network.bias[at])});
    }
    return parameters;
}

double derivative(const ReservoirGradient& gradient, const Parameter& parameter)
{
    switch (parameter.part) {
    case Parameter::Part::in: return gradient.win(parameter.row, parameter.column);
    case Parameter::Part::recurrent: return gradient.wr(parameter.row, parameter.column);
    case Parameter::Part::bias: break;
    }
    return gradient.bias(parameter.row);
}

/// Adam. Every parameter moves by ranges of its own, so the units of the derivative do not matter.
void advance(Parameter& parameter, double slope, int step, double rate)
{
    parameter.mean = kMeanDecay * parameter.mean + (1 - kMeanDecay) * slope;
    parameter.square = kSquareDecay * parameter.square + (1 - kSquareDecay) * slope * slope;
    const auto powered = [&](double decay) {
        double power = 1;
        for (int k = 0; k <= step; ++k)
            power *= decay;
        return 1 - power;
    };
    const double size = std::sqrt(parameter.square / powered(kSquareDecay));
    if (!(size > 0) || !std::isfinite(size))
        return;
    parameter.value -= rate * parameter.range * (parameter.mean / powered(kMeanDecay)) / size;
    if (parameter.part != Parameter::Part::bias)
        parameter.value = std::clamp(parameter.value, -parameter.range, parameter.range);
}

void store(const Parameter& parameter, IntegerReservoir& network)
{
    const std::int64_t rounded = std::llround(parameter.value);
    const auto weight = static_cast<std::int32_t>(rounded);
    switch (parameter.part) {
    case Parameter::Part::in: network.win(parameter.row, parameter.column) = weight; break;
    case Parameter::Part::recurrent:
        network.wr(parameter.row, parameter.column) = weight != 0 ? weight : parameter.value < 0 ? -1 : 1;
        break;
    case Parameter::Part::bias: network.bias[static_cast<std::size_t>(parameter.row)] = rounded; break;
    }
}

/// Derivatives of the squared error by the rows of integerFeatures(), at the read-out fitted to `x`.
Result<RowMatrix> errorByFeatures(const RowMatrix& x, const RowMatrix& y, const Samples& fit, double lambda)
{
    BURIN_TRY(const LinearMap map, Ridge(x, y).solve(lambda));
    const RowMatrix error = apply(map, x) - y;
    RowMatrix result = apply({map.weights.transpose(), Eigen::VectorXd::Zero(x.cols())}, error);
    if (fit.shape.readout.kind == ReadoutKind::mean)
        for (Eigen::Index r = 0; r < result.rows(); ++r)
            result.row(r) /= fit.countedSteps[static_cast<std::size_t>(r)];
    return result;
}

} // namespace

int refineSteps(const IntegerReservoir& network, const Samples& fit)
{
    const int width = fit.shape.width();
    if (width > kWideFeatures || fit.rows() < 2 * static_cast<std::size_t>(kFolds))
        return 0;
    const double links = static_cast<double>((network.wr.array() != 0).count() + network.win.size());
    const double fitting = static_cast<double>(fit.rows()) * (width + fit.outputs) * (width + fit.outputs);
    const auto steps =
        static_cast<int>(std::min<double>(kMaxSteps, kBudget / (kStepCost * stepCount(fit) * links + fitting)));
    return steps < kFewestSteps ? 0 : steps;
}

Result<void> refineReservoir(IntegerReservoir& network, const Samples& fit,
                             const std::vector<Batch<std::int32_t>>& inputs, int steps, const JobContext& ctx)
{
    if (steps <= 0)
        return {};
    const RowMatrix y = fit.targetMatrix();
    IntegerReservoir current = network;
    const auto features = [&] { return featureMatrix(integerFeatures(current, fit, inputs, ctx.stop), fit); };
    RowMatrix x = features();
    if (ctx.cancelled())
        return cancelledError();
    double best = std::numeric_limits<double>::infinity();
    double lambda = lambdaGrid().front();
    for (const double tried : lambdaGrid())
        if (const double error = crossValidatedError(x, y, tried); error < best) {
            best = error;
            lambda = tried;
        }
    std::vector<Parameter> parameters = parametersOf(network);
    for (int step = 0; step < steps; ++step) {
        BURIN_TRY(const RowMatrix byFeatures, errorByFeatures(x, y, fit, lambda));
        const ReservoirGradient gradient = reservoirGradient(current, fit, inputs, byFeatures);
        const double rate = kRate * (1 - static_cast<double>(step) / steps);
        for (Parameter& parameter : parameters) {
            advance(parameter, derivative(gradient, parameter), step, rate);
            store(parameter, current);
        }
        x = features();
        if (ctx.cancelled())
            return cancelledError();
        if ((step + 1) % kJudged == 0 || step + 1 == steps)
            if (const double error = crossValidatedError(x, y, lambda); error < best) {
                best = error;
                network = current;
            }
        ctx.report(static_cast<double>(step + 1) / steps, "refining");
    }
    return {};
}

} // namespace burin::reservoir
