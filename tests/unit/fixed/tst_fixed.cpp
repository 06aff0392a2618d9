// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/fixed/bit_histogram.h"
#include "core/fixed/csd.h"
#include "core/fixed/format.h"
#include "core/fixed/interval.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace burin;
using namespace burin::fixed;

class TestFixed : public QObject {
    Q_OBJECT
private slots:
    void widths()
    {
        QCOMPARE(signedBits(0, 0), 1);
        QCOMPARE(signedBits(-1, 0), 1);
        QCOMPARE(signedBits(-2, 0), 2);
        QCOMPARE(signedBits(-128, 127), 8);
        QCOMPARE(signedBits(-129, 127), 9);
        QCOMPARE(signedBits(0, 255), 9);
        QCOMPARE(wordBits({0, 255}), 8);
        QCOMPARE(wordBits({0, 0}), 1);
        QCOMPARE(wordBits({-1, 255}), 9);
        for (int bits = 1; bits <= 62; ++bits)
            QCOMPARE(wordBits(signedRange(bits)), bits);
    }

    void intervalsHoldEveryResult()
    {
        Rng rng(11);
        const auto draw = [&rng] {
            const auto a = static_cast<std::int64_t>(rng.below(41)) - 20;
            return Interval{a, a + static_cast<std::int64_t>(rng.below(9))};
        };
        for (int round = 0; round < 300; ++round) {
            const Interval a = draw();
            const Interval b = draw();
            const int shift = static_cast<int>(rng.below(4));
            Interval product{std::numeric_limits<int>::max(), std::numeric_limits<int>::min()};
            for (std::int64_t x = a.lo; x <= a.hi; ++x)
                for (std::int64_t y = b.lo; y <= b.hi; ++y) {
                    product = {std::min(product.lo, x * y), std::max(product.hi, x * y)};
                    QVERIFY((a + b).contains(x + y) && (a - b).contains(x - y));
                    QVERIFY((a >> shift).contains(x >> shift) && (a << shift).contains(x << shift));
                    QVERIFY(hull(a, b).contains(x) && hull(a, b).contains(y));
                }
            QCOMPARE(a * b, product); // the tightest
        }
    }

    void intervalOverflowThrows()
    {
        const Interval wide{0, std::int64_t{1} << 61};
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(wide << 2), std::overflow_error);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(wide * wide), std::overflow_error);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(wide + wide + wide), std::overflow_error);
    }

    void signedDigitsByHand()
    {
        // 7 = 8 - 1; 11 = 8 + 4 - 1 has neighbours, so 16 - 4 - 1; -6 = -8 + 2; 23 = 32 - 8 - 1.
        using Digits = std::vector<SignedDigit>;
        QCOMPARE(canonicalSignedDigits(0), Digits{});
        QCOMPARE(canonicalSignedDigits(7), (Digits{{0, -1}, {3, 1}}));
        QCOMPARE(canonicalSignedDigits(11), (Digits{{0, -1}, {2, -1}, {4, 1}}));
        QCOMPARE(canonicalSignedDigits(-6), (Digits{{1, 1}, {3, -1}}));
        QCOMPARE(canonicalSignedDigits(23), (Digits{{0, -1}, {3, -1}, {5, 1}}));
    }

    void signedDigitsAreCanonical()
    {
        Rng rng(5);
        for (int round = 0; round < 5000; ++round) {
            const std::int64_t value = round < 2000 ? round - 1000 : static_cast<std::int64_t>(rng.next()) >> 3U;
            std::int64_t sum = 0;
            int before = -2;
            const auto digits = canonicalSignedDigits(value);
            for (const SignedDigit& digit : digits) {
                QVERIFY(digit.power >= before + 2); // no neighbours
                before = digit.power;
                sum += digit.sign * (std::int64_t{1} << digit.power);
            }
            QCOMPARE(sum, value);
            QCOMPARE(signedDigitCount(value), static_cast<int>(digits.size()));
        }
    }

    void quantiserRoundsTiesToEven()
    {
        const Format format{4, 1, true}; // steps of one half, -4 .. 3.5
        QCOMPARE(format.text(), std::string("s4.1"));
        QCOMPARE(quantise(0.25, format), 0); // 0.5 steps: a tie, to 0
        QCOMPARE(quantise(0.75, format), 2); // 1.5 steps: to 2
        QCOMPARE(quantise(-0.25, format), 0);
        QCOMPARE(quantise(-0.75, format), -2);
        QCOMPARE(quantise(1.3, format), 3);
        QCOMPARE(quantise(99, format), 7);
        QCOMPARE(quantise(-99, format), -8);
        QCOMPARE(quantise(std::numeric_limits<double>::infinity(), format), 7);
        QCOMPARE(quantise(std::nan(""), format), 0);
        QCOMPARE(dequantise(7, format), 3.5);
        QCOMPARE(quantise(-1, Format{4, 0, false}), 0);
        QCOMPARE(quantise(15.4, Format{4, 0, false}), 15);
    }

    void fractionHoldsTheMagnitude()
    {
        QCOMPARE(fractionFor(1.0, 8), 6);      // 64 fits, 128 does not
        QCOMPARE(fractionFor(127.0 / 128, 8), 7);
        QCOMPARE(fractionFor(0.999, 8), 6);    // 127.87 would be clamped by more than half a step
        QCOMPARE(fractionFor(0.0, 8), 0);
        Rng rng(3);
        for (int round = 0; round < 500; ++round) {
            const double magnitude = std::ldexp(rng.uniform() + 1e-3, static_cast<int>(rng.below(20)) - 10);
            const int bits = 2 + static_cast<int>(rng.below(15));
            const double limit = std::ldexp(1.0, bits - 1) - 0.5;
            const int fraction = fractionFor(magnitude, bits);
            QVERIFY(std::ldexp(magnitude, fraction) <= limit);
            QVERIFY(std::ldexp(magnitude, fraction + 1) > limit);
        }
    }

    void histogramByHand()
    {
        // s4.1, words -8..7: 0 | 0.1 -> 0 (lost) | 0.5 -> 1, bit 0 | 1 -> 2, bit 1 | -1 -> -2, bit 0 (~-2 = 1) |
        // 3.5 -> 7, bit 2 | 9 -> too large | NaN
        const std::vector<double> values{0, 0.1, 0.5, 1, -1, 3.5, 9, std::nan("")};
        const BitHistogram histogram = bitHistogram(values, Format{4, 1, true});
        QCOMPARE(histogram.bins, (std::vector<std::uint64_t>{2, 1, 1, 0}));
        QCOMPARE(histogram.zeros, 1U);
        QCOMPARE(histogram.underflow, 1U);
        QCOMPARE(histogram.overflow, 1U);
        QCOMPARE(histogram.notFinite, 1U);
        QCOMPARE(histogram.total, 8U);
        QCOMPARE(histogram.unusedTopBits(), 0);
        const std::vector<std::int32_t> words{1, -1, 3, -4, 0, 40};
        const BitHistogram integers = bitHistogram(words, Format{6, 0, true});
        QCOMPARE(integers.bins, (std::vector<std::uint64_t>{2, 2, 0, 0, 0, 0}));
        QCOMPARE(integers.overflow, 1U);
        QCOMPARE(integers.unusedTopBits(), 3);
    }
};

QTEST_APPLESS_MAIN(TestFixed)
#include "tst_fixed.moc"
