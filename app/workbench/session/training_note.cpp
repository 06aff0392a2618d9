// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/training_note.h"

#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <system_error>

namespace burin::workbench {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 16U << 20U;

fs::path noteOf(const fs::path& study)
{
    return study.string() + ".training";
}

} // namespace

Result<void> writeTrainingNote(const fs::path& study, const TrainingNote& note)
{
    const views::TrainingRequest& request = note.request;
    json curve = json::array();
    for (const views::TrainingEpoch& epoch : note.curve)
        curve.push_back({epoch.epoch, epoch.loss, epoch.trainAccuracy, epoch.validation});
    const json document{{"network", request.network.toStdString()},
                        {"start", request.start.toStdString()},
                        {"out", request.out.toStdString()},
                        {"epochs", request.epochs},
                        {"patience", request.patience},
                        {"rate", request.rate},
                        {"seed", std::uint64_t{request.seed}},
                        {"rounded", request.rounded},
                        {"curve", std::move(curve)}};
    return writeFile(noteOf(study), document.dump() + "\n");
}

std::optional<TrainingNote> readTrainingNote(const fs::path& study)
try {
    const auto text = readFile(noteOf(study), kMostBytes);
    if (!text)
        return std::nullopt;
    const json document = json::parse(*text);
    TrainingNote note;
    note.request.network = QString::fromStdString(document.at("network").get<std::string>());
    note.request.start = QString::fromStdString(document.at("start").get<std::string>());
    note.request.out = QString::fromStdString(document.at("out").get<std::string>());
    note.request.epochs = document.at("epochs").get<int>();
    note.request.patience = document.at("patience").get<int>();
    note.request.rate = document.at("rate").get<double>();
    note.request.seed = document.at("seed").get<quint64>();
    note.request.rounded = document.at("rounded").get<bool>();
    for (const json& row : document.at("curve"))
        note.curve.push_back(
            {row.at(0).get<int>(), row.at(1).get<double>(), row.at(2).get<double>(), row.at(3).get<double>()});
    return note;
} catch (const json::exception&) {
    return std::nullopt;
}

void removeTrainingNote(const fs::path& study)
{
    std::error_code ignored;
    fs::remove(noteOf(study), ignored);
}

} // namespace burin::workbench
