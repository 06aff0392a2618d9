// SPDX-License-Identifier: GPL-3.0-or-later
// JSON that people write: mistakes with their line and column, doubled keys, NaN.
#include "core/base/json.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace burin;

class TestJson : public QObject {
    Q_OBJECT
private slots:
    void whatIsRightIsRead()
    {
        const auto read = parseJson(R"({"a": [1, {"b": 2}, {"b": 3}], "b": {"a": "NaN"}})", "f");
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QCOMPARE(*read, nlohmann::json::parse(R"({"a": [1, {"b": 2}, {"b": 3}], "b": {"a": "NaN"}})"));
    }

    void mistakesHaveAPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing") << QByteArray() << QByteArray("f:1:1: is not JSON, or is cut off");
        QTest::newRow("cut off") << QByteArray("{\n  \"a\": [1,")
                                 << QByteArray("f:2:11: is not JSON, or is cut off");
        QTest::newRow("comma") << QByteArray("{\n\"a\": 1,\n}") << QByteArray("f:3:1: is not JSON");
        QTest::newRow("doubled") << QByteArray("{\"a\": {\"k\": 1, \"k\": 2}}")
                                 << QByteArray("key \"k\" is there twice");
        QTest::newRow("NaN") << QByteArray("{\"a\":\n [1, NaN]}") << QByteArray("JSON has no NaN");
        QTest::newRow("minus infinity")
            << QByteArray("[-Infinity]") << QByteArray("JSON has no NaN and no infinity");
    }
    void mistakesHaveAPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const auto read = parseJson(text.toStdString(), "f", "The hint.");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::invalidInput);
        QVERIFY2(read.error().text().find(says.toStdString()) != std::string::npos, read.error().text().c_str());
    }

    void theHintIsTheReaders()
    {
        QCOMPARE(parseJson("[", "f", "The hint.").error().hint, std::string("The hint."));
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
