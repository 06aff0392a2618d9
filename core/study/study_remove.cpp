// SPDX-License-Identifier: GPL-3.0-or-later
// Points taken out of a study, and put back as they were.
#include "core/study/study_impl.h"

#include <algorithm>
#include <set>

namespace burin::study {

Result<std::vector<optimise::DesignPoint>> Study::remove(std::span<const std::string> ids)
{
    std::vector<optimise::DesignPoint> removed;
    std::vector<std::string> gone; // damaged ones too
    std::uint64_t generation = 0;
    BURIN_CHECK(impl_->write([&](std::int64_t revision) -> Result<void> {
        for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
            const auto row = impl_->rowOf(id);
            if (!row)
                return fail(ErrorCode::notFound, "there is no point \"" + id + "\"", impl_->path.string());
            auto point = impl_->find(id);
            if (!point && point.error().code != ErrorCode::invalidInput)
                return Unexpected<Error>(point.error());
            for (const char* sql : {"DELETE FROM metrics WHERE point = ?", "DELETE FROM replicas WHERE point = ?",
                                    "DELETE FROM tests WHERE point = ?", "DELETE FROM points WHERE row = ?"}) {
                SQLite::Statement statement(*impl_->database, sql);
                statement.bind(1, *row);
                statement.exec();
            }
            gone.push_back(id);
            impl_->putEvent("delete", id, {{"config", point ? (*point)->config : nlohmann::json()}});
            if (point)
                removed.push_back(**std::move(point));
        }
        generation = static_cast<std::uint64_t>(revision);
        return {};
    }));
    const std::scoped_lock held(impl_->mutex);
    for (std::string& id : gone)
        impl_->removed.emplace_back(generation, std::move(id));
    return removed;
}

Result<void> Study::restore(std::span<const optimise::DesignPoint> points)
{
    return impl_->write([&](std::int64_t revision) -> Result<void> {
        for (const optimise::DesignPoint& point : points) {
            if (impl_->rowOf(point.id))
                continue;
            if (point.test.mean) {
                SQLite::Statement reading(*impl_->database,
                                          "SELECT 1 FROM events WHERE kind = 'test-reading' AND point = ? LIMIT 1");
                reading.bind(1, point.id);
                if (!reading.executeStep())
                    return fail(ErrorCode::internal, "a test value without the event of its reading", point.id);
            }
            impl_->putPoint(point, revision);
            impl_->putTests(*impl_->rowOf(point.id), point);
            impl_->putEvent("restore", point.id, nlohmann::json::object());
        }
        return {};
    });
}

std::vector<std::string> Study::removedSince(std::uint64_t generation) const
{
    const std::scoped_lock held(impl_->mutex);
    std::vector<std::string> ids;
    for (const auto& [at, id] : impl_->removed)
        if (at > generation)
            ids.push_back(id);
    return ids;
}

} // namespace burin::study
