// SPDX-License-Identifier: GPL-3.0-or-later
// TrainingState: the training that runs or ran last, as panels show it. Whoever trains writes it; a panel only
// asks (stop, resume, open the trained network).
#pragma once

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace burin::views {

/// What the dialog asks for. The images are those of the open study.
struct TrainingRequest {
    QString network; ///< a built-in network's name or a file
    QString start;   ///< weights to begin with (.npz); empty: random ones
    QString out;     ///< weights (.npz); OUT.checkpoint lies beside it
    int epochs = 20;
    int patience = 0; ///< epochs without improvement after which it ends; 0: never
    double rate = 0.1;
    quint64 seed = 1;
    bool rounded = true; ///< round as the integer network does
    /// Train the design under the sliders, its widths and the filters it keeps, not `network` as it is. What is trained
    /// has a network of its own then, written beside `out`.
    bool design = false;
    QString designText; ///< "6 bit, 30 % pruned"; empty: there is no design to be trained
};

struct TrainingEpoch {
    int epoch = 0; ///< from 1
    double loss = 0;
    double trainAccuracy = 0;
    double validation = 0;
};

struct TrainingOutcome {
    double validation = 0;
    std::optional<double> integerValidation; ///< of the weights as integer network
};

enum class TrainingPhase { none, running, done, stopped, failed };

class TrainingState : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] TrainingPhase phase() const { return phase_; }
    [[nodiscard]] const TrainingRequest& request() const { return request_; }
    [[nodiscard]] const std::vector<TrainingEpoch>& curve() const { return curve_; }
    [[nodiscard]] bool paused() const { return phase_ == TrainingPhase::running && paused_; }
    [[nodiscard]] double fraction() const { return fraction_; }
    [[nodiscard]] double imagesPerSecond() const { return imagesPerSecond_; } ///< 0: not known yet
    [[nodiscard]] double secondsLeft() const { return secondsLeft_; }         ///< negative: not known yet
    [[nodiscard]] const TrainingOutcome& outcome() const { return outcome_; }
    [[nodiscard]] const QString& message() const { return message_; } ///< why it failed, what is kept
    [[nodiscard]] bool canResume() const { return canResume_; }       ///< a checkpoint is there

    /// A training starts; a resumed one keeps its curve.
    void begin(const TrainingRequest& request, bool resumed);
    void setProgress(double fraction, double imagesPerSecond, double secondsLeft);
    void setPaused(bool paused); ///< it stands still until it is resumed
    void addEpoch(const TrainingEpoch& epoch);
    void finish(const TrainingOutcome& outcome);
    /// A training that was stopped before this program was started.
    void restore(const TrainingRequest& request, std::vector<TrainingEpoch> curve, const QString& message);
    void setCurve(std::vector<TrainingEpoch> curve);
    /// Stopped by a person, or failed.
    void end(TrainingPhase phase, const QString& message, bool canResume);

Q_SIGNALS:
    void changed();      ///< anything
    void curveChanged(); ///< the curve too
    void wanted();       ///< a new training, with the dialog
    void stopWanted();
    void resumeWanted();
    void openWanted(); ///< the trained network as a study

private:
    TrainingPhase phase_ = TrainingPhase::none;
    TrainingRequest request_;
    std::vector<TrainingEpoch> curve_;
    bool paused_ = false;
    double fraction_ = 0;
    double imagesPerSecond_ = 0;
    double secondsLeft_ = -1;
    TrainingOutcome outcome_;
    QString message_;
    bool canResume_ = false;
};

} // namespace burin::views
