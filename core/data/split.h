// SPDX-License-Identifier: GPL-3.0-or-later
// Splits of training data into a part to fit and a part to validate on. Test data never enters here.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace burin::data {

/// The fold 0..folds-1 of each series: the series of each class are shuffled and dealt in turn, so folds differ by at
/// most one series per class. Depends on labels, folds and seed alone.
[[nodiscard]] std::vector<std::size_t> stratifiedFolds(const std::vector<int>& labels, std::size_t folds,
                                                       std::uint64_t seed);

/// true for the series that are held out: of each class round(fraction n) shuffled series, at least one and at most
/// n - 1 where the class has two or more, none of a class of one.
[[nodiscard]] std::vector<bool> stratifiedHoldOut(const std::vector<int>& labels, double fraction, std::uint64_t seed);

struct FitValidation {
    Split fit;
    Split validation;
};

/// Divides a split by `held`, keeping the order of the series.
[[nodiscard]] FitValidation divide(const Split& split, const std::vector<bool>& held);

/// Training data into fit and validation. classify: stratified by series, seeded. predict: the last `fraction` of
/// the steps of each training series is a validation series of its own (the state is reset there). Errors: fraction
/// outside (0, 1), or a part that would be empty or have no target.
Result<FitValidation> splitTraining(const Dataset& dataset, double fraction, std::uint64_t seed);

} // namespace burin::data
