// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace burin::study {
namespace {

using nlohmann::json;
using optimise::DesignPoint;
using optimise::PointStatus;

constexpr double kMostError = 1e12; ///< a greater one is damage

/// SQLite would read a text as 0.
Result<void> readNumber(const SQLite::Column& column, const char* what, const std::string& id,
                        std::optional<double>& value)
{
    if (!column.isNull() && !column.isInteger() && !column.isFloat())
        return fail(ErrorCode::invalidInput, fmt::format("{} is no number", what), id);
    value = column.isNull() ? std::nullopt : std::optional(column.getDouble());
    return {};
}

/// A score of an accuracy study lies between 0 and 1, any other is at least 0.
Result<void> readScore(const SQLite::Column& column, const char* what, const std::string& id,
                       const std::string& target, std::optional<double>& value)
{
    BURIN_CHECK(readNumber(column, what, id, value));
    if (value && (*value < 0 || (target == "accuracy" && *value > 1) || *value > kMostError))
        return fail(ErrorCode::invalidInput, fmt::format("{} is {}, which is no {}", what, *value, target), id);
    return {};
}

std::uint64_t count(SQLite::Database& database, const std::string& sql)
{
    return static_cast<std::uint64_t>(database.execAndGet(sql).getInt64());
}

struct Names {
    std::vector<std::string> texts; ///< by row number

    explicit Names(SQLite::Database& database)
    {
        SQLite::Statement query(database, "SELECT name, text FROM names WHERE name BETWEEN 1 AND 10000000 ORDER BY name");
        while (query.executeStep()) {
            const auto row = static_cast<std::size_t>(query.getColumn(0).getInt64());
            texts.resize(std::max(texts.size(), row + 1));
            texts[row] = query.getColumn(1).getString();
        }
    }
    [[nodiscard]] const std::string& operator[](std::int64_t name) const
    {
        static const std::string kUnknown;
        const auto index = static_cast<std::size_t>(name);
        return index < texts.size() ? texts[index] : kUnknown;
    }
};

constexpr const char* kPointColumns = "SELECT row, id, config, status, message, validation, validation_ci, test, "
                                      "test_ci, seal, starred, note FROM points ";
constexpr const char* kMetricColumns =
    "SELECT m.point, m.key, m.value, m.tier, m.error, m.tool FROM metrics m ";

/// What JSON makes the parser throw becomes an error that names the point and the part.
template <class Body> Result<void> readingJson(const char* part, const std::string& id, const Body& body)
{
    try {
        return body();
    } catch (const json::exception& problem) {
        return fail(ErrorCode::invalidInput, fmt::format("{} cannot be read: {}", part, problem.what()), id,
                    "Restore a copy of the study.");
    }
}

Result<void> readRow(const SQLite::Statement& row, const std::string& target, DesignPoint& point)
{
    auto& query = const_cast<SQLite::Statement&>(row); // getColumn() is not const, and reads only
    point.id = query.getColumn(1).getString();
    const int status = query.getColumn(3).isInteger() ? query.getColumn(3).getInt() : -1;
    if (status < 0 || status > static_cast<int>(PointStatus::cancelled))
        return fail(ErrorCode::invalidInput, fmt::format("unknown status {}", status), point.id);
    point.status = static_cast<PointStatus>(status);
    const SQLite::Column config = query.getColumn(2);
    BURIN_CHECK(readingJson("its configuration", point.id, [&]() -> Result<void> {
        point.config = json::parse(config.getText(), config.getText() + config.getBytes());
        return {};
    }));
    if (!point.config.is_object())
        return fail(ErrorCode::invalidInput, "the configuration is no JSON object", point.id);
    point.message = query.getColumn(4).getString();
    BURIN_CHECK(readScore(query.getColumn(5), "validation", point.id, target, point.validation.mean));
    BURIN_CHECK(readNumber(query.getColumn(6), "the interval of validation", point.id, point.validation.ci95));
    BURIN_CHECK(readScore(query.getColumn(7), "test", point.id, target, point.test.mean));
    BURIN_CHECK(readNumber(query.getColumn(8), "the interval of test", point.id, point.test.ci95));
    if (!query.getColumn(9).isNull())
        BURIN_CHECK(readingJson("its seal", point.id, [&]() -> Result<void> {
            point.seal = json::parse(query.getColumn(9).getString()).get<optimise::Seal>();
            return {};
        }));
    point.starred = query.getColumn(10).getInt() != 0;
    point.note = query.getColumn(11).getString();
    return {};
}

Result<void> readMetric(SQLite::Statement& query, const Names& names, DesignPoint& point)
{
    const int tier = query.getColumn(3).isInteger() ? query.getColumn(3).getInt() : -1;
    if (tier < 0 || tier > static_cast<int>(Tier::measured))
        return fail(ErrorCode::invalidInput, fmt::format("unknown tier {}", tier), point.id);
    const std::string& key = names[query.getColumn(1).getInt64()];
    Metric metric{{}, static_cast<Tier>(tier), {}, names[query.getColumn(5).getInt64()]};
    BURIN_CHECK(readNumber(query.getColumn(2), key.c_str(), point.id, metric.value));
    BURIN_CHECK(readNumber(query.getColumn(4), "the error of a metric", point.id, metric.error));
    point.metrics.emplace_hint(point.metrics.end(), key, std::move(metric));
    return {};
}

Result<void> readReplicas(SQLite::Database& database, std::int64_t row, DesignPoint& point)
{
    SQLite::Statement bodies(database, "SELECT body FROM replicas WHERE point = ?");
    bodies.bind(1, row);
    if (bodies.executeStep())
        point.replicas = json::parse(bodies.getColumn(0).getString()).get<std::vector<optimise::Replica>>();
    SQLite::Statement tests(database, "SELECT seed, value FROM tests WHERE point = ?");
    tests.bind(1, row);
    while (tests.executeStep()) {
        std::optional<double> value;
        BURIN_CHECK(readNumber(tests.getColumn(1), "test", point.id, value));
        for (optimise::Replica& replica : point.replicas)
            if (replica.seed == static_cast<std::uint64_t>(tests.getColumn(0).getInt64()))
                replica.test = value;
    }
    return {};
}

/// In place of the point whose row says what it must not.
DesignPoint damagedPoint(std::string id, const Error& error)
{
    DesignPoint point;
    point.id = std::move(id);
    point.config = json::object();
    point.status = PointStatus::failed;
    point.message = error.message + "; restore a copy of the study, or compute the point again";
    return point;
}

bool wanted(const DesignPoint& point, const Query& query)
{
    if (!query.statuses.empty() &&
        std::find(query.statuses.begin(), query.statuses.end(), point.status) == query.statuses.end())
        return false;
    if (query.starredOnly && !point.starred)
        return false;
    return std::all_of(query.limits.begin(), query.limits.end(), [&](const optimise::Limit& limit) {
        const auto value = point.value(limit.key);
        return value && limit.keeps(*value);
    });
}

void sortBy(std::vector<DesignPoint>& points, const std::string& key, bool descending)
{
    std::stable_sort(points.begin(), points.end(), [&](const DesignPoint& a, const DesignPoint& b) {
        const auto left = a.value(key);
        const auto right = b.value(key);
        if (!left || !right)
            return left.has_value() && !right.has_value();
        return descending ? *left > *right : *left < *right;
    });
}

} // namespace

Result<std::vector<DesignPoint>> Study::load(const Query& query) const
{
    const std::scoped_lock held(impl_->mutex);
    return guarded(impl_->path, [&]() -> Result<std::vector<DesignPoint>> {
        SQLite::Database& database = *impl_->database;
        SQLite::Transaction snapshot(database); // both tables as of one moment
        const Names names(database);
        const std::string target = identity().target;
        const auto since = static_cast<std::int64_t>(query.changedSince);
        SQLite::Statement rows(database, std::string(kPointColumns) + "WHERE revision > ? ORDER BY row");
        rows.bind(1, since);
        SQLite::Statement metrics(
            database, std::string(kMetricColumns) +
                          (since > 0 ? "JOIN points p ON p.row = m.point WHERE p.revision > ? " : "") +
                          "ORDER BY m.point, m.key");
        if (since > 0)
            metrics.bind(1, since);
        bool more = metrics.executeStep();
        std::vector<DesignPoint> points;
        while (rows.executeStep()) {
            DesignPoint point;
            const std::int64_t row = rows.getColumn(0).getInt64();
            auto read = readRow(rows, target, point);
            for (; more && metrics.getColumn(0).getInt64() <= row; more = metrics.executeStep())
                if (read && metrics.getColumn(0).getInt64() == row)
                    read = readMetric(metrics, names, point);
            if (read && query.replicas && wanted(point, query))
                read = readingJson("its seeds", point.id, [&] { return readReplicas(database, row, point); });
            if (!read && !query.keepDamaged)
                return Unexpected<Error>(read.error());
            if (!read)
                point = damagedPoint(rows.getColumn(1).getString(), read.error());
            if (wanted(point, query))
                points.push_back(std::move(point));
        }
        if (!query.sortKey.empty())
            sortBy(points, query.sortKey, query.descending);
        return points;
    });
}

Result<std::optional<std::string>> Study::Impl::findId(const std::string& beginning)
{
    SQLite::Statement rows(*database, "SELECT id FROM points WHERE substr(id, 1, ?) = ? LIMIT 2");
    rows.bind(1, static_cast<std::int64_t>(beginning.size()));
    rows.bind(2, beginning);
    if (beginning.empty() || !rows.executeStep())
        return std::optional<std::string>();
    std::string id = rows.getColumn(0).getString();
    if (rows.executeStep())
        return fail(ErrorCode::usage, "several points begin with \"" + beginning + "\"", path.string(),
                    "Give more digits.");
    return std::optional(std::move(id));
}

Result<std::optional<DesignPoint>> Study::Impl::find(const std::string& id)
{
    BURIN_TRY(const auto whole, findId(id));
    if (!whole)
        return std::optional<DesignPoint>();
    SQLite::Statement rows(*database, std::string(kPointColumns) + "WHERE id = ?");
    rows.bind(1, *whole);
    rows.executeStep();
    DesignPoint point;
    const std::int64_t row = rows.getColumn(0).getInt64();
    BURIN_CHECK(readRow(rows, identity.target, point));
    const Names known(*database);
    SQLite::Statement metrics(*database, std::string(kMetricColumns) + "WHERE m.point = ? ORDER BY m.key");
    metrics.bind(1, row);
    while (metrics.executeStep())
        BURIN_CHECK(readMetric(metrics, known, point));
    BURIN_CHECK(readingJson("its seeds", point.id, [&] { return readReplicas(*database, row, point); }));
    return std::optional(std::move(point));
}

Result<std::optional<DesignPoint>> Study::find(const std::string& id) const
{
    const std::scoped_lock held(impl_->mutex);
    return guarded(impl_->path, [&]() -> Result<std::optional<DesignPoint>> {
        SQLite::Transaction snapshot(*impl_->database);
        return impl_->find(id);
    });
}

Result<StudySummary> Study::summary() const
{
    const std::scoped_lock held(impl_->mutex);
    return guarded(impl_->path, [&]() -> Result<StudySummary> {
        SQLite::Database& database = *impl_->database;
        StudySummary summary;
        summary.path = impl_->path;
        summary.identity = impl_->identity;
        summary.schemaVersion = database.execAndGet("PRAGMA user_version").getInt();
        summary.starred = count(database, "SELECT count(*) FROM points WHERE starred <> 0");
        summary.sealed = count(database, "SELECT count(*) FROM points WHERE seal IS NOT NULL");
        summary.testReadings = count(database, "SELECT count(*) FROM events WHERE kind = 'test-reading'");
        summary.generation = impl_->generation;
        SQLite::Statement query(database, "SELECT status, count(*) FROM points GROUP BY status");
        while (query.executeStep()) {
            const int status = query.getColumn(0).getInt();
            const auto number = static_cast<std::size_t>(query.getColumn(1).getInt64());
            summary.points += number;
            if (status >= 0 && status <= static_cast<int>(PointStatus::cancelled))
                summary.byStatus[static_cast<PointStatus>(status)] = number;
        }
        return summary;
    });
}

Result<std::vector<Event>> Study::events() const
{
    const std::scoped_lock held(impl_->mutex);
    return guarded(impl_->path, [&]() -> Result<std::vector<Event>> {
        std::vector<Event> events;
        SQLite::Statement query(*impl_->database, "SELECT event, at, kind, point, detail FROM events ORDER BY event");
        while (query.executeStep())
            events.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                              query.getColumn(2).getString(), query.getColumn(3).getString(),
                              json::parse(query.getColumn(4).getString(), nullptr, false)});
        return events;
    });
}

} // namespace burin::study
