// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's texts in another language: a translator that marks what it was asked for shows which of them were
// found.
#include "core/explore/cnn_config.h"
#include "core/optimise/recommend.h"
#include "core/reservoir/config.h"
#include "tests/unit/views/sample_points.h"
#include "views/models/core_text.h"

#include <QCoreApplication>
#include <QTranslator>
#include <QtTest>

using namespace burin;
using namespace burin::views;

namespace {

class Marks : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char*, const char* source, const char*, int) const override
    {
        return QLatin1Char('<') + QString::fromUtf8(source) + QLatin1Char('>');
    }
};

} // namespace

class TestCoreText : public QObject {
    Q_OBJECT
private:
    Marks marks_;
private Q_SLOTS:
    void initTestCase() { QVERIFY(QCoreApplication::installTranslator(&marks_)); }

    void everyParameterHasANameAndAnExplanation()
    {
        for (const ParameterTable* table : {&reservoir::reservoirParameters(), &explore::cnnParameters()})
            for (const Parameter& parameter : *table)
                for (const std::string& text : {parameter.label, parameter.help})
                    QCOMPARE(coreText(text), QLatin1Char('<') + QString::fromStdString(text) + QLatin1Char('>'));
    }

    void reasonsAreFound()
    {
        const auto points = test::sampleStudy();
        optimise::RecommendOptions options;
        options.quality = {"validation", optimise::Direction::maximise};
        options.cost = {"lut", optimise::Direction::minimise};
        const auto reason = [&](const optimise::Budget& budget) {
            return coreText(optimise::recommend(points, budget, options).reason);
        };
        optimise::Budget budget;
        QVERIFY2(reason(budget).startsWith(QStringLiteral("<<Knee of the front:")), qPrintable(reason(budget)));
        options.quality.direction = optimise::Direction::minimise; // of an error
        QVERIFY2(reason(budget).startsWith(QStringLiteral("<<Knee of the front: from here, lower validation")),
                 qPrintable(reason(budget)));
        options.quality.direction = optimise::Direction::maximise;
        budget.set("lut", optimise::Limit::Bound::max, 3000);
        QVERIFY2(reason(budget).startsWith(QStringLiteral("<<Best validation of the")), qPrintable(reason(budget)));
        budget.set("validation", optimise::Limit::Bound::min, 0.8);
        QVERIFY2(reason(budget).startsWith(QStringLiteral("<<Lowest lut of the")), qPrintable(reason(budget)));
        // The changes inside of the sentence are found too, and joined in the language.
        budget.set("lut", optimise::Limit::Bound::max, 1000);
        budget.set("validation", optimise::Limit::Bound::min, 0.99);
        const QString relaxed = reason(budget);
        QVERIFY2(relaxed.startsWith(QStringLiteral("<<No point keeps the budget.")), qPrintable(relaxed));
        QVERIFY2(relaxed.contains(QStringLiteral("allow <lut up to ")), qPrintable(relaxed));
        QVERIFY2(relaxed.contains(QStringLiteral("< and ><validation down to ")), qPrintable(relaxed));
        budget.set("ff", optimise::Limit::Bound::max, 1);
        QVERIFY2(reason(budget).startsWith(QStringLiteral("<<No finished point has a value of ff")),
                 qPrintable(reason(budget)));
    }

    void notesAreFoundPartByPart()
    {
        QCOMPARE(coreText(QStringLiteral("a.csv; label in column 1")),
                 QStringLiteral("a.csv<; ><label in <column 1>>"));
        QCOMPARE(coreText(QStringLiteral("/data/a.csv; label in \"class\"; no such note")),
                 QStringLiteral("/data/a.csv<; ><label in \"class\"><; >no such note"));
        QCOMPARE(coreText(QStringLiteral("missing values in 3 training and 1 test series: 3 and 1 dropped")),
                 QStringLiteral("<missing values in 3 training and 1 test series: 3 and 1 dropped>"));
        QCOMPARE(coreText(QStringLiteral("said by nobody; ever.")), QStringLiteral("said by nobody; ever."));
        QCOMPARE(phaseText("verifying: Verilator"), QStringLiteral("<verifying><: >Verilator"));
        QCOMPARE(phaseText("Simulating: verifying: writing"), QStringLiteral("<Simulating><: ><writing>"));
        QCOMPARE(phaseText(""), QString());
    }

    void sourcesOfFiguresAreFound()
    {
        for (const char* source :
             {"fitted to yosys 0.23, adders and multipliers kept", "Burin's model", "weights and biases at their widths",
              "period of a 100 MHz clock", "relative, not validated against a board",
              "settled toggles, 256 steps of validation data", "lu2019 engine model, 4-input LUTs, without the head",
              "crossbar preset isaac-32nm: A. Shafiee, ISAAC, ISCA 2016",
              "another program (process 12) is writing to this study"})
            QCOMPARE(coreText(QString::fromLatin1(source)), QLatin1Char('<') + QLatin1String(source) + QLatin1Char('>'));
        QCOMPARE(coreText(QStringLiteral("Burin's model; relative, not validated against a board")),
                 QStringLiteral("<Burin's model><; ><relative, not validated against a board>"));
    }
};

QTEST_GUILESS_MAIN(TestCoreText)
#include "tst_core_text.moc"
