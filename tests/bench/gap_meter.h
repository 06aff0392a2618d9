// SPDX-License-Identifier: GPL-3.0-or-later
// GapMeter: how far apart the turns of the window's event loop are, and how much processor time its thread used for each.
// A person notices a gap of more than about 50 ms. Where the gap is long and the processor time is not, the machine was
// busy with something else.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <utility>
#include <vector>

namespace burin::bench {

inline double quantile(const std::vector<double>& sorted, double share)
{
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(std::floor(share * static_cast<double>(sorted.size() - 1)))];
}

/// In milliseconds, sorted.
struct Gaps {
    std::vector<double> passed;
    std::vector<double> worked; ///< processor time of the window's thread
};

class GapMeter {
public:
    GapMeter()
    {
        timer_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer_, &QTimer::timeout, [this] { note(); });
    }
    void start()
    {
        gaps_ = {};
        clock_.start();
        worked_ = workedMs();
        timer_.start(kTickMs);
    }
    [[nodiscard]] Gaps stop()
    {
        note();
        timer_.stop();
        std::sort(gaps_.passed.begin(), gaps_.passed.end());
        std::sort(gaps_.worked.begin(), gaps_.worked.end());
        return gaps_;
    }

private:
    static constexpr int kTickMs = 2;
    static double workedMs()
    {
        std::timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
    }
    void note()
    {
        gaps_.passed.push_back(static_cast<double>(clock_.nsecsElapsed()) * 1e-6);
        clock_.restart();
        const double now = workedMs();
        gaps_.worked.push_back(now - std::exchange(worked_, now));
    }
    QTimer timer_;
    QElapsedTimer clock_;
    double worked_ = 0;
    Gaps gaps_;
};

inline void report(const char* what, const Gaps& gaps)
{
    const auto over = std::count_if(gaps.passed.begin(), gaps.passed.end(), [](double gap) { return gap > 50; });
    const auto most = [](const std::vector<double>& all) { return all.empty() ? 0 : all.back(); };
    fmt::print("{:<22} {:6} turns  median {:6.2f}  99 % {:6.2f}  99.9 % {:6.2f}  longest {:6.1f} ms  over 50 ms: "
               "{}; work "
               "99 % {:.2f}  longest {:.1f} ms\n",
               what, gaps.passed.size(), quantile(gaps.passed, 0.5), quantile(gaps.passed, 0.99),
               quantile(gaps.passed, 0.999), most(gaps.passed), over, quantile(gaps.worked, 0.99),
               most(gaps.worked));
}

} // namespace burin::bench
