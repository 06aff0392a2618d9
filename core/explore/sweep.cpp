// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/sweep.h"

#include "core/optimise/statistics.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <set>

namespace burin::explore {
namespace {

using nlohmann::json;
using optimise::DesignPoint;
using optimise::PointStatus;
using optimise::Replica;

/// A point under way: outcomes by replica; whoever brings the last one stores the point.
struct OpenPoint {
    json config;
    std::vector<std::optional<Result<Replica>>> outcomes;
    std::atomic<std::size_t> missing{0};
};

struct Item {
    OpenPoint* point;
    std::size_t replica;
};

class SweepRun {
public:
    SweepRun(Evaluator& evaluator, study::Study& study, const JobContext& ctx)
        : evaluator_(evaluator), study_(study), ctx_(ctx)
    {
    }

    Result<void> plan(const std::vector<json>& configs)
    {
        BURIN_TRY(const auto stored, study_.load({.keepDamaged = true})); // what cannot be read is computed again
        std::set<std::string> known;
        for (const DesignPoint& point : stored)
            if (point.status == PointStatus::done || point.status == PointStatus::infeasible)
                known.insert(point.id);
        for (const json& config : configs) {
            const std::string id = optimise::pointId(config);
            outcome_.ids.push_back(id);
            if (known.contains(id)) {
                ++outcome_.reused;
                continue;
            }
            const std::size_t replicas = evaluator_.replicas(config);
            auto open = std::make_unique<OpenPoint>();
            open->config = config;
            open->outcomes.resize(replicas);
            open->missing = replicas;
            for (std::size_t r = 0; r < replicas; ++r)
                items_.push_back({open.get(), r});
            open_.push_back(std::move(open));
        }
        report();
        return {};
    }

    Result<SweepOutcome> run()
    {
        JobContext pool = ctx_;
        pool.progress = nullptr;
        BURIN_CHECK(parallelFor(pool, items_.size(), [&](std::size_t i) { return work(items_[i]); }));
        return outcome_;
    }

private:
    Result<void> work(const Item& item)
    {
        JobContext inner = ctx_;
        inner.threads = 1;
        inner.progress = nullptr;
        auto& slot = item.point->outcomes[item.replica];
        slot.emplace(guarded(*item.point, item.replica, inner));
        if (!*slot && slot->error().code == ErrorCode::cancelled)
            return cancelledError();
        const bool last = item.point->missing.fetch_sub(1) == 1;
        if (last)
            BURIN_CHECK(store(*item.point));
        const std::scoped_lock held(mutex_);
        ++doneReplicas_;
        report();
        return {};
    }

    /// One candidate's bug or appetite for memory is a row with a status, not the end of the sweep.
    Result<Replica> guarded(const OpenPoint& open, std::size_t replica, const JobContext& inner)
    {
        try {
            return evaluator_.evaluate(open.config, replica, inner);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::limit, "out of memory", {}, "Use a smaller network or data set.");
        } catch (const std::exception& bug) {
            return fail(ErrorCode::internal, bug.what());
        }
    }

    Result<void> store(OpenPoint& open)
    {
        std::vector<Result<Replica>> outcomes;
        for (auto& outcome : open.outcomes)
            outcomes.push_back(std::move(*outcome));
        open.outcomes.clear();
        const DesignPoint point = assemblePoint(open.config, std::move(outcomes));
        BURIN_CHECK(study_.put(point));
        const std::scoped_lock held(mutex_);
        ++outcome_.computed;
        outcome_.failed += point.status == PointStatus::failed ? 1 : 0;
        return {};
    }

    /// The fraction is of what has to be computed, so that time can be told from it; the counts are of all points.
    void report() const
    {
        const double all = static_cast<double>(items_.size());
        ctx_.report(items_.empty() ? 1.0 : static_cast<double>(doneReplicas_) / all, "evaluating",
                    outcome_.computed + outcome_.reused, outcome_.ids.size());
    }

    Evaluator& evaluator_;
    study::Study& study_;
    const JobContext& ctx_;
    std::vector<std::unique_ptr<OpenPoint>> open_;
    std::vector<Item> items_; ///< point by point, so that the first points are finished first
    std::mutex mutex_;
    SweepOutcome outcome_;
    std::size_t doneReplicas_ = 0;
};

} // namespace

Result<std::vector<json>> plannedConfigs(const SweepConfig& config, const Evaluator& evaluator)
{
    const optimise::Grid grid(config.base, config.axes);
    if (grid.size() == 0)
        return fail(ErrorCode::usage, "the sweep has no points: a list of alternatives is empty");
    if (config.shards == 0 || config.shard >= config.shards)
        return fail(ErrorCode::usage,
                    "there is no shard " + std::to_string(config.shard + 1) + " of " + std::to_string(config.shards),
                    "shard", "Give i/n with i from 1 to n.");
    constexpr std::size_t kMostPoints = 1'000'000;
    if (grid.size() > kMostPoints)
        return fail(ErrorCode::limit, "the sweep has " + std::to_string(grid.size()) + " combinations", {},
                    "At most 1,000,000 are swept; give fewer alternatives.");
    // Distinct points first and shards afterwards, so that every shard gets its share and none a point twice.
    std::vector<json> all;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < grid.size(); ++i) {
        BURIN_TRY(json canonical, evaluator.canonical(grid.at(i)));
        if (seen.insert(optimise::pointId(canonical)).second)
            all.push_back(std::move(canonical));
    }
    std::vector<json> part;
    for (std::size_t i = config.shard; i < all.size(); i += config.shards)
        part.push_back(std::move(all[i]));
    return part;
}

Result<SweepOutcome> runSweep(const SweepConfig& config, Evaluator& evaluator, study::Study& study,
                              const JobContext& ctx)
{
    BURIN_TRY(const std::vector<json> configs, plannedConfigs(config, evaluator));
    return runPoints(configs, evaluator, study, ctx);
}

Result<SweepOutcome> runPoints(const std::vector<json>& configs, Evaluator& evaluator, study::Study& study,
                               const JobContext& ctx)
{
    SweepRun run(evaluator, study, ctx);
    BURIN_CHECK(run.plan(configs));
    return run.run();
}

std::vector<std::string> differences(const DesignPoint& a, const DesignPoint& b)
{
    std::vector<std::string> found;
    const auto compare = [&found](const std::string& what, const auto& left, const auto& right) {
        if (left != right)
            found.push_back(what);
    };
    compare("status", a.status, b.status);
    compare("seeds", a.replicas.size(), b.replicas.size());
    for (std::size_t r = 0; r < std::min(a.replicas.size(), b.replicas.size()); ++r) {
        const Replica& left = a.replicas[r];
        const Replica& right = b.replicas[r];
        const std::string seed = a.replicas.size() > 1 ? " of seed " + std::to_string(left.seed) : std::string();
        compare("seed", left.seed, right.seed);
        compare("validation" + seed, left.validation, right.validation);
        for (const auto& [key, metric] : left.metrics) {
            const auto other = right.metrics.find(key);
            if (key.find('@') == std::string::npos)
                compare(key + seed, metric.value,
                        other == right.metrics.end() ? std::nullopt : other->second.value);
        }
    }
    return found;
}

Result<Interval95> readTest(study::Study& study, const std::string& id, Evaluator& evaluator,
                            const std::string& reason, const JobContext& ctx)
{
    BURIN_TRY(const auto point, study.find(id));
    if (!point)
        return fail(ErrorCode::notFound, "there is no point \"" + id + "\"", study.path().string(),
                    "List the points with: burin-cli study list FILE");
    if (point->status != PointStatus::done)
        return fail(ErrorCode::usage, "the point is not evaluated, so its test set stays unread", point->id);
    std::vector<double> values(point->replicas.size());
    BURIN_CHECK(parallelFor(ctx, values.size(), [&](std::size_t i) -> Result<void> {
        JobContext inner = ctx;
        inner.threads = 1;
        inner.progress = nullptr;
        BURIN_TRY(values[i], evaluator.testMetric(point->config, i, inner));
        return {};
    }));
    std::map<std::uint64_t, double> bySeed;
    std::vector<std::optional<double>> all;
    for (std::size_t i = 0; i < values.size(); ++i) {
        bySeed[point->replicas[i].seed] = values[i];
        all.emplace_back(values[i]);
    }
    BURIN_CHECK(study.recordTest(point->id, bySeed, reason));
    return optimise::interval95(all);
}

} // namespace burin::explore
