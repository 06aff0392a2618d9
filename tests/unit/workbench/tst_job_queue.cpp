// SPDX-License-Identifier: GPL-3.0-or-later
// The workers behind the window: order, progress, cancelling, failing, newest request wins. No Qt but the test frame,
// so ThreadSanitizer can watch.
#include "app/workbench/jobs/job_queue.h"
#include "app/workbench/jobs/newest_worker.h"

#include <QtTest>

#include <atomic>
#include <semaphore>
#include <utility>

using namespace burin;
using namespace burin::workbench;

namespace {

/// Polls like the window does until `condition` holds; false after ten seconds.
template <class Condition> bool poll(JobQueue& queue, Condition condition)
{
    return QTest::qWaitFor(
        [&] {
            queue.deliver();
            return condition();
        },
        10000);
}

Result<Delivery> waitForStop(const JobContext& context, std::atomic<bool>& entered)
{
    entered = true;
    while (!context.cancelled())
        std::this_thread::yield();
    return cancelledError();
}

} // namespace

class TestJobQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void deliversOnThePollingThread()
    {
        JobQueue queue(2);
        std::thread::id worker;
        std::thread::id poller;
        bool ended = false;
        queue.submit({.title = "one",
                      .work = [&](const JobContext& context) -> Result<Delivery> {
                          worker = std::this_thread::get_id();
                          context.report(0.5, "half");
                          return Delivery([&] { poller = std::this_thread::get_id(); });
                      },
                      .onError = {},
                      .onEnd = [&] { ended = true; }});
        QVERIFY(poll(queue, [&] { return ended; }));
        QCOMPARE(poller, std::this_thread::get_id());
        QVERIFY(worker != std::this_thread::get_id());
        QVERIFY(poll(queue, [&] { return queue.idle(); }));
        const auto jobs = queue.snapshot();
        QCOMPARE(jobs.size(), std::size_t{1});
        QCOMPARE(jobs[0].end, JobEnd::done);
        QCOMPARE(jobs[0].fraction, 1.0);
    }

    void runsInOrderOnOneWorker()
    {
        JobQueue queue(1);
        std::vector<int> order;
        for (int i = 0; i < 20; ++i)
            queue.submit({.title = "n",
                          .work = [&order, i](const JobContext&) -> Result<Delivery> {
                              return Delivery([&order, i] { order.push_back(i); });
                          },
                          .onError = {},
                          .onEnd = {}});
        QVERIFY(poll(queue, [&] { return order.size() == 20; }));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void cancelsWaitingAndRunning()
    {
        JobQueue queue(1);
        std::atomic<bool> entered = false;
        std::atomic<bool> secondRan = false;
        int ends = 0;
        int errors = 0;
        const JobId first = queue.submit({.title = "first",
                                          .work = [&](const JobContext& c) { return waitForStop(c, entered); },
                                          .onError = [&](const Error&) { ++errors; },
                                          .onEnd = [&] { ++ends; }});
        const JobId second = queue.submit({.title = "second",
                                           .work = [&](const JobContext&) -> Result<Delivery> {
                                               secondRan = true;
                                               return Delivery();
                                           },
                                           .onError = {},
                                           .onEnd = [&] { ++ends; }});
        QVERIFY(poll(queue, [&] { return entered.load(); }));
        queue.cancel(second);
        queue.cancel(first);
        queue.cancel(999);
        QVERIFY(poll(queue, [&] { return ends == 2 && queue.idle(); }));
        QVERIFY(!secondRan);
        QCOMPARE(errors, 0);
        for (const JobStatus& job : queue.snapshot())
            QCOMPARE(job.end, JobEnd::cancelled);
    }

    void aPausedJobWaitsAndGoesOn()
    {
        JobQueue queue(1);
        std::atomic<int> steps = 0;
        Job job;
        job.work = [&](const JobContext& context) -> Result<Delivery> {
            while (!context.cancelled()) {
                ++steps;
                context.report(0.5);
            }
            return cancelledError();
        };
        const JobId id = queue.submit(std::move(job));
        QVERIFY(poll(queue, [&] { return steps > 0; }));
        queue.setPaused(id, true);
        QVERIFY(queue.snapshot().front().paused);
        // It stops at its next report: the count and the clock stand still from some moment on.
        int seen = -1;
        QVERIFY(poll(queue, [&] { return std::exchange(seen, steps.load()) == seen; }));
        const double seconds = queue.snapshot().front().seconds;
        QCOMPARE(queue.snapshot().front().seconds, seconds);
        queue.setPaused(id, false);
        QVERIFY(poll(queue, [&] { return steps > seen; }));
        // A paused job can be cancelled.
        queue.setPaused(id, true);
        queue.cancel(id);
        QVERIFY(poll(queue, [&] { return queue.idle(); }));
        QCOMPARE(queue.snapshot().front().end, JobEnd::cancelled);
    }

    void failuresAndExceptionsDoNotStopTheWorker()
    {
        JobQueue queue(1);
        std::vector<std::string> messages;
        const auto note = [&](const Error& error) { messages.push_back(error.message); };
        queue.submit({.title = "fails",
                      .work = [](const JobContext&) -> Result<Delivery> { return fail(ErrorCode::tool, "no yosys"); },
                      .onError = note,
                      .onEnd = {}});
        queue.submit({.title = "throws",
                      .work = [](const JobContext&) -> Result<Delivery> { throw std::logic_error("broken promise"); },
                      .onError = note,
                      .onEnd = {}});
        bool third = false;
        queue.submit({.title = "works",
                      .work = [&](const JobContext&) -> Result<Delivery> { return Delivery([&] { third = true; }); },
                      .onError = note,
                      .onEnd = {}});
        QVERIFY(poll(queue, [&] { return third; }));
        QCOMPARE(messages.size(), std::size_t{2});
        QCOMPARE(messages[0], std::string("no yosys"));
        QCOMPARE(messages[1], std::string("broken promise"));
        QCOMPARE(queue.snapshot()[1].end, JobEnd::failed);
    }

    void progressNeverFalls()
    {
        JobQueue queue(1);
        std::binary_semaphore go(0);
        std::binary_semaphore seen(0);
        queue.submit({.title = "p",
                      .work = [&](const JobContext& c) -> Result<Delivery> {
                          c.report(0.7, "late");
                          c.report(0.2, "early");
                          seen.release();
                          go.acquire();
                          return Delivery();
                      },
                      .onError = {},
                      .onEnd = {}});
        seen.acquire();
        const JobStatus status = queue.snapshot()[0];
        QCOMPARE(status.fraction, 0.7);
        QCOMPARE(status.phase, std::string("early"));
        go.release();
    }

    void destructionStopsWhatRuns()
    {
        std::atomic<bool> entered = false;
        std::atomic<bool> left = false;
        {
            JobQueue queue(1);
            queue.submit({.title = "long",
                          .work = [&](const JobContext& c) {
                              auto result = waitForStop(c, entered);
                              left = true;
                              return result;
                          },
                          .onError = {},
                          .onEnd = {}});
            QVERIFY(poll(queue, [&] { return entered.load(); }));
        }
        QVERIFY(left);
    }

    void newestRequestWins()
    {
        std::atomic<int> stopped = 0;
        std::binary_semaphore entered(0);
        NewestWorker<int, int> worker({.answer =
                                           [&](const int& request, const JobContext& context, const auto& publish) {
                                               if (request == 0) {
                                                   entered.release();
                                                   while (!context.cancelled())
                                                       std::this_thread::yield();
                                                   ++stopped;
                                                   return;
                                               }
                                               publish(request);
                                           },
                                       .idle = {}});
        worker.ask(0);
        entered.acquire();
        for (int i = 1; i <= 100; ++i)
            worker.ask(i);
        std::vector<int> replies;
        QVERIFY(QTest::qWaitFor(
            [&] {
                for (const int reply : worker.take())
                    replies.push_back(reply);
                return !replies.empty() && replies.back() == 100;
            },
            10000));
        QCOMPARE(stopped.load(), 1);
        QVERIFY(std::is_sorted(replies.begin(), replies.end()));
    }

    void preparesWhileIdleAndGivesWay()
    {
        std::atomic<int> prepared = 0;
        NewestWorker<int, int> worker(
            {.answer = [](const int& request, const JobContext&, const auto& publish) { publish(request); },
             .idle = [&](const JobContext&) { return ++prepared < 5; }});
        QCOMPARE(prepared.load(), 0); // nothing was asked yet, so there is nothing to stand beside
        worker.ask(7);
        QVERIFY(QTest::qWaitFor([&] { return prepared.load() == 5; }, 10000));
        worker.ask(8);
        QVERIFY(QTest::qWaitFor([&] { return prepared.load() == 6; }, 10000));
        QCOMPARE(worker.take().size(), std::size_t{2});
    }

    void finishWaitsForWhatWaits()
    {
        JobQueue queue(1);
        std::atomic<int> done = 0;
        for (int i = 0; i < 3; ++i) {
            Job job;
            job.work = [&done](const JobContext&) -> Result<Delivery> {
                QTest::qSleep(20);
                ++done;
                return Delivery([] {});
            };
            queue.submit(std::move(job));
        }
        queue.finish();
        QCOMPARE(done.load(), 3);
        queue.finish(); // nothing to wait for
    }

    void anAnswerThatThrowsIsAReply()
    {
        std::atomic<bool> prepared = false;
        NewestWorker<int, std::string> worker(
            {.answer =
                 [](const int& request, const JobContext&, const auto& publish) {
                     if (request == 1)
                         throw std::bad_alloc();
                     publish("fine");
                 },
             .idle = [&](const JobContext&) -> bool {
                 prepared = true;
                 throw std::bad_alloc();
             },
             .failed = [](const int& request, const std::string& what) { return std::to_string(request) + ": " + what; }});
        std::vector<std::string> replies;
        const auto told = [&] {
            for (const std::string& reply : worker.take())
                replies.push_back(reply);
            return !replies.empty();
        };
        worker.ask(1);
        QVERIFY(QTest::qWaitFor(told, 10000));
        QVERIFY2(replies.front().starts_with("1: this should not happen"), replies.front().c_str());
        QVERIFY(QTest::qWaitFor([&] { return prepared.load(); }, 10000));
        replies.clear();
        worker.ask(2); // it goes on
        QVERIFY(QTest::qWaitFor(told, 10000));
        QCOMPARE(replies.front(), std::string("fine"));
    }
};

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_job_queue.moc"
