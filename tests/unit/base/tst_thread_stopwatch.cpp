// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_stopwatch.h"

#include <QTest>

#include <chrono>
#include <thread>

using burin::ThreadStopwatch;

class TestThreadStopwatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Work of another thread, and waiting for it, is not this thread's.
    void countsTheWorkOfItsThread()
    {
        ThreadStopwatch watch;
        double other = 0;
        std::jthread([&other] {
            ThreadStopwatch own;
            while (other < 0.2)
                other += own.lap();
        }).join();
        QVERIFY(watch.lap() < other / 2);
        double own = 0;
        while (own < 0.02)
            own += watch.lap(); // ends: it counts this loop
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        QVERIFY(watch.lap() < 0.1);
    }
};

QTEST_GUILESS_MAIN(TestThreadStopwatch)
#include "tst_thread_stopwatch.moc"
