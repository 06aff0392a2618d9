// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/bench_vectors.h"
#include "core/project/template.h"
#include "tests/unit/project/small_network.h"

#include <QtTest>

using namespace burin;
using namespace burin::project;

static const std::vector<bool> everyState(6, true);

class TestTemplate : public QObject {
    Q_OBJECT
private slots:
    void replacesKeys()
    {
        const TemplateValues values{{"name", "adder"}, {"bits", "8"}};
        QCOMPARE(fillTemplate("t", "module {{name}}; // {{bits}} {{name}}", values).value(),
                 std::string("module adder; // 8 adder"));
    }
    void leavesBracesOfTheLanguages()
    {
        const TemplateValues values{{"bits", "8"}};
        QCOMPARE(fillTemplate("t", "{{{bits}{x}}, y} f(){{}} {{ {{a b}}", values).value(),
                 std::string("{{{bits}{x}}, y} f(){{}} {{ {{a b}}"));
        QCOMPARE(fillTemplate("t", "{{{{bits}}{x}}, y}", values).value(), std::string("{{8{x}}, y}"));
    }
    void unknownKeyIsAnError()
    {
        const auto result = fillTemplate("t.v", "one\ntwo {{nam}}", {{"name", "x"}});
        QVERIFY(!result);
        QCOMPARE(result.error().where, std::string("t.v:2"));
        QVERIFY(result.error().message.find("{{nam}}") != std::string::npos);
    }
    void allAreThere()
    {
        QVERIFY(templates().size() > 10);
        for (const Template& t : templates()) {
            QVERIFY(t.text.size() > 100);
            QVERIFY2(t.text.find("SPDX-License-Identifier") != std::string_view::npos || t.name.ends_with(".md"),
                     std::string(t.name).c_str());
        }
    }
    /// inputs.hex by hand: one channel of 6 bits, words 1 and -1, a series of two steps.
    void vectorsByHand()
    {
        const NetworkSpec spec;
        const auto network = smallNetwork(spec);
        const auto vectors = makeVectors(network, 20, everyState, {{1, -1}}).value();
        const std::string text = inputsText(vectors);
        QVERIFY(text.ends_with("// test 0\n1_01\n2_3f\n"));
        QCOMPARE(vectors.testResults(), std::size_t(1));
        QCOMPARE(vectors.results.back().position, static_cast<std::uint32_t>(vectors.directedSteps + 1));
        // class and three outputs of 20 bits: 80 bits, 20 digits
        const auto run = reservoir::runSeries(network, std::vector<std::int32_t>{1, -1});
        const std::string outputs = outputsText(vectors);
        const auto digits = [](std::int64_t value) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "%05x", static_cast<unsigned>(value & 0xfffff));
            return std::string(buffer);
        };
        std::string expected("_");
        for (const std::int64_t value : {run.outputs[2], run.outputs[1], run.outputs[0], std::int64_t{run.label}})
            expected.append(digits(value));
        expected.append("\nffffffff_00000000000000000000\n");
        QVERIFY2(outputs.ends_with(expected), outputs.c_str());
        // the directed series hold the extremes and a cut one
        QCOMPARE(vectors.series[0].inputs.front(), -32);
        QCOMPARE(vectors.series[1].inputs.front(), 31);
        QVERIFY(
            std::any_of(vectors.series.begin(), vectors.series.end(), [](const BenchSeries& s) { return s.cut; }));
        QVERIFY(std::any_of(vectors.series.begin(), vectors.series.end(),
                            [](const BenchSeries& s) { return s.inputs.size() == 1; }));
    }
    void wrongSeriesAreErrors()
    {
        const auto segments = smallNetwork({.readout = "segments:3", .seriesSteps = 11});
        QVERIFY(makeVectors(segments, 20, everyState, {std::vector<std::int32_t>(10, 0)}).error().where ==
                "test series 0");
        const auto last = smallNetwork({});
        QVERIFY(makeVectors(last, 20, everyState, {{1}, {}}).error().where == "test series 1");
        QVERIFY(makeVectors(last, 20, everyState, {{32}}).error().message.find("32") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestTemplate)
#include "tst_template.moc"
