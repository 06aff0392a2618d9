// SPDX-License-Identifier: GPL-3.0-or-later
// SharedCache: values that are dear to make, made once and shared by the threads of a sweep. A second thread that
// needs a value under way waits for it (and looks at its own stop token meanwhile). Bounded: the least recently used
// values are let go when their weight passes the limit; whoever holds one keeps it. What a value is depends on its
// key alone, so letting go costs time, never a result. Errors are kept like values, cancellations are not.
#pragma once

#include "core/base/job.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace burin::explore {

template <class T> class SharedCache {
public:
    using Value = std::shared_ptr<const T>;

    explicit SharedCache(std::size_t maxBytes) : maxBytes_(maxBytes) {}

    /// The value of `key`: the one kept, or make()'s (Result<T>), whose size is bytes(value).
    template <class Make, class Bytes>
    Result<Value> get(const std::string& key, const JobContext& ctx, const Make& make, const Bytes& bytes)
    {
        std::unique_lock lock(mutex_);
        for (;;) {
            const auto found = slots_.find(key);
            if (found == slots_.end())
                break;
            if (found->second.outcome) {
                found->second.used = ++clock_;
                return *found->second.outcome;
            }
            if (!finished_.wait(lock, ctx.stop, [&] { return !underWay(key); }))
                return cancelledError();
        }
        slots_[key]; // under way
        lock.unlock();
        Result<Value> outcome = guarded(make);
        lock.lock();
        if (!outcome && outcome.error().code == ErrorCode::cancelled) {
            slots_.erase(key);
        } else {
            Slot& slot = slots_[key];
            slot.outcome.emplace(outcome);
            slot.used = ++clock_;
            slot.bytes = outcome ? bytes(**outcome) : 0;
            bytes_ += slot.bytes;
            shrink(key);
        }
        finished_.notify_all();
        return outcome;
    }

    [[nodiscard]] bool contains(const std::string& key) const
    {
        const std::scoped_lock lock(mutex_);
        const auto found = slots_.find(key);
        return found != slots_.end() && found->second.outcome.has_value();
    }
    [[nodiscard]] std::size_t bytes() const
    {
        const std::scoped_lock lock(mutex_);
        return bytes_;
    }

private:
    struct Slot {
        std::optional<Result<Value>> outcome; ///< nothing while under way
        std::uint64_t used = 0;
        std::size_t bytes = 0;
    };

    [[nodiscard]] bool underWay(const std::string& key) const
    {
        const auto found = slots_.find(key);
        return found != slots_.end() && !found->second.outcome;
    }

    /// An exception must not leave the slot under way for ever.
    template <class Make> static Result<Value> guarded(const Make& make)
    {
        try {
            Result<T> made = make();
            if (!made)
                return Unexpected<Error>(made.error());
            return Value(std::make_shared<const T>(std::move(*made)));
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::limit, "out of memory", {}, "Use a smaller network or data set.");
        } catch (const std::exception& bug) {
            return fail(ErrorCode::internal, bug.what());
        }
    }

    void shrink(const std::string& keep)
    {
        while (bytes_ > maxBytes_) {
            auto oldest = slots_.end();
            for (auto slot = slots_.begin(); slot != slots_.end(); ++slot)
                if (slot->second.outcome && slot->first != keep &&
                    (oldest == slots_.end() || slot->second.used < oldest->second.used))
                    oldest = slot;
            if (oldest == slots_.end())
                return;
            bytes_ -= oldest->second.bytes;
            slots_.erase(oldest);
        }
    }

    std::size_t maxBytes_;
    mutable std::mutex mutex_;
    std::condition_variable_any finished_;
    std::map<std::string, Slot> slots_;
    std::size_t bytes_ = 0;
    std::uint64_t clock_ = 0;
};

} // namespace burin::explore
