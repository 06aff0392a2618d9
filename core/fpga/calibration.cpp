// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fpga/calibration.h"

#include <Eigen/Dense>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace burin::fpga {
namespace {

using nlohmann::json;

json optionalNumber(const std::optional<double>& value)
{
    return value ? json(*value) : json(nullptr);
}

FitQuality qualityFrom(const json& object)
{
    FitQuality quality;
    if (const auto found = object.find("mape"); found != object.end() && found->is_number())
        quality.mape = found->get<double>();
    if (const auto found = object.find("r2"); found != object.end() && found->is_number())
        quality.r2 = found->get<double>();
    return quality;
}

std::optional<LinearFit> linearFrom(const json& document, const char* key)
{
    const auto found = document.find(key);
    if (found == document.end())
        return std::nullopt;
    return LinearFit{found->at("scale").get<double>(), found->at("offset").get<double>(), qualityFrom(*found)};
}

void addLinear(json& document, const char* key, const std::optional<LinearFit>& fit)
{
    if (!fit)
        return;
    document[key] = fit->quality;
    document[key]["scale"] = fit->scale;
    document[key]["offset"] = fit->offset;
}

/// The unconstrained solution over the passive features, by the normal equations.
Eigen::VectorXd solvePassive(const Eigen::MatrixXd& gram, const Eigen::VectorXd& moment,
                             const std::vector<bool>& passive)
{
    std::vector<Eigen::Index> index;
    for (std::size_t i = 0; i < passive.size(); ++i)
        if (passive[i])
            index.push_back(static_cast<Eigen::Index>(i));
    const auto count = static_cast<Eigen::Index>(index.size());
    Eigen::MatrixXd part(count, count);
    Eigen::VectorXd right(count);
    for (Eigen::Index r = 0; r < count; ++r) {
        right(r) = moment(index[static_cast<std::size_t>(r)]);
        for (Eigen::Index c = 0; c < count; ++c)
            part(r, c) = gram(index[static_cast<std::size_t>(r)], index[static_cast<std::size_t>(c)]);
    }
    const Eigen::VectorXd solved = part.completeOrthogonalDecomposition().solve(right);
    Eigen::VectorXd full = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(passive.size()));
    for (Eigen::Index r = 0; r < count; ++r)
        full(index[static_cast<std::size_t>(r)]) = solved(r);
    return full;
}

/// Moves from x towards `target` as far as x stays non-negative, and makes what hit zero active. False if it got there.
bool stepTowards(Eigen::VectorXd& x, const Eigen::VectorXd& target, std::vector<bool>& passive)
{
    double alpha = 1;
    for (std::size_t i = 0; i < passive.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        if (passive[i] && target(at) <= 0)
            alpha = std::min(alpha, x(at) / (x(at) - target(at)));
    }
    const bool blocked = alpha < 1;
    x += alpha * (target - x);
    for (std::size_t i = 0; i < passive.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        if (blocked && passive[i] && x(at) <= 1e-12) {
            passive[i] = false;
            x(at) = 0;
        }
    }
    return blocked;
}

} // namespace

void to_json(json& object, const FitQuality& quality)
{
    object = {{"mape", optionalNumber(quality.mape)}, {"r2", optionalNumber(quality.r2)}};
}

void to_json(json& object, const Calibration& calibration)
{
    object = {{"device", calibration.device},
              {"tool", calibration.tool},
              {"designs", calibration.designs},
              {"heldOut", calibration.heldOut}};
    if (calibration.lut) {
        object["lut"] = calibration.lut->quality;
        for (std::size_t i = 0; i < kFeatures; ++i)
            object["lut"]["coefficients"][toString(static_cast<Feature>(i))] = calibration.lut->coefficients[i];
    }
    addLinear(object, "ff", calibration.ff);
    addLinear(object, "carry", calibration.carry);
    addLinear(object, "delayNs", calibration.delayNs);
}

Result<Calibration> parseCalibration(const std::string& text, const std::string& where)
{
    try {
        const json document = json::parse(text);
        Calibration calibration;
        calibration.device = document.at("device").get<std::string>();
        calibration.tool = document.at("tool").get<std::string>();
        calibration.designs = document.at("designs").get<int>();
        calibration.heldOut = document.at("heldOut").get<int>();
        if (const auto lut = document.find("lut"); lut != document.end()) {
            LutFit fit;
            for (std::size_t i = 0; i < kFeatures; ++i)
                fit.coefficients[i] = lut->at("coefficients").at(toString(static_cast<Feature>(i))).get<double>();
            fit.quality = qualityFrom(*lut);
            calibration.lut = fit;
        }
        calibration.ff = linearFrom(document, "ff");
        calibration.carry = linearFrom(document, "carry");
        calibration.delayNs = linearFrom(document, "delayNs");
        return calibration;
    } catch (const json::exception& exception) {
        return fail(ErrorCode::invalidInput, std::string("not a calibration: ") + exception.what(), where,
                    "Write it again with burin-cli calibrate.");
    }
}

FitQuality fitQuality(const std::vector<double>& estimates, const std::vector<double>& truth)
{
    if (estimates.size() != truth.size())
        throw std::logic_error("fitQuality: lengths differ");
    if (truth.empty())
        return {};
    const auto count = static_cast<double>(truth.size());
    double mean = 0;
    for (const double value : truth)
        mean += value / count;
    double relative = 0;
    double residual = 0;
    double spread = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        relative += std::abs(estimates[i] - truth[i]) / truth[i];
        residual += (estimates[i] - truth[i]) * (estimates[i] - truth[i]);
        spread += (truth[i] - mean) * (truth[i] - mean);
    }
    FitQuality quality;
    quality.mape = relative / count;
    if (spread > 0)
        quality.r2 = 1 - residual / spread;
    return quality;
}

std::vector<double> nonNegativeLeastSquares(const std::vector<std::vector<double>>& rows,
                                            const std::vector<double>& right)
{
    if (rows.size() != right.size() || rows.empty())
        throw std::logic_error("nonNegativeLeastSquares: no rows, or lengths differ");
    const std::size_t features = rows.front().size();
    const auto columns = static_cast<Eigen::Index>(features);
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(columns, columns);
    Eigen::VectorXd moment = Eigen::VectorXd::Zero(columns);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const Eigen::Map<const Eigen::VectorXd> row(rows[r].data(), columns);
        gram += row * row.transpose();
        moment += right[r] * row;
    }
    // Columns of unit length, so that one tolerance serves all.
    const Eigen::VectorXd scale =
        gram.diagonal().unaryExpr([](double square) { return square > 0 ? 1 / std::sqrt(square) : 0.0; });
    gram = (scale.asDiagonal() * gram * scale.asDiagonal()).eval();
    moment = (scale.asDiagonal() * moment).eval();

    Eigen::VectorXd x = Eigen::VectorXd::Zero(columns);
    std::vector<bool> passive(features, false);
    for (std::size_t round = 0; round < 3 * features; ++round) {
        const Eigen::VectorXd gradient = moment - gram * x;
        Eigen::Index best = -1;
        for (std::size_t i = 0; i < features; ++i) {
            const auto at = static_cast<Eigen::Index>(i);
            if (!passive[i] && gradient(at) > 1e-9 * moment.cwiseAbs().maxCoeff() &&
                (best < 0 || gradient(at) > gradient(best)))
                best = at;
        }
        if (best < 0)
            break;
        passive[static_cast<std::size_t>(best)] = true;
        while (stepTowards(x, solvePassive(gram, moment, passive), passive)) {
        }
    }
    const Eigen::VectorXd unscaled = scale.cwiseProduct(x);
    return {unscaled.data(), unscaled.data() + unscaled.size()};
}

} // namespace burin::fpga
