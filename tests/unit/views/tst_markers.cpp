// SPDX-License-Identifier: GPL-3.0-or-later
// The markers of all widths are to be told filled from hollow on a screen of few pixels.
#include "tests/unit/views/overlay_of.h"
#include "views/plots/marker_layer.h"

#include <QApplication>
#include <QImage>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QtTest>

#include <cmath>

using namespace burin::views;

class TestMarkers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// The middle of a marker, wherever it stands on the pixels: filled with its colour, or empty.
    void markersAreFilledOrHollow()
    {
        OverlayState state = overlayOf({QRectF(0, 0, 40, 40), 0, 40, 0, 40});
        for (int index = 0; index < 8; ++index) {
            for (const bool hollow : {false, true}) {
                for (const double shift : {0.0, 0.25, 0.5, 0.75}) {
                    PlotSeries series;
                    series.data = {QString(), index, {{20 + shift, 20 + shift, 0, 0, {}}}};
                    series.line = !hollow; // the smaller ones
                    series.hollow = hollow;
                    state.plot.series = {series};
                    QImage image(40, 40, QImage::Format_RGB32);
                    image.fill(state.colours.surface);
                    QPainter painter(&image);
                    painter.setRenderHint(QPainter::Antialiasing);
                    paintMarkers(painter, state);
                    painter.end();
                    const QPointF middle = state.frame.map(20 + shift, 20 + shift);
                    const QColor found =
                        image.pixelColor(static_cast<int>(middle.x()), static_cast<int>(middle.y()));
                    const QColor inside =
                        hollow ? state.colours.surface : seriesStyle(index, state.colours).colour;
                    const int apart = std::abs(found.red() - inside.red()) +
                                      std::abs(found.green() - inside.green()) +
                                      std::abs(found.blue() - inside.blue());
                    QVERIFY2(apart < 60,
                             qPrintable(QStringLiteral("style %1, %2, moved by %3: %4 for %5")
                                            .arg(index)
                                            .arg(hollow ? QLatin1String("hollow") : QLatin1String("filled"))
                                            .arg(shift)
                                            .arg(found.name(), inside.name())));
                }
            }
        }
    }

    /// Nothing but its outline is drawn of a marker: from the middle outwards there is one line.
    void markersHaveOneOutline()
    {
        for (int shape = 0; shape < 8; ++shape) {
            const QPainterPath path = markerPath(static_cast<MarkerShape>(shape), 10);
            for (int degrees = 7; degrees < 360; degrees += 15) {
                const QLineF ray = QLineF::fromPolar(100, degrees);
                int crossed = 0;
                for (const QPolygonF& outline : path.toSubpathPolygons())
                    for (qsizetype i = 1; i < outline.size(); ++i)
                        crossed += QLineF(outline[i - 1], outline[i]).intersects(ray, nullptr) ==
                                   QLineF::BoundedIntersection;
                QVERIFY2(
                    crossed == 1,
                    qPrintable(QStringLiteral("shape %1, %2 degrees: %3").arg(shape).arg(degrees).arg(crossed)));
            }
        }
    }
};

QTEST_MAIN(TestMarkers)
#include "tst_markers.moc"
