// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/refine.h"

#include "core/base/rng.h"
#include "core/reservoir/readout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace burin::reservoir {
namespace {

constexpr double kLambda = 1e-3;  ///< of the judging read-out
constexpr Eigen::Index kFolds = 4;
constexpr double kBudget = 8e9;   ///< multiply-adds, about one second
constexpr int kMaxTrials = 500;
constexpr double kOneLaneCost = 12; ///< a scalar step beside one of 64 lanes

double stepCount(const Samples& samples)
{
    double steps = 0;
    for (const data::Series& series : samples.series)
        steps += static_cast<double>(series.steps());
    return steps * (samples.batches.front().lanes == 1 ? kOneLaneCost : 1);
}

/// Sum over the folds of the squared error of a read-out fitted on the other folds, all from the Gram matrices of
/// [X 1 Y] of the folds. Infinite where no read-out can be fitted.
double crossValidatedError(const RowMatrix& x, const RowMatrix& y)
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
            factor(i, i) += trace > 0 ? kLambda * trace / static_cast<double>(f) : 1;
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

/// A weight near `weight`, within the width and not zero.
std::int32_t nudged(std::int32_t weight, int bits, Rng& rng)
{
    const std::int32_t high = (1 << (bits - 1)) - 1;
    const double spread = std::max(1.0, 0.4 * high);
    const auto value = static_cast<std::int32_t>(std::lround(weight + spread * rng.normal()));
    const std::int32_t clamped = std::clamp(value, -high, high);
    return clamped == 0 ? weight : clamped;
}

struct Link {
    Eigen::Index row;
    Eigen::Index column;
};

/// Changes one number; false where the draw changed nothing.
bool change(IntegerReservoir& network, const std::vector<Link>& links, Rng& rng)
{
    const std::uint64_t kind = rng.below(links.empty() ? 2 : 3);
    if (kind == 2) {
        const Link& link = links[static_cast<std::size_t>(rng.below(links.size()))];
        std::int32_t& weight = network.wr(link.row, link.column);
        const std::int32_t before = weight;
        weight = nudged(weight, network.widths.recurrent, rng);
        return weight != before;
    }
    const auto row = static_cast<std::size_t>(rng.below(static_cast<std::uint64_t>(network.neurons())));
    if (kind == 1) {
        const auto channel = static_cast<Eigen::Index>(rng.below(static_cast<std::uint64_t>(network.channels())));
        std::int32_t& weight = network.win(static_cast<Eigen::Index>(row), channel);
        const std::int32_t before = weight;
        weight = nudged(weight, network.widths.in, rng);
        return weight != before;
    }
    const double unit = std::ldexp(1.0, network.stateShift[row]) * std::max(1.0, 0.3 * network.stateMax);
    const std::int64_t step = std::llround(unit * rng.normal());
    network.bias[row] += step;
    return step != 0;
}

} // namespace

int refineTrials(const IntegerReservoir& network, const Samples& fit)
{
    const int width = fit.shape.width();
    if (width > kWideFeatures || fit.rows() < 2 * static_cast<std::size_t>(kFolds))
        return 0;
    const double links = static_cast<double>((network.wr.array() != 0).count() + network.win.size());
    const double fitting = static_cast<double>(fit.rows()) * (width + fit.outputs) * (width + fit.outputs);
    return static_cast<int>(std::min<double>(kMaxTrials, kBudget / (stepCount(fit) * links + fitting)));
}

Result<void> refineReservoir(IntegerReservoir& network, const Samples& fit,
                             const std::vector<Batch<std::int32_t>>& inputs, int trials, std::uint64_t seed,
                             const JobContext& ctx)
{
    const RowMatrix targets = fit.targetMatrix();
    const auto loss = [&](const IntegerReservoir& candidate) {
        return crossValidatedError(featureMatrix(integerFeatures(candidate, fit, inputs), fit), targets);
    };
    std::vector<Link> links;
    for (Eigen::Index i = 0; i < network.wr.rows(); ++i)
        for (Eigen::Index j = 0; j < network.wr.cols(); ++j)
            if (network.wr(i, j) != 0)
                links.push_back({i, j});
    Rng rng(seed);
    double best = trials > 0 ? loss(network) : 0;
    for (int trial = 0; trial < trials; ++trial) {
        if (ctx.cancelled())
            return cancelledError();
        IntegerReservoir changed = network;
        if (!change(changed, links, rng))
            continue;
        if (const double now = loss(changed); now < best) {
            best = now;
            network = std::move(changed);
        }
        ctx.report(static_cast<double>(trial + 1) / trials, "refining");
    }
    return {};
}

} // namespace burin::reservoir
