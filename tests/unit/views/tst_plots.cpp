// SPDX-License-Identifier: GPL-3.0-or-later
// Charts: axes of round numbers, thinning, clicks, zoom, files with their CSV twin, and pictures that are not blank.
#include "core/base/file.h"
#include "views/plots/chart_export.h"
#include "views/plots/chart_frame.h"
#include "views/plots/nice_axis.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QSet>
#include <QStackedWidget>
#include <QSvgRenderer>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace burin;
using namespace burin::views;

namespace {

PlotData samplePlot()
{
    PlotSeries line;
    line.data = {QStringLiteral("4 bit"), 4, {{0, 0.9, 0.88, 0.92, "a"}, {30, 0.8, 0.7, 0.9, "b"}, {60, 0.6, 0.5, 0.7, "c"}}};
    line.band = true;
    line.bandName = QStringLiteral("95 % interval");
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
        QCOMPARE(niceTicks(1, 2, 6, 1).step, 1.0);
        QCOMPARE(niceTicks(1, 90, 6, 1).step, 20.0);
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

    void wheelAndKeysZoom()
    {
        ChartFrame frame("chart");
        frame.resize(600, 400);
        frame.setPlot(samplePlot());
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        QTRY_VERIFY(frame.canvas()->state().frame.area.width() > 100);
        const double full = frame.canvas()->state().frame.xHigh - frame.canvas()->state().frame.xLow;
        const auto span = [&] { return frame.canvas()->state().frame.xHigh - frame.canvas()->state().frame.xLow; };
        auto* reset = frame.findChild<QToolButton*>(QStringLiteral("chart-reset"));
        QVERIFY(!reset->isVisible());
        const QPoint at = frame.canvas()->positionOf(30, 0.8);
        QWheelEvent wheel(at, frame.canvas()->viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(frame.canvas()->viewport(), &wheel);
        QVERIFY(span() < full * 0.9);
        // What lies under the pointer stays there.
        QVERIFY((frame.canvas()->positionOf(30, 0.8) - at).manhattanLength() <= 2);
        QVERIFY(reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(span(), full);
        QTest::keyClick(frame.canvas(), Qt::Key_PageUp);
        QVERIFY(qAbs(span() - full * ChartCanvas::kZoomStep) < 1e-9 * full);
        QTest::keyClick(frame.canvas(), Qt::Key_PageDown);
        QVERIFY(qAbs(span() - full) < 1e-9 * full);
    }

    void hoverReadsTheValues()
    {
        ChartFrame frame("chart");
        frame.resize(600, 400);
        frame.setPlot(samplePlot());
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        QTRY_VERIFY(frame.canvas()->state().frame.area.width() > 100);
        const auto hover = [&](const QPoint& at) {
            QMouseEvent move(QEvent::MouseMove, at, frame.canvas()->viewport()->mapToGlobal(at), Qt::NoButton,
                             Qt::NoButton, {});
            QApplication::sendEvent(frame.canvas()->viewport(), &move);
        };
        hover(frame.canvas()->positionOf(30, 0.8));
        QVERIFY(frame.canvas()->state().hover.has_value());
        QCOMPARE(frame.canvas()->state().hover->lines,
                 QStringList({QStringLiteral("4 bit"), QStringLiteral("Accuracy: 0.8 \u00b1 0.1"),
                              QStringLiteral("Pruning (%): 30")}));
        hover(frame.canvas()->positionOf(45, 0.88));
        QVERIFY(!frame.canvas()->state().hover.has_value());
    }

    void legendNamesSeriesAndBandInRows()
    {
        OverlayState state;
        state.font = QApplication::font();
        state.plot = samplePlot();
        const double word = QFontMetricsF(state.font).horizontalAdvance(QStringLiteral("4 bit"));
        QCOMPARE(ChartOverlay::legendRows(state, word * 40), 1);
        // A row of its own for each of the two names once the width holds only one.
        QCOMPARE(ChartOverlay::legendRows(state, word * 3), 2);
        state.plot.series[0].bandName.clear();
        QCOMPARE(ChartOverlay::legendRows(state, word * 3), 1);
        state.plot.series[0].data.name.clear();
        QCOMPARE(ChartOverlay::legendRows(state, word * 3), 0);
        // The picture says it too.
        const QByteArray svg = plotSvg(samplePlot(), {600, 400});
        for (const char* text : {"4 bit", "95 % interval", "Pruning (%)", "Accuracy"})
            QVERIFY2(svg.contains(text), text);
    }

    void menuCopiesImageAndValues()
    {
        ChartFrame frame("chart");
        frame.resize(600, 400);
        frame.setPlot(samplePlot());
        frame.show();
        auto* menu = frame.findChild<QMenu*>(QStringLiteral("chart-menu-list"));
        const auto trigger = [menu](const QString& text) {
            for (QAction* action : menu->actions())
                if (action->text() == text)
                    return action->trigger();
            QFAIL(qPrintable(text));
        };
        trigger(QStringLiteral("Copy as image"));
        QVERIFY(QApplication::clipboard()->image().width() > 600);
        trigger(QStringLiteral("Copy values"));
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("Series,Pruning (%)")));
        trigger(QStringLiteral("Show as table"));
        QCOMPARE(frame.findChild<QStackedWidget*>()->currentWidget()->objectName(), QStringLiteral("chart-table"));
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
            QVERIFY(savePicture(*frame.canvas(), path, valuesFileOf(path)));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
        const auto csv = readFile(folder.filePath(QStringLiteral("plot.csv")).toStdString());
        QVERIFY(csv.has_value());
        QVERIFY(csv->starts_with("Series,Pruning (%),Accuracy,Low,High,Point\n4 bit,0,0.9,0.88,0.92,a\n"));
        const auto wrong = savePicture(*frame.canvas(), folder.filePath(QStringLiteral("plot.xyz")), folder.filePath(QStringLiteral("plot.csv")));
        QVERIFY(!wrong && wrong.error().code == ErrorCode::usage);
        const auto nowhere = savePicture(*frame.canvas(), folder.filePath(QStringLiteral("no/such/plot.png")), folder.filePath(QStringLiteral("plot.csv")));
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::io);
    }

    void valuesReplaceNoFileUnasked()
    {
        QTemporaryDir folder;
        const QString mine = folder.filePath(QStringLiteral("mydata.csv"));
        const auto content = [](const QString& file) { return readFile(file.toStdString()).value_or("none"); };
        QVERIFY(writeFile(mine.toStdString(), "my own data"));
        ChartFrame frame("chart");
        frame.resize(500, 300);
        frame.setPlot(samplePlot());
        frame.show();
        QSignalSpy saved(&frame, &PictureFrame::saved);
        const auto saveAnd = [&](const char* button) {
            frame.saveAs(folder.filePath(QStringLiteral("mydata.svg")));
            auto* box = frame.findChild<QWidget*>(QStringLiteral("values-question"));
            QVERIFY(box != nullptr && box->isVisible());
            for (auto* each : box->findChildren<QAbstractButton*>())
                if (each->objectName() == QLatin1String(button) || (button == nullptr && each->objectName().isEmpty()))
                    QTest::mouseClick(each, Qt::LeftButton);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        saveAnd(nullptr); // Cancel: nothing is written
        QCOMPARE(saved.count(), 0);
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("mydata.svg"))));
        saveAnd("values-keep");
        QCOMPARE(content(mine), std::string("my own data"));
        QVERIFY(content(folder.filePath(QStringLiteral("mydata-values.csv"))).starts_with("Series,"));
        saveAnd("values-replace");
        QVERIFY(content(mine).starts_with("Series,"));
        QCOMPARE(saved.count(), 2);
        frame.saveAs(folder.filePath(QStringLiteral("fresh.png"))); // nothing there: nothing asked
        QVERIFY(content(folder.filePath(QStringLiteral("fresh.csv"))).starts_with("Series,"));
        QCOMPARE(saved.count(), 3);
    }

    void aWideBandEndsAtTheAxesInSvg()
    {
        PlotData plot = samplePlot();
        plot.series[0].data.points[1].low = -100; // few seeds
        plot.series[0].data.points[1].high = 100;
        QSvgRenderer renderer(plotSvg(plot, {600, 400}));
        QVERIFY(renderer.isValid());
        QImage image(renderer.defaultSize(), QImage::Format_RGB32);
        image.fill(Qt::red);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        const QRgb surface = image.pixel(1, 1);
        for (int x = 0; x < image.width(); ++x)
            for (const int y : {image.height() - 2, 2})
                QVERIFY2(image.pixel(x, y) == surface, qPrintable(QStringLiteral("%1, %2").arg(x).arg(y)));
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
        QVERIFY(coloursIn(pictureImage(*frame.canvas())) > 20);
        frame.showAsTable(true);
        QCOMPARE(frame.findChild<QTableWidget*>(QStringLiteral("chart-table"))->rowCount(), 3);
    }
};

QTEST_MAIN(TestPlots)
#include "tst_plots.moc"
