// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the command line for what the cells of the points' table say in the window's language.
#include "views/models/point_tier.h"
#include "views/models/study_model.h"

namespace burin::views {

QString StudyModel::typedText(int row, int column) const
{
    const Row& of = rows_[static_cast<std::size_t>(row)];
    switch (column) {
    case kStatus:
        return QString::fromLatin1(
            optimise::toString(isBeyondDevice(of) ? optimise::PointStatus::infeasible : of.point.status));
    case kRanker:
        return of.readable ? QString::fromStdString(of.traits.ranker) : QString();
    case kRefit:
        return !of.readable ? QString() : of.traits.refit ? QStringLiteral("yes") : QStringLiteral("no");
    case kReadout:
        return of.readable ? QString::fromStdString(of.traits.readout) : QString();
    case kTier:
        return QString::fromLatin1(toString(tierOf(of.point)));
    case kSeal:
        return !of.point.seal ? QString() : of.point.seal->sealed ? QStringLiteral("bit-exact") : QStringLiteral("mismatch");
    default:
        return {};
    }
}

} // namespace burin::views
