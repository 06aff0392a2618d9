// SPDX-License-Identifier: GPL-3.0-or-later
// Private to study: the SQLite side of a study file. Schema, opening with every check a file from a stranger needs,
// and the translation of SQLite's failures into Errors that say what to do.
#pragma once

#include "core/base/result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <new>
#include <string>

namespace burin::study {

inline constexpr int kSchemaVersion = 1;
inline constexpr int kApplicationId = 0x4255524E; // "BURN", also for file(1)

enum class Access { read, write };

/// Opens an existing study: a regular file, SQLite, our application id, a schema version this program knows, exactly
/// our tables (no triggers, views or foreign tables that would run with ours).
[[nodiscard]] Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& path, Access access);

/// Makes an empty study with this identity under a temporary name and renames it, so that a kill leaves no half one.
Result<void> createDatabase(const std::filesystem::path& path, const std::string& identity);

[[nodiscard]] Unexpected<Error> databaseError(const SQLite::Exception& exception, const std::filesystem::path& path);

/// Runs body() -> Result<T>; what SQLite or the JSON reader throws becomes an Error.
template <class Body> auto guarded(const std::filesystem::path& path, const Body& body) -> decltype(body())
{
    try {
        return body();
    } catch (const SQLite::Exception& exception) {
        return databaseError(exception, path);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::limit, "the study does not fit into memory", path.string());
    }
}

} // namespace burin::study
