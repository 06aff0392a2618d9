// SPDX-License-Identifier: GPL-3.0-or-later
// Charts: axes of round numbers, thinning, clicks, zoom, files with their CSV twin, and pictures that are not blank.
#include "core/base/file.h"
#include "tests/unit/views/overlay_of.h"
#include "views/plots/chart_export.h"
#include "views/plots/chart_frame.h"
#include "views/plots/label_layer.h"
#include "views/plots/legend_layer.h"
#include "views/plots/link_graph.h"
#include "views/plots/nice_axis.h"
#include "views/plots/picture_menu.h"
#include "views/plots/stacked_bars.h"
#include "views/widgets/confusion_view.h"
#include "views/widgets/network_view.h"
#include "views/widgets/vertical_scroll.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QImage>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QSet>
#include <QStackedWidget>
#include <QSvgRenderer>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

#include <limits>

using namespace burin;
using namespace burin::views;

namespace {

PlotData samplePlot()
{
    PlotSeries line;
    line.data = {QStringLiteral("4 bit"),
                 4,
                 {{0, 0.9, 0.88, 0.92, "a"}, {30, 0.8, 0.7, 0.9, "b"}, {60, 0.6, 0.5, 0.7, "c"}}};
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

    void eightWidthsHaveEightShapesAndColours()
    {
        for (const Colours* colours : {&lightColours(), &darkColours()}) {
            QSet<int> shapes;
            QSet<QRgb> tones;
            QSet<QPair<int, QRgb>> looks;
            for (int index = 0; index < 16; ++index) {
                const SeriesStyle style = seriesStyle(index, *colours);
                if (index < 8) {
                    shapes << static_cast<int>(style.shape);
                    tones << style.colour.rgb();
                }
                looks << qMakePair(static_cast<int>(style.shape), style.colour.rgb());
            }
            QCOMPARE(shapes.size(), 8);
            QCOMPARE(tones.size(), 8);
            QCOMPARE(looks.size(), 16); // 2 to 16 bit beside each other
        }
    }

    void pruningIsNeverNegative()
    {
        PlotData plot = samplePlot();
        plot.series.front().data.points.resize(1); // unpruned alone
        showPruning(plot, QStringLiteral("Pruning (%)"));
        ChartCanvas canvas("pruning");
        canvas.resize(330, 170); // low, as in the least window
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        canvas.setPlot(plot);
        QVERIFY(canvas.state().frame.xLow <= 0 && canvas.state().frame.xLow > -0.5); // no number below 0
        QVERIFY(canvas.state().frame.xHigh >= 5 && canvas.state().frame.xHigh < 6);
        QVERIFY(!canvas.state().yTitleAbove.isEmpty() || canvas.height() > canvas.fontMetrics().height() * 6);
    }

    void labelsKeepOutOfTheWay()
    {
        OverlayState state = overlayOf({QRectF(40, 20, 500, 260), 0, 100, 0, 1}, QRectF(0, 0, 560, 320));
        PlotSeries cloud;
        for (int i = 0; i < 60; ++i)
            cloud.data.points.push_back({50 + i * 0.5, 0.5 + 0.002 * i, 0, 0, QString::number(i)});
        cloud.line = false;
        state.plot.series = {cloud};
        state.plot.marks = {{PlotMark::Kind::knee, 60, 0.54, QStringLiteral("knee")},
                            {PlotMark::Kind::knee, 60.1, 0.54, QStringLiteral("recommended")},
                            {PlotMark::Kind::chosen, 62, 0.548, {}},
                            {PlotMark::Kind::live, 66, 0.56, QStringLiteral("this configuration")}};
        state.plot.limits = {{false, 0.55, false, QStringLiteral("at least 0.550")},
                             {true, 61, true, QStringLiteral("at most 61")}};
        const auto labels = placeLabels(state);
        QCOMPARE(labels.size(), std::size_t{4});
        QCOMPARE(labels[0].text, QStringLiteral("knee, recommended")); // on one spot: one text
        const double ring = markRadius(state);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            QVERIFY2(state.frame.area.contains(labels[i].box), qPrintable(labels[i].text));
            QVERIFY2(!labels[i].covers, qPrintable(labels[i].text)); // there is free room, so no halo
            for (const PlotMark& mark : state.plot.marks)
                QVERIFY(!labels[i].box.intersects(
                    QRectF(state.frame.map(mark.x, mark.y) - QPointF(ring, ring), QSizeF(2 * ring, 2 * ring))));
            for (const SeriesPoint& point : cloud.data.points)
                QVERIFY(!labels[i].box.contains(state.frame.map(point.x, point.y)));
            for (std::size_t j = i + 1; j < labels.size(); ++j)
                QVERIFY(!labels[i].box.intersects(labels[j].box));
        }
    }

    void aLabelGoesWhereNothingIs()
    {
        // A mark among few markers, each near place over one or two; further above and below there is free room.
        OverlayState state = overlayOf({QRectF(40, 20, 600, 400), 0, 600, 0, 400}, QRectF(0, 0, 660, 440));
        const double tall = QFontMetricsF(state.font).height();
        PlotSeries band;
        band.line = false;
        const double wide = QFontMetricsF(state.font).horizontalAdvance(QStringLiteral("knee, recommended"));
        for (int column = -3; column <= 3; ++column)
            for (int row = -1; row <= 1; ++row)
                band.data.points.push_back({300 + column * wide * 0.9, 200 + row * tall * 1.6, 0, 0, {}});
        state.plot.series = {band};
        state.plot.marks = {{PlotMark::Kind::knee, 300, 200, QStringLiteral("knee")},
                            {PlotMark::Kind::knee, 300, 200, QStringLiteral("recommended")}};
        const auto labels = placeLabels(state);
        QCOMPARE(labels.size(), std::size_t{1});
        QVERIFY(!labels[0].covers);
        QVERIFY(labels[0].leader.has_value());
        // As far as the largest marker reaches.
        for (const MarkerShape shape : {MarkerShape::circle, MarkerShape::star, MarkerShape::cross, MarkerShape::triangle}) {
            const QRectF drawn = markerPath(shape, tall * 0.29).boundingRect();
            for (const SeriesPoint& point : band.data.points)
                QVERIFY(!labels[0].box.intersects(drawn.translated(state.frame.map(point.x, point.y))));
        }
        // Where there is no room at all there is no label, neither of a mark nor of a limit.
        state.plot.series.front().data.points.clear();
        for (double x = 4; x < 600; x += tall * 0.9)
            for (double y = 4; y < 400; y += tall * 0.9)
                state.plot.series.front().data.points.push_back({x, y, 0, 0, {}});
        state.plot.limits = {{false, 200, true, QStringLiteral("at most 200")}};
        QVERIFY(placeLabels(state).empty());
    }

    void numbersOfNeuronsStandFree()
    {
        for (const int neurons : {1, 3, 50, 120, 400})
            for (const QSize size : {QSize(420, 300), QSize(900, 260), QSize(300, 620)}) {
                LinkGraph graph("graph");
                graph.resize(size);
                LinkGraphData data;
                data.inputs = {QStringLiteral("input 0"), QStringLiteral("input 1")};
                for (int k = 0; k < neurons; ++k)
                    data.neurons << QStringLiteral("neuron %1").arg(k);
                data.links.push_back({0, 2, 0.5});
                graph.setData(data);
                const auto numbers = graph.numbers();
                QVERIFY(!numbers.empty());
                QVERIFY(neurons > 3 || numbers.size() == static_cast<std::size_t>(neurons));
                for (std::size_t i = 0; i < numbers.size(); ++i) {
                    QVERIFY(QRectF(graph.rect()).contains(numbers[i].box));
                    for (int node = 0; node < neurons + 2; ++node)
                        QVERIFY2(!numbers[i].box.intersects(graph.nodeBox(node)), qPrintable(QString::number(node)));
                    for (std::size_t j = i + 1; j < numbers.size(); ++j)
                        QVERIFY(!numbers[i].box.intersects(numbers[j].box));
                }
                // Neighbours are as far apart at the sides as at the top: none covers another.
                for (int node = 2; neurons >= 50 && neurons <= 120 && node + 1 < neurons + 2; ++node)
                    QVERIFY(QLineF(graph.nodeBox(node).center(), graph.nodeBox(node + 1).center()).length() >
                            graph.nodeBox(node).width());
            }
    }

    void aRangeIsBrushedByKey()
    {
        ChartFrame frame("chart");
        frame.resize(500, 320);
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        PlotData plot = samplePlot();
        const auto choose = [&](int point) {
            const SeriesPoint& at = plot.series.front().data.points[static_cast<std::size_t>(point)];
            plot.marks = {{PlotMark::Kind::chosen, at.x, at.y, {}}};
            frame.setPlot(plot);
        };
        choose(0);
        QRectF range;
        connect(&frame, &ChartFrame::brushed, &frame, [&](const QRectF& values) { range = values; });
        QSignalSpy cleared(&frame, &ChartFrame::brushCleared);
        QTest::keyClick(frame.canvas(), Qt::Key_B);
        QVERIFY(range.isNull());
        choose(1);
        QTest::keyClick(frame.canvas(), Qt::Key_B);
        QVERIFY(range.contains(QPointF(0, 0.9)) && range.contains(QPointF(30, 0.8)) && !range.contains(QPointF(60, 0.6)));
        QTest::keyClick(frame.canvas(), Qt::Key_Backspace);
        QCOMPARE(cleared.count(), 1);
    }

    void everyDrawnWidgetHasTheMenu()
    {
        QWidget window;
        auto* view = new ConfusionView("confusion", QStringLiteral("Confusion of A"), &window);
        view->resize(300, 300);
        view->setCounts({QStringLiteral("a"), QStringLiteral("b")}, {{5, 1}, {2, 4}});
        PictureMenu* menu = offerPicture(view);
        window.resize(320, 320);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QContextMenuEvent key(QContextMenuEvent::Keyboard, {10, 10}, view->mapToGlobal(QPoint(10, 10)));
        QApplication::sendEvent(view, &key);
        QVERIFY(menu->isVisible());
        menu->close();
        WidgetPicture picture(*view, [view] { return view->values(); });
        QVERIFY(coloursIn(pictureImage(picture)) > 20);
        QTemporaryDir folder;
        for (const char* suffix : {"svg", "png", "pdf"}) {
            const QString path = folder.filePath(QStringLiteral("confusion.") + QLatin1String(suffix));
            QVERIFY(savePicture(picture, path, valuesFileOf(path)));
            QVERIFY(QFileInfo(path).size() > 500);
        }
        const auto twin = readFile(folder.filePath(QStringLiteral("confusion.csv")).toStdString());
        QVERIFY(twin && twin->find("a,5,1\nb,2,4\n") != std::string::npos);
        QSvgRenderer svg(folder.filePath(QStringLiteral("confusion.svg")));
        QVERIFY(svg.isValid());
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
        PlotData named = samplePlot(); // by what it is, with thousands as elsewhere
        named.series[0].data.points[1].x = 12345.6;
        named.nameOf = [](const QString& id) { return QStringLiteral("point ") + id; };
        frame.setPlot(named);
        hover(frame.canvas()->positionOf(12345.6, 0.8));
        QCOMPARE(frame.canvas()->state().hover->lines.first(), QStringLiteral("point b"));
        QCOMPARE(frame.canvas()->state().hover->lines.last(), QStringLiteral("Pruning (%): 12,346"));
        frame.setPlot(samplePlot());
        hover(frame.canvas()->positionOf(45, 0.88));
        QVERIFY(!frame.canvas()->state().hover.has_value());
        PlotData marked = samplePlot(); // the label of a mark may have found no place
        marked.marks = {{PlotMark::Kind::knee, 30, 0.8, QStringLiteral("knee, recommended")}};
        frame.setPlot(marked);
        hover(frame.canvas()->positionOf(30, 0.8));
        QCOMPARE(frame.canvas()->state().hover->lines.last(), QStringLiteral("knee, recommended"));
    }

    void legendNamesSeriesAndBandInRows()
    {
        OverlayState state;
        state.font = QApplication::font();
        state.plot = samplePlot();
        const double word = QFontMetricsF(state.font).horizontalAdvance(QStringLiteral("4 bit"));
        QCOMPARE(legendRows(state, word * 40), 1);
        // A row of its own for each of the two names once the width holds only one.
        QCOMPARE(legendRows(state, word * 3), 2);
        state.plot.series[0].bandName.clear();
        QCOMPARE(legendRows(state, word * 3), 1);
        state.plot.series[0].data.name.clear();
        QCOMPARE(legendRows(state, word * 3), 0);
        // The picture says it too.
        const QByteArray svg = plotSvg(samplePlot(), {600, 400});
        for (const char* text : {"4 bit", "95 % interval", "Pruning (%)", "Accuracy"})
            QVERIFY2(svg.contains(text), text);
    }

    void aCardIsAsHighAsItsPicture()
    {
        auto* bars = new StackedBars("bars-picture", QStringLiteral("Cost by layer"));
        StackedBarsData data;
        data.rows.resize(12);
        bars->setData(data);
        PictureFrame frame("bars", *bars); // owns it
        frame.setEmptyMessage(QStringLiteral("No cost yet"), QStringLiteral("It follows the bars."));
        const int header = frame.sizeHint().height() - bars->sizeHint().height();
        QVERIFY2(header < 3 * frame.fontMetrics().height(), qPrintable(QString::number(header)));
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
        const auto wrong = savePicture(*frame.canvas(), folder.filePath(QStringLiteral("plot.xyz")),
                                       folder.filePath(QStringLiteral("plot.csv")));
        QVERIFY(!wrong && wrong.error().code == ErrorCode::usage);
        const auto nowhere = savePicture(*frame.canvas(), folder.filePath(QStringLiteral("no/such/plot.png")),
                                         folder.filePath(QStringLiteral("plot.csv")));
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::io);
    }

    void valuesReplaceNoFileUnasked()
    {
        QTemporaryDir folder;
        const QString mine = folder.filePath(QStringLiteral("mydata.csv"));
        const auto content = [](const QString& file) { return readFile(file.toStdString()).value_or("none"); };
        QVERIFY(writeFile(mine.toStdString(), "my own data"));
        struct Window : QWidget {
            int saved = 0;
            bool event(QEvent* event) override
            {
                if (event->type() != PictureSaved::kind())
                    return QWidget::event(event);
                saved += static_cast<PictureSaved*>(event)->error.isEmpty() ? 1 : 0;
                event->accept();
                return true;
            }
        } window;
        auto& frame = *new ChartFrame("chart", &window);
        window.resize(500, 300);
        frame.resize(500, 300);
        frame.setPlot(samplePlot());
        window.show();
        auto* menu = frame.findChild<PictureMenu*>();
        QVERIFY(menu != nullptr);
        const auto saveAnd = [&](const char* button) {
            menu->saveAs(folder.filePath(QStringLiteral("mydata.svg")));
            auto* box = window.findChild<QWidget*>(QStringLiteral("values-question"));
            QVERIFY(box != nullptr && box->isVisible());
            for (auto* each : box->findChildren<QAbstractButton*>())
                if (each->objectName() == QLatin1String(button) || (button == nullptr && each->objectName().isEmpty()))
                    QTest::mouseClick(each, Qt::LeftButton);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        saveAnd(nullptr); // Cancel: nothing is written
        QCOMPARE(window.saved, 0);
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("mydata.svg"))));
        saveAnd("values-keep");
        QCOMPARE(content(mine), std::string("my own data"));
        QVERIFY(content(folder.filePath(QStringLiteral("mydata-values.csv"))).starts_with("Series,"));
        saveAnd("values-replace");
        QVERIFY(content(mine).starts_with("Series,"));
        QCOMPARE(window.saved, 2);
        menu->saveAs(folder.filePath(QStringLiteral("fresh.png"))); // nothing there: nothing asked
        QVERIFY(content(folder.filePath(QStringLiteral("fresh.csv"))).starts_with("Series,"));
        QCOMPARE(window.saved, 3);
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

    /// A damaged study has it: the axes are those of the others, there and back again.
    void aFigureOutOfAllBoundsKeepsTheAxes()
    {
        ChartFrame frame("chart");
        frame.resize(600, 400);
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        PlotData plot = samplePlot();
        plot.series.front().band = false;
        frame.setPlot(plot);
        const auto sound = frame.canvas()->state().frame;
        for (const double out : {-1e308, 1e300, std::numeric_limits<double>::infinity()}) {
            plot.series.front().data.points.push_back({90, out, out, out, "d"});
            frame.setPlot(plot);
            QCOMPARE(frame.canvas()->state().frame.yLow, sound.yLow);
            QCOMPARE(frame.canvas()->state().frame.yHigh, sound.yHigh);
            plot.series.front().data.points.pop_back();
            frame.setPlot(plot);
        }
    }

    /// Narrower than a size hint knows, it takes the rows that it needs.
    void aNetworkShowsAllItsBlocks()
    {
        VerticalScroll dock;
        auto* page = new QWidget;
        auto* layout = new QVBoxLayout(page);
        auto* network = new NetworkView("network", QStringLiteral("Network"));
        layout->addWidget(network);
        layout->addStretch();
        dock.setWidget(page);
        std::vector<NetworkBlock> blocks;
        for (int i = 0; i < 14; ++i)
            blocks.push_back({QStringLiteral("b%1").arg(i), {}, {}, {}, {}, 0.07, true, false});
        network->setBlocks(blocks);
        for (const int letters : {16, 20, 40}) {
            dock.resize(network->fontMetrics().height() * letters, 300);
            dock.show();
            QVERIFY(QTest::qWaitForWindowExposed(&dock));
            QTRY_VERIFY2(network->height() >= network->heightForWidth(network->width()),
                         qPrintable(QStringLiteral("%1 of %2").arg(network->height()).arg(
                             network->heightForWidth(network->width()))));
        }
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
