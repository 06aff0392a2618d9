// SPDX-License-Identifier: GPL-3.0-or-later
// StudyReader: follows the store on a thread of its own and keeps front, knee and recommendation up to date, so that
// neither SQLite nor sorting ever runs on the window's thread.
#pragma once

#include "app/workbench/jobs/newest_worker.h"
#include "core/optimise/recommend.h"
#include "core/study/study.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace burin::workbench {

struct ReadRequest {
    optimise::Budget budget;
    std::string metricKey;
};

struct ReadReply {
    std::vector<optimise::DesignPoint> changed; ///< since the last reply
    std::string metricKey;
    std::vector<std::string> front; ///< ids
    std::string knee;
    std::string recommended;
    std::string reason;
    std::string error;
};

class StudyReader {
public:
    explicit StudyReader(study::Study& store);
    void ask(ReadRequest request) { worker_.ask(std::move(request)); }
    [[nodiscard]] std::vector<ReadReply> take() { return worker_.take(); }

private:
    void answer(const ReadRequest& request, const std::function<void(ReadReply)>& publish);
    void readChanges(ReadReply& reply);
    study::Study& store_;
    std::uint64_t seen_ = 0;
    std::vector<optimise::DesignPoint> points_; ///< the worker's own copy
    std::unordered_map<std::string, std::size_t> indexById_;
    NewestWorker<ReadRequest, ReadReply> worker_; // last: joined before the rest goes
};

} // namespace burin::workbench
