// SPDX-License-Identifier: GPL-3.0-or-later
// TrialsState: Monte-Carlo over chips with imperfect cells, as the Hardware tab asks for it and as a job answers.
// The panel proposes, the session starts the job and answers. It holds data and signals, no engine.
#pragma once

#include "core/crossbar/simulate_trials.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace burin::views {

struct TrialRequest {
    crossbar::TrialConfig trials;
    std::size_t images = 0; ///< the first validation images; 0: all
};

class TrialsState : public QObject {
    Q_OBJECT
public:
    struct Answer {
        TrialRequest of;
        std::uint64_t generation = 0; ///< of the configuration
        crossbar::TrialReport report;
        std::optional<double> ideal; ///< accuracy on the same images with ideal cells
        std::size_t images = 0;
    };
    using QObject::QObject;

    /// The last one; null before the first.
    [[nodiscard]] const std::shared_ptr<const Answer>& answer() const { return answer_; }
    [[nodiscard]] quint64 job() const { return job_; } ///< that is running; 0: none

    void propose(const TrialRequest& request) { Q_EMIT proposed(request); }

    // For the session only.
    void setJob(quint64 job)
    {
        job_ = job;
        Q_EMIT changed();
    }
    void setAnswer(std::shared_ptr<const Answer> answer)
    {
        answer_ = std::move(answer);
        Q_EMIT changed();
    }

Q_SIGNALS:
    void proposed(const burin::views::TrialRequest& request);
    void changed();

private:
    std::shared_ptr<const Answer> answer_;
    quint64 job_ = 0;
};

} // namespace burin::views
