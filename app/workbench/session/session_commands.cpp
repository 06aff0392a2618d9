// SPDX-License-Identifier: GPL-3.0-or-later
// "Copy as command": what the window does, as burin-cli lines that run in any folder while the window is open.
// Projects that are only there to be simulated or synthesised go into a temporary folder.
#include "app/workbench/session/command_line.h"
#include "app/workbench/session/session.h"

#include <QFileInfo>

#include <fmt/format.h>

namespace burin::workbench {
namespace {

constexpr const char* kScratch = "\"$P/project\"";

QString inScratch(const std::string& exported, const std::string& then)
{
    if (exported.empty())
        return {};
    return QString::fromStdString(fmt::format("P=$(mktemp -d) && {} && burin-cli {}", exported, then));
}

/// "NAME.html" of "/folder/NAME.burin", for a file in the folder where the line is run.
std::string named(const std::filesystem::path& study, const char* ending)
{
    return shellQuoted(study.stem().string() + ending);
}

std::string exportOfPoint(const study::Study& study, const QString& id, const std::string& folder)
{
    return fmt::format("burin-cli {} export --study {} --point {} --out {}", study.identity().family,
                       shellQuoted(study.path().string()), id.toStdString(), folder);
}

} // namespace

QString Session::configurationCommand() const
{
    return engine_ ? QString::fromStdString(engine_->configurationCommand(state_.config())) : QString();
}

QString Session::sweepCommand(const views::SweepSettings& settings) const
{
    return engine_ ? QString::fromStdString(engine_->sweepCommand(state_.config(), settings)) : QString();
}

QString Session::verifyCommand() const
{
    return engine_
               ? inScratch(engine_->exportCommand(state_.config(), kScratch), fmt::format("verify {}", kScratch))
               : QString();
}

QString Session::synthesisCommand() const
{
    return engine_ ? inScratch(engine_->exportCommand(state_.config(), kScratch),
                               fmt::format("synth {} --device {}", kScratch,
                                           shellQuoted(views::deviceOf(state_.config()))))
                   : QString();
}

QString Session::synthesisCommand(const QStringList& ids) const
{
    if (!engine_ || !state_.study().noCircuit.isEmpty())
        return {};
    std::string text = "P=$(mktemp -d)";
    for (const QString& id : ids) {
        const views::StudyModel::Row* row = points_.find(id);
        if (row == nullptr || !row->readable)
            continue;
        const std::string folder = fmt::format("\"$P/{}\"", id.toStdString());
        text += fmt::format(" && {} && burin-cli synth {} --device {}",
                            exportOfPoint(engine_->store(), id, folder), folder,
                            shellQuoted(views::deviceOf(row->config)));
    }
    return QString::fromStdString(text);
}

QString Session::exportCommand(const QString& folder, bool overwrite) const
{
    if (!engine_)
        return {};
    const std::string out = folder.isEmpty() ? "burin-project" : shellQuoted(folder.toStdString());
    const std::string text = engine_->exportCommand(state_.config(), out);
    return QString::fromStdString(text.empty() || !overwrite ? text : text + " --overwrite");
}

QString Session::exportCommand(const std::vector<std::pair<QString, QString>>& points, bool overwrite) const
{
    std::string text;
    if (engine_)
        for (const auto& [id, folder] : points)
            text += (text.empty() ? "" : " && ") +
                    exportOfPoint(engine_->store(), id, shellQuoted(folder.toStdString())) +
                    (overwrite ? " --overwrite" : "");
    return QString::fromStdString(text);
}

QString Session::reportCommand(const QString& path) const
{
    if (!engine_)
        return {};
    const std::filesystem::path study = engine_->store().path();
    const QFileInfo info(path);
    const QString html = info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral(".html");
    return QString::fromStdString(
        fmt::format("burin-cli study report {} --format html --out {}", shellQuoted(study.string()),
                    path.isEmpty() ? named(study, ".html") : shellQuoted(html.toStdString())));
}

QString Session::bundleCommand(const QString& path) const
{
    if (!engine_)
        return {};
    const std::filesystem::path study = engine_->store().path();
    return QString::fromStdString(
        fmt::format("burin-cli study bundle {} --out {}", shellQuoted(study.string()),
                    path.isEmpty() ? named(study, ".burin.zip") : shellQuoted(path.toStdString())));
}

} // namespace burin::workbench
