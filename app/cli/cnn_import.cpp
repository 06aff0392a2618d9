// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn import MODEL.onnx: a trained network of another program as N.json and M.npz.
#include "app/cli/cnn_commands.h"
#include "app/cli/flags.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/cnn/onnx_import.h"

#include <fmt/format.h>

#include <memory>

namespace burin::cli {
namespace {

struct ImportArguments {
    std::string model;
    std::string out;
    std::string weights;
    std::vector<double> mean;
    std::vector<double> std;
    bool overwrite = false;
};

std::string sizeText(const cnn::Shape& shape)
{
    return fmt::format("{} x {} x {}", shape.channels, shape.height, shape.width);
}

std::string describeText(const cnn::ImportedNetwork& imported, const std::vector<cnn::LayerShape>& shapes)
{
    const cnn::Network& network = imported.network;
    std::vector<std::vector<std::string>> rows{
        {"layer", "output", "weights", "multiply-adds", "activation", "weight"}};
    const auto format = [](const std::optional<fixed::Format>& f) { return f ? f->text() : std::string("-"); };
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        rows.push_back({network.layers[i].name, sizeText(shapes[i].out), grouped(std::uint64_t{shapes[i].weights}),
                        grouped(shapes[i].macs), format(network.layers[i].activation),
                        format(network.layers[i].weight)});
    std::string text = fmt::format("{} nodes became {} layers; input {}\n\n", imported.nodes,
                                   network.layers.size(), sizeText(network.input));
    text += table(rows);
    for (const std::string& note : imported.notes)
        text += fmt::format("\nnote: {}", note);
    return imported.notes.empty() ? text : text + "\n";
}

Result<Report> import(const ImportArguments& arguments)
{
    for (const double value : arguments.std)
        if (!(value > 0))
            return fail(ErrorCode::usage, fmt::format("a standard deviation of {} is not above 0", value),
                        "--std");
    if (!arguments.overwrite)
        for (const std::string& file : {arguments.out, arguments.weights})
            BURIN_CHECK(checkNew("the file", file, "Add --overwrite to replace it, or name another file."));
    BURIN_TRY(const auto imported, cnn::importOnnx(arguments.model, {arguments.mean, arguments.std}));
    BURIN_TRY(const auto shapes, cnn::inferShapes(imported.network));
    const nlohmann::json network = imported.network;
    BURIN_CHECK(cnn::writeWeights(arguments.weights, imported.network, imported.weights)); // the large one first
    BURIN_CHECK(writeFile(arguments.out, network.dump(2) + "\n"));
    std::uint64_t weights = 0;
    std::uint64_t macs = 0;
    for (const auto& shape : shapes) {
        weights += shape.weights;
        macs += shape.macs;
    }
    const auto normalise = [&](auto of) {
        std::vector<double> values;
        for (int c = 0; c < imported.network.input.channels; ++c)
            values.push_back(of(c));
        return values;
    };
    Report report;
    report.document = {
        {"network", arguments.out},
        {"weights", arguments.weights},
        {"producer", imported.producer},
        {"nodes", imported.nodes},
        {"layers", imported.network.layers.size()},
        {"input", {imported.network.input.channels, imported.network.input.height, imported.network.input.width}},
        {"classes", shapes.back().out.values()},
        {"mean", normalise([&](int c) { return imported.network.normalise.meanOf(c); })},
        {"std", normalise([&](int c) { return imported.network.normalise.stdOf(c); })},
        {"quantised", imported.network.isQuantised()},
        {"weightCount", weights},
        {"macs", macs},
        {"notes", imported.notes}};
    report.text = describeText(imported, shapes);
    report.text +=
        fmt::format("\nWritten: {} and {}. Accuracy: burin-cli cnn eval --network {} --weights {} --data IMAGES\n",
                    arguments.out, arguments.weights, arguments.out, arguments.weights);
    return report;
}

} // namespace

void addCnnImport(CLI::App& cnn, Terminal& terminal)
{
    auto arguments = std::make_shared<ImportArguments>();
    CLI::App* command = terminal.add(cnn, "import", "Import a trained network from an ONNX file",
                                     [arguments](const JobContext&) { return import(*arguments); });
    command->add_option("model", arguments->model, "Model: .onnx")->required();
    command->add_option("--out", arguments->out, "Network to write: .json")->required();
    command->add_option("--weights", arguments->weights, "Weights to write: .npz")->required();
    command
        ->add_option("--mean", arguments->mean,
                     "Mean that the model's input was normalised with, in pixels (0 to 255); one "
                     "value or one per channel (default: 0)")
        ->delimiter(',');
    command->add_option("--std", arguments->std, "Standard deviation likewise (default: 255)")->delimiter(',');
    command->add_flag("--overwrite", arguments->overwrite, "Replace files that are there");
}

} // namespace burin::cli
