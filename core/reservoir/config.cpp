// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reservoir/config.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <vector>

namespace burin::reservoir {
namespace {

Parameter yesNo(const char* key, const char* label, const char* standard, const char* help)
{
    Parameter p = textParameter(key, label, standard, help);
    p.type = ParameterType::flag;
    return p;
}

void appendData(ParameterTable& table)
{
    table.push_back(
        textParameter("scale", "Scaling", "none",
                      "Scaling of the inputs, fitted on training data only; log1p suits counts that span decades.",
                      {"none", "log1p", "standard"}));
    table.push_back(textParameter("missing", "Missing values", "drop",
                                  "Whether series with missing values are dropped or the gaps interpolated.",
                                  {"drop", "interpolate"}));
    table.push_back(textParameter("task", "Task", "auto",
                                  "Classify series or predict their next values; auto asks the data.",
                                  {"auto", "classify", "predict"}));
    table.push_back(
        textParameter("target", "Target column", "", "The column to predict; the first one if empty."));
    table.push_back(numberParameter("horizon", "Horizon", ParameterType::integer, 1, 10000, "1",
                                    "How many steps ahead to predict.", "step"));
}

void appendNetwork(ParameterTable& table)
{
    const auto real = ParameterType::real;
    const auto whole = ParameterType::integer;
    table.push_back(
        numberParameter("neurons", "Neurons", whole, 1, kMaxNeurons, "50", "Neurons of the reservoir."));
    table.push_back(numberParameter("linksPerNeuron", "Links per neuron", real, 0, kMaxNeurons, "5",
                                    "Recurrent links into each neuron, on average."));
    table.push_back(textParameter("readout", "Read-out", "last",
                                  "What the outputs are computed from: last, mean, segments:K or all (states)."));
    table.push_back(textParameter("activation", "Activation", "hardtanh",
                                  "Activation of the float network; hardware always has the hard tanh.",
                                  {"hardtanh", "tanh"}));
    table.push_back(numberParameter("leak", "Leak rate", real, 1.0 / 256, 1, "1",
                                    "Leak rate; the integer network has the nearest power of two."));
    table.push_back(yesNo("bias", "Bias", "yes", "Whether neurons have a bias."));
    table.push_back(numberParameter("washout", "Wash-out", whole, 0, 1000000, "0",
                                    "Steps at the start of each series that the read-out ignores.", "step"));
}

void appendCompression(ParameterTable& table)
{
    const auto whole = ParameterType::integer;
    table.push_back(
        numberParameter("bits", "Bits", whole, 2, 16, "8", "Bits of input, state, W_in and W_r together.", "bit"));
    table.push_back(numberParameter("bitsInput", "Input bits", whole, 2, 16, "8", "Bits of the inputs.", "bit"));
    table.push_back(numberParameter("bitsState", "State bits", whole, 2, 16, "8", "Bits of the states.", "bit"));
    table.push_back(
        numberParameter("bitsIn", "W_in bits", whole, 2, 16, "8", "Bits of the input weights.", "bit"));
    table.push_back(
        numberParameter("bitsR", "W_r bits", whole, 2, 16, "8", "Bits of the recurrent weights.", "bit"));
    table.push_back(
        numberParameter("bitsOut", "W_out bits", whole, 2, 16, "8", "Bits of the read-out weights.", "bit"));
    table.push_back(numberParameter("prune", "Pruning rate", ParameterType::real, 0, 1, "0",
                                    "Fraction of the weights of the chosen matrices that is removed.",
                                    "fraction"));
    table.push_back(textParameter("ranker", "Ranker", "sensitivity", "How weights are ranked for pruning."));
    table.push_back(textParameter("pruneMatrices", "Pruned matrices", "r",
                                  "Which matrices are pruned: r, in, out, separated by commas."));
    table.push_back(yesNo("refit", "Re-fit", "yes", "Whether the read-out is fitted again after pruning."));
    table.push_back(textParameter("mask", "Mask", "", "A mask made by hand (a JSON file); binds one replica."));
}

void appendHardware(ParameterTable& table)
{
    const auto whole = ParameterType::integer;
    table.push_back(textParameter("pipeline", "Pipeline", "0",
                                  "Adder levels between registers of the read-out; 0 for none, or auto."));
    table.push_back(textParameter("device", "Device", "xc7",
                                  "Device of the hardware figures: xc7, xcup, cycloneive, ice40, or a file."));
    table.push_back(
        numberParameter("seeds", "Seeds", whole, 1, 1000, "5", "Replicas, each with a network of its own."));
    table.push_back(numberParameter("tune", "Candidates", whole, 0, 100000, "30",
                                    "Hyper-parameter candidates that are tried; 0 keeps the standard ones."));
}

std::string pruneText(const PruneMatrices& matrices)
{
    std::string text;
    const auto add = [&](bool chosen, const char* name) {
        if (!chosen)
            return;
        if (!text.empty())
            text += ',';
        text += name;
    };
    add(matrices.recurrent, "r");
    add(matrices.in, "in");
    add(matrices.out, "out");
    return text;
}

Result<int> parsePipeline(const std::string& text)
{
    if (text == "auto")
        return -1;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > 64)
        return fail(ErrorCode::usage, fmt::format("\"{}\" is not a pipeline depth", text), "pipeline",
                    "Give a number from 0 to 64, or auto.");
    return value;
}

bool truth(const nlohmann::json& value)
{
    return value.is_boolean() ? value.get<bool>() : value == "yes" || value == "true";
}

} // namespace

std::string Readout::text() const
{
    switch (kind) {
    case ReadoutKind::last: return "last";
    case ReadoutKind::mean: return "mean";
    case ReadoutKind::segments: return fmt::format("segments:{}", segments);
    case ReadoutKind::all: return "all";
    }
    return {};
}

Result<Readout> Readout::parse(const std::string& text)
{
    if (text == "last")
        return Readout{ReadoutKind::last, 1};
    if (text == "mean")
        return Readout{ReadoutKind::mean, 1};
    if (text == "all")
        return Readout{ReadoutKind::all, 1};
    constexpr std::string_view kPrefix = "segments:";
    if (text.starts_with(kPrefix)) {
        int segments = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + kPrefix.size(), end, segments);
        if (error == std::errc{} && stop == end && segments >= 1 && segments <= 100000)
            return Readout{ReadoutKind::segments, segments};
    }
    return fail(ErrorCode::usage, fmt::format("\"{}\" is not a read-out", text), "readout",
                "Give last, mean, segments:K (K from 1) or all.");
}

Result<PruneMatrices> PruneMatrices::parse(const std::string& text)
{
    PruneMatrices chosen{false, false, false};
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        const std::string part = text.substr(from, comma - from);
        if (part == "r")
            chosen.recurrent = true;
        else if (part == "in")
            chosen.in = true;
        else if (part == "out")
            chosen.out = true;
        else
            return fail(ErrorCode::usage, fmt::format("\"{}\" is not a matrix", part), "pruneMatrices",
                        "Give r, in or out, separated by commas.");
        from = comma + 1;
    }
    return chosen;
}

std::string PruneMatrices::text() const
{
    return pruneText(*this);
}

const ParameterTable& reservoirParameters()
{
    static const ParameterTable kTable = [] {
        ParameterTable table;
        appendData(table);
        appendNetwork(table);
        appendCompression(table);
        appendHardware(table);
        return table;
    }();
    return kTable;
}

void to_json(nlohmann::json& json, const ReservoirConfig& c)
{
    json = {{"scale", c.scale},
            {"missing", c.missing},
            {"task", c.task.empty() ? "auto" : c.task},
            {"target", c.target},
            {"horizon", c.horizon},
            {"neurons", c.neurons},
            {"linksPerNeuron", c.linksPerNeuron},
            {"readout", c.readout.text()},
            {"activation", c.activation == Activation::tanh ? "tanh" : "hardtanh"},
            {"leak", c.leak},
            {"bias", c.bias},
            {"washout", c.washout},
            {"bitsInput", c.widths.input},
            {"bitsState", c.widths.state},
            {"bitsIn", c.widths.in},
            {"bitsR", c.widths.recurrent},
            {"bitsOut", c.widths.out},
            {"prune", c.prune},
            {"ranker", c.ranker},
            {"pruneMatrices", c.pruneMatrices.text()},
            {"refit", c.refit},
            {"mask", c.mask},
            {"pipeline", c.pipeline < 0 ? std::string("auto") : std::to_string(c.pipeline)},
            {"device", c.device},
            {"seeds", c.seeds},
            {"tune", c.tune}};
    if (c.widths == Widths::uniform(c.widths.input, c.widths.out))
        json["bits"] = c.widths.input;
}

Result<ReservoirConfig> configFromJson(const nlohmann::json& json, const std::string& where)
{
    BURIN_CHECK(checkParameters(reservoirParameters(), json, where));
    ReservoirConfig c;
    const auto read = [&](const char* key, auto& target) { readParameter(json, key, target); };
    const auto flag = [&](const char* key, bool& target) {
        if (json.contains(key))
            target = truth(json.at(key));
    };
    read("scale", c.scale);
    read("missing", c.missing);
    read("task", c.task);
    if (c.task == "auto")
        c.task.clear();
    read("target", c.target);
    read("horizon", c.horizon);
    read("neurons", c.neurons);
    read("linksPerNeuron", c.linksPerNeuron);
    if (json.contains("readout")) {
        BURIN_TRY(c.readout, Readout::parse(parameterText(json.at("readout"))));
    }
    if (json.contains("activation"))
        c.activation = json.at("activation") == "tanh" ? Activation::tanh : Activation::hardTanh;
    read("leak", c.leak);
    flag("bias", c.bias);
    read("washout", c.washout);
    if (json.contains("bits")) {
        read("bits", c.widths.input);
        c.widths = Widths::uniform(c.widths.input, c.widths.out);
    }
    read("bitsInput", c.widths.input);
    read("bitsState", c.widths.state);
    read("bitsIn", c.widths.in);
    read("bitsR", c.widths.recurrent);
    read("bitsOut", c.widths.out);
    read("prune", c.prune);
    read("ranker", c.ranker);
    if (json.contains("pruneMatrices")) {
        BURIN_TRY(c.pruneMatrices, PruneMatrices::parse(parameterText(json.at("pruneMatrices"))));
    }
    flag("refit", c.refit);
    read("mask", c.mask);
    if (json.contains("pipeline")) {
        BURIN_TRY(c.pipeline, parsePipeline(parameterText(json.at("pipeline"))));
    }
    read("device", c.device);
    read("seeds", c.seeds);
    read("tune", c.tune);
    return c;
}

} // namespace burin::reservoir
