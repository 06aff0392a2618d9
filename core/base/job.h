// SPDX-License-Identifier: GPL-3.0-or-later
// JobContext: what every long computation in core takes: a stop token, a progress sink, a seed, a number of
// threads. A job is `Result<Out> runX(const XConfig&, const Inputs&, const JobContext&)`: synchronous, without
// side effects, and it looks at cancelled() at least every 100 ms.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace burin {

/// How far a job is. `fraction` is 0..1 and never falls; `done`/`total` count units when there are any.
struct Progress {
    double fraction = 0;
    std::string phase;
    std::size_t done = 0;
    std::size_t total = 0;
    double secondsLeft = -1; ///< the job's own estimate; negative: it has none
    std::vector<std::pair<std::string, double>> figures; ///< by name, e.g. of the epoch that has just ended
};

struct JobContext {
    std::stop_token stop;
    /// Called from worker threads too (serialised by the caller of report()); must be cheap. May be empty.
    std::function<void(const Progress&)> progress;
    std::uint64_t seed = 1;
    unsigned threads = 1;

    [[nodiscard]] bool cancelled() const { return stop.stop_requested(); }
    void report(double fraction, const std::string& phase = {}, std::size_t done = 0, std::size_t total = 0) const
    {
        if (progress)
            progress(Progress{fraction, phase, done, total, -1, {}});
    }
    /// A context for a part of this job whose 0..1 maps to [from, to] of the whole.
    [[nodiscard]] JobContext part(double from, double to, std::string phase = {}) const;
};

[[nodiscard]] inline Unexpected<Error> cancelledError()
{
    return fail(ErrorCode::cancelled, "cancelled");
}

/// Threads to use by default: one fewer than the cores, at least one.
[[nodiscard]] unsigned defaultThreads();

/// Runs body(i) for i in [0, count) on ctx.threads threads; results must be stored by index, so the outcome does
/// not depend on the number of threads. Progress counts finished bodies. The first error by index is returned;
/// after an error or a stop no new body starts. An exception in a body becomes ErrorCode::internal (bad_alloc:
/// ErrorCode::limit).
Result<void> parallelFor(const JobContext& ctx, std::size_t count,
                         const std::function<Result<void>(std::size_t)>& body);

} // namespace burin
