// SPDX-License-Identifier: GPL-3.0-or-later
// NewestWorker: one thread that answers the newest request and drops those it overtakes: what a slider needs. A new
// request stops the work on the old one. Replies come through a mailbox; a request may be answered in parts. While
// nothing is asked, `idle` is called over and over until it says there is nothing left to prepare.
#pragma once

#include "app/workbench/jobs/background.h"
#include "app/workbench/jobs/mailbox.h"
#include "core/base/job.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
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
    void loop(const std::stop_token& stop)
    {
        giveWayToTheWindow();
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
                work_.answer(*request, context, [this](Reply reply) { replies_.put(std::move(reply)); });
            } else if (!work_.idle(context)) {
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
