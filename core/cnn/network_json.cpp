// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON form of a Network. Reading is strict: a key that a layer of its kind does not have is an error.
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/cnn/embedded.h"
#include "core/cnn/network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace burin::cnn {
namespace {

using nlohmann::json;

constexpr std::array kKinds = {LayerKind::conv,    LayerKind::depthwise,  LayerKind::dense,
                               LayerKind::add,     LayerKind::concat,     LayerKind::maxpool,
                               LayerKind::avgpool, LayerKind::globalpool, LayerKind::flatten};

Unexpected<Error> wrong(const std::string& where, std::string message, std::string hint = {})
{
    return fail(ErrorCode::invalidInput, std::move(message), where, std::move(hint));
}

/// Typed reading of one object; the first thing that is wrong is the error.
class Reader {
public:
    Reader(const json& object, std::string where, std::vector<std::string> keys)
        : object_(object),
          where_(std::move(where)),
          keys_(std::move(keys))
    {
        if (!object.is_object())
            complain("", "is not an object");
        else
            checkKeys();
    }

    void integer(const std::string& key, int& target)
    {
        if (const json* value = find(key))
            integerOf(*value, key, target);
    }
    void pair(const std::string& key, std::array<int, 2>& target)
    {
        const json* value = find(key);
        if (value == nullptr)
            return;
        if (value->is_number_integer()) {
            integerOf(*value, key, target[0]);
            target[1] = target[0];
            return;
        }
        if (!value->is_array() || value->size() != 2)
            return complain(key, "is neither a whole number nor [height, width]");
        integerOf((*value)[0], key, target[0]);
        integerOf((*value)[1], key, target[1]);
    }
    void real(const std::string& key, double& target)
    {
        const json* value = find(key);
        if (value != nullptr && !value->is_number())
            return complain(key, "is not a number");
        if (value != nullptr)
            target = value->get<double>();
    }
    void flag(const std::string& key, bool& target)
    {
        const json* value = find(key);
        if (value != nullptr && !value->is_boolean())
            return complain(key, "is neither true nor false");
        if (value != nullptr)
            target = value->get<bool>();
    }
    void text(const std::string& key, std::string& target)
    {
        const json* value = find(key);
        if (value != nullptr && !value->is_string())
            return complain(key, "is not a text");
        if (value != nullptr)
            target = value->get<std::string>();
    }
    void texts(const std::string& key, std::vector<std::string>& target)
    {
        const json* value = find(key);
        if (value == nullptr)
            return;
        if (value->is_string()) {
            target = {value->get<std::string>()};
            return;
        }
        if (!value->is_array() ||
            !std::all_of(value->begin(), value->end(), [](const json& v) { return v.is_string(); }))
            return complain(key, "is not a list of names");
        target = value->get<std::vector<std::string>>();
    }
    void reals(const std::string& key, std::vector<double>& target)
    {
        const json* value = find(key);
        if (value == nullptr)
            return;
        if (!value->is_array() ||
            !std::all_of(value->begin(), value->end(), [](const json& v) { return v.is_number(); }))
            return complain(key, "is not a list of numbers");
        target = value->get<std::vector<double>>();
    }
    void format(const std::string& key, std::optional<fixed::Format>& target, bool isSigned)
    {
        const json* value = find(key);
        if (value == nullptr || value->is_null())
            return;
        Reader inner(*value, where_ + "." + key, {"int", "frac"});
        int integer = 0;
        int fraction = 0;
        if (value->is_object() && (!value->contains("int") || !value->contains("frac")))
            return complain(key, "has no int and frac");
        inner.integer("int", integer);
        inner.integer("frac", fraction);
        if (inner.error_ && !error_)
            error_ = inner.error_;
        if (std::abs(integer) > 64 || std::abs(fraction) > 64)
            return complain(key, fmt::format("{}.{} is out of range", integer, fraction));
        target = fixed::Format{integer + fraction, fraction, isSigned};
    }
    void padding(const std::string& key, Padding& target)
    {
        const json* value = find(key);
        if (value == nullptr)
            return;
        if (*value == "same" || *value == "valid") {
            target.kind = *value == "same" ? Padding::Kind::same : Padding::Kind::valid;
            return;
        }
        if (!value->is_array() || value->size() != 4)
            return complain(key, "is neither \"same\", \"valid\" nor [top, left, bottom, right]");
        target.kind = Padding::Kind::explicitPads;
        integerOf((*value)[0], key, target.top);
        integerOf((*value)[1], key, target.left);
        integerOf((*value)[2], key, target.bottom);
        integerOf((*value)[3], key, target.right);
    }
    void require(const std::string& key)
    {
        if (object_.is_object() && !object_.contains(key))
            complain("", fmt::format("the key \"{}\" is missing", key));
    }
    void complain(const std::string& key, const std::string& message)
    {
        if (!error_)
            error_ = Error{ErrorCode::invalidInput, message, key.empty() ? where_ : where_ + "." + key, {}};
    }
    [[nodiscard]] Result<void> result() const
    {
        if (error_)
            return Unexpected<Error>(*error_);
        return {};
    }

private:
    void checkKeys()
    {
        for (const auto& [key, value] : object_.items())
            if (std::find(keys_.begin(), keys_.end(), key) == keys_.end())
                complain("", fmt::format("unknown key \"{}\"; known here: {}", key, fmt::join(keys_, ", ")));
    }
    [[nodiscard]] const json* find(const std::string& key) const
    {
        if (!object_.is_object())
            return nullptr;
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }
    void integerOf(const json& value, const std::string& key, int& target)
    {
        if (!value.is_number_integer())
            return complain(key, fmt::format("{} is not a whole number", value.dump()));
        const auto number = value.get<std::int64_t>();
        if (number < -(1 << 20) || number > (1 << 20))
            return complain(key, fmt::format("{} is out of range", value.dump()));
        target = static_cast<int>(number);
    }

    const json& object_;
    std::string where_;
    std::vector<std::string> keys_;
    std::optional<Error> error_;
};

std::vector<std::string> keysOf(LayerKind kind)
{
    std::vector<std::string> keys{"name", "kind", "from"};
    const auto add = [&keys](std::initializer_list<const char*> more) {
        keys.insert(keys.end(), more.begin(), more.end());
    };
    switch (kind) {
    case LayerKind::conv:
        add({"kernel", "stride", "padding", "filters", "pool", "prune", "relu", "bias", "activation", "weight"});
        break;
    case LayerKind::depthwise:
        add({"kernel", "stride", "padding", "pool", "relu", "bias", "activation", "weight"});
        break;
    case LayerKind::dense: add({"units", "prune", "relu", "bias", "activation", "weight"}); break;
    case LayerKind::add: add({"relu", "activation"}); break;
    case LayerKind::maxpool: add({"kernel", "stride", "padding"}); break;
    case LayerKind::avgpool: add({"kernel", "stride", "padding", "activation"}); break;
    case LayerKind::concat:
    case LayerKind::globalpool: add({"activation"}); break;
    case LayerKind::flatten: break;
    }
    return keys;
}

/// An activation after ReLU is unsigned. One without is signed, except where a pool or join passes on inputs that
/// are all unsigned.
bool isSignedActivation(const Network& network, const Layer& layer)
{
    if (layer.relu)
        return false;
    if (layer.hasWeights())
        return true;
    const auto formats = outputFormats(network);
    const auto signedInput = [&](const std::string& name) {
        for (std::size_t i = 0; i < network.layers.size(); ++i)
            if (network.layers[i].name == name)
                return !formats[i] || formats[i]->isSigned;
        return true;
    };
    if (layer.from.empty())
        return network.layers.empty() || !formats.back() || formats.back()->isSigned;
    return std::any_of(layer.from.begin(), layer.from.end(), signedInput);
}

Result<Layer> layerFromJson(const json& value, const std::string& where, bool isLast, const Network& before)
{
    if (!value.is_object() || !value.contains("kind") || !value.at("kind").is_string())
        return wrong(where, "a layer is an object with a \"kind\"");
    const auto kindName = value.at("kind").get<std::string>();
    const auto* kind =
        std::find_if(kKinds.begin(), kKinds.end(), [&](LayerKind k) { return kindName == toString(k); });
    if (kind == kKinds.end())
        return wrong(where + ".kind", fmt::format("\"{}\" is no kind of layer", kindName),
                     "Kinds are conv, depthwise, dense, add, concat, maxpool, avgpool, globalpool and flatten.");
    Layer layer;
    layer.kind = *kind;
    layer.relu = layer.hasWeights() && !isLast;
    const bool pools = layer.kind == LayerKind::maxpool || layer.kind == LayerKind::avgpool;
    Reader reader(value, where, keysOf(layer.kind));
    layer.name = fmt::format("{}{}", kindName, before.layers.size() + 1);
    reader.text("name", layer.name);
    reader.texts("from", layer.from);
    if (layer.kind == LayerKind::conv || layer.kind == LayerKind::depthwise || pools)
        reader.require("kernel");
    reader.pair("kernel", layer.kernel);
    if (pools) {
        layer.stride = layer.kernel;
        layer.padding.kind = Padding::Kind::valid;
    }
    reader.pair("stride", layer.stride);
    reader.padding("padding", layer.padding);
    if (layer.kind == LayerKind::conv)
        reader.require("filters");
    if (layer.kind == LayerKind::dense)
        reader.require("units");
    reader.integer(layer.kind == LayerKind::dense ? "units" : "filters", layer.filters);
    reader.integer("pool", layer.pool);
    reader.real("prune", layer.pruneFraction);
    reader.flag("relu", layer.relu);
    reader.flag("bias", layer.bias);
    reader.format("weight", layer.weight, true);
    reader.format("activation", layer.activation, isSignedActivation(before, layer));
    BURIN_CHECK(reader.result());
    const bool plain = std::all_of(layer.name.begin(), layer.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    if (!plain || layer.name.size() > 64)
        return wrong(where + ".name", "a name has up to 64 letters, digits, \"_\" and \"-\"");
    return layer;
}

json formatJson(const fixed::Format& format)
{
    return {{"int", format.bits - format.fraction}, {"frac", format.fraction}};
}

json layerJson(const Layer& layer, bool isLast)
{
    json value{{"name", layer.name}, {"kind", toString(layer.kind)}};
    if (!layer.from.empty())
        value["from"] = layer.from;
    const bool isConv = layer.kind == LayerKind::conv || layer.kind == LayerKind::depthwise;
    const bool pools = layer.kind == LayerKind::maxpool || layer.kind == LayerKind::avgpool;
    if (isConv || pools) {
        value["kernel"] = layer.kernel;
        value["stride"] = layer.stride;
        if (layer.padding.kind == Padding::Kind::explicitPads)
            value["padding"] = {layer.padding.top, layer.padding.left, layer.padding.bottom, layer.padding.right};
        else
            value["padding"] = layer.padding.kind == Padding::Kind::same ? "same" : "valid";
    }
    if (layer.kind == LayerKind::conv)
        value["filters"] = layer.filters;
    if (layer.kind == LayerKind::dense)
        value["units"] = layer.filters;
    if (isConv)
        value["pool"] = layer.pool;
    if (layer.pruneFraction > 0)
        value["prune"] = layer.pruneFraction;
    if (layer.relu != (layer.hasWeights() && !isLast))
        value["relu"] = layer.relu;
    if (layer.hasWeights() && !layer.bias)
        value["bias"] = false;
    if (layer.activation)
        value["activation"] = formatJson(*layer.activation);
    if (layer.weight)
        value["weight"] = formatJson(*layer.weight);
    return value;
}

} // namespace

Result<Network> networkFromJson(const json& value, const std::string& where, const NetworkRules& rules)
{
    Reader reader(value, where, {"input", "inputFormat", "normalise", "layers", "head"});
    reader.require("input");
    reader.require("layers");
    Network network;
    reader.format("inputFormat", network.inputFormat, true);
    BURIN_CHECK(reader.result());
    const json& input = value.at("input");
    if (!input.is_array() || input.size() != 3 || !std::all_of(input.begin(), input.end(), [](const json& v) {
            return v.is_number_integer() && v >= 0 && v <= (1 << 20);
        }))
        return wrong(where + ".input", "is not [channels, height, width]");
    network.input = {input[0].get<int>(), input[1].get<int>(), input[2].get<int>()};
    if (value.contains("normalise")) {
        Reader scale(value.at("normalise"), where + ".normalise", {"mean", "std"});
        scale.reals("mean", network.normalise.mean);
        scale.reals("std", network.normalise.std);
        BURIN_CHECK(scale.result());
    }
    const json none = json::array();
    const json& head = value.contains("head") ? value.at("head") : none;
    for (const auto& [key, list] :
         {std::pair<const char*, const json&>{"layers", value.at("layers")}, {"head", head}})
        if (!list.is_array() || list.size() > kMaxLayers)
            return wrong(where + "." + key, fmt::format("is not a list of up to {} layers", kMaxLayers));
    const std::size_t count = value.at("layers").size() + head.size();
    for (std::size_t i = 0; i < count; ++i) {
        const bool inHead = i >= value.at("layers").size();
        const std::size_t place = inHead ? i - value.at("layers").size() : i;
        const json& entry = inHead ? head[place] : value.at("layers")[place];
        BURIN_TRY(Layer layer,
                  layerFromJson(entry, fmt::format("{}.{}[{}]", where, inHead ? "head" : "layers", place),
                                i + 1 == count, network));
        layer.head = inHead;
        network.layers.push_back(std::move(layer));
    }
    if (auto shapes = inferShapes(network, rules); !shapes) {
        Error error = shapes.error();
        error.where = where + ": " + error.where;
        return Unexpected<Error>(std::move(error));
    }
    return network;
}

void to_json(json& value, const Network& network)
{
    value = json{{"input", {network.input.channels, network.input.height, network.input.width}}};
    if (network.inputFormat)
        value["inputFormat"] = formatJson(*network.inputFormat);
    if (!network.normalise.mean.empty())
        value["normalise"]["mean"] = network.normalise.mean;
    if (!network.normalise.std.empty())
        value["normalise"]["std"] = network.normalise.std;
    value["layers"] = json::array();
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        value[layer.head ? "head" : "layers"].push_back(layerJson(layer, i + 1 == network.layers.size()));
    }
}

std::vector<std::string> networkNames()
{
    std::vector<std::string> names;
    for (const auto& [key, text] : embeddedFiles())
        if (!key.ends_with(".npz")) // their weights
            names.emplace_back(key.substr(key.find('/') + 1));
    return names;
}

Result<Network> readNetwork(const std::string& nameOrFile, const NetworkRules& rules)
{
    std::string text;
    for (const auto& [key, content] : embeddedFiles())
        if (key == "networks/" + nameOrFile)
            text = std::string(content);
    if (text.empty()) {
        auto file = readFile(nameOrFile, std::uintmax_t{1} << 24U);
        if (!file && file.error().code == ErrorCode::notFound)
            return fail(ErrorCode::notFound, "there is no such file and no built-in network of this name",
                        nameOrFile, fmt::format("Built in: {}.", fmt::join(networkNames(), ", ")));
        if (!file)
            return Unexpected<Error>(file.error());
        text = std::move(*file);
    }
    BURIN_TRY(const json value,
              parseJson(text, nameOrFile,
                        "The guide's page \"Studies of CNNs\" describes the form (resources/guide/cnn.md)."));
    return networkFromJson(value, nameOrFile, rules);
}

} // namespace burin::cnn
