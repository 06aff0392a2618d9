// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/training_settings.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <system_error>

#include <unistd.h>

namespace burin::tools {
namespace {

namespace fs = std::filesystem;

ParameterTable makeTable()
{
    const auto whole = [](const char* key, double low, double high, const char* standard, const char* help) {
        return numberParameter(key, key, ParameterType::integer, low, high, standard, help);
    };
    const auto real = [](const char* key, double low, double high, const char* standard, const char* help) {
        return numberParameter(key, key, ParameterType::real, low, high, standard, help);
    };
    const auto flag = [](const char* key, const char* help) {
        Parameter row = textParameter(key, key, "", help);
        row.type = ParameterType::flag;
        return row;
    };
    return {
        whole("epochs", 1, 100000, "30", "Passes over the training images"),
        whole("batch", 2, 65536, "128", "Images per step"),
        real("rate", 1e-8, 100, "0.1", "Highest learning rate"),
        textParameter("schedule", "schedule", "cosine", "How it falls: a cosine, or to 1/10 and 1/100 (steps)",
                      {"cosine", "steps"}),
        real("momentum", 0, 0.9999, "0.9", "Of the descent"),
        real("weightDecay", 0, 1, "0.0005", "Of kernels"),
        real("warmup", 0, 0.9, "0.03", "Part of the training in which the rate rises"),
        real("labelSmoothing", 0, 0.9, "0.05", "Share of the other classes in the aim"),
        real("dropout", 0, 0.95, "0.3", "Before the last layer with weights"),
        real("freeze", 0, 1, "0.15",
             "Last part of the training, with the statistics of batch normalisation held and biases rounded"),
        whole("patience", 0, 100000, "0", "Stop after so many epochs without improvement (0: never)"),
        whole("shift", 0, 64, "", "Shift images by so many pixels (default: 1/8 of a side)"),
        flag("flip", "Mirror every other image (default: on for colour)"),
        flag("qat", "Round as the integer network does, from the first step"),
        flag("learnRanges", "With --qat: learn where the binary point of each weight and activation is"),
        real("learnBits", 2, 16, "",
             "With --qat: learn widths too, so that weights and activations have on average at most so many"),
        textParameter("device", "device", "cpu", "Where to train", {"cpu", "cuda"}),
        textParameter("precision", "precision", "auto", "Of convolutions in training",
                      {"auto", "float", "bfloat16"}),
    };
}

Result<void> checkOutput(const nlohmann::json& request, const char* key)
{
    const fs::path path = request.value(key, std::string());
    if (path.empty())
        return {};
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return fail(ErrorCode::io, "is a folder, not a file to write", path.string(), "Name a file in it.");
    const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::io, "there is no such folder", folder.string(), "Make it, or choose another one.");
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return fail(ErrorCode::io, "the folder cannot be written to", folder.string(),
                    "Choose another one or change its permissions.");
    return {};
}

} // namespace

const ParameterTable& trainingParameters()
{
    static const ParameterTable table = makeTable();
    return table;
}

Result<void> checkTraining(const nlohmann::json& request)
{
    if (const auto config = request.find("config"); config != request.end()) {
        BURIN_CHECK(checkParameters(trainingParameters(), *config, "config"));
        if (config->value("patience", 0) > 0 &&
            (config->value("learnRanges", false) || config->contains("learnBits")))
            return fail(ErrorCode::usage, "learned formats change to the last epoch: no early stop", "patience",
                        "Leave it out, or train without learned formats.");
    }
    for (const char* key : {"out", "checkpoint", "outNetwork"})
        BURIN_CHECK(checkOutput(request, key));
    return {};
}

} // namespace burin::tools
