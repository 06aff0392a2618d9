// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study.h"

#include "core/base/text.h"
#include "core/optimise/statistics.h"
#include "core/study/study_impl.h"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cmath>

namespace burin::study {
namespace {

using nlohmann::json;

void bindOptional(SQLite::Statement& statement, int index, const std::optional<double>& value)
{
    if (value && std::isfinite(*value))
        statement.bind(index, *value);
    else
        statement.bind(index);
}

std::string textOf(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json replicasBody(const std::vector<optimise::Replica>& replicas)
{
    std::vector<optimise::Replica> unread = replicas;
    for (optimise::Replica& replica : unread)
        replica.test.reset(); // test values are in a table of their own
    return json(unread);
}

} // namespace

void to_json(json& out, const Identity& identity)
{
    out = {{"family", identity.family},
           {"data",
            {{"name", identity.dataName}, {"source", identity.dataSource}, {"sha256", identity.dataSha256}}},
           {"task", identity.task},
           {"target", identity.target},
           {"device", identity.device},
           {"seed", seedToJson(identity.seed)},
           {"seeds", identity.seeds},
           {"details", identity.details}};
}

void from_json(const json& in, Identity& identity)
{
    identity.family = in.at("family").get<std::string>();
    const json& data = in.at("data");
    identity.dataName = data.at("name").get<std::string>();
    identity.dataSource = data.at("source").get<std::string>();
    identity.dataSha256 = data.at("sha256").get<std::string>();
    identity.task = in.at("task").get<std::string>();
    identity.target = in.at("target").get<std::string>();
    identity.device = in.at("device").get<std::string>();
    identity.seed = seedFromJson(in.at("seed"));
    identity.seeds = in.at("seeds").get<int>();
    identity.details = in.value("details", json::object());
}

Result<void> checkSameStudy(const Identity& a, const Identity& b, const std::string& where)
{
    const auto differs = [&](const char* what, const std::string& one, const std::string& other) {
        return fail(ErrorCode::invalidInput,
                    fmt::format("this study has another {}: \"{}\", not \"{}\"", what, one, other), where,
                    "Use a study file of its own for it.");
    };
    if (a.family != b.family)
        return differs("family", a.family, b.family);
    if (a.dataSha256 != b.dataSha256)
        return differs("data set", a.dataName + " " + a.dataSha256.substr(0, 12),
                       b.dataName + " " + b.dataSha256.substr(0, 12));
    if (a.target != b.target)
        return differs("target metric", a.target, b.target);
    if (a.seed != b.seed)
        return differs("seed", std::to_string(a.seed), std::to_string(b.seed));
    return {};
}

std::int64_t Study::Impl::nameOf(const std::string& text)
{
    if (const auto known = names.find(text); known != names.end())
        return known->second;
    SQLite::Statement insert(*database, "INSERT INTO names(text) VALUES(?) ON CONFLICT DO NOTHING");
    insert.bind(1, text);
    insert.exec();
    SQLite::Statement find(*database, "SELECT name FROM names WHERE text = ?");
    find.bind(1, text);
    find.executeStep();
    return names[text] = find.getColumn(0).getInt64();
}

std::optional<std::int64_t> Study::Impl::rowOf(const std::string& id)
{
    SQLite::Statement find(*database, "SELECT row FROM points WHERE id = ?");
    find.bind(1, id);
    return find.executeStep() ? std::optional(find.getColumn(0).getInt64()) : std::nullopt;
}

void Study::Impl::putMetrics(std::int64_t row, const std::map<std::string, Metric>& metrics)
{
    SQLite::Statement upsert(*database, "INSERT INTO metrics VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                                        "value = excluded.value, tier = excluded.tier, error = excluded.error, "
                                        "tool = excluded.tool");
    for (const auto& [key, metric] : metrics) {
        upsert.bind(1, row);
        upsert.bind(2, nameOf(key));
        bindOptional(upsert, 3, metric.value);
        upsert.bind(4, static_cast<int>(metric.tier));
        bindOptional(upsert, 5, metric.error);
        upsert.bind(6, nameOf(metric.tool));
        upsert.exec();
        upsert.reset();
    }
}

void Study::Impl::putPoint(const optimise::DesignPoint& point, std::int64_t revision)
{
    SQLite::Statement upsert(
        *database,
        "INSERT INTO points(id, revision, config, status, message, validation, validation_ci, seal, starred, note) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET revision = excluded.revision, "
        "config = excluded.config, status = excluded.status, message = excluded.message, "
        "validation = excluded.validation, validation_ci = excluded.validation_ci");
    upsert.bind(1, point.id);
    upsert.bind(2, revision);
    upsert.bind(3, textOf(point.config));
    upsert.bind(4, static_cast<int>(point.status));
    upsert.bind(5, point.message);
    bindOptional(upsert, 6, point.validation.mean);
    bindOptional(upsert, 7, point.validation.ci95);
    if (point.seal)
        upsert.bind(8, textOf(json(*point.seal)));
    upsert.bind(9, point.starred ? 1 : 0);
    upsert.bind(10, point.note);
    upsert.exec();
    const std::int64_t row = *rowOf(point.id);
    putMetrics(row, point.metrics);
    SQLite::Statement replicas(*database, "INSERT OR REPLACE INTO replicas VALUES(?, ?)");
    replicas.bind(1, row);
    replicas.bind(2, textOf(replicasBody(point.replicas)));
    replicas.exec();
}

void Study::Impl::putTests(std::int64_t row, const optimise::DesignPoint& point)
{
    SQLite::Statement summary(*database, "UPDATE points SET test = ?, test_ci = ? WHERE row = ?");
    bindOptional(summary, 1, point.test.mean);
    bindOptional(summary, 2, point.test.ci95);
    summary.bind(3, row);
    summary.exec();
    for (const optimise::Replica& replica : point.replicas) {
        if (!replica.test)
            continue;
        SQLite::Statement insert(*database, "INSERT OR REPLACE INTO tests VALUES(?, ?, ?)");
        insert.bind(1, row);
        insert.bind(2, static_cast<std::int64_t>(replica.seed));
        insert.bind(3, *replica.test);
        insert.exec();
    }
}

Study::Study(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Study::~Study()
{
    if (!impl_->lock || !impl_->logged)
        return;
    // Fold the log back and leave one plain file. With readers about, or on a full disk, the log simply stays.
    impl_->database->tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
    impl_->database->tryExec("PRAGMA journal_mode = DELETE");
}

Result<std::unique_ptr<Study>> Study::openWith(const std::filesystem::path& path, bool write)
{
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    std::error_code ignored;
    if (write && std::filesystem::is_regular_file(path, ignored)) {
        BURIN_TRY(impl->lock, WriterLock::take(path));
    }
    BURIN_TRY(impl->database, openDatabase(path, write ? Access::write : Access::read));
    BURIN_CHECK(guarded(path, [&]() -> Result<void> {
        SQLite::Database& database = *impl->database;
        if (write) {
            if (sqlite3_db_readonly(database.getHandle(), "main") == 1)
                return fail(ErrorCode::io, "the study's file cannot be written", path.string(),
                            "Check its permissions, open it read-only, or copy it.");
            database.exec("PRAGMA synchronous = FULL");
            impl->logged = database.execAndGet("PRAGMA journal_mode").getString() == "wal";
        }
        const std::string text =
            database.execAndGet("SELECT value FROM meta WHERE key = 'identity'").getString();
        try {
            impl->identity = json::parse(text).get<Identity>();
        } catch (const json::exception& problem) {
            return fail(ErrorCode::invalidInput, std::string("the study's description is unreadable: ") +
                                                     problem.what(),
                        path.string(), "Restore a copy.");
        }
        const std::int64_t revision =
            database.execAndGet("SELECT coalesce(max(revision), 0) FROM points").getInt64();
        if (revision < 0)
            return fail(ErrorCode::invalidInput, "the study has a negative revision", path.string(),
                        "Restore a copy.");
        impl->generation = static_cast<std::uint64_t>(revision);
        return {};
    }));
    return std::unique_ptr<Study>(new Study(std::move(impl)));
}

Result<std::unique_ptr<Study>> Study::create(const std::filesystem::path& path, const Identity& identity)
{
    BURIN_CHECK(createDatabase(path, textOf(json(identity))));
    return openWith(path, true);
}

Result<std::unique_ptr<Study>> Study::open(const std::filesystem::path& path)
{
    return openWith(path, true);
}

Result<std::unique_ptr<Study>> Study::openReadOnly(const std::filesystem::path& path)
{
    return openWith(path, false);
}

Result<std::unique_ptr<Study>> Study::openOrCreate(const std::filesystem::path& path, const Identity& identity)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return create(path, identity);
    BURIN_TRY(auto study, open(path));
    BURIN_CHECK(checkSameStudy(study->identity(), identity, path.string()));
    return study;
}

const std::filesystem::path& Study::path() const
{
    return impl_->path;
}

Identity Study::identity() const
{
    const std::scoped_lock held(impl_->identityMutex); // setDetail() changes it
    return impl_->identity;
}

Result<void> Study::setDetail(const std::string& key, const json& value, const std::string& event)
{
    const std::scoped_lock whole(impl_->detailMutex);
    Identity changed = identity();
    BURIN_CHECK(impl_->write([&](std::int64_t) -> Result<void> {
        const json before = changed.details.value(key, json());
        changed.details[key] = value;
        SQLite::Statement update(*impl_->database, "UPDATE meta SET value = ? WHERE key = 'identity'");
        update.bind(1, textOf(json(changed)));
        update.exec();
        if (!event.empty())
            impl_->putEvent(event, "", {{"key", key}, {"from", before}, {"to", value}});
        return {};
    }));
    const std::scoped_lock held(impl_->identityMutex);
    impl_->identity = std::move(changed);
    return {};
}

Result<void> Study::copyTo(const std::filesystem::path& target) const
{
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored))
        return fail(ErrorCode::io, "the file exists already", target.string(), "Choose another name.");
    const std::scoped_lock held(impl_->mutex);
    return guarded(impl_->path, [&]() -> Result<void> {
        SQLite::Statement copy(*impl_->database, "VACUUM INTO ?");
        copy.bind(1, target.string());
        copy.exec();
        return {};
    });
}

bool Study::readOnly() const
{
    return !impl_->lock;
}

std::uint64_t Study::generation() const
{
    return impl_->generation;
}

Result<void> Study::put(const optimise::DesignPoint& point)
{
    return put(std::span(&point, 1));
}

Result<void> Study::put(std::span<const optimise::DesignPoint> points)
{
    return impl_->write([&](std::int64_t revision) -> Result<void> {
        for (const optimise::DesignPoint& point : points) {
            if (point.id.empty() || !point.config.is_object())
                return fail(ErrorCode::internal, "a point without id or configuration", impl_->path.string());
            impl_->putPoint(point, revision);
        }
        return {};
    });
}

Result<void> Study::setMetrics(const std::string& id, const std::map<std::string, Metric>& metrics)
{
    return impl_->writeRow(id, [&](std::int64_t row) -> Result<void> {
        impl_->putMetrics(row, metrics);
        return {};
    });
}

Result<void> Study::setStarred(const std::string& id, bool starred)
{
    return setStarred({&id, 1}, starred);
}

Result<void> Study::setStarred(std::span<const std::string> ids, bool starred)
{
    return impl_->writeRows(ids, [&](std::int64_t row) -> Result<void> {
        SQLite::Statement update(*impl_->database, "UPDATE points SET starred = ? WHERE row = ?");
        update.bind(1, starred ? 1 : 0);
        update.bind(2, row);
        update.exec();
        return {};
    });
}

Result<void> Study::setNote(const std::string& id, const std::string& note)
{
    return impl_->writeRow(id, [&](std::int64_t row) -> Result<void> {
        SQLite::Statement update(*impl_->database, "UPDATE points SET note = ? WHERE row = ?");
        update.bind(1, note);
        update.bind(2, row);
        update.exec();
        return {};
    });
}

Result<void> Study::setSeal(const std::string& id, const std::optional<optimise::Seal>& seal)
{
    return impl_->writeRow(id, [&](std::int64_t row) -> Result<void> {
        SQLite::Statement update(*impl_->database, "UPDATE points SET seal = ? WHERE row = ?");
        if (seal)
            update.bind(1, textOf(json(*seal)));
        update.bind(2, row);
        update.exec();
        return {};
    });
}

Result<void> Study::setReplicas(const std::string& id, const std::vector<optimise::Replica>& replicas)
{
    return impl_->writeRow(id, [&](std::int64_t row) -> Result<void> {
        SQLite::Statement update(*impl_->database, "INSERT OR REPLACE INTO replicas VALUES(?, ?)");
        update.bind(1, row);
        update.bind(2, textOf(replicasBody(replicas)));
        update.exec();
        return {};
    });
}

Result<void> Study::recordTest(const std::string& id, const std::map<std::uint64_t, double>& bySeed,
                               const std::string& reason)
{
    std::vector<std::optional<double>> values;
    for (const auto& [seed, value] : bySeed)
        values.emplace_back(value);
    const Interval95 interval = optimise::interval95(values);
    if (!interval.mean)
        return fail(ErrorCode::invalidInput, "a test reading needs finite values", id);
    return impl_->writeRow(id, [&](std::int64_t row) -> Result<void> {
        SQLite::Statement summary(*impl_->database, "UPDATE points SET test = ?, test_ci = ? WHERE row = ?");
        bindOptional(summary, 1, interval.mean);
        bindOptional(summary, 2, interval.ci95);
        summary.bind(3, row);
        summary.exec();
        for (const auto& [seed, value] : bySeed) {
            SQLite::Statement insert(*impl_->database, "INSERT OR REPLACE INTO tests VALUES(?, ?, ?)");
            insert.bind(1, row);
            insert.bind(2, static_cast<std::int64_t>(seed));
            insert.bind(3, value);
            insert.exec();
        }
        impl_->putEvent("test-reading", id, {{"reason", reason}, {"test", interval}});
        return {};
    });
}

Result<void> Study::logEvent(const std::string& kind, const std::string& pointId, const json& detail)
{
    return impl_->write([&](std::int64_t) -> Result<void> {
        impl_->putEvent(kind, pointId, detail);
        return {};
    });
}

void Study::Impl::putEvent(const std::string& kind, const std::string& pointId, const json& detail)
{
    SQLite::Statement insert(*database, "INSERT INTO events(at, kind, point, detail) "
                                        "VALUES(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?, ?)");
    insert.bind(1, kind);
    insert.bind(2, pointId);
    insert.bind(3, textOf(detail));
    insert.exec();
}

Result<void> Study::saveCopy(const std::filesystem::path& path) const
{
    std::error_code ignored;
    if (std::filesystem::equivalent(path, impl_->path, ignored))
        return fail(ErrorCode::usage, "a study cannot be copied onto itself", path.string(), "Choose another name.");
    const std::filesystem::path temporary = path.string() + ".copying";
    std::filesystem::remove(temporary, ignored);
    // A connection of its own: a large copy does not keep the writer waiting.
    auto copied = guarded(path, [&]() -> Result<void> {
        BURIN_TRY(const auto source, openDatabase(impl_->path, Access::read));
        SQLite::Database target(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(target, *source);
        backup.executeStep();
        return {};
    });
    if (copied) {
        std::error_code error;
        std::filesystem::rename(temporary, path, error);
        if (error)
            copied = fail(ErrorCode::io, "the copy cannot be written: " + error.message(), path.string(),
                          "Choose another folder.");
    }
    std::filesystem::remove(temporary, ignored);
    return copied;
}

} // namespace burin::study
