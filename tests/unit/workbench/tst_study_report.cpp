// SPDX-License-Identifier: GPL-3.0-or-later
// The report of a study: where its pages end, in which language it speaks, and that its command makes the points again.
// BURIN_PICTURES=FOLDER BURIN_EXAMPLES=build/release/examples keep the reports of the examples, for people to look at.
#include "app/workbench/shell/language.h"
#include "app/workbench/shell/report_pages.h"
#include "app/workbench/shell/study_report.h"
#include "tests/unit/workbench/paste.h"
#include "tests/unit/workbench/small_study.h"
#include "views/models/core_text.h"

#include <QAbstractTextDocumentLayout>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextDocumentFragment>

#include <algorithm>
#include <set>

using namespace burin;
using namespace burin::workbench;

class TestStudyReport : public test::WindowTest {
    Q_OBJECT
private:
    /// What the open study's report says.
    QString html()
    {
        StudyReport report = studyReport(*session_, *window_);
        while (drawFigure(report)) {
        }
        const std::string file = path(QStringLiteral("report.html")).toStdString();
        if (!writeStudyReport(report, QString::fromStdString(file)))
            return {};
        const auto text = readFile(file);
        return text ? QString::fromStdString(*text) : QString();
    }
    void open(const QString& study)
    {
        window_.reset();
        openWindow(path(QStringLiteral("studies")));
        session_->openPath(study);
        QVERIFY(settle());
    }
    static std::set<std::string> idsOf(const QString& file)
    {
        std::set<std::string> ids;
        if (const auto study = study::Study::openReadOnly(file.toStdString()))
            if (const auto points = (*study)->load())
                for (const auto& point : *points)
                    ids.insert(point.id);
        return ids;
    }

private Q_SLOTS:
    void pagesEndBetweenParts()
    {
        // By hand: pages of 10. A heading (2) goes with the 4 after it; rows of 3 below a head of 1, which is said again.
        const std::vector<PagePart> parts{{0, 6},
                                          {6, 8, 0, 0, true},
                                          {8, 12},
                                          {12, 13, 0, 0, true},
                                          {13, 16, 12, 13},
                                          {16, 19, 12, 13},
                                          {19, 22, 12, 13},
                                          {22, 47}};
        const auto slices = pageSlices(parts, 10);
        const std::vector<std::array<double, 4>> wanted{{0, 6, 0, 0},    {6, 16, 0, 0},  {16, 22, 12, 13},
                                                        {22, 32, 0, 0}, {32, 42, 0, 0}, {42, 47, 0, 0}};
        QCOMPARE(slices.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY2(wanted[i] == (std::array{slices[i].top, slices[i].bottom, slices[i].headTop, slices[i].headBottom}),
                     qPrintable(QStringLiteral("%1: %2 to %3").arg(i).arg(slices[i].top).arg(slices[i].bottom)));
        QVERIFY(pageSlices({}, 10).empty());
    }

    void noLineIsCut()
    {
        QString html = QStringLiteral("<h1>Title</h1><p>Words</p><table><thead><tr><th>a</th><th>b</th></tr></thead>");
        for (int row = 0; row < 60; ++row)
            html += QStringLiteral("<tr><td>%1</td><td>%2</td></tr>")
                        .arg(row)
                        .arg(QStringLiteral("0.93 &plusmn; 0.01 ").repeated(1 + row % 7));
        html += QStringLiteral("</table><h2>More</h2><p>%1</p>").arg(QStringLiteral("words ").repeated(2000));
        QTextDocument document;
        document.setHtml(html);
        document.setTextWidth(300);
        constexpr double kHeight = 200;
        const auto slices = pageSlices(pageParts(document), kHeight);
        QVERIFY(slices.size() > 10);
        int lines = 0;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            const QRectF rect = document.documentLayout()->blockBoundingRect(block);
            for (int i = 0; i < block.layout()->lineCount() && !block.text().isEmpty(); ++i, ++lines) {
                const QTextLine line = block.layout()->lineAt(i);
                const double top = rect.top() + line.y() - block.layout()->boundingRect().top();
                QVERIFY(std::any_of(slices.begin(), slices.end(), [&](const PageSlice& slice) {
                    return top >= slice.top - 0.01 && top + line.height() <= slice.bottom + 0.01;
                }));
            }
        }
        QVERIFY(lines > 200);
        int headed = 0;
        for (const PageSlice& slice : slices) {
            QVERIFY(slice.height() <= kHeight + 0.01);
            headed += slice.headBottom > slice.headTop ? 1 : 0;
        }
        QVERIFY(headed > 3); // each page on which the table goes on
    }

    /// A long study on a narrow page: it is laid out as wide as its tables need, and made smaller.
    void tablesWrapNoWord()
    {
        std::vector<optimise::DesignPoint> points;
        for (int i = 0; i < 12; ++i) {
            optimise::DesignPoint point;
            point.config = {{"bits", 4 + i}, {"prune", 0.1}, {"readout", "mean"},
                            {"ranker", std::array{"sensitivity", "magnitude", "mutual information"}.at(i % 3U)}};
            point.id = optimise::pointId(point.config);
            point.status = optimise::PointStatus::done;
            point.validation = {0.5 + 0.01 * i, 0.001};
            for (const char* key : {"lut", "ff", "delayNs", "powerMw", "pdpPj", "energyPerInferenceNj"})
                point.metrics[key] = {1000.0 + 100 * i, Tier::fitted, 0.04, "estimate"};
            point.seal = optimise::Seal{true, {{"circuit interpreter", "0.1", 10000, 10000, 100}}};
            point.note = "a note that may be wrapped, as it is longer than the page is wide: " + std::string(200, 'x');
            points.push_back(point);
        }
        const study::Identity identity;
        study::HtmlReportParts parts;
        parts.recommended = points[3].id;
        QTextDocument document;
        document.setHtml(QString::fromStdString(
            study::htmlReport(identity, points, study::frontOf(points, identity), parts)));
        constexpr double kWidth = 500;
        const double scale = layOut(document, kWidth);
        QVERIFY(scale > 0.2 && scale < 1);
        int tables = 0;
        for (QTextFrame* frame : document.rootFrame()->childFrames()) {
            tables += 1;
            const double right = document.documentLayout()->frameBoundingRect(frame).right();
            QVERIFY2(right * scale <= kWidth + 0.01, qPrintable(QString::number(right * scale)));
            for (auto at = frame->begin(); !at.atEnd(); ++at) {
                const QTextBlock block = at.currentBlock();
                if (!block.isValid() || block.text().contains(QStringLiteral("xxx")))
                    continue;
                for (int line = 0; line + 1 < block.layout()->lineCount(); ++line) {
                    const QTextLine text = block.layout()->lineAt(line);
                    const qsizetype end = text.textStart() + text.textLength();
                    QVERIFY2(!block.text().at(end - 1).isLetterOrNumber() || !block.text().at(end).isLetterOrNumber(),
                             qPrintable(block.text()));
                }
            }
        }
        QVERIFY(tables >= 4);
        QTextDocument narrow;
        narrow.setHtml(QStringLiteral("<table><tr><td>a</td></tr></table>"));
        QCOMPARE(layOut(narrow, kWidth), 1.0);
    }

    void initTestCase()
    {
        const auto made = test::makeSmallStudy(folder_.path().toStdString());
        QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
    }

    void itsCommandMakesThePointsAgain()
    {
        const QString file = path(QStringLiteral("small.burin"));
        open(file);
        const QString page = html();
        const auto command = QRegularExpression(QStringLiteral("<pre>(.*?)</pre>")).match(page);
        QVERIFY(command.hasMatch());
        const QString line = QTextDocumentFragment::fromHtml(command.captured(1)).toPlainText();
        const auto ids = idsOf(file);
        QVERIFY(!ids.empty());
        const test::Ran again = test::paste(line, folder_.path());
        QVERIFY2(again.status == 0 &&
                     again.output.contains(QStringLiteral("%1 of %1 points are the same").arg(ids.size())),
                 qPrintable(line + QLatin1Char('\n') + again.output));
        QVERIFY(idsOf(path(QStringLiteral("again.burin"))) == ids);
    }

    void itSpeaksTheWindowsLanguage()
    {
        open(path(QStringLiteral("small.burin")));
        const QString english = html();
        for (const char* text : {"Dynamic power (mW)", "Energy per inference (nJ)", "Links per neuron", "<th>point</th>"})
            QVERIFY2(english.contains(QLatin1String(text)), text);
        applyLanguage(*qApp, QStringLiteral("zh_CN")); // to the end of this program
        const auto said = [](const char* text) { return views::coreText(QString::fromLatin1(text)); };
        QVERIFY(said("Knee of the front: from here, better accuracy costs disproportionately more lut: 3.")
                    .contains(QStringLiteral("提高")));
        QVERIFY(said("Knee of the front: from here, lower NRMSE costs disproportionately more lut: 3.")
                    .contains(QStringLiteral("由此再降低NRMSE")));
        QCOMPARE(said("label in column 1"), QStringLiteral("标签在 第 1 列"));
        QCOMPARE(said("circuit interpreter"), QStringLiteral("电路解释器"));
        open(path(QStringLiteral("small.burin")));
        const QString chinese = html();
        for (const char* raw : {"dynamicPowerMw", "pdpPj<", "linksPerNeuron", "fitted to", "settled toggles", "validated",
                                "sensitivity<", ">last<", "Burin's"})
            QVERIFY2(!chinese.contains(QLatin1String(raw)), raw);
        for (const char* text : {"动态功耗 (mW)", "设计点</th>", "稳定后的翻转，验证数据", "保留加法器和乘法器"})
            QVERIFY2(chinese.contains(QString::fromUtf8(text)), text);
    }

    /// Not a test.
    void reportsOfTheExamples()
    {
        const QString target = qEnvironmentVariable("BURIN_PICTURES");
        const QString examples = qEnvironmentVariable("BURIN_EXAMPLES");
        if (target.isEmpty() || examples.isEmpty())
            QSKIP("BURIN_PICTURES and BURIN_EXAMPLES name no folders");
        const QString code = QLocale().name(); // Chinese after the tests above, English alone
        for (const QString& name :
             {QStringLiteral("strokes"), QStringLiteral("glyphs"), QStringLiteral("glyphs-crossbar")}) {
            const QString study = path(name + QStringLiteral(".burin"));
            QVERIFY(QFile::copy(examples + QLatin1Char('/') + name + QStringLiteral(".burin"), study));
            QFile::setPermissions(study, QFile::ReadOwner | QFile::WriteOwner);
            open(study);
            StudyReport report = studyReport(*session_, *window_);
            while (drawFigure(report)) {
            }
            for (const char* end : {".pdf", ".html"})
                QVERIFY(writeStudyReport(report, target + QLatin1Char('/') + code + QLatin1Char('-') + name +
                                                     QLatin1String(end))
                            .has_value());
        }
    }
};

QTEST_MAIN(TestStudyReport)
#include "tst_study_report.moc"
