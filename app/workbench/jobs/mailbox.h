// SPDX-License-Identifier: GPL-3.0-or-later
// A mailbox between a worker and the thread that polls it: a mutex and a vector that changes hands. Workers make no Qt
// call, so everything they have to say goes through one of these (or an atomic).
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace burin::workbench {

template <class Letter> class Mailbox {
public:
    void put(Letter letter)
    {
        const std::lock_guard lock(mutex_);
        letters_.push_back(std::move(letter));
    }

    /// Everything since the last call, oldest first.
    [[nodiscard]] std::vector<Letter> take()
    {
        std::vector<Letter> letters;
        const std::lock_guard lock(mutex_);
        letters.swap(letters_);
        return letters;
    }

    [[nodiscard]] bool empty() const
    {
        const std::lock_guard lock(mutex_);
        return letters_.empty();
    }

private:
    mutable std::mutex mutex_;
    std::vector<Letter> letters_;
};

} // namespace burin::workbench
