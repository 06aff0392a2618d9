// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/merge.h"
#include "study_helpers.h"

using namespace burin;
using namespace burin::study;
using optimise::DesignPoint;
using optimise::PointStatus;

class TestStudyMerge : public QObject {
    Q_OBJECT

private slots:
    void init();
    void shardsBecomeTheWhole();
    void finishedBeatsFailed();
    void extrasAreKept();
    void conflictsAreLogged();
    void refusals();
    void cancelled();

private:
    std::filesystem::path write(const char* name, const std::vector<DesignPoint>& points,
                                const Identity& identity = henonIdentity());

    std::optional<ScratchFolder> folder_;
    std::filesystem::path out_;
};

void TestStudyMerge::init()
{
    VALUE(folder_, ScratchFolder::create("burin-merge"));
    out_ = folder_->path() / "out.burin";
}

std::filesystem::path TestStudyMerge::write(const char* name, const std::vector<DesignPoint>& points,
                                            const Identity& identity)
{
    const auto path = folder_->path() / name;
    const auto study = Study::create(path, identity);
    if (!study || !(*study)->put(points))
        qFatal("cannot prepare the test");
    return path;
}

void TestStudyMerge::shardsBecomeTheWhole()
{
    const auto all = madePoints(30);
    std::vector<DesignPoint> even;
    std::vector<DesignPoint> odd;
    for (std::size_t i = 0; i < all.size(); ++i)
        (i % 2 == 0 ? even : odd).push_back(all[i]);
    odd.push_back(all[0]); // an overlap
    const std::vector inputs{write("a.burin", even), write("b.burin", odd)};
    VALUE(const MergeSummary summary, mergeStudies(out_, inputs, {}));
    QCOMPARE(summary.added, std::size_t{30});
    QCOMPARE(summary.repeated, std::size_t{1});
    QCOMPARE(summary.conflicts, std::size_t{0});
    {
        VALUE(const auto study, Study::openReadOnly(out_));
        VALUE(auto points, study->load({.replicas = true}));
        QCOMPARE(points.size(), std::size_t{30});
        std::map<std::string, std::string> byId;
        for (const DesignPoint& point : points)
            byId[point.id] = nlohmann::json(point).dump();
        for (const DesignPoint& point : all)
            QCOMPARE(byId.at(point.id), nlohmann::json(point).dump());
    }
    VALUE(const MergeSummary again, mergeStudies(out_, inputs, {}));
    QCOMPARE(again.added, std::size_t{0});
    QCOMPARE(again.repeated, std::size_t{31});
}

void TestStudyMerge::finishedBeatsFailed()
{
    DesignPoint failed = madePoint(1);
    failed.status = PointStatus::failed;
    failed.validation = {};
    for (const bool failedFirst : {true, false}) {
        std::filesystem::remove(out_);
        std::filesystem::remove(folder_->path() / "a.burin");
        std::filesystem::remove(folder_->path() / "b.burin");
        const std::vector inputs{write("a.burin", {failedFirst ? failed : madePoint(1)}),
                                 write("b.burin", {failedFirst ? madePoint(1) : failed})};
        VALUE(const MergeSummary summary, mergeStudies(out_, inputs, {}));
        QCOMPARE(summary.improved, std::size_t{failedFirst ? 1U : 0U});
        VALUE(const auto study, Study::openReadOnly(out_));
        VALUE(const auto points, study->load());
        QCOMPARE(points.size(), std::size_t{1});
        QCOMPARE(points[0].status, PointStatus::done);
        QVERIFY(points[0].validation.mean.has_value());
    }
}

void TestStudyMerge::extrasAreKept()
{
    const auto a = write("a.burin", madePoints(2));
    const auto b = write("b.burin", madePoints(2));
    const DesignPoint point = madePoint(1);
    {
        VALUE(const auto study, Study::open(a));
        OK(study->setNote(point.id, "from a"));
    }
    {
        VALUE(const auto study, Study::open(b));
        OK(study->setNote(point.id, "from b"));
        OK(study->setStarred(point.id, true));
        OK(study->setSeal(point.id, optimise::Seal{true, {}}));
        OK(study->setMetrics(point.id, {{"lut@synth", {5.0, Tier::synth, std::nullopt, "yosys"}}}));
        OK(study->recordTest(point.id, {{point.replicas[0].seed, 0.7}, {point.replicas[1].seed, 0.8}}, "report"));
    }
    const std::vector inputs{a, b};
    for (int twice = 0; twice < 2; ++twice) // merging again adds nothing
        QVERIFY(mergeStudies(out_, inputs, {}).has_value());
    VALUE(const auto study, Study::openReadOnly(out_));
    VALUE(const auto merged, study->find(point.id));
    QCOMPARE(merged->note, std::string("from a\nfrom b"));
    QVERIFY(merged->starred);
    QVERIFY(merged->seal.has_value());
    QCOMPARE(*merged->metric("lut@synth").value, 5.0);
    QCOMPARE(*merged->test.mean, (0.7 + 0.8) / 2);
    QCOMPARE(*merged->replicas[1].test, 0.8);
    VALUE(const auto events, study->events());
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].kind, std::string("test-reading"));
}

void TestStudyMerge::conflictsAreLogged()
{
    DesignPoint other = madePoint(1);
    other.validation.mean = 0.123;
    const std::vector inputs{write("a.burin", {madePoint(1)}), write("b.burin", {other})};
    VALUE(const MergeSummary summary, mergeStudies(out_, inputs, {}));
    QCOMPARE(summary.conflicts, std::size_t{1});
    VALUE(const auto study, Study::openReadOnly(out_));
    VALUE(const auto points, study->load());
    QCOMPARE(*points[0].validation.mean, *madePoint(1).validation.mean);
    VALUE(const auto events, study->events());
    QCOMPARE(events.at(0).kind, std::string("merge-conflict"));
    QCOMPARE(events.at(0).detail.at("other").get<double>(), 0.123);
}

void TestStudyMerge::refusals()
{
    const auto a = write("a.burin", madePoints(1));
    Identity lorenz = henonIdentity();
    lorenz.dataSha256 = std::string(64, 'c');
    const auto b = write("b.burin", madePoints(1), lorenz);
    QVERIFY(!mergeStudies(out_, std::vector{a, b}, {}));
    QVERIFY(!mergeStudies(out_, {}, {}));
    QVERIFY(!mergeStudies(a, std::vector{a}, {}));
    QVERIFY(!mergeStudies(out_, std::vector{folder_->path() / "absent.burin"}, {}));
    DesignPoint forged = madePoint(1);
    forged.id = "000000000000";
    const auto c = write("c.burin", {forged});
    const auto refused = mergeStudies(out_, std::vector{c}, {});
    QVERIFY(!refused);
    QVERIFY(refused.error().where.find("000000000000") != std::string::npos);
}

void TestStudyMerge::cancelled()
{
    const auto a = write("a.burin", madePoints(1));
    std::stop_source stop;
    stop.request_stop();
    JobContext ctx;
    ctx.stop = stop.get_token();
    QCOMPARE(mergeStudies(out_, std::vector{a}, ctx).error().code, ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestStudyMerge)
#include "tst_study_merge.moc"
