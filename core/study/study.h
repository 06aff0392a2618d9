// SPDX-License-Identifier: GPL-3.0-or-later
// Study: a data set, a family, a target metric and the points found so far, in one SQLite file *.burin. One writer at
// a time (writer_lock.h), any number of readers. Every call that writes is one transaction (write-ahead log): after a
// kill at any moment, or on a full disk, the file holds everything whose call had returned. The log is folded back
// when the study is closed, so a closed study is one plain file.
//
// All members may be called from any thread. Reading a test metric into the study is an event, always: a point whose
// test value appears or changes without its event cannot be stored (architecture: "Validation before test").
#pragma once

#include "core/base/result.h"
#include "core/optimise/budget.h"
#include "core/optimise/design_point.h"
#include "core/optimise/pareto.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace burin::study {

/// What a study is about. Points of studies that agree in family, data, target and seed can be merged.
struct Identity {
    std::string family = "reservoir";
    std::string dataName;
    std::string dataSource; ///< path or generator with its parameters
    std::string dataSha256;
    std::string task;             ///< "classify" or "predict"
    std::string target = "accuracy"; ///< target metric: "accuracy" or "nrmse"
    std::string device = "xc7";
    std::uint64_t seed = 1; ///< seed of replica i is mix(seed, i)
    int seeds = 5;
    nlohmann::json details = nlohmann::json::object(); ///< anything more worth keeping (versions, counts of series)

    [[nodiscard]] optimise::Direction direction() const { return optimise::targetDirection(target); }
};
void to_json(nlohmann::json& json, const Identity& identity);
void from_json(const nlohmann::json& json, Identity& identity);
/// Nothing if points of both belong into one study; else an error naming the first difference.
Result<void> checkSameStudy(const Identity& a, const Identity& b, const std::string& where);

struct StudySummary {
    std::filesystem::path path;
    Identity identity;
    int schemaVersion = 0;
    std::size_t points = 0;
    std::map<optimise::PointStatus, std::size_t> byStatus;
    std::size_t starred = 0;
    std::size_t sealed = 0;
    std::size_t testReadings = 0;
    std::uint64_t generation = 0;
};

/// One line of the log: "test-reading", "merge", "synth", "verify" ...
struct Event {
    std::int64_t number = 0;
    std::string at; ///< UTC, ISO 8601
    std::string kind;
    std::string pointId;
    nlohmann::json detail;
};

struct Query {
    std::uint64_t changedSince = 0; ///< only points written after this generation
    std::vector<optimise::PointStatus> statuses{}; ///< empty = all
    std::vector<optimise::Limit> limits{};         ///< "validation at least 0.9": points without a value are left out
    bool starredOnly = false;
    std::string sortKey{}; ///< "" = in the order they were stored; else a key of DesignPoint::value(), missing ones last
    bool descending = false;
    bool replicas = false; ///< also read each point's replicas
    /// A point that cannot be read comes as a failed one, with the reason as its message, and not as an error of all.
    bool keepDamaged = false;
};

class Study {
public:
    /// Errors: the file exists, or its folder cannot be written.
    static Result<std::unique_ptr<Study>> create(const std::filesystem::path& path, const Identity& identity);
    /// For writing. Errors: another writer; not a study; a newer schema; damaged.
    static Result<std::unique_ptr<Study>> open(const std::filesystem::path& path);
    static Result<std::unique_ptr<Study>> openReadOnly(const std::filesystem::path& path);
    /// Opens it if it exists (checking that it is the same study), creates it otherwise.
    static Result<std::unique_ptr<Study>> openOrCreate(const std::filesystem::path& path, const Identity& identity);
    ~Study();
    Study(const Study&) = delete;
    Study& operator=(const Study&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const;
    /// Waits for no other call: a window may ask while a worker reads.
    [[nodiscard]] Identity identity() const;
    /// Stores another entry of identity().details, with an event unless that is empty; what the study is about stays.
    Result<void> setDetail(const std::string& key, const nlohmann::json& value, const std::string& event);
    /// A copy of this moment under another name, one plain file. Errors: the target exists or cannot be written.
    Result<void> copyTo(const std::filesystem::path& target) const;
    [[nodiscard]] bool readOnly() const;
    /// Grows with every write through this object: poll it, then load({.changedSince = last}).
    [[nodiscard]] std::uint64_t generation() const;
    [[nodiscard]] Result<StudySummary> summary() const;

    /// Points without their replicas (see Query). 100,000 points take about 2 s.
    [[nodiscard]] Result<std::vector<optimise::DesignPoint>> load(const Query& query = {}) const;
    /// One point with its replicas; nothing if it is not there. A unique beginning of an id will do.
    [[nodiscard]] Result<std::optional<optimise::DesignPoint>> find(const std::string& id) const;

    /// Adds a point, or replaces what was computed of it: status, message, validation, test, replicas; metrics by key.
    /// Star, note and seal of a point that is there stay. Test values must go through recordTest().
    Result<void> put(const optimise::DesignPoint& point);
    Result<void> put(std::span<const optimise::DesignPoint> points); ///< one transaction

    Result<void> setMetrics(const std::string& id, const std::map<std::string, Metric>& metrics);
    Result<void> setStarred(const std::string& id, bool starred);
    Result<void> setStarred(std::span<const std::string> ids, bool starred); ///< one transaction, all or none
    Result<void> setNote(const std::string& id, const std::string& note);
    Result<void> setSeal(const std::string& id, const std::optional<optimise::Seal>& seal);
    Result<void> setReplicas(const std::string& id, const std::vector<optimise::Replica>& replicas);

    /// Takes points out, all or none, with an event for each; gives them back with their replicas, for restore().
    /// Damaged ones are gone for good. Errors: an id that is not there (whole ids only).
    Result<std::vector<optimise::DesignPoint>> remove(std::span<const std::string> ids);
    /// Puts back what remove() gave: star, note, seal, test values and replicas too. One that was computed anew in the
    /// meantime stays as it is.
    Result<void> restore(std::span<const optimise::DesignPoint> points);
    /// Ids that remove() took out of this object after that generation; some may be there again.
    [[nodiscard]] std::vector<std::string> removedSince(std::uint64_t generation) const;

    /// Stores test values (seed -> value, and their interval) together with the event that says they were read.
    Result<void> recordTest(const std::string& id, const std::map<std::uint64_t, double>& bySeed,
                            const std::string& reason);
    Result<void> logEvent(const std::string& kind, const std::string& pointId, const nlohmann::json& detail);
    [[nodiscard]] Result<std::vector<Event>> events() const;

    /// The whole study as it is now into another file, which is replaced; this one stays open and may be written
    /// meanwhile. Errors: `path` is this study; it cannot be written there.
    Result<void> saveCopy(const std::filesystem::path& path) const;

private:
    friend class Merger;
    struct Impl;
    explicit Study(std::unique_ptr<Impl> impl);
    static Result<std::unique_ptr<Study>> openWith(const std::filesystem::path& path, bool write);
    std::unique_ptr<Impl> impl_;
};

} // namespace burin::study
