// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"
#include "core/base/rng.h"

#include <QtTest>

#include <atomic>
#include <mutex>
#include <new>
#include <vector>

using namespace burin;

class TestJob : public QObject {
    Q_OBJECT
private slots:
    void sameTableForAnyNumberOfThreads()
    {
        std::vector<std::vector<double>> tables;
        for (const unsigned threads : {1U, 2U, 5U}) {
            JobContext ctx;
            ctx.threads = threads;
            std::vector<double> table(200);
            QVERIFY(parallelFor(ctx, table.size(), [&](std::size_t i) -> Result<void> {
                Rng rng(mix(3, i));
                for (int k = 0; k < 100; ++k)
                    table[i] += rng.normal();
                return {};
            }));
            tables.push_back(table);
        }
        QCOMPARE(tables[0], tables[1]);
        QCOMPARE(tables[0], tables[2]);
    }

    void progressRisesToOne()
    {
        JobContext ctx;
        ctx.threads = 3;
        std::vector<double> seen;
        ctx.progress = [&](const Progress& progress) { seen.push_back(progress.fraction); };
        QVERIFY(parallelFor(ctx, 50, [](std::size_t) -> Result<void> { return {}; }));
        QCOMPARE(seen.size(), std::size_t{50});
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);
    }

    void partsMapIntoTheWhole()
    {
        JobContext ctx;
        Progress last;
        ctx.progress = [&](const Progress& progress) { last = progress; };
        const JobContext part = ctx.part(0.2, 0.6, "train");
        part.report(0.5, "seed 1");
        QCOMPARE(last.fraction, 0.4);
        QCOMPARE(last.phase, std::string("train: seed 1"));
        part.report(1);
        QCOMPARE(last.phase, std::string("train"));
    }

    void firstErrorByIndexWins()
    {
        JobContext ctx;
        ctx.threads = 1;
        std::atomic<int> ran{0};
        const auto result = parallelFor(ctx, 100, [&](std::size_t i) -> Result<void> {
            ++ran;
            if (i >= 7)
                return fail(ErrorCode::tool, "body " + std::to_string(i));
            return {};
        });
        QVERIFY(!result);
        QCOMPARE(result.error().message, std::string("body 7"));
        QCOMPARE(ran.load(), 8);
    }

    void exceptionsBecomeErrors()
    {
        JobContext ctx;
        ctx.threads = 2;
        const auto memory = parallelFor(ctx, 3, [](std::size_t) -> Result<void> { throw std::bad_alloc(); });
        QCOMPARE(memory.error().code, ErrorCode::limit);
        const auto bug = parallelFor(ctx, 3, [](std::size_t) -> Result<void> { throw std::logic_error("bug"); });
        QCOMPARE(bug.error().code, ErrorCode::internal);
        QCOMPARE(bug.error().message, std::string("bug"));
    }

    void aStopEndsTheLoop()
    {
        std::stop_source stop;
        JobContext ctx;
        ctx.stop = stop.get_token();
        ctx.threads = 2;
        std::atomic<int> ran{0};
        const auto result = parallelFor(ctx, 1'000'000, [&](std::size_t) -> Result<void> {
            if (++ran == 10)
                stop.request_stop();
            return {};
        });
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::cancelled);
        QVERIFY(ran.load() < 1000);
    }

    void nothingToDoSucceeds()
    {
        QVERIFY(parallelFor(JobContext{}, 0, [](std::size_t) -> Result<void> {
            return fail(ErrorCode::internal, "called");
        }));
        QVERIFY(defaultThreads() >= 1);
    }
};

QTEST_APPLESS_MAIN(TestJob)
#include "tst_job.moc"
