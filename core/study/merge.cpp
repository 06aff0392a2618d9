// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/merge.h"

#include "core/study/readable.h"
#include "core/study/study_impl.h"

#include <fmt/format.h>

#include <set>
#include <tuple>

namespace burin::study {

using nlohmann::json;
using optimise::DesignPoint;
using optimise::PointStatus;

/// One merge under way. A class, not functions, for its access to Study::Impl.
class Merger {
public:
    explicit Merger(Study& out) : out_(out) {}

    Result<void> readExisting()
    {
        BURIN_TRY(const auto points, out_.load({.keepDamaged = true})); // a sound copy of one replaces it
        for (const DesignPoint& point : points)
            known_[point.id] = remember(point);
        BURIN_TRY(const auto events, out_.events());
        for (const Event& event : events)
            events_.insert(keyOf(event));
        return {};
    }

    Result<void> add(const Study& input, MergeSummary& summary)
    {
        BURIN_TRY(const auto read, loadReadable(input, {.replicas = true}));
        BURIN_TRY(const auto events, input.events());
        ++summary.inputs;
        summary.damaged.insert(summary.damaged.end(), read.damaged.begin(), read.damaged.end());
        return out_.impl_->write([&](std::int64_t revision) -> Result<void> {
            for (const DesignPoint& point : read.points) {
                if (optimise::pointId(point.config) != point.id)
                    return fail(ErrorCode::invalidInput, "the id of a point is not the hash of its configuration",
                                input.path().string() + ": " + point.id, "Restore a copy of that study.");
                addPoint(point, revision, input.path(), summary);
            }
            for (const Event& event : events)
                addEvent(event);
            return {};
        });
    }

private:
    struct Known {
        PointStatus status = PointStatus::pending;
        std::optional<double> validation;
        std::set<std::string> metrics;
        bool starred = false;
        bool sealed = false;
        bool tested = false;
        std::string note;
    };

    static Known remember(const DesignPoint& point)
    {
        Known known{point.status,           point.validation.mean, {}, point.starred, point.seal.has_value(),
                    point.test.mean.has_value(), point.note};
        for (const auto& [key, metric] : point.metrics)
            known.metrics.insert(key);
        return known;
    }

    static std::tuple<std::string, std::string, std::string, std::string> keyOf(const Event& event)
    {
        return {event.at, event.kind, event.pointId, event.detail.dump(-1, ' ', false, json::error_handler_t::replace)};
    }

    void addPoint(const DesignPoint& point, std::int64_t revision, const std::filesystem::path& from,
                  MergeSummary& summary)
    {
        const auto found = known_.find(point.id);
        const bool fresh = found == known_.end();
        Known& known = fresh ? known_[point.id] : found->second;
        const bool replace = fresh || (known.status != PointStatus::done && point.status == PointStatus::done);
        if (replace) {
            out_.impl_->putPoint(point, revision);
            ++(fresh ? summary.added : summary.improved);
        } else if (point.status == PointStatus::done && known.validation != point.validation.mean) {
            ++summary.conflicts;
            addEvent({0, {}, "merge-conflict", point.id,
                      {{"from", from.filename().string()},
                       {"kept", optionalJson(known.validation)},
                       {"other", optionalJson(point.validation.mean)}}});
        } else {
            ++summary.repeated;
        }
        const std::int64_t row = *out_.impl_->rowOf(point.id);
        if (!fresh)
            addExtras(row, point, known);
        if (point.test.mean && !known.tested)
            out_.impl_->putTests(row, point);
        known = fresh ? remember(point) : known;
        known.status = replace ? point.status : known.status;
        known.tested = known.tested || point.test.mean.has_value();
    }

    void addExtras(std::int64_t row, const DesignPoint& point, Known& known)
    {
        std::map<std::string, Metric> more;
        for (const auto& [key, metric] : point.metrics)
            if (known.metrics.insert(key).second)
                more.emplace(key, metric);
        out_.impl_->putMetrics(row, more);
        if (point.seal && !known.sealed)
            update("UPDATE points SET seal = ? WHERE row = ?", row, json(*point.seal).dump());
        if (point.starred && !known.starred)
            update("UPDATE points SET starred = ? WHERE row = ?", row, "1");
        if (!point.note.empty() && known.note.find(point.note) == std::string::npos) {
            known.note += (known.note.empty() ? "" : "\n") + point.note;
            update("UPDATE points SET note = ? WHERE row = ?", row, known.note);
        }
    }

    /// An event of an input keeps its time; one that is there already is not repeated.
    void addEvent(const Event& event)
    {
        if (!events_.insert(keyOf(event)).second)
            return;
        SQLite::Statement insert(*out_.impl_->database,
                                 "INSERT INTO events(at, kind, point, detail) VALUES("
                                 "coalesce(nullif(?, ''), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), ?, ?, ?)");
        insert.bind(1, event.at);
        insert.bind(2, event.kind);
        insert.bind(3, event.pointId);
        insert.bind(4, event.detail.dump(-1, ' ', false, json::error_handler_t::replace));
        insert.exec();
    }

    static json optionalJson(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

    void update(const char* sql, std::int64_t row, const std::string& value)
    {
        SQLite::Statement statement(*out_.impl_->database, sql);
        statement.bind(1, value);
        statement.bind(2, row);
        statement.exec();
    }

    Study& out_;
    std::map<std::string, Known> known_;
    std::set<std::tuple<std::string, std::string, std::string, std::string>> events_;
};

Result<MergeSummary> mergeStudies(const std::filesystem::path& out, std::span<const std::filesystem::path> inputs,
                                  const JobContext& ctx)
{
    if (inputs.empty())
        return fail(ErrorCode::usage, "there is nothing to merge", out.string(), "Name at least one study.");
    std::vector<std::unique_ptr<Study>> studies;
    for (const std::filesystem::path& path : inputs) {
        std::error_code ignored;
        if (std::filesystem::equivalent(path, out, ignored))
            return fail(ErrorCode::usage, "a study cannot be merged into itself", path.string());
        BURIN_TRY(auto study, Study::openReadOnly(path));
        if (!studies.empty())
            BURIN_CHECK(checkSameStudy(study->identity(), studies.front()->identity(), path.string()));
        studies.push_back(std::move(study));
    }
    BURIN_TRY(const auto target, Study::openOrCreate(out, studies.front()->identity()));
    Merger merger(*target);
    BURIN_CHECK(merger.readExisting());
    MergeSummary summary;
    for (const auto& study : studies) {
        if (ctx.cancelled())
            return cancelledError();
        BURIN_CHECK(merger.add(*study, summary));
        ctx.report(static_cast<double>(summary.inputs) / static_cast<double>(studies.size()), "merging",
                   summary.inputs, studies.size());
    }
    return summary;
}

} // namespace burin::study
