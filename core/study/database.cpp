// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <string_view>
#include <system_error>

namespace burin::study {
namespace {

// names: texts that repeat in every row (metric keys, tools), stored once. metrics and points hold what a table or a
// chart shows; replicas are read when a point is opened.
constexpr std::array<std::string_view, 8> kSchema{
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE points(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, "
    "config TEXT NOT NULL, status INTEGER NOT NULL, message TEXT NOT NULL, validation REAL, validation_ci REAL, "
    "test REAL, test_ci REAL, seal TEXT, starred INTEGER NOT NULL, note TEXT NOT NULL)",
    "CREATE INDEX points_by_revision ON points(revision)",
    "CREATE TABLE names(name INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
    "CREATE TABLE metrics(point INTEGER NOT NULL, key INTEGER NOT NULL, value REAL, tier INTEGER NOT NULL, "
    "error REAL, tool INTEGER NOT NULL, PRIMARY KEY(point, key)) WITHOUT ROWID",
    "CREATE TABLE replicas(point INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE tests(point INTEGER NOT NULL, seed INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY(point, seed)) "
    "WITHOUT ROWID",
    "CREATE TABLE events(event INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, point TEXT NOT NULL, "
    "detail TEXT NOT NULL)"};

constexpr int kBusyMilliseconds = 5000;
constexpr int kLongestValue = 256 << 20; // bytes; a hostile length field allocates no more

Unexpected<Error> notAStudy(const std::filesystem::path& path, const std::string& why)
{
    return fail(ErrorCode::invalidInput, "this is not a Burin study: " + why, path.string(),
                "Choose a *.burin file that Burin has written.");
}

void harden(SQLite::Database& database)
{
    sqlite3* handle = database.getHandle();
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kLongestValue);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    database.exec("PRAGMA cell_size_check = ON");
}

Result<void> checkSchema(SQLite::Database& database, const std::filesystem::path& path)
{
    const int application = database.execAndGet("PRAGMA application_id").getInt();
    if (application != kApplicationId)
        return notAStudy(path, application == 0 && database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0
                                   ? "it is empty"
                                   : "it is a database of another program");
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version > kSchemaVersion)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the study has schema version {}; this Burin reads up to {}", version, kSchemaVersion),
                    path.string(), "Install a newer Burin to open it.");
    if (version < 1)
        return notAStudy(path, fmt::format("schema version {} never existed", version));
    std::set<std::string_view> expected(kSchema.begin(), kSchema.end());
    SQLite::Statement query(database, "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
    while (query.executeStep())
        if (expected.erase(query.getColumn(1).getString()) == 0)
            return notAStudy(path, "it has an unknown part \"" + query.getColumn(0).getString() + "\"");
    if (!expected.empty())
        return notAStudy(path, "a part is missing: " + std::string(expected.begin()->substr(0, 40)) + " ...");
    return {};
}

/// A file cut off behind what a query happens to need would be read without complaint, and ruined by writing.
Result<void> checkLength(SQLite::Database& database, const std::filesystem::path& path)
{
    std::error_code error;
    if (std::filesystem::exists(path.string() + "-wal", error))
        return {}; // its last pages may be in the log
    const auto expected = static_cast<std::uintmax_t>(database.execAndGet("PRAGMA page_count").getInt64()) *
                          static_cast<std::uintmax_t>(database.execAndGet("PRAGMA page_size").getInt64());
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size < expected)
        return fail(ErrorCode::invalidInput,
                    fmt::format("the study is cut off: it has {} bytes of {}", size, expected), path.string(),
                    "Restore a copy, or save what is readable with: sqlite3 FILE .recover");
    return {};
}

/// SQLite's name for a file that nothing changes: a copy of a study that was open, where no log can be made beside
/// it.
std::string asUnchanging(const std::filesystem::path& path)
{
    std::string name = "file:";
    for (const char c : path.string())
        name += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02X}", static_cast<unsigned char>(c))
                                                 : std::string(1, c);
    return name + "?immutable=1";
}

Result<void> writeEmpty(const std::filesystem::path& path, const std::string& identity)
{
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Transaction transaction(database);
    for (const std::string_view statement : kSchema)
        database.exec(std::string(statement));
    SQLite::Statement insert(database, "INSERT INTO meta VALUES('identity', ?)");
    insert.bind(1, identity);
    insert.exec();
    database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
    database.exec(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
    transaction.commit();
    return {};
}

} // namespace

Unexpected<Error> databaseError(const SQLite::Exception& exception, const std::filesystem::path& path)
{
    const std::string what = exception.what();
    const std::string where = path.string();
    switch (exception.getErrorCode()) {
    case SQLITE_NOTADB: return notAStudy(path, "it is no SQLite database");
    case SQLITE_CORRUPT:
        return fail(ErrorCode::invalidInput, "the study is damaged: " + what, where,
                    "Restore a copy, or save what is readable with: sqlite3 FILE .recover");
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return fail(ErrorCode::io, "the study cannot be read or written: " + what, where,
                    "Free some space on the disk; every point saved before is still there.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(ErrorCode::io, "another program holds the study: " + what, where, "Close it there and try again.");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return fail(ErrorCode::io, "the study cannot be opened as asked: " + what, where,
                    "Check the permissions of the file and its folder.");
    case SQLITE_TOOBIG:
    case SQLITE_NOMEM: return fail(ErrorCode::limit, "the study does not fit into memory: " + what, where);
    default: return fail(ErrorCode::invalidInput, "the study cannot be read: " + what, where);
    }
}

Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& path, Access access)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return fail(ErrorCode::notFound, "there is no such study", path.string(), "Check the path.");
    if (!std::filesystem::is_regular_file(status))
        return notAStudy(path, "it is not a regular file");
    const auto open = [&](const std::string& name, int flags) -> Result<std::unique_ptr<SQLite::Database>> {
        auto database = std::make_unique<SQLite::Database>(name, flags, kBusyMilliseconds);
        harden(*database);
        BURIN_CHECK(checkSchema(*database, path));
        BURIN_CHECK(checkLength(*database, path));
        return database;
    };
    return guarded(path, [&] {
        if (access == Access::write)
            return open(path.string(), SQLite::OPEN_READWRITE);
        try {
            return open(path.string(), SQLite::OPEN_READONLY);
        } catch (const SQLite::Exception& problem) {
            const auto log = std::filesystem::file_size(path.string() + "-wal", error);
            if (problem.getErrorCode() != SQLITE_CANTOPEN || (!error && log > 0))
                throw;
            return open(asUnchanging(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        }
    });
}

Result<void> createDatabase(const std::filesystem::path& path, const std::string& identity)
{
    const std::filesystem::path temporary = path.string() + fmt::format(".new-{}", ::getpid());
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    auto written = guarded(path, [&] { return writeEmpty(temporary, identity); });
    if (written && ::link(temporary.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        written = reason == EEXIST
                      ? Result<void>(fail(ErrorCode::io, "there is a file of this name already", path.string(),
                                          "Choose another name, or open the study that is there."))
                      : Result<void>(fail(ErrorCode::io,
                                          "cannot write here: " + std::generic_category().message(reason),
                                          path.string(), "Choose another folder."));
    }
    std::filesystem::remove(temporary, ignored);
    std::filesystem::remove(temporary.string() + "-journal", ignored);
    return written;
}

} // namespace burin::study
