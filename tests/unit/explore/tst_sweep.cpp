// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep around a made-up family: what is computed, stored, resumed, divided and refused, and when.
#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/explore/sweep.h"
#include "core/study/merge.h"
#include "core/study/report.h"

#include <QtTest>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <set>

using namespace burin;
using namespace burin::explore;
using nlohmann::json;
using optimise::PointStatus;

#define VALUE(target, expression)                                                                             \
    auto BURIN_CONCAT(result_, __LINE__) = (expression);                                                      \
    QVERIFY2(BURIN_CONCAT(result_, __LINE__).has_value(),                                                     \
             BURIN_CONCAT(result_, __LINE__) ? "" : BURIN_CONCAT(result_, __LINE__).error().text().c_str());  \
    target = std::move(BURIN_CONCAT(result_, __LINE__)).value()

class TestSweep : public QObject {
    Q_OBJECT

private slots:
    void init();
    void everyCombinationOnce();
    void sameTableForAnyThreads();
    void failingPointsAreRows();
    void resumeComputesWhatIsMissing();
    void failedPointsAreTriedAgain();
    void killedSweepResumes();
    void cancelIsQuick();
    void shardsMergeToTheWhole();
    void progressNeverFalls();
    void wrongRequests();
    void fullDiskEndsTheSweep();
    void testSetIsReadOnRequestOnly();

private:
    std::optional<ScratchFolder> folder_;
    std::filesystem::path path_;
};

namespace {

study::Identity identity()
{
    study::Identity id;
    id.family = "made-up";
    id.dataSha256 = std::string(64, '0');
    return id;
}

/// validation and lut from a hash of bits, prune, ranker and seed; pruning 0 ignores the ranker.
class MadeUp : public Evaluator {
public:
    std::atomic<int> evaluations{0};
    std::atomic<int> testReadings{0};
    double failingPrune = -1;
    std::function<void()> before; ///< called in each evaluation

    Result<json> canonical(const json& config) const override
    {
        for (const auto& [key, value] : config.items())
            if (key != "bits" && key != "prune" && key != "ranker" && key != "seeds")
                return fail(ErrorCode::usage, "unknown key", key);
        json full{{"bits", 8}, {"prune", 0}, {"ranker", "none"}, {"seeds", 3}};
        full.update(config);
        if (full["prune"] == 0)
            full["ranker"] = "none";
        return full;
    }
    std::size_t replicas(const json& config) const override { return config.at("seeds").get<std::size_t>(); }
    Result<optimise::Replica> evaluate(const json& config, std::size_t index, const JobContext& ctx) override
    {
        if (before)
            before();
        if (ctx.cancelled())
            return cancelledError();
        ++evaluations;
        if (config.at("prune") == failingPrune && index == 1)
            return fail(ErrorCode::invalidInput, "a singular matrix");
        if (config.at("prune") == failingPrune && index == 2)
            throw std::logic_error("a bug");
        Rng rng(mix(std::hash<std::string>{}(optimise::pointId(config)), index));
        optimise::Replica replica;
        replica.seed = mix(1, index);
        replica.validation = rng.uniform();
        replica.metrics["lut"] = {rng.uniform(), Tier::model, std::nullopt, "made up"};
        return replica;
    }
    Result<double> testMetric(const json&, std::size_t index, const JobContext&) override
    {
        ++testReadings;
        return 0.25 + 0.25 * static_cast<double>(index);
    }
};

SweepConfig grid()
{
    SweepConfig config;
    config.base = json::object();
    config.axes = {{"bits", {4, 6, 8}}, {"ranker", {"a", "b"}}, {"prune", {0, 0.3, 0.6}}};
    return config;
}

JobContext threads(unsigned count)
{
    JobContext ctx;
    ctx.threads = count;
    return ctx;
}

Result<std::string> table(const study::Study& study)
{
    BURIN_TRY(auto points, study.load({.replicas = true}));
    study::sortByConfig(points);
    return study::jsonReport(study.identity(), points, study::frontOf(points, study.identity(), "lut")).dump();
}

} // namespace

void TestSweep::init()
{
    VALUE(folder_, ScratchFolder::create("burin-sweep"));
    path_ = folder_->path() / "s.burin";
}

void TestSweep::everyCombinationOnce()
{
    // 3 bits x (2 rankers x 2 rates + the unpruned one, shared by the rankers) = 15 points of 3 seeds.
    MadeUp family;
    VALUE(const auto study, study::Study::create(path_, identity()));
    VALUE(const SweepOutcome outcome, runSweep(grid(), family, *study, threads(1)));
    QCOMPARE(outcome.ids.size(), std::size_t{15});
    QCOMPARE(outcome.computed, std::size_t{15});
    QCOMPARE(outcome.failed, std::size_t{0});
    QCOMPARE(family.evaluations.load(), 45);
    VALUE(const auto points, study->load({.replicas = true}));
    QCOMPARE(points.size(), std::size_t{15});
    for (const auto& point : points) {
        QCOMPARE(point.status, PointStatus::done);
        QCOMPARE(point.replicas.size(), std::size_t{3});
        QVERIFY(point.validation.ci95.has_value());
        QVERIFY(point.value("lut").has_value());
        VALUE(const auto alone, evaluatePoint(family, point.config, threads(2)));
        QCOMPARE(json(alone).dump(), json(point).dump());
    }
    QCOMPARE(family.testReadings.load(), 0);
}

void TestSweep::sameTableForAnyThreads()
{
    std::set<std::string> tables;
    for (const unsigned count : {1U, 2U, 7U}) {
        MadeUp family;
        family.failingPrune = 0.6;
        VALUE(const auto study,
              study::Study::create(folder_->path() / (std::to_string(count) + ".burin"), identity()));
        VALUE(const SweepOutcome outcome, runSweep(grid(), family, *study, threads(count)));
        QCOMPARE(outcome.failed, std::size_t{6});
        VALUE(const std::string text, table(*study));
        tables.insert(text);
    }
    QCOMPARE(tables.size(), std::size_t{1});
}

void TestSweep::failingPointsAreRows()
{
    MadeUp family;
    family.failingPrune = 0.3;
    VALUE(const auto study, study::Study::create(path_, identity()));
    VALUE(const SweepOutcome outcome, runSweep(grid(), family, *study, threads(2)));
    QCOMPARE(outcome.computed, std::size_t{15});
    QCOMPARE(outcome.failed, std::size_t{6});
    VALUE(const auto failed, study->load({.statuses = {PointStatus::failed}, .replicas = true}));
    QCOMPARE(failed.size(), std::size_t{6});
    for (const auto& point : failed) {
        QCOMPARE(point.message, std::string("a singular matrix"));
        QVERIFY(!point.validation.mean.has_value());
        QCOMPARE(point.replicas.size(), std::size_t{1}); // the one that worked
    }
}

void TestSweep::resumeComputesWhatIsMissing()
{
    MadeUp family;
    VALUE(const auto study, study::Study::create(path_, identity()));
    SweepConfig small = grid();
    small.axes[0].values = {4};
    VALUE(const SweepOutcome first, runSweep(small, family, *study, threads(2)));
    QCOMPARE(first.computed, std::size_t{5});
    family.evaluations = 0;
    VALUE(const SweepOutcome second, runSweep(grid(), family, *study, threads(2)));
    QCOMPARE(second.reused, std::size_t{5});
    QCOMPARE(second.computed, std::size_t{10});
    QCOMPARE(family.evaluations.load(), 30);
    VALUE(const SweepOutcome third, runSweep(grid(), family, *study, threads(2)));
    QCOMPARE(third.computed, std::size_t{0});
    QCOMPARE(third.ids, second.ids);
}

void TestSweep::failedPointsAreTriedAgain()
{
    MadeUp family;
    family.failingPrune = 0.3;
    VALUE(const auto study, study::Study::create(path_, identity()));
    QVERIFY(runSweep(grid(), family, *study, threads(1)).has_value());
    family.failingPrune = -1;
    VALUE(const SweepOutcome again, runSweep(grid(), family, *study, threads(1)));
    QCOMPARE(again.computed, std::size_t{6});
    VALUE(const auto summary, study->summary());
    QCOMPARE(summary.byStatus.at(PointStatus::done), std::size_t{15});
}

void TestSweep::killedSweepResumes()
{
    MadeUp reference;
    VALUE(const auto whole, study::Study::create(folder_->path() / "whole.burin", identity()));
    QVERIFY(runSweep(grid(), reference, *whole, threads(1)).has_value());
    VALUE(const std::string expected, table(*whole));

    for (int killAfter = 1; killAfter <= 41; killAfter += 10) {
        std::filesystem::remove(path_);
        const pid_t child = ::fork();
        if (child == 0) { // dies in the middle of evaluation number killAfter
            MadeUp family;
            std::atomic<int> started{0};
            family.before = [&] {
                if (++started == killAfter)
                    ::kill(::getpid(), SIGKILL);
            };
            const auto study = study::Study::create(path_, identity());
#ifdef __SANITIZE_THREAD__
            constexpr unsigned kThreads = 1; // ThreadSanitizer allows no threads after a fork
#else
            constexpr unsigned kThreads = 2;
#endif
            const auto outcome = runSweep(grid(), family, **study, threads(kThreads));
            ::_exit(outcome ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        MadeUp family;
        VALUE(const auto study, study::Study::openOrCreate(path_, identity()));
        VALUE(const SweepOutcome outcome, runSweep(grid(), family, *study, threads(2)));
        // Two threads were on at most two points; all points finished before are there.
        QVERIFY2(outcome.reused + 2 >= static_cast<std::size_t>(killAfter - 1) / 3, "finished points were lost");
        QCOMPARE(outcome.reused + outcome.computed, std::size_t{15});
        VALUE(const std::string text, table(*study));
        QCOMPARE(text, expected);
    }
}

void TestSweep::cancelIsQuick()
{
    // The tenth evaluation asks for the stop: nothing new starts, and the finished points stay.
    MadeUp family;
    std::stop_source stop;
    std::atomic<int> started{0};
    family.before = [&] {
        if (++started > 9)
            stop.request_stop();
    };
    VALUE(const auto study, study::Study::create(path_, identity()));
    JobContext ctx = threads(2);
    ctx.stop = stop.get_token();
    const auto outcome = runSweep(grid(), family, *study, ctx);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::cancelled);
    QVERIFY(started.load() <= 11); // nothing new was started
    VALUE(const auto points, study->load());
    QVERIFY(points.size() >= 2 && points.size() <= 3);
    for (const auto& point : points)
        QCOMPARE(point.status, PointStatus::done);
}

void TestSweep::shardsMergeToTheWhole()
{
    MadeUp reference;
    VALUE(const auto whole, study::Study::create(path_, identity()));
    QVERIFY(runSweep(grid(), reference, *whole, threads(1)).has_value());
    VALUE(const std::string expected, table(*whole));
    std::vector<std::filesystem::path> parts;
    std::size_t computed = 0;
    for (std::size_t shard = 0; shard < 4; ++shard) {
        MadeUp family;
        parts.push_back(folder_->path() / (std::to_string(shard) + ".burin"));
        VALUE(const auto study, study::Study::create(parts.back(), identity()));
        SweepConfig config = grid();
        config.shard = shard;
        config.shards = 4;
        VALUE(const SweepOutcome outcome, runSweep(config, family, *study, threads(2)));
        computed += outcome.computed;
        QVERIFY(outcome.computed >= 3 && outcome.computed <= 4);
    }
    QCOMPARE(computed, std::size_t{15}); // no point twice
    const auto out = folder_->path() / "merged.burin";
    QVERIFY(study::mergeStudies(out, parts, {}).has_value());
    VALUE(const auto merged, study::Study::openReadOnly(out));
    VALUE(const std::string text, table(*merged));
    QCOMPARE(text, expected);
}

void TestSweep::progressNeverFalls()
{
    MadeUp family;
    VALUE(const auto study, study::Study::create(path_, identity()));
    JobContext ctx = threads(3);
    double last = 0;
    std::size_t done = 0;
    bool monotone = true;
    ctx.progress = [&](const Progress& progress) {
        monotone = monotone && progress.fraction >= last && progress.done >= done && progress.total == 15;
        last = progress.fraction;
        done = progress.done;
    };
    QVERIFY(runSweep(grid(), family, *study, ctx).has_value());
    QVERIFY(monotone);
    QCOMPARE(last, 1.0);
    QCOMPARE(done, std::size_t{15});
    last = 0;
    done = 0;
    QVERIFY(runSweep(grid(), family, *study, ctx).has_value()); // all reused
    QCOMPARE(last, 1.0);
}

void TestSweep::wrongRequests()
{
    MadeUp family;
    VALUE(const auto study, study::Study::create(path_, identity()));
    SweepConfig config = grid();
    config.axes.push_back({"colour", {"red"}});
    const auto unknown = runSweep(config, family, *study, threads(1));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().where, std::string("colour"));
    config = grid();
    config.axes[0].values.clear();
    QVERIFY(!runSweep(config, family, *study, threads(1)));
    config = grid();
    config.shards = 3;
    config.shard = 3;
    QVERIFY(!runSweep(config, family, *study, threads(1)));
    config = grid();
    config.axes[2].values.clear();
    for (int i = 0; i < 200000; ++i)
        config.axes[2].values.push_back(i);
    QCOMPARE(runSweep(config, family, *study, threads(1)).error().code, ErrorCode::limit);
    QCOMPARE(family.evaluations.load(), 0);
}

void TestSweep::fullDiskEndsTheSweep()
{
    MadeUp family;
    {
        VALUE(const auto study, study::Study::create(path_, identity()));
    }
    VALUE(const auto reader, study::Study::openReadOnly(path_)); // a study that cannot be written
    const auto outcome = runSweep(grid(), family, *reader, threads(2));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::io);
    QVERIFY(family.evaluations.load() <= 8); // it ends at the first point, not after all of them
}

void TestSweep::testSetIsReadOnRequestOnly()
{
    MadeUp family;
    VALUE(const auto study, study::Study::create(path_, identity()));
    VALUE(const SweepOutcome outcome, runSweep(grid(), family, *study, threads(2)));
    VALUE(const auto before, study->events());
    QVERIFY(before.empty());
    VALUE(const Interval95 test, readTest(*study, outcome.ids[3], family, "asked by the test", threads(2)));
    QCOMPARE(*test.mean, 0.5);
    QCOMPARE(family.testReadings.load(), 3);
    VALUE(const auto events, study->events());
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].pointId, outcome.ids[3]);
    VALUE(const auto point, study->find(outcome.ids[3]));
    QCOMPARE(*point->test.mean, 0.5);
    QCOMPARE(*point->replicas[2].test, 0.75);
    QVERIFY(!readTest(*study, "nosuchpoint", family, "", threads(1)));
}

QTEST_APPLESS_MAIN(TestSweep)
#include "tst_sweep.moc"
