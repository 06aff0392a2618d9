// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/training_state.h"

#include <algorithm>
#include <utility>

namespace burin::views {

void TrainingState::begin(const TrainingRequest& request, bool resumed)
{
    request_ = request;
    phase_ = TrainingPhase::running;
    paused_ = false;
    if (!resumed)
        curve_.clear();
    fraction_ = static_cast<double>(curve_.size()) / std::max(request.epochs, 1);
    imagesPerSecond_ = 0;
    secondsLeft_ = -1;
    outcome_ = {};
    message_.clear();
    canResume_ = false;
    Q_EMIT changed();
    Q_EMIT curveChanged();
}

void TrainingState::setProgress(double fraction, double imagesPerSecond, double secondsLeft)
{
    fraction_ = fraction;
    imagesPerSecond_ = imagesPerSecond;
    secondsLeft_ = secondsLeft;
    Q_EMIT changed();
}

void TrainingState::setPaused(bool paused)
{
    if (paused_ == paused)
        return;
    paused_ = paused;
    Q_EMIT changed();
}

void TrainingState::addEpoch(const TrainingEpoch& epoch)
{
    curve_.push_back(epoch);
    Q_EMIT curveChanged();
}

void TrainingState::setCurve(std::vector<TrainingEpoch> curve)
{
    curve_ = std::move(curve);
    Q_EMIT curveChanged();
}

void TrainingState::restore(const TrainingRequest& request, std::vector<TrainingEpoch> curve,
                            const QString& message)
{
    request_ = request;
    outcome_ = {};
    setCurve(std::move(curve));
    end(TrainingPhase::stopped, message, true);
}

void TrainingState::finish(const TrainingOutcome& outcome)
{
    outcome_ = outcome;
    phase_ = TrainingPhase::done;
    Q_EMIT changed();
}

void TrainingState::end(TrainingPhase phase, const QString& message, bool canResume)
{
    phase_ = phase;
    message_ = message;
    canResume_ = canResume;
    Q_EMIT changed();
}

} // namespace burin::views
