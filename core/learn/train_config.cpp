// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/train.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace burin::learn {
namespace {

using Reader = std::function<bool(const nlohmann::json&)>;

Reader whole(int& into, int low, int high)
{
    return [&into, low, high](const nlohmann::json& value) {
        if (!value.is_number_integer() || value < low || value > high)
            return false;
        into = value.get<int>();
        return true;
    };
}

Reader number(double& into, double low, double high)
{
    return [&into, low, high](const nlohmann::json& value) {
        if (!value.is_number())
            return false;
        const double given = value.get<double>();
        if (!(given >= low && given <= high))
            return false;
        into = given;
        return true;
    };
}

Reader yesNo(bool& into)
{
    return [&into](const nlohmann::json& value) {
        if (value.is_boolean())
            into = value.get<bool>();
        return value.is_boolean();
    };
}

Reader oneOf(std::string& into, std::vector<std::string> words)
{
    return [&into, words = std::move(words)](const nlohmann::json& value) {
        for (const std::string& word : words)
            if (value == word) {
                into = word;
                return true;
            }
        return false;
    };
}

template <class T> Reader optional(std::optional<T>& into, Reader (*reader)(T&))
{
    return [&into, reader](const nlohmann::json& value) {
        T given{};
        if (!reader(given)(value))
            return false;
        into = given;
        return true;
    };
}

} // namespace

Result<TrainConfig> trainConfigFromJson(const nlohmann::json& json, const std::string& where)
{
    TrainConfig c;
    struct Key {
        Reader read;
        const char* takes;
    };
    const std::map<std::string, Key> keys{
        {"epochs", {whole(c.epochs, 1, 100000), "a whole number from 1 to 100000"}},
        {"batch", {whole(c.batch, 2, 65536), "a whole number from 2 to 65536"}},
        {"peakRate", {number(c.peakRate, 1e-8, 100), "a number from 1e-8 to 100"}},
        {"momentum", {number(c.momentum, 0, 0.9999), "a number from 0 to 0.9999"}},
        {"weightDecay", {number(c.weightDecay, 0, 1), "a number from 0 to 1"}},
        {"warmupFraction", {number(c.warmupFraction, 0, 0.9), "a number from 0 to 0.9"}},
        {"labelSmoothing", {number(c.labelSmoothing, 0, 0.9), "a number from 0 to 0.9"}},
        {"dropout", {number(c.dropout, 0, 0.95), "a number from 0 to 0.95"}},
        {"freezeFraction", {number(c.freezeFraction, 0, 1), "a number from 0 to 1"}},
        {"patience", {whole(c.patience, 0, 100000), "a whole number from 0 to 100000"}},
        {"schedule", {oneOf(c.schedule, {"cosine", "steps"}), "cosine or steps"}},
        {"shift",
         {optional<int>(c.shift, [](int& into) { return whole(into, 0, 64); }), "a whole number from 0 to 64"}},
        {"flip", {optional<bool>(c.flip, yesNo), "true or false"}},
        {"learnRanges", {yesNo(c.learn.ranges), "true or false"}},
        {"learnBits",
         {optional<double>(c.learn.bits, [](double& into) { return number(into, 2, 16); }),
          "a number from 2 to 16"}},
        {"qat", {yesNo(c.qat), "true or false"}},
        {"device", {oneOf(c.device, {"cpu", "cuda"}), "cpu or cuda"}},
        {"precision", {oneOf(c.precision, {"auto", "float", "bfloat16"}), "auto, float or bfloat16"}},
    };
    if (!json.is_object())
        return fail(ErrorCode::invalidInput, "the training's configuration is not an object", where);
    for (const auto& [name, value] : json.items()) {
        const auto key = keys.find(name);
        if (key == keys.end())
            return fail(ErrorCode::invalidInput, fmt::format("unknown key \"{}\"", name), where);
        if (!key->second.read(value))
            return fail(ErrorCode::invalidInput,
                        fmt::format("\"{}\": {} is not {}", name, value.dump().substr(0, 80), key->second.takes),
                        where);
    }
    return c;
}

} // namespace burin::learn
