// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/compare_state.h"

namespace burin::views {

void CompareState::setPair(const QString& a, const QString& b)
{
    if (a == a_ && b == b_)
        return;
    a_ = a;
    b_ = b;
    fraction_ = 0;
    phase_.clear();
    Q_EMIT pairChanged();
    if (isWanted())
        Q_EMIT wanted();
}

void CompareState::setVisible(bool visible)
{
    visible_ = visible;
    if (isWanted())
        Q_EMIT wanted();
}

void CompareState::setProgress(double fraction, const QString& phase)
{
    fraction_ = fraction;
    phase_ = phase;
    Q_EMIT progressed();
}

void CompareState::setAnswer(const Answer& answer)
{
    answer_ = answer;
    Q_EMIT answered();
}

} // namespace burin::views
