// SPDX-License-Identifier: GPL-3.0-or-later
// NewestWorker: one thread that answers the newest request and drops those it overtakes: what a slider needs. A new
// request stops the work on the old one. Replies come through a mailbox; a request may be answered in parts. While
// nothing is asked, `idle` is called over and over until it says there is nothing left to prepare. An exception in the
// work (memory ran out) is a bug and becomes a reply that says so; the worker goes on.
#pragma once

#include "app/workbench/jobs/background.h"
#include "app/workbench/jobs/mailbox.h"
#include "core/base/job.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace burin::workbench {

template <class Request, class Reply> class NewestWorker {
public:
    struct Work {
        /// Answers by calling publish, once or more; returns early when the context is cancelled.
        std::function<void(const Request&, const JobContext&, const std::function<void(Reply)>& publish)> answer;
        /// Prepares something likely to be asked; false when there is nothing more. May be empty.
        std::function<bool(const JobContext&)> idle;
        /// The reply to a request whose answer threw. May be empty: then there is none.
        std::function<Reply(const Request&, const std::string& what)> failed = {};
    };

    explicit NewestWorker(Work work)
        : work_(std::move(work)), thread_([this](const std::stop_token& stop) { loop(stop); })
    {
    }

    ~NewestWorker()
    {
        thread_.request_stop();
        {
            const std::lock_guard lock(mutex_);
            current_.request_stop();
        }
        wake_.notify_all();
    }

    NewestWorker(const NewestWorker&) = delete;
    NewestWorker& operator=(const NewestWorker&) = delete;

    void ask(Request request)
    {
        const std::lock_guard lock(mutex_);
        newest_ = std::move(request);
        prepared_ = false;
        current_.request_stop();
        wake_.notify_all();
    }

    [[nodiscard]] std::vector<Reply> take() { return replies_.take(); }

private:
    void answer(const Request& request, const JobContext& context)
    {
        const auto publish = [this](Reply reply) { replies_.put(std::move(reply)); };
        std::string what;
        try {
            work_.answer(request, context, publish);
            return;
        } catch (const std::exception& problem) {
            what = problem.what();
        } catch (...) {
            what = "unknown exception";
        }
        if (work_.failed)
            publish(work_.failed(request, "this should not happen: " + what));
    }

    bool prepares(const JobContext& context)
    {
        try {
            return work_.idle(context);
        } catch (...) {
            return false; // nothing was asked: it comes up again when it is
        }
    }

    void loop(const std::stop_token& stop)
    {
        giveWayToTheWindow(kAnswering);
        while (!stop.stop_requested()) {
            std::optional<Request> request;
            JobContext context;
            {
                std::unique_lock lock(mutex_);
                const bool canPrepare = work_.idle && !prepared_;
                if (!newest_ && !canPrepare)
                    wake_.wait(lock, stop, [this] { return newest_.has_value(); });
                if (stop.stop_requested())
                    return;
                request = std::exchange(newest_, std::nullopt);
                current_ = std::stop_source();
                context.stop = current_.get_token();
            }
            if (request) {
                answer(*request, context);
            } else if (!prepares(context)) {
                const std::lock_guard lock(mutex_);
                prepared_ = !newest_.has_value();
            }
        }
    }

    Work work_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Request> newest_;
    std::stop_source current_;
    bool prepared_ = true;
    Mailbox<Reply> replies_;
    std::jthread thread_; // last: joined before the rest goes
};

} // namespace burin::workbench
