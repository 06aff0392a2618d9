// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the reservoir family share: the strokes data and a network small enough for a test.
#pragma once

#include "core/base/file.h"
#include "core/data/load.h"
#include "core/explore/reservoir_evaluator.h"

#include <QtTest>

#include <memory>

/// The value of a Result, or a test failure with its error.
#define VALUE(target, expression)                                                                             \
    auto BURIN_CONCAT(result_, __LINE__) = (expression);                                                      \
    QVERIFY2(BURIN_CONCAT(result_, __LINE__).has_value(),                                                     \
             BURIN_CONCAT(result_, __LINE__) ? "" : BURIN_CONCAT(result_, __LINE__).error().text().c_str());  \
    target = std::move(BURIN_CONCAT(result_, __LINE__)).value()

namespace burin::explore {

inline std::shared_ptr<const data::Dataset> generated(const std::string& name)
{
    data::LoadOptions options;
    options.data = name;
    auto loaded = data::loadDataset(options);
    if (!loaded)
        qFatal("%s", loaded.error().text().c_str());
    return std::make_shared<const data::Dataset>(std::move(*loaded));
}

inline reservoir::ReservoirConfig smallConfig()
{
    reservoir::ReservoirConfig config;
    config.neurons = 12;
    config.readout = {reservoir::ReadoutKind::mean, 1};
    config.seeds = 2;
    config.tune = 2;
    return config;
}

inline JobContext threads(unsigned count)
{
    JobContext ctx;
    ctx.threads = count;
    return ctx;
}

} // namespace burin::explore
