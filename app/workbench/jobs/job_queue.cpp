// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/jobs/job_queue.h"

#include "app/workbench/jobs/background.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

namespace burin::workbench {

using Clock = std::chrono::steady_clock;

/// `status` is guarded by the queue's mutex; the progress and the pause have their own, taken for a moment only.
struct JobQueue::Entry {
    Job job;
    std::stop_source stop;
    JobStatus status;
    Clock::time_point startedAt;
    std::mutex progressMutex;
    Progress progress;
    std::condition_variable_any resumed;
    bool paused = false;
    Clock::time_point pausedAt;
    Clock::duration pauses{};

    /// With progressMutex held.
    [[nodiscard]] double seconds() const
    {
        const Clock::time_point end = paused ? pausedAt : Clock::now();
        return std::chrono::duration<double>(end - startedAt - pauses).count();
    }
};

JobQueue::JobQueue(unsigned workers)
{
    for (unsigned i = 0; i < std::max(1U, workers); ++i)
        workers_.emplace_back([this](const std::stop_token& stop) { workLoop(stop); });
}

JobQueue::~JobQueue()
{
    cancelAll();
    for (auto& worker : workers_)
        worker.request_stop();
    wake_.notify_all();
    workers_.clear();
}

JobId JobQueue::submit(Job job)
{
    auto entry = std::make_shared<Entry>();
    entry->job = std::move(job);
    entry->status.title = entry->job.title;
    const std::lock_guard lock(mutex_);
    entry->status.id = ++lastId_;
    all_.push_back(entry);
    waiting_.push_back(entry);
    wake_.notify_one();
    return entry->status.id;
}

void JobQueue::cancel(JobId id)
{
    const std::lock_guard lock(mutex_);
    for (const auto& entry : all_) {
        if (entry->status.id != id || !entry->status.active())
            continue;
        entry->stop.request_stop();
        if (!entry->status.started) {
            std::erase(waiting_, entry);
            entry->status.end = JobEnd::cancelled;
            if (entry->job.onEnd)
                deliveries_.put(entry->job.onEnd);
            entry->job = Job();
        }
    }
}

void JobQueue::cancelAll()
{
    for (const JobStatus& status : snapshot())
        cancel(status.id);
}

void JobQueue::finish()
{
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] {
        return std::none_of(all_.begin(), all_.end(), [](const auto& entry) { return entry->status.active(); });
    });
}

void JobQueue::setPaused(JobId id, bool paused)
{
    const std::lock_guard lock(mutex_);
    for (const auto& entry : all_) {
        if (entry->status.id != id || !entry->status.started || !entry->status.active())
            continue;
        const std::lock_guard progressLock(entry->progressMutex);
        if (entry->paused == paused)
            continue;
        entry->paused = paused;
        if (paused)
            entry->pausedAt = Clock::now();
        else
            entry->pauses += Clock::now() - entry->pausedAt;
        entry->resumed.notify_all();
    }
}

std::vector<JobStatus> JobQueue::snapshot() const
{
    const std::lock_guard lock(mutex_);
    std::vector<JobStatus> statuses;
    statuses.reserve(all_.size());
    for (const auto& entry : all_) {
        JobStatus status = entry->status;
        if (status.started && status.active()) {
            const std::lock_guard progressLock(entry->progressMutex);
            status.fraction = entry->progress.fraction;
            status.phase = entry->progress.phase;
            status.secondsLeft = entry->progress.secondsLeft;
            status.seconds = entry->seconds();
            status.paused = entry->paused;
        }
        statuses.push_back(std::move(status));
    }
    return statuses;
}

bool JobQueue::idle() const
{
    const std::lock_guard lock(mutex_);
    return deliveries_.empty() &&
           std::none_of(all_.begin(), all_.end(), [](const auto& entry) { return entry->status.active(); });
}

bool JobQueue::deliver()
{
    const std::vector<Delivery> letters = deliveries_.take();
    for (const Delivery& letter : letters)
        letter();
    return !letters.empty();
}

void JobQueue::workLoop(const std::stop_token& stop)
{
    giveWayToTheWindow(kWorking);
    while (true) {
        std::shared_ptr<Entry> entry;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return !waiting_.empty(); }))
                return;
            entry = waiting_.front();
            waiting_.pop_front();
            entry->status.started = true;
            entry->startedAt = Clock::now();
        }
        runOne(entry);
    }
}

void JobQueue::runOne(const std::shared_ptr<Entry>& entry)
{
    JobContext context;
    context.stop = entry->stop.get_token();
    context.threads = entry->job.threads;
    context.progress = [entry](const Progress& progress) {
        std::unique_lock lock(entry->progressMutex);
        const double before = entry->progress.fraction;
        entry->progress = progress;
        entry->progress.fraction = std::max(before, progress.fraction);
        entry->resumed.wait(lock, entry->stop.get_token(), [&entry] { return !entry->paused; });
    };
    Result<Delivery> result = fail(ErrorCode::internal, "the job did not run");
    try {
        result = entry->job.work(context);
    } catch (const std::bad_alloc&) {
        result = fail(ErrorCode::limit, "not enough memory", entry->job.title);
    } catch (const std::exception& error) {
        result = fail(ErrorCode::internal, error.what(), entry->job.title, "Please report this as a bug.");
    }

    if (result) {
        if (*result)
            deliveries_.put(std::move(*result));
    } else if (result.error().code != ErrorCode::cancelled && entry->job.onError) {
        deliveries_.put([tell = entry->job.onError, error = result.error()] { tell(error); });
    }
    if (entry->job.onEnd)
        deliveries_.put(entry->job.onEnd);

    const std::lock_guard lock(mutex_);
    JobStatus& status = entry->status;
    {
        const std::lock_guard progressLock(entry->progressMutex);
        status.seconds = entry->seconds();
        status.fraction = result ? 1 : entry->progress.fraction;
        status.phase = entry->progress.phase;
    }
    if (result) {
        status.end = JobEnd::done;
    } else {
        status.end = result.error().code == ErrorCode::cancelled ? JobEnd::cancelled : JobEnd::failed;
        status.message = result.error().message;
    }
    entry->job = Job(); // lets go of what the others captured
    ended_.notify_all();
}

} // namespace burin::workbench
