// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of the batches, one per thread that runs at the time. Private to core/cnn.
#pragma once

#include "core/cnn/batch_program.h"

#include <mutex>
#include <utility>
#include <vector>

namespace burin::cnn {

class BatchMemoryPool {
public:
    BatchMemory take()
    {
        const std::lock_guard lock(mutex_);
        if (free_.empty())
            return {};
        BatchMemory memory = std::move(free_.back());
        free_.pop_back();
        return memory;
    }
    void giveBack(BatchMemory memory)
    {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(memory));
    }

private:
    std::mutex mutex_;
    std::vector<BatchMemory> free_;
};

} // namespace burin::cnn
