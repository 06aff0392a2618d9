// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers.h"

#include "data_helpers.h"

#include <cmath>

using namespace burin;
using namespace burin::data;

namespace {

/// Rows of a label and `values` numbers that tell rows and columns apart.
std::string table(int rows, int values, const std::string& separator, bool labelFirst, bool textLabel)
{
    std::string text;
    for (int r = 0; r < rows; ++r) {
        const std::string label = textLabel ? (r % 2 == 0 ? "walk" : "run") : std::to_string(r % 2);
        std::string row;
        for (int v = 0; v < values; ++v)
            row += (v > 0 ? separator : "") + std::to_string(r * 0.37 + v);
        text += labelFirst ? label + separator + row : row + separator + label;
        text += "\n";
    }
    return text;
}

} // namespace

class TestCsv : public QObject {
    Q_OBJECT
private slots:
    void layoutsAreDetected_data()
    {
        QTest::addColumn<QString>("separator");
        QTest::addColumn<bool>("labelFirst");
        QTest::addColumn<bool>("textLabel");
        QTest::addColumn<bool>("header");
        for (const char* separator : {",", ";", "\t", "|", " ", ", "})
            for (const bool first : {false, true})
                for (const bool text : {false, true})
                    for (const bool header : {false, true})
                        QTest::addRow("'%s' %d %d %d", separator, first, text, header)
                            << separator << first << text << header;
    }
    void layoutsAreDetected()
    {
        QFETCH(QString, separator);
        QFETCH(bool, labelFirst);
        QFETCH(bool, textLabel);
        QFETCH(bool, header);
        const std::string s = separator.toStdString();
        std::string content = header ? (labelFirst ? "kind" + s + "a" + s + "b" + s + "c" + s + "d\n"
                                                   : "a" + s + "b" + s + "c" + s + "d" + s + "kind\n")
                                     : "";
        content += table(8, 4, s, labelFirst, textLabel);
        const Folder folder;
        const auto part = readCsv(folder.write("a.csv", content), {});
        QVERIFY2(part, part ? "" : part.error().text().c_str());
        QCOMPARE(part->series.size(), std::size_t{8});
        QCOMPARE(part->series[1].values, (std::vector<double>{0.37, 1.37, 2.37, 3.37}));
        QCOMPARE(part->labels[1], std::string(textLabel ? "run" : "1"));
    }

    void aNamedLabelColumnIsFound()
    {
        const Folder folder;
        const auto part = readCsv(folder.write("a.csv", "0,label,1\n1.5,7,2\n2.5,8,3\n"), {});
        QCOMPARE(part->labels, (std::vector<std::string>{"7", "8"}));
        QCOMPARE(part->series[1].values, (std::vector<double>{2.5, 3}));
    }

    void optionsOverrule()
    {
        const Folder folder;
        const auto path = folder.write("a.csv", "1;2;3;4\n5;6;7;8\n");
        ReadOptions options;
        options.csv.labelColumn = "2";
        options.csv.header = false;
        auto part = readCsv(path, options);
        QCOMPARE(part->labels, (std::vector<std::string>{"2", "6"}));
        options.csv.header = true;
        QCOMPARE(readCsv(path, options)->series.size(), std::size_t{1});
        options.csv.labelColumn = "last";
        options.csv.header = false;
        options.channels = 3;
        part = readCsv(path, options);
        QCOMPARE(part->series[0].channels, std::size_t{3});
        QCOMPARE(part->labels[1], std::string("8"));
        options.channels = 2;
        QVERIFY(says(readCsv(path, options), {"3 values", "2 channels"}));
        options.csv.labelColumn = "none";
        QCOMPARE(readCsv(path, options)->series[0].channels, std::size_t{4});
        options.csv.labelColumn = "colour";
        QVERIFY(says(readCsv(path, options), {"no label column \"colour\""}));
        options.csv = {};
        options.csv.separator = ',';
        QVERIFY(says(readCsv(path, options), {"a.csv:1:1", "\"1;2;3;4\""}));
    }

    void columnsAreChannelsForPrediction()
    {
        const Folder folder;
        const auto part = readCsv(folder.write("a.csv", "date,load,wind\n2024-01-01,1.5,\n2024-01-02,2.5,4\n"), {});
        QVERIFY2(part, part ? "" : part.error().text().c_str());
        QVERIFY(part->labels.empty());
        QCOMPARE(part->channelNames, (std::vector<std::string>{"load", "wind"}));
        QCOMPARE(part->channelColumns, (std::vector<std::size_t>{2, 3}));
        QCOMPARE(part->series[0].steps(), std::size_t{2});
        QVERIFY(std::isnan(part->series[0].step(0)[1]));
        QVERIFY(part->note.find("date") != std::string::npos);
    }

    void semicolonsWithDecimalCommas()
    {
        const Folder folder;
        ReadOptions options;
        options.csv.labelColumn = "last";
        // As many commas as semicolons in every line.
        const auto part = readCsv(folder.write("a.csv", "1,5;-2,25;a\n3,0;4,5e1;b\n"), options);
        QVERIFY2(part, part ? "" : part.error().text().c_str());
        QCOMPARE(part->series[0].values, (std::vector<double>{1.5, -2.25}));
        QCOMPARE(part->series[1].values, (std::vector<double>{3, 45}));
        QVERIFY(part->note.find("decimal commas") != std::string::npos);
        // Commas that separate stay what they are, and a point is a point.
        QCOMPARE(readCsv(folder.write("b.csv", "1,2\n3,4\n"), {})->series[0].values, (std::vector<double>{1, 2, 3, 4}));
        const auto points = readCsv(folder.write("c.csv", "1.5;2\n3;4\n"), {});
        QCOMPARE(points->series[0].values, (std::vector<double>{1.5, 2, 3, 4}));
        QVERIFY(points->note.find("decimal") == std::string::npos);
    }

    void oneColumnIsOneSeries()
    {
        const Folder folder;
        QCOMPARE(readCsv(folder.write("a.csv", "  86 \n 141 \n  95 \n"), {})->series[0].values,
                 (std::vector<double>{86, 141, 95}));
        const auto named = readCsv(folder.write("b.csv", "laser intensity\n1\n2\n3\n"), {});
        QCOMPARE(named->channelNames[0], std::string("laser intensity"));
        QCOMPARE(named->series[0].steps(), std::size_t{3});
    }

    void quotesFollowTheRfc()
    {
        const Folder folder;
        ReadOptions options;
        options.csv.labelColumn = "last";
        const auto part = readCsv(folder.write("a.csv", "\"1.5\",2,\"a \"\"b\"\", c\"\n3,4,\"two\nlines\"\n"), options);
        QVERIFY2(part, part ? "" : part.error().text().c_str());
        QCOMPARE(part->labels, (std::vector<std::string>{"a \"b\", c", "two\nlines"}));
        QCOMPARE(part->series[0].values, (std::vector<double>{1.5, 2}));
    }

    void aBadCellLeavesTheHeaderAlone()
    {
        const Folder folder;
        std::string text = "v\n";
        for (int i = 0; i < 500; ++i)
            text += std::to_string(i * 0.5) + "\n";
        QVERIFY(says(readCsv(folder.write("a.csv", text + "foo\n"), {}), {"a.csv:502:1", "\"foo\" is not a number"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "v\n1\n2\nfoo\n3\n"), {}),
                     {"a.csv:4:1", "\"foo\" is not a number"}));
        // Beside other columns too: neither is the column left out nor does the task become another one.
        QVERIFY(says(readCsv(folder.write("a.csv", "v,w\n1,4\n2,foo\n3,6\n"), {}),
                     {"a.csv:3:3", "\"foo\" is not a number"}));
        std::string labelled;
        for (int i = 0; i < 40; ++i) {
            for (int step = 0; step < 20; ++step)
                labelled += (i == 7 && step == 4 ? "foo" : std::to_string(i + step * 0.25)) + ",";
            labelled += i % 2 == 0 ? "up\n" : "down\n";
        }
        QVERIFY(says(readCsv(folder.write("a.csv", labelled), {}), {"a.csv:8:", "\"foo\" is not a number"}));
    }

    void brokenTablesAreLocated()
    {
        const Folder folder;
        QVERIFY(says(readCsv(folder.write("a.csv", "a,b\n1,2\n3\n"), {}), {"a.csv:3", "1 fields, the first has 2"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "a,b\n1,\"2\n"), {}), {"a.csv:2:3", "never closed"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "a,b\n1,\"2\"3\n"), {}), {"a.csv:2:6", "closing quote"}));
        QVERIFY(says(readCsv(folder.write("a.csv", ""), {}), {"a.csv", "empty"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "a,b\n"), {}), {"a.csv", "no data"}));
        for (const char* blank : {"a,b\nNaN,\nNaN,nan\n", "NaN\nNaN\n", "NaN,NaN\nNaN,NaN\n"})
            QVERIFY(says(readCsv(folder.write("a.csv", blank), {}),
                         {"a.csv", "every value of the table is missing", "Give a file with numbers"}));
        std::string wide = "1";
        for (int i = 0; i < 1'000'001; ++i)
            wide += ",1";
        QVERIFY(says(readCsv(folder.write("a.csv", "1\n" + wide + "\n"), {}),
                     {"a.csv:2:", "more than 1000000 columns", "transpose"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "x\ny\nz\n"), {}), {"a.csv:1:1", "\"x\"", "not a number"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "a,b\n1,inf\n2,3\n"), {}), {"a.csv:2:3", "infinite"}));
        QVERIFY(says(readCsv(folder.write("a.csv", "a,caf\xe9\n1,2\n"), {}), {"a.csv:1:3", "UTF-8"}));
        ReadOptions classify;
        classify.task = Task::classify;
        QVERIFY(says(readCsv(folder.write("a.csv", "0.5,1.5\n1.25,2.5\n"), classify), {"label"}));
    }
};

QTEST_APPLESS_MAIN(TestCsv)
#include "tst_csv.moc"
