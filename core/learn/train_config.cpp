// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/train.h"

#include "core/tools/training_settings.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace burin::learn {
namespace {

void readFlag(const nlohmann::json& json, const char* key, bool& into)
{
    if (const auto found = json.find(key); found != json.end())
        into = found->get<bool>();
}

} // namespace

Result<TrainConfig> trainConfigFromJson(const nlohmann::json& json, const std::string& where)
{
    BURIN_CHECK(checkParameters(tools::trainingParameters(), json, where));
    for (const auto& [key, value] : json.items()) {
        const ParameterType type = findParameter(tools::trainingParameters(), key)->type;
        const bool fits = type == ParameterType::flag     ? value.is_boolean()
                          : type == ParameterType::choice ? value.is_string()
                                                          : value.is_number();
        if (!fits)
            return fail(ErrorCode::invalidInput, fmt::format("key \"{}\" has the wrong type", key), where);
    }
    TrainConfig c;
    readParameter(json, "epochs", c.epochs);
    readParameter(json, "batch", c.batch);
    readParameter(json, "rate", c.peakRate);
    readParameter(json, "schedule", c.schedule);
    readParameter(json, "momentum", c.momentum);
    readParameter(json, "weightDecay", c.weightDecay);
    readParameter(json, "warmup", c.warmupFraction);
    readParameter(json, "labelSmoothing", c.labelSmoothing);
    readParameter(json, "dropout", c.dropout);
    readParameter(json, "freeze", c.freezeFraction);
    readParameter(json, "patience", c.patience);
    readParameter(json, "device", c.device);
    readParameter(json, "precision", c.precision);
    readFlag(json, "qat", c.qat);
    readFlag(json, "learnRanges", c.learn.ranges);
    if (json.contains("learnBits"))
        readParameter(json, "learnBits", c.learn.bits.emplace());
    if (json.contains("shift"))
        readParameter(json, "shift", c.shift.emplace());
    if (json.contains("flip"))
        readFlag(json, "flip", c.flip.emplace());
    return c;
}

} // namespace burin::learn
