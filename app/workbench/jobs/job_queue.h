// SPDX-License-Identifier: GPL-3.0-or-later
// JobQueue: runs core's jobs on worker threads, first come first served. A worker writes its progress and, at the
// end, a Delivery: a closure that the polling thread runs, so that whatever touches a window happens on the
// window's thread. No Qt here: the queue is tested, and run under ThreadSanitizer, without it.
//
// A paused job waits inside its next report of progress (its threads too, as reports are serialised) until it is
// resumed or cancelled. A job ends as done, failed or cancelled; an exception in it is a bug and becomes
// ErrorCode::internal, the workers go on. Destroying the queue stops everything and waits (core's jobs stop within
// 100 ms, external tools within 1 s).
#pragma once

#include "app/workbench/jobs/mailbox.h"
#include "core/base/job.h"
#include "core/base/result.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace burin::workbench {

using JobId = std::uint64_t;
using Delivery = std::function<void()>;

enum class JobEnd { none, done, failed, cancelled };

struct Job {
    std::string title;
    std::function<Result<Delivery>(const JobContext&)> work;
    std::function<void(const Error&)> onError; ///< on the polling thread; not called for a cancellation
    std::function<void()> onEnd;               ///< on the polling thread, always, after delivery or error
    unsigned threads = 1;                      ///< JobContext::threads
};

struct JobStatus {
    JobId id = 0;
    std::string title;
    bool started = false;
    JobEnd end = JobEnd::none;
    double fraction = 0;
    std::string phase;
    std::string message; ///< of a failure
    double seconds = 0;  ///< since it started, without pauses
    double secondsLeft = -1; ///< by the job's own estimate; negative: it has none
    bool paused = false;

    [[nodiscard]] bool active() const { return end == JobEnd::none; }
};

class JobQueue {
public:
    explicit JobQueue(unsigned workers);
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    JobId submit(Job job);
    /// A waiting job ends at once, a running one as soon as it looks. Unknown and ended jobs are left alone.
    void cancel(JobId id);
    void cancelAll();
    /// Waits until every job has ended.
    void finish();
    /// An ended job is left alone.
    void setPaused(JobId id, bool paused);
    [[nodiscard]] std::vector<JobStatus> snapshot() const; ///< in the order of submission
    [[nodiscard]] bool idle() const;                       ///< nothing waits or runs, and nothing is left to deliver
    /// Runs what finished jobs delivered, on the calling thread. True if there was anything.
    bool deliver();

private:
    struct Entry;
    void workLoop(const std::stop_token& stop);
    void runOne(const std::shared_ptr<Entry>& entry);

    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable ended_;
    std::deque<std::shared_ptr<Entry>> waiting_;
    std::vector<std::shared_ptr<Entry>> all_;
    JobId lastId_ = 0;
    Mailbox<Delivery> deliveries_;
    std::vector<std::jthread> workers_; // last: joined before the rest goes
};

} // namespace burin::workbench
