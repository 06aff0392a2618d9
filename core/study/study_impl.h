// SPDX-License-Identifier: GPL-3.0-or-later
// Private to study: what study.cpp (writing) and study_read.cpp (reading) share.
#pragma once

#include "core/study/database.h"
#include "core/study/study.h"
#include "core/study/writer_lock.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace burin::study {

struct Study::Impl {
    std::filesystem::path path;
    std::optional<WriterLock> lock; ///< before the database: freed after it is closed
    std::unique_ptr<SQLite::Database> database;
    Identity identity;
    std::mutex detailMutex;   ///< of setDetail() as a whole: it reads what it changes
    std::mutex identityMutex; ///< of `identity` alone: reading it waits for no query
    std::mutex mutex;         ///< the connection is used by one thread at a time
    bool logged = false;      ///< changes go through a write-ahead log: from the first one on
    std::atomic<std::uint64_t> generation{0};
    std::vector<std::pair<std::uint64_t, std::string>> removed; ///< generation and id, of this object's remove()
    std::unordered_map<std::string, std::int64_t> names; ///< rows of the names table, known to be committed

    /// The number of a repeated text, added if new.
    std::int64_t nameOf(const std::string& text);
    /// Row of a point, by its full id.
    std::optional<std::int64_t> rowOf(const std::string& id);
    /// The id that begins so, of a damaged point too; nothing if there is none. Errors: several do.
    Result<std::optional<std::string>> findId(const std::string& beginning);
    /// Study::find(), inside the caller's lock and transaction.
    Result<std::optional<optimise::DesignPoint>> find(const std::string& id);
    void putPoint(const optimise::DesignPoint& point, std::int64_t revision);
    void putTests(std::int64_t row, const optimise::DesignPoint& point); ///< from its replicas and their interval
    void putMetrics(std::int64_t row, const std::map<std::string, Metric>& metrics);
    void putEvent(const std::string& kind, const std::string& pointId, const nlohmann::json& detail);

    /// Runs change(revision) in a transaction under the lock; the generation follows the commit.
    template <class Change> Result<void> write(const Change& change)
    {
        const std::scoped_lock held(mutex);
        if (!lock)
            return fail(ErrorCode::io, "the study is open read-only", path.string(), "Open it for writing.");
        Result<void> done = guarded(path, [&]() -> Result<void> {
            if (!std::exchange(logged, true)) // a study that is only looked at stays as it is, byte for byte
                database->exec("PRAGMA journal_mode = WAL");
            SQLite::Transaction transaction(*database);
            const std::uint64_t revision = generation + 1;
            BURIN_CHECK(change(static_cast<std::int64_t>(revision)));
            transaction.commit();
            generation = revision;
            return {};
        });
        if (!done)
            names.clear(); // some may have been rolled back
        return done;
    }
    /// As write(), for the row of one point, whose revision is moved on.
    template <class Change> Result<void> writeRow(const std::string& id, const Change& change)
    {
        return writeRows({&id, 1}, change);
    }
    /// The same for several points in one transaction.
    template <class Change> Result<void> writeRows(std::span<const std::string> ids, const Change& change)
    {
        return write([&](std::int64_t revision) -> Result<void> {
            SQLite::Statement touch(*database, "UPDATE points SET revision = ? WHERE row = ?");
            for (const std::string& id : ids) {
                const auto row = rowOf(id);
                if (!row)
                    return fail(ErrorCode::notFound, "there is no point \"" + id + "\"", path.string());
                touch.reset();
                touch.bind(1, revision);
                touch.bind(2, *row);
                touch.exec();
                BURIN_CHECK(change(*row));
            }
            return {};
        });
    }
};

} // namespace burin::study
