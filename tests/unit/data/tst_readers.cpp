// SPDX-License-Identifier: GPL-3.0-or-later
// The text source and the UCR, UCI and aeon readers.
#include "core/data/readers.h"

#include "data_helpers.h"

#include <archive.h>
#include <archive_entry.h>

#include <cmath>

using namespace burin;
using namespace burin::data;

namespace {

/// The text packed by libarchive's filter.
std::string packed(const std::string& text, int (*filter)(archive*))
{
    std::string bytes(text.size() + 100'000, '\0');
    std::size_t used = 0;
    archive* writer = archive_write_new();
    archive_write_set_format_raw(writer);
    filter(writer);
    archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
    archive_entry* entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(writer, entry);
    archive_write_data(writer, text.data(), text.size());
    archive_entry_free(entry);
    archive_write_close(writer);
    archive_write_free(writer);
    bytes.resize(used);
    return bytes;
}

} // namespace

class TestReaders : public QObject {
    Q_OBJECT
private slots:
    void ucrRows()
    {
        const Folder folder;
        const auto part = readUcr(folder.write("a.tsv", "1\t0.5\t-2e1\tNaN\t+4\r\n-1\t1\t2\tnan\t3\n\n"), {});
        QVERIFY(part);
        QCOMPARE(part->labels, (std::vector<std::string>{"1", "-1"}));
        QCOMPARE(part->series[0].values[1], -20.0);
        QVERIFY(std::isnan(part->series[0].values[2]));
        QCOMPARE(part->series[0].values[3], 4.0);
        QCOMPARE(part->series[1].steps(), std::size_t{4});
    }

    void ucrOlderSeparators()
    {
        const Folder folder;
        QCOMPARE(readUcr(folder.write("a", "1,0.5,2\n2,1,3\n"), {})->series[1].values[1], 3.0);
        QCOMPARE(readUcr(folder.write("b", "  1.0e+00   5.0e-01  2\n  2 1 3\n"), {})->series[0].values[0], 0.5);
    }

    void ucrPaddingIsTakenOff()
    {
        const Folder folder;
        const auto part = readUcr(folder.write("a.tsv", "1\t1\t2\t3\n1\t1\t2\tNaN\n2\t1\tNaN\tNaN\n"), {});
        QCOMPARE(part->series[1].steps(), std::size_t{2});
        QCOMPARE(part->series[2].steps(), std::size_t{1});
        QVERIFY(!part->note.empty());
        // one row that ends in NaN is a missing value, not a length
        const auto missing = readUcr(folder.write("b.tsv", "1\t1\t2\t3\n1\t1\t2\tNaN\n2\t1\t2\t3\n"), {});
        QCOMPARE(missing->series[1].steps(), std::size_t{3});
    }

    void uciRows()
    {
        const Folder folder;
        const auto path = folder.write("a.tra", " 47,100, 27, 81, 8\n  0, 89, 27,100, 2\n");
        const auto part = readUci(path, {});
        QCOMPARE(part->labels, (std::vector<std::string>{"8", "2"}));
        QCOMPARE(part->series[0].channels, std::size_t{2});
        QCOMPARE(part->series[0].step(1)[0], 27.0);
        ReadOptions one;
        one.channels = 1;
        QCOMPARE(readUci(path, one)->series[0].steps(), std::size_t{4});
        ReadOptions three;
        three.channels = 3;
        QVERIFY(says(readUci(path, three), {"a.tra:1", "4 values", "3 channels"}));
    }

    void tsChannelsAndUnequalLengths()
    {
        const Folder folder;
        const auto part = readTs(folder.write("a.ts", "# note\n%x\n@problemName T\n@timestamps false\n@univariate false\n"
                                                      "@dimensions 2\n@equalLength false\n@classLabel true up down\n@data\n"
                                                      "1,2,3:4,5,6:up\n7,?:8,NaN:down\n"),
                                 {});
        QVERIFY2(part, part ? "" : part.error().text().c_str());
        QCOMPARE(part->series[0].values, (std::vector<double>{1, 4, 2, 5, 3, 6}));
        QCOMPARE(part->series[1].steps(), std::size_t{2});
        QVERIFY(std::isnan(part->series[1].step(1)[0]) && std::isnan(part->series[1].step(1)[1]));
        QCOMPARE(part->labels[1], std::string("down"));
    }

    void tsWithoutLabels()
    {
        const Folder folder;
        const auto part = readTs(folder.write("a.ts", "@univariate true\n@classLabel false\n@data\n1,2,3\n4,5,6\n"), {});
        QVERIFY(part->labels.empty());
        QCOMPARE(part->series.size(), std::size_t{2});
    }

    void brokenTextIsLocated_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("pieces");
        const auto ts = [](const char* header, const char* data) {
            return QByteArray("@problemName x\n") + header + "\n@data\n" + data + "\n";
        };
        const char* labels = "@classLabel true a b";
        QTest::newRow("word") << "a.tsv" << QByteArray("1\t2\t3\n1\t2\tthree\n") << QStringList{"a.tsv:2:5", "\"three\""};
        QTest::newRow("inf") << "a.tsv" << QByteArray("1\t2\tinf\n") << QStringList{"a.tsv:1:5", "infinite"};
        QTest::newRow("huge value") << "a.tsv" << QByteArray("1\t2\t1e200\n") << QStringList{":1:5", "beyond"};
        QTest::newRow("overflow") << "a.tsv" << QByteArray("1\t2\t1e999\n") << QStringList{":1:5", "beyond"};
        QTest::newRow("short row") << "a.tsv" << QByteArray("1\t2\t3\n1\t2\n")
                                   << QStringList{"a.tsv:2", "2 fields", "line 1 has 3"};
        QTest::newRow("empty value") << "a.tsv" << QByteArray("1\t\t3\n") << QStringList{":1:3", "empty"};
        QTest::newRow("no label") << "a.tsv" << QByteArray("NaN\t2\t3\n") << QStringList{":1:1", "no class label"};
        QTest::newRow("label alone") << "a.tsv" << QByteArray("1\n") << QStringList{":1:1", "not a label with values"};
        QTest::newRow("NUL") << "a.tsv" << QByteArray("1\t2\n1\t\0\n", 8) << QStringList{"a.tsv:2:3", "binary"};
        QTest::newRow("UTF-16") << "a.tsv" << QByteArray("\xff\xfe""1\t2\n", 6) << QStringList{"UTF-16"};
        QTest::newRow("latin label") << "a.tsv" << QByteArray("caf\xe9\t2\t3\n") << QStringList{":1:1", "caf\\xe9", "UTF-8"};
        QTest::newRow("decimal comma") << "a.tsv" << QByteArray("1\t0,5\t3\n")
                                       << QStringList{":1:3", "decimals with a point"};
        QTest::newRow("cut gzip") << "a.tsv" << QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10)
                                  << QStringList{"a.tsv", "unpack"};
        QTest::newRow("no data") << "a.ts" << QByteArray("@problemName x\n") << QStringList{"a.ts", "no @data"};
        QTest::newRow("empty ts") << "a.ts" << QByteArray() << QStringList{"a.ts", "no @data"};
        QTest::newRow("stamps") << "a.ts" << ts("@timestamps true", "") << QStringList{"a.ts:2:13", "time stamps"};
        QTest::newRow("regression") << "a.ts" << ts("@targetLabel true", "") << QStringList{"a.ts:2", "predict"};
        QTest::newRow("flag") << "a.ts" << ts("@univariate perhaps", "") << QStringList{"a.ts:2:13", "true or false"};
        QTest::newRow("count") << "a.ts" << ts("@dimensions -2", "") << QStringList{"a.ts:2:13", "whole number"};
        QTest::newRow("stray") << "a.ts" << QByteArray("1,2,3:a\n@data\n") << QStringList{"a.ts:1", "before @data"};
        QTest::newRow("class") << "a.ts" << ts(labels, "1,2:c") << QStringList{"a.ts:4:5", "\"c\"", "@classLabel"};
        QTest::newRow("cut case") << "a.ts" << ts(labels, "1,2,3") << QStringList{"a.ts:4", ":label"};
        QTest::newRow("channels") << "a.ts" << ts("@dimensions 2\n@classLabel true a b", "1,2:a")
                                  << QStringList{"a.ts:5", "1 channels, 2"};
        QTest::newRow("uneven") << "a.ts" << ts(labels, "1,2:3:a") << QStringList{"a.ts:4:5", "channel 2 has 1 values"};
        QTest::newRow("no values") << "a.ts" << ts(labels, ":a") << QStringList{"a.ts:4:1", "empty"};
        QTest::newRow("length") << "a.ts"
                                << ts("@equalLength true\n@seriesLength 3\n@classLabel true a b", "1,2:a")
                                << QStringList{"a.ts:6", "2 steps, 3"};
        QTest::newRow("ts word") << "a.ts" << ts(labels, "1,2:3,x:a") << QStringList{"a.ts:4:7", "\"x\""};
    }
    void brokenTextIsLocated()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QStringList, pieces);
        const Folder folder;
        const auto path = folder.write(name.toStdString(), {content.data(), static_cast<std::size_t>(content.size())});
        const auto part = name == "a.ts" ? readTs(path, {}) : readUcr(path, {});
        QVERIFY(!part);
        for (const QString& piece : pieces)
            QVERIFY2(part.error().text().find(piece.toStdString()) != std::string::npos, part.error().text().c_str());
        QVERIFY(isUtf8(part.error().text()));
    }

    void packedFilesRead()
    {
        const Folder folder;
        std::string text;
        for (int i = 0; i < 20'000; ++i)
            text += std::to_string(i % 3) + "\t" + std::to_string(i) + "\t2\n";
        const auto plain = readUcr(folder.write("a.tsv", text), {});
        QCOMPARE(plain->series.size(), std::size_t{20'000});
        for (const auto filter : {archive_write_add_filter_gzip, archive_write_add_filter_xz}) {
            const std::string bytes = packed(text, filter);
            const auto part = readUcr(folder.write("a.tsv.packed", bytes), {});
            QVERIFY(part);
            QCOMPARE(part->series.back().values, plain->series.back().values);
            const auto cut = readUcr(folder.write("cut.gz", bytes.substr(0, bytes.size() / 2)), {});
            QVERIFY(says(cut, {"cut.gz", "cut off"}) || says(cut, {"fields"}));
        }
    }

    void hugeLinesAreRefused()
    {
        // 70 MiB of digits in one line, packed to a few kilobytes: the limit stands for hostile archives too
        const Folder folder;
        const std::string bytes = packed(std::string(kMaxLineBytes + (6U << 20U), '1'), archive_write_add_filter_gzip);
        QVERIFY(says(readUcr(folder.write("a.tsv.gz", bytes), {}), {"a.tsv.gz:1", "longer than"}));
    }

    void aByteOrderMarkIsNoValue()
    {
        const Folder folder;
        QCOMPARE(readUcr(folder.write("a.tsv", "\xef\xbb\xbf""1\t2\t3\n2\t3\t4\n"), {})->labels[0], std::string("1"));
    }

    void whatIsNoFileIsSaid()
    {
        const Folder folder;
        QCOMPARE(readUcr(folder.path() / "none.tsv", {}).error().code, ErrorCode::notFound);
        QVERIFY(says(readUcr(folder.path(), {}), {"not a regular file"}));
        QVERIFY(says(readUcr("/dev/zero", {}), {"not a regular file"}));
    }

    void aStopIsObeyed()
    {
        const Folder folder;
        std::stop_source stop;
        stop.request_stop();
        ReadOptions options;
        options.stop = stop.get_token();
        QCOMPARE(readUcr(folder.write("a.tsv", "1\t2\n"), options).error().code, ErrorCode::cancelled);
    }

    void numbersParseAsWritten()
    {
        double value = 0;
        QCOMPARE(parseNumber("1e-400", value), NumberFault::none);
        QCOMPARE(value, 0.0);
        QCOMPARE(parseNumber("+1.5", value), NumberFault::none);
        QCOMPARE(value, 1.5);
        QCOMPARE(parseNumber("+-1", value), NumberFault::notANumber);
        QCOMPARE(parseNumber("0x10", value), NumberFault::notANumber);
        QCOMPARE(parseNumber("1 2", value), NumberFault::notANumber);
        QCOMPARE(parseNumber("-Infinity", value), NumberFault::infinite);
        QCOMPARE(parseNumber("nan(1)", value), NumberFault::notANumber);
        for (const char* marker : {"", "?", "NaN", "-nan", "NA", "n/a", "NULL"})
            QVERIFY(isMissing(marker));
    }

    void utf8IsRecognised()
    {
        QVERIFY(isUtf8("ascii, \xc3\xa9, \xe2\x82\xac, \xf0\x9f\x98\x80"));
        for (const char* wrong :
             {"\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff"})
            QVERIFY(!isUtf8(wrong));
    }
};

QTEST_APPLESS_MAIN(TestReaders)
#include "tst_readers.moc"
