// SPDX-License-Identifier: GPL-3.0-or-later
// StudyReader: follows the store on a thread of its own, reads its points into the rows of the table, and keeps front,
// knee and recommendation up to date, so that neither SQLite, nor JSON, nor sorting ever runs on the window's thread.
#pragma once

#include "app/workbench/jobs/newest_worker.h"
#include "core/optimise/recommend.h"
#include "core/study/study.h"
#include "views/models/point_row.h"

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

/// What changed comes first, without a ranking; then the ranking, which ends the answer.
struct ReadReply {
    views::PointRows rows;            ///< new and changed since the last reply
    std::vector<std::size_t> failed;  ///< rows of failed points
    std::vector<std::string> removed; ///< taken out since then, before `rows` came in
    bool ranked = false;              ///< what follows is there
    std::string metricKey;
    std::string qualityKey;         ///< what the front has beside it, see study::qualityOf()
    std::vector<std::string> front; ///< ids
    std::string knee;
    std::string recommended;
    std::string reason;
    std::string error;
};

class StudyReader {
public:
    /// `family`: how configurations are read.
    StudyReader(study::Study& store, views::DesignFamily family);
    void ask(ReadRequest request) { worker_.ask(std::move(request)); }
    [[nodiscard]] std::vector<ReadReply> take() { return worker_.take(); }

private:
    void answer(const ReadRequest& request, const JobContext& context, const std::function<void(ReadReply)>& publish);
    void readChanges(ReadReply& reply);
    void forget(const std::vector<std::string>& ids);
    study::Study& store_;
    views::DesignFamily family_;
    std::uint64_t seen_ = 0;
    /// The points, shared with the window.
    struct Known {
        std::vector<views::SharedRow> rows;
        std::unordered_map<std::string, std::size_t> indexById;
    };
    Known known_;
    NewestWorker<ReadRequest, ReadReply> worker_; // last: joined before the rest goes
};

} // namespace burin::workbench
