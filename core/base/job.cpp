// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

namespace burin {

JobContext JobContext::part(double from, double to, std::string phase) const
{
    JobContext inner = *this;
    if (progress) {
        inner.progress = [outer = progress, from, to, phase = std::move(phase)](const Progress& p) {
            Progress scaled = p;
            scaled.fraction = from + (to - from) * p.fraction;
            if (!phase.empty())
                scaled.phase = p.phase.empty() ? phase : phase + ": " + p.phase;
            outer(scaled);
        };
    }
    return inner;
}

unsigned defaultThreads()
{
    const unsigned cores = std::thread::hardware_concurrency();
    return cores > 1 ? cores - 1 : 1;
}

namespace {

Result<void> guarded(const std::function<Result<void>(std::size_t)>& body, std::size_t index)
{
    try {
        return body(index);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::limit, "out of memory", {}, "Use a smaller network or data set.");
    } catch (const std::exception& exception) {
        return fail(ErrorCode::internal, exception.what());
    }
}

} // namespace

Result<void> parallelFor(const JobContext& ctx, std::size_t count,
                         const std::function<Result<void>(std::size_t)>& body)
{
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::size_t done = 0;
    std::size_t failedIndex = count;
    Error firstError;

    const auto work = [&] {
        while (!failed && !ctx.cancelled()) {
            const std::size_t index = next++;
            if (index >= count)
                return;
            Result<void> outcome = guarded(body, index);
            const std::scoped_lock lock(mutex);
            if (!outcome) {
                failed = true;
                if (index < failedIndex) {
                    failedIndex = index;
                    firstError = outcome.error();
                }
                return;
            }
            ++done;
            ctx.report(static_cast<double>(done) / static_cast<double>(count), {}, done, count);
        }
    };

    const std::size_t threads =
        std::min<std::size_t>(std::max(1U, ctx.threads), std::max<std::size_t>(1, count));
    if (threads == 1) {
        work();
    } else {
        std::vector<std::jthread> pool;
        pool.reserve(threads);
        for (std::size_t i = 0; i < threads; ++i)
            pool.emplace_back(work);
    }
    if (failedIndex < count)
        return Unexpected<Error>(firstError);
    if (done < count)
        return cancelledError();
    return {};
}

} // namespace burin
