// SPDX-License-Identifier: GPL-3.0-or-later
// Trainer: trains a network on the images of the open CNN study in burin-learn, as a job of the session. One at a
// time. The study may be closed or changed meanwhile; the training goes on. One that was stopped, or that ended with
// the window, is offered again when its study is opened.
#pragma once

#include "app/workbench/jobs/mailbox.h"
#include "app/workbench/session/session.h"
#include "views/models/training_state.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace burin::workbench {

class Trainer : public QObject {
    Q_OBJECT
public:
    explicit Trainer(Session& session, QObject* parent = nullptr);

    [[nodiscard]] views::TrainingState& state() { return state_; }
    /// What the dialog proposes: the open study's network and weights, a free name beside the study.
    [[nodiscard]] views::TrainingRequest proposal() const;
    /// What speaks against a training whatever it is: burin-learn is not there, one runs, no study of a CNN is
    /// open.
    [[nodiscard]] Result<void> ready() const;
    /// Starts it; what speaks against it at once is the error.
    Result<void> start(const views::TrainingRequest& request);
    /// In place of the search for burin-learn (for tests).
    void setFinder(std::function<Result<std::filesystem::path>()> finder) { finder_ = std::move(finder); }

private:
    struct Outcome {
        std::optional<views::TrainingOutcome> value;
        std::vector<views::TrainingEpoch> curve;
        Error error{ErrorCode::cancelled, {}, {}, {}}; ///< unless another one came
    };
    /// The design under the sliders as files beside the request's `out`, and the request for them.
    [[nodiscard]] Result<views::TrainingRequest> writeDesign(views::TrainingRequest request) const;
    /// The network to be trained and what the open study knows of its images.
    Result<void> adopt(const views::TrainingRequest& request);
    /// A training of the study just opened that ended with the window.
    void lookForUnfinished();
    Result<void> run(bool resumed);
    void poll();
    void ended(const Outcome& outcome);
    void openTrained();
    [[nodiscard]] std::filesystem::path checkpoint() const;

    Session& session_;
    views::TrainingState state_;
    std::function<Result<std::filesystem::path>()> finder_;
    std::optional<cnn::Network> network_; ///< that is trained; none: to be read from the request's file
    NetworkPlace place_;                  ///< of the study that the training was started in
    std::filesystem::path study_;
    std::shared_ptr<Mailbox<Progress>> news_;
    QTimer timer_;
    JobId job_ = 0;
};

} // namespace burin::workbench
