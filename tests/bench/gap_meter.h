// SPDX-License-Identifier: GPL-3.0-or-later
// GapMeter: how far apart the turns of the window's event loop are. A person notices a gap of more than about 50 ms.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace burin::bench {

inline double quantile(const std::vector<double>& sorted, double share)
{
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(std::floor(share * static_cast<double>(sorted.size() - 1)))];
}

class GapMeter {
public:
    GapMeter()
    {
        timer_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer_, &QTimer::timeout, [this] { note(); });
    }
    void start()
    {
        gaps_.clear();
        clock_.start();
        timer_.start(kTickMs);
    }
    /// In milliseconds, sorted.
    [[nodiscard]] std::vector<double> stop()
    {
        note();
        timer_.stop();
        std::sort(gaps_.begin(), gaps_.end());
        return gaps_;
    }

private:
    static constexpr int kTickMs = 2;
    void note()
    {
        gaps_.push_back(static_cast<double>(clock_.nsecsElapsed()) * 1e-6);
        clock_.restart();
    }
    QTimer timer_;
    QElapsedTimer clock_;
    std::vector<double> gaps_;
};

inline void report(const char* what, const std::vector<double>& gaps)
{
    const auto over = std::count_if(gaps.begin(), gaps.end(), [](double gap) { return gap > 50; });
    fmt::print("{:<22} {:6} turns  median {:6.2f}  99 % {:6.2f}  99.9 % {:6.2f}  longest {:6.1f} ms  over 50 ms: {}\n",
               what, gaps.size(), quantile(gaps, 0.5), quantile(gaps, 0.99), quantile(gaps, 0.999),
               gaps.empty() ? 0 : gaps.back(), over);
}

} // namespace burin::bench
