// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <limits>

using namespace burin;
using nlohmann::json;

class TestText : public QObject {
    Q_OBJECT
private slots:
    void groupsDigits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<QString>("text");
        QTest::newRow("one") << 7.0 << 0 << "7";
        QTest::newRow("three") << 999.0 << 0 << "999";
        QTest::newRow("four") << 1000.0 << 0 << "1,000";
        QTest::newRow("rounded up") << 999'999.5 << 0 << "1,000,000";
        QTest::newRow("decimals") << 14207.25 << 2 << "14,207.25";
        QTest::newRow("negative") << -123.0 << 0 << "-123";
        QTest::newRow("negative, grouped") << -123'456.0 << 1 << "-123,456.0";
    }
    void groupsDigits()
    {
        QFETCH(double, value);
        QFETCH(int, decimals);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(grouped(value, decimals)), text);
    }

    void groupsWholeNumbers()
    {
        QCOMPARE(grouped(std::uint64_t{0}), std::string("0"));
        QCOMPARE(grouped(std::uint64_t{2319}), std::string("2,319"));
        QCOMPARE(grouped(std::numeric_limits<std::uint64_t>::max()), std::string("18,446,744,073,709,551,615"));
    }

    /// What a reader that holds numbers as doubles (QJson, JavaScript, jq) gets is the seed itself, number or string.
    void seedsSurviveEveryReader()
    {
        constexpr std::uint64_t kEdge = std::uint64_t{1} << 53;
        for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{42}, kEdge - 1, kEdge, kEdge + 1,
                                         std::numeric_limits<std::uint64_t>::max()}) {
            const json written = seedToJson(seed);
            QCOMPARE(seedFromJson(written), seed);
            QCOMPARE(written.is_string(), seed > kEdge);
            const auto other = QJsonDocument::fromJson(QByteArray::fromStdString(json::array({written}).dump()));
            const QJsonValue value = other.array().at(0);
            const quint64 read = value.isString() ? value.toString().toULongLong()
                                                  : static_cast<quint64>(value.toDouble());
            QCOMPARE(read, static_cast<quint64>(seed));
        }
        QCOMPARE(seedFromJson(json(kEdge + 1)), kEdge + 1); // the form of older studies
    }

    void damagedSeedsThrowAsJsonDoes()
    {
        for (const json& damaged : {json("seven"), json(""), json("\"7\""), json(nullptr), json::array()})
            QVERIFY_EXCEPTION_THROWN(static_cast<void>(seedFromJson(damaged)), json::exception);
    }

    void plainNumbers()
    {
        QCOMPARE(plainNumber(44800), std::string("44,800"));
        QCOMPARE(plainNumber(1234567), std::string("1,234,567"));
        QCOMPARE(plainNumber(0.9425), std::string("0.9425"));
        QCOMPARE(plainNumber(1234.5678), std::string("1,234.57"));
        QCOMPARE(plainNumber(0), std::string("0"));
        QCOMPARE(plainNumber(2.5e-7), std::string("2.5e-07"));
        QCOMPARE(plainNumber(2116.94, Round::up, 4), std::string("2,117"));
        QCOMPARE(plainNumber(2116.94, Round::down, 4), std::string("2,116"));
        QCOMPARE(plainNumber(0.86339, Round::down, 4), std::string("0.8633"));
        QCOMPARE(plainNumber(0.94, Round::up, 4), std::string("0.94")); // its last bits are no reason to round
        QCOMPARE(plainNumber(-0.94, Round::down, 4), std::string("-0.94"));
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
