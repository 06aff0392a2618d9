// SPDX-License-Identifier: GPL-3.0-or-later
// Processor time of one thread: what its work takes, however busy the machine is with other work.
#pragma once

#include <ctime>

namespace burin {

class ThreadStopwatch {
public:
    /// Processor seconds that the calling thread, the one that made this, has used since then or since the last
    /// lap.
    double lap()
    {
        const double now = seconds();
        const double used = now - start_;
        start_ = now;
        return used;
    }

private:
    static double seconds()
    {
        constexpr double kNano = 1e-9;
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + kNano * static_cast<double>(now.tv_nsec);
    }

    double start_ = seconds();
};

} // namespace burin
