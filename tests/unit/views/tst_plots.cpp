// SPDX-License-Identifier: GPL-3.0-or-later
// Charts: axes of round numbers, thinning, clicks, zoom, files with their CSV twin, and pictures that are not blank.
#include "core/base/file.h"
#include "views/plots/chart_export.h"
#include "views/plots/chart_frame.h"
#include "views/plots/nice_axis.h"

#include <QImage>
#include <QSet>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>

using namespace burin;
using namespace burin::views;

namespace {

PlotData samplePlot()
{
    PlotSeries line;
    line.data = {QStringLiteral("4 bit"), 4, {{0, 0.9, 0.88, 0.92, "a"}, {30, 0.8, 0.7, 0.9, "b"}, {60, 0.6, 0.5, 0.7, "c"}}};
    line.band = true;
    PlotData plot;
    plot.title = QStringLiteral("Accuracy, \"over\" pruning");
    plot.xTitle = QStringLiteral("Pruning (%)");
    plot.yTitle = QStringLiteral("Accuracy");
    plot.series = {line};
    return plot;
}

int coloursIn(const QImage& image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y));
    return static_cast<int>(colours.size());
}

} // namespace

class TestPlots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void axesHaveRoundNumbers()
    {
        const NiceAxis a = niceTicks(0, 90, 6);
        QCOMPARE(a.step, 20.0);
        QCOMPARE(a.decimals, 0);
        const NiceAxis b = niceTicks(0.613, 0.917, 6);
        QCOMPARE(b.step, 0.1);
        QCOMPARE(b.decimals, 1);
        QCOMPARE(niceTicks(0.9, 0.93, 6).decimals, 3);
        const NiceAxis padded = paddedRange(0, 90);
        QCOMPARE(padded.low, -4.5);
        QCOMPARE(padded.high, 94.5);
        const NiceAxis flat = paddedRange(5, 5);
        QVERIFY(flat.low < 5 && flat.high > 5);
    }

    void thinningKeepsTheChosenPoint()
    {
        PlotSeries cloud;
        cloud.line = false;
        for (int i = 0; i < 48112; ++i)
            cloud.data.points.push_back({double(i), 0, 0, 0, QString::number(i)});
        PlotData plot;
        plot.series = {cloud};
        const Thinned thinned = thinMarkers(plot, 2000, QStringLiteral("12345"));
        QCOMPARE(thinned.total, std::size_t{48112});
        QVERIFY(thinned.shown <= 2002 && thinned.shown > 1500);
        bool kept = false;
        for (const auto& point : plot.series[0].data.points)
            kept = kept || point.id == QStringLiteral("12345");
        QVERIFY(kept);
    }

    void clickSelectsAndDragZooms()
    {
        ChartFrame frame("chart");
        frame.resize(600, 400);
        frame.setPlot(samplePlot());
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        QTRY_VERIFY(frame.canvas()->state().frame.area.width() > 100);
        QSignalSpy clicks(&frame, &ChartFrame::pointClicked);
        QTest::mouseClick(frame.canvas()->viewport(), Qt::LeftButton, {}, frame.canvas()->positionOf(30, 0.8));
        QCOMPARE(clicks.count(), 1);
        QCOMPARE(clicks.first().first().toString(), QStringLiteral("b"));
        QTest::keyClick(frame.canvas(), Qt::Key_Right);
        QCOMPARE(clicks.count(), 2);

        const QPoint from = frame.canvas()->positionOf(10, 0.85);
        const QPoint to = frame.canvas()->positionOf(50, 0.65);
        QTest::mousePress(frame.canvas()->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(frame.canvas()->viewport(), (from + to) / 2);
        QMouseEvent move(QEvent::MouseMove, to, frame.canvas()->viewport()->mapToGlobal(to), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(frame.canvas()->viewport(), &move);
        QTest::mouseRelease(frame.canvas()->viewport(), Qt::LeftButton, {}, to);
        QVERIFY(frame.canvas()->isZoomed());
        QVERIFY(frame.canvas()->state().frame.xLow > 5);
        QTest::keyClick(frame.canvas(), Qt::Key_Home);
        QVERIFY(!frame.canvas()->isZoomed());
    }

    void savesEveryFormatWithItsValues()
    {
        QTemporaryDir folder;
        ChartFrame frame("chart");
        frame.resize(500, 300);
        frame.setPlot(samplePlot());
        frame.show();
        for (const char* suffix : {"svg", "png", "pdf"}) {
            const QString path = folder.filePath(QStringLiteral("plot.") + QLatin1String(suffix));
            QVERIFY(saveChart(*frame.canvas(), path));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
        const auto csv = readFile(folder.filePath(QStringLiteral("plot.csv")).toStdString());
        QVERIFY(csv.has_value());
        QVERIFY(csv->starts_with("Series,Pruning (%),Accuracy,Low,High,Point\n4 bit,0,0.9,0.88,0.92,a\n"));
        const auto wrong = saveChart(*frame.canvas(), folder.filePath(QStringLiteral("plot.xyz")));
        QVERIFY(!wrong && wrong.error().code == ErrorCode::usage);
        const auto nowhere = saveChart(*frame.canvas(), folder.filePath(QStringLiteral("no/such/plot.png")));
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::io);
    }

    void pictureIsNotBlank()
    {
        ChartFrame frame("chart");
        frame.resize(600, 400);
        frame.setEmptyMessage(QStringLiteral("Nothing here"), QStringLiteral("Press F5."));
        frame.setPlot(PlotData{});
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        QVERIFY(frame.isEmpty());
        QVERIFY(!frame.canvas()->isVisible());
        frame.setPlot(samplePlot());
        QVERIFY(frame.canvas()->isVisible());
        QVERIFY(coloursIn(chartImage(*frame.canvas())) > 20);
        frame.showAsTable(true);
        QCOMPARE(frame.findChild<QTableWidget*>(QStringLiteral("chart-table"))->rowCount(), 3);
    }
};

QTEST_MAIN(TestPlots)
#include "tst_plots.moc"
