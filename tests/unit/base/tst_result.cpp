// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <QtTest>

#include <memory>
#include <set>

using namespace burin;

namespace {

Result<int> half(int value)
{
    if (value % 2 != 0)
        return fail(ErrorCode::usage, "odd", "value", "Give an even number.");
    return value / 2;
}

Result<std::string> quarter(int value)
{
    BURIN_TRY(const int once, half(value));
    BURIN_TRY(const int twice, half(once));
    return std::to_string(twice);
}

Result<void> twiceEven(int value)
{
    BURIN_CHECK(half(value));
    BURIN_CHECK(half(value / 2));
    return {};
}

/// A BURIN_CHECK inside the argument of another returns from the lambda only.
Result<void> nested(int value, bool& reached)
{
    const auto apply = [](const auto& body) { return body(); };
    BURIN_CHECK(apply([&]() -> Result<void> {
        BURIN_CHECK(half(value));
        BURIN_TRY(const int once, half(value));
        BURIN_CHECK(half(once));
        return {};
    }));
    reached = true;
    return {};
}

} // namespace

class TestResult : public QObject {
    Q_OBJECT
private slots:
    void carriesAValue()
    {
        const Result<int> result = half(6);
        QVERIFY(result.has_value());
        QCOMPARE(*result, 3);
        QCOMPARE(result.value_or(9), 3);
    }

    void carriesAnError()
    {
        const Result<int> result = half(7);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::usage);
        QCOMPARE(result.error().where, std::string("value"));
        QCOMPARE(result.value_or(9), 9);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(*result), std::logic_error);
    }

    void macrosPassErrorsOn()
    {
        QCOMPARE(*quarter(12), std::string("3"));
        QVERIFY(!quarter(6));
        QVERIFY(!quarter(5));
        QVERIFY(twiceEven(4));
        QVERIFY(!twiceEven(2));
        QVERIFY_EXCEPTION_THROWN(twiceEven(2).value(), std::logic_error);
    }

    void macrosNest()
    {
        for (const int value : {1, 2, 4}) {
            bool reached = false;
            QCOMPARE(nested(value, reached).has_value(), value == 4);
            QCOMPARE(reached, value == 4);
        }
    }

    void movesWhatCannotBeCopied()
    {
        Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
        const std::unique_ptr<int> taken = *std::move(result);
        QCOMPARE(*taken, 5);
    }

    void writesAnErrorInOneLine()
    {
        const Error full{ErrorCode::io, "cannot write", "a.txt:3:1", "Free some space."};
        QCOMPARE(full.text(), std::string("a.txt:3:1: cannot write. Free some space."));
        const Error question{ErrorCode::io, "is it there?", "", "Look."};
        QCOMPARE(question.text(), std::string("is it there? Look."));
        const Error bare{ErrorCode::io, "gone", "", ""};
        QCOMPARE(bare.text(), std::string("gone"));
    }

    void namesEveryCodeDifferently()
    {
        std::set<std::string> names;
        for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code)
            names.insert(toString(static_cast<ErrorCode>(code)));
        QCOMPARE(names.size(), std::size_t{10});
    }
};

QTEST_APPLESS_MAIN(TestResult)
#include "tst_result.moc"
