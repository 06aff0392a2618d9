// SPDX-License-Identifier: GPL-3.0-or-later
// What the start page shows, as plain values: the ready examples and the studies that were open before.
#pragma once

#include <QDateTime>
#include <QImage>
#include <QPointF>
#include <QString>

#include <cstddef>
#include <vector>

namespace burin::views {

/// A point of a study in its picture: what it costs and what it scores.
struct FrontDot {
    double cost = 0;
    double score = 0;
    bool onFront = false;
};

struct RecentStudy {
    QString path;
    QString dataName;
    QString error; ///< why it could not be read; empty if it could
    QDateTime modified;
    std::size_t points = 0;
    std::vector<FrontDot> dots; ///< of the finished points, thinned; the front is whole
    bool higherIsBetter = true;
    bool missing = false; ///< there is no such file any more
    bool read = false;    ///< false until the reader has looked at it
};

/// A ready example. Another family adds one more of these.
struct ExampleCard {
    QString id;
    QString family;
    QString title;
    QString text;
};

/// A piece of an example's data, drawn on its card: lines of any range, or a picture.
struct DataLines {
    QImage picture;
    std::vector<std::vector<QPointF>> lines;
    bool keepShape = false; ///< the same scale on both axes
};

} // namespace burin::views
