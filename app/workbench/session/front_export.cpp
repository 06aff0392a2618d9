// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/front_export.h"

#include "core/base/csv_field.h"
#include "core/base/file.h"
#include "core/base/metric_unit.h"

#include <fmt/format.h>

#include <cmath>
#include <system_error>

namespace burin::workbench {
namespace {

namespace fs = std::filesystem;
using State = FrontExportEntry::State;

FrontExportEntry exportOne(StudyEngine& engine, const FrontExportWish::Point& point, const FrontExportWish& wish,
                           const JobContext& context)
{
    FrontExportEntry entry{point.id, projectFolderName(point), State::failed, {}};
    const fs::path folder = wish.parent / entry.folder;
    std::error_code ignored;
    if (!wish.overwrite && fs::exists(folder, ignored)) {
        entry.state = State::kept;
        entry.message = "the folder was there already";
        return entry;
    }
    const auto record = engine.exportTo(point.config, folder, wish.overwrite, context);
    if (!record) {
        entry.message = record.error().text();
        return entry;
    }
    entry.state = record->sealed ? State::written : State::unsealed;
    entry.message = record->verification.seal();
    return entry;
}

std::string metricText(const optimise::DesignPoint& point, const std::string& key)
{
    const auto value = point.value(key);
    return value ? fmt::format("{:.6g}", *value) : std::string();
}

std::string tableCell(std::string text)
{
    for (char& c : text)
        if (c == '|' || c == '\n')
            c = ' ';
    return text.empty() ? "–" : text;
}

Result<void> writeIndex(StudyEngine& engine, const fs::path& parent, const std::vector<FrontExportEntry>& entries)
{
    const std::vector<std::string> keys =
        engine.store().identity().family == "crossbar"
            ? std::vector<std::string>{"validation", "energyPerInferenceNj", "latencyUs", "areaMm2", "arrays"}
            : std::vector<std::string>{"validation", "lut", "ff", "delayNs", "powerMw", "pdpPj"};
    std::string csv = "folder,point,state";
    std::string head = "| folder | state |";
    std::string line = "|---|---|";
    for (const std::string& key : keys) {
        csv += "," + key;
        head += fmt::format(" {} |", titleWithUnit(key));
        line += "---|";
    }
    csv += ",message\r\n";
    std::string markdown = fmt::format("# The front of {}\n\nEach folder is a project of its own: `make check` in it "
                                       "proves it again.\n\n{} remark |\n{}---|\n",
                                       engine.store().identity().dataName, head, line);
    for (const FrontExportEntry& entry : entries) {
        BURIN_TRY(const auto found, engine.store().find(entry.id));
        const optimise::DesignPoint point = found.value_or(optimise::DesignPoint{});
        csv += fmt::format("{},{},{}", entry.folder, entry.id, toString(entry.state));
        markdown += fmt::format("| [{0}]({0}/README.md) | {1} |", entry.folder, toString(entry.state));
        for (const std::string& key : keys) {
            const std::string value = metricText(point, key);
            csv.append(1, ',').append(value);
            markdown += fmt::format(" {} |", tableCell(value));
        }
        csv += fmt::format(",{}\r\n", csvField(entry.message));
        markdown += fmt::format(" {} |\n", tableCell(entry.message));
    }
    BURIN_CHECK(writeFile(parent / "index.csv", csv));
    return writeFile(parent / "index.md", markdown);
}

} // namespace

const char* toString(FrontExportEntry::State state)
{
    switch (state) {
    case State::written: return "verified";
    case State::unsealed: return "UNSEALED";
    case State::kept: return "kept";
    case State::failed: break;
    }
    return "failed";
}

std::string projectFolderName(const FrontExportWish::Point& point)
{
    if (!std::holds_alternative<reservoir::ReservoirConfig>(point.config)) {
        const views::DesignTraits traits = views::traitsOf(point.config, {});
        return fmt::format("{}-{}pruned-{}", traits.bits ? fmt::format("{}bit", *traits.bits) : "mixed",
                           std::lround(traits.prune * 100), point.id.substr(0, 8));
    }
    const auto& config = std::get<reservoir::ReservoirConfig>(point.config);
    const reservoir::Widths& w = config.widths;
    const bool uniform = w.input == w.state && w.state == w.in && w.in == w.recurrent;
    const std::string bits = uniform ? fmt::format("{}bit", w.recurrent)
                                     : fmt::format("{}-{}-{}-{}bit", w.input, w.state, w.in, w.recurrent);
    return fmt::format("{}-{}pruned-{}", bits, std::lround(config.prune * 100), point.id.substr(0, 8));
}

Result<std::vector<FrontExportEntry>> exportFront(StudyEngine& engine, const FrontExportWish& wish,
                                                  const JobContext& context)
{
    BURIN_CHECK(makeFolder(wish.parent));
    std::vector<FrontExportEntry> entries;
    const std::size_t total = wish.points.size();
    for (std::size_t i = 0; i < total; ++i) {
        const double from = static_cast<double>(i) / static_cast<double>(total);
        const double to = static_cast<double>(i + 1) / static_cast<double>(total);
        const std::string phase = fmt::format("project {} of {}", i + 1, total);
        context.report(from, phase, i, total);
        FrontExportEntry entry = exportOne(engine, wish.points[i], wish, context.part(from, to, phase));
        if (context.cancelled() && entry.state == State::failed)
            break; // stopped, not failed
        entries.push_back(std::move(entry));
    }
    if (!entries.empty())
        BURIN_CHECK(writeIndex(engine, wish.parent, entries));
    if (context.cancelled())
        return cancelledError();
    return entries;
}

} // namespace burin::workbench
