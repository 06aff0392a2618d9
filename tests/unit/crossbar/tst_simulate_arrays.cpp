// SPDX-License-Identifier: GPL-3.0-or-later
// Products on arrays: the definition (plainProducts) against cases by hand, an independent count of conversions
// and the integer product; the kernels of every instruction set against the definition, with zero tolerance.
#include "core/base/rng.h"
#include "core/crossbar/simulate_arrays.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace burin;
using namespace burin::crossbar;

namespace {

constexpr std::array kMappings{WeightMapping::offset, WeightMapping::differentialColumns,
                               WeightMapping::differentialRows, WeightMapping::pairedArrays};

/// A random layer with its inputs.
struct Case {
    ArrayFormat format;
    std::size_t filters = 1;
    std::size_t rows = 1;
    std::size_t groups = 1;
    std::vector<std::vector<std::int16_t>> codes; ///< by group: [filter][row]
    AlignedVector<std::int32_t> inputs;           ///< a line of lanes per place
    std::vector<std::ptrdiff_t> windows;
    std::vector<std::ptrdiff_t> rowOffsets;

    [[nodiscard]] cnn::ProductInput input() const { return {0, 0, 3, inputs.data(), windows, rowOffsets}; }
    [[nodiscard]] std::size_t sums() const { return groups * filters * windows.size() * kLanes; }
    [[nodiscard]] std::int32_t code(std::size_t group, std::size_t row, std::size_t pixel, std::size_t lane) const
    {
        return inputs[static_cast<std::size_t>(windows[pixel] + rowOffsets[group * rows + row]) + lane];
    }
    [[nodiscard]] std::vector<ArrayCells> cells() const
    {
        std::vector<ArrayCells> all;
        for (const auto& group : codes)
            all.push_back(*idealCells(format, group, rows, "case"));
        return all;
    }
};

class Drawer {
public:
    explicit Drawer(std::uint64_t seed) : rng_(seed) {}
    int draw(int low, int high)
    {
        return low + static_cast<int>(rng_.below(static_cast<std::uint64_t>(high - low + 1)));
    }

    Case layer(int mostBits)
    {
        Case c;
        ArrayFormat& f = c.format;
        f.mapping = kMappings[static_cast<std::size_t>(draw(0, 3))];
        f.invertedEncoding = f.mapping == WeightMapping::offset && draw(0, 1) == 1;
        f.weightBits = draw(f.mapping == WeightMapping::pairedArrays ? 2 : 1, mostBits);
        f.cellBits = draw(1, draw(1, 8));
        const int bits = f.weightBits - (f.mapping == WeightMapping::pairedArrays ? 1 : 0);
        f.slices = (bits + f.cellBits - 1) / f.cellBits;
        f.inputBits = draw(1, mostBits);
        f.inputSigned = draw(0, 2) == 0;
        f.dacBits = draw(1, draw(1, 8));
        f.rowsPerArray = draw(1, 70);
        f.adcBits = draw(1, 12);
        c.filters = static_cast<std::size_t>(draw(1, 21));
        c.rows = static_cast<std::size_t>(draw(1, 150));
        c.groups = static_cast<std::size_t>(draw(0, 3) == 0 ? draw(2, 5) : 1);
        const int top = 1 << (f.weightBits - 1);
        const int density = draw(1, 3);
        for (std::size_t g = 0; g < c.groups; ++g) {
            auto& codes = c.codes.emplace_back(c.filters * c.rows);
            for (auto& code : codes)
                code = static_cast<std::int16_t>(
                    draw(f.mapping == WeightMapping::pairedArrays ? 1 - top : -top, top - 1));
        }
        const int places = 200;
        c.inputs.resize(places * kLanes);
        const int low = f.inputSigned ? -(1 << (f.inputBits - 1)) : 0;
        for (auto& code : c.inputs)
            code = draw(1, 3) <= density ? low + static_cast<int>(rng_.below(std::uint64_t{1} << f.inputBits)) : 0;
        for (int p = draw(1, 9); p > 0; --p)
            c.windows.push_back(draw(0, 40) * kLanes);
        for (std::size_t row = 0; row < c.groups * c.rows; ++row)
            c.rowOffsets.push_back(draw(0, places - 41) * kLanes);
        return c;
    }

    Rng& rng() { return rng_; }

private:
    Rng rng_;
};

/// The same from the codes alone: every conversion of every column counted directly.
std::int64_t counted(const ArrayFormat& f, const std::vector<std::int16_t>& weights,
                     const std::vector<std::int32_t>& inputs)
{
    const auto clip = [&](std::int64_t y) {
        const std::int64_t top = std::int64_t{1} << f.adcBits;
        return f.mapping == WeightMapping::differentialRows ? std::clamp(y, -top / 2, top / 2 - 1)
                                                            : std::clamp<std::int64_t>(y, 0, top - 1);
    };
    std::int64_t result = 0;
    for (std::size_t from = 0; from < weights.size(); from += static_cast<std::size_t>(f.rowsPerArray)) {
        const std::size_t to = std::min(weights.size(), from + static_cast<std::size_t>(f.rowsPerArray));
        const int plainBits = f.inputBits - (f.inputSigned ? 1 : 0);
        for (int shift = 0; shift < f.inputBits;) {
            const bool sign = shift == plainBits;
            const int width = sign ? 1 : std::min(f.dacBits, plainBits - shift);
            const auto digit = [&](std::size_t r) { return (inputs[r] >> shift) & ((1 << width) - 1); };
            std::int64_t unit = 0;
            for (std::size_t r = from; r < to; ++r)
                unit += digit(r);
            unit = clip(unit);
            std::int64_t sum = 0;
            for (int s = 0; s < f.slices; ++s) {
                const auto cut = [&](int value) { return (value >> (s * f.cellBits)) % (1 << f.cellBits); };
                std::int64_t plus = 0;
                std::int64_t minus = 0;
                std::int64_t levels = 0;
                std::int64_t complement = 0;
                for (std::size_t r = from; r < to; ++r) {
                    const int w = weights[r];
                    const int stored = f.mapping == WeightMapping::offset ? w + (1 << (f.weightBits - 1)) : w;
                    if (stored > 0) {
                        plus += cut(stored) * digit(r);
                        levels += cut(stored);
                    } else {
                        minus += cut(-stored) * digit(r);
                    }
                    complement += ((1 << f.cellBits) - 1 - (stored > 0 ? cut(stored) : 0)) * digit(r);
                }
                std::int64_t y = 0;
                const int top = (1 << f.cellBits) - 1;
                if (f.mapping == WeightMapping::differentialRows)
                    y = clip(plus - minus);
                else if (f.mapping != WeightMapping::offset)
                    y = clip(plus) - clip(minus);
                else if (f.invertedEncoding && 2 * levels > static_cast<std::int64_t>(to - from) * top)
                    y = top * unit - clip(complement);
                else
                    y = clip(plus);
                sum += y << (s * f.cellBits);
            }
            if (f.mapping == WeightMapping::offset)
                sum -= unit << (f.weightBits - 1);
            result += (sign ? -sum : sum) * (std::int64_t{1} << shift);
            shift += width;
        }
    }
    return result;
}

std::int64_t one(const ArrayFormat& format, const std::vector<std::int16_t>& codes,
                 const std::vector<std::int32_t>& inputs)
{
    return plainProducts(format, *idealCells(format, codes, codes.size(), "case"), inputs)[0];
}

/// Cells as after programming: levels off by a little, of 7 bits fraction.
std::vector<ArrayCells> disturbed(std::vector<ArrayCells> groups, Rng& rng)
{
    for (ArrayCells& cells : groups) {
        cells.fraction = 7;
        for (auto* levels : {&cells.levels, &cells.unit})
            for (std::int16_t& level : *levels)
                level = static_cast<std::int16_t>(
                    std::clamp(level * 128 + static_cast<int>(rng.below(41)) - 20, -32768, 32767));
    }
    return groups;
}

} // namespace

class TestSimulateArrays : public QObject {
    Q_OBJECT
private slots:
    void byHand();
    void clipsByHand();
    void refusesWhatCellsCannotHold();
    void theDefinitionCountsConversions();
    void losslessConvertersGiveTheProduct();
    void kernelsEqualTheDefinition_data();
    void kernelsEqualTheDefinition();
    void kernelsEqualTheDefinitionWithNoise();
    void readNoiseIsNormal();
};

void TestSimulateArrays::byHand()
{
    // 3 bits of weight in 2-bit cells, 2-bit inputs, 1-bit DAC. Codes 3 and -2: stored 7 = (3, 1) and 2 = (2, 0).
    // Inputs 3 and 1: cycle 0 digits 1, 1; cycle 1 digits 1, 0.
    // cycle 0: slice 0: 3 + 2 = 5, slice 1: 1, unit 2: 5 + 4 - 4 x 2 = 1
    // cycle 1: slice 0: 3, slice 1: 1, unit 1:         3 + 4 - 4     = 3, counts twice: 6. In all 7 = 3 x 3 - 2
    // x 1.
    ArrayFormat f{.mapping = WeightMapping::offset,
                  .weightBits = 3,
                  .slices = 2,
                  .cellBits = 2,
                  .inputBits = 2,
                  .dacBits = 1,
                  .rowsPerArray = 4,
                  .adcBits = 3};
    const auto cells = idealCells(f, std::vector<std::int16_t>{3, -2}, 2, "case");
    QVERIFY(cells.has_value());
    QCOMPARE(cells->levels, (std::vector<std::int16_t>{3, 2, 1, 0}));
    QCOMPARE(one(f, {3, -2}, {3, 1}), 7);
    f.mapping = WeightMapping::differentialColumns; // 3 = (3, 0), 2 = (2, 0) in the negative columns
    QCOMPARE(idealCells(f, std::vector<std::int16_t>{3, -2}, 2, "case")->levels,
             (std::vector<std::int16_t>{3, 0, 0, 0, 0, 2, 0, 0}));
    QCOMPARE(one(f, {3, -2}, {3, 1}), 7);
    // Signed inputs -1 = 11 and -2 = 10: the sign bit's cycle is subtracted. 3 (-1) - 2 (-2) = 1.
    f.inputSigned = true;
    QCOMPARE(one(f, {3, -2}, {-1, -2}), 1);
    QCOMPARE(cyclesOf(f).size(), 2U);
}

void TestSimulateArrays::clipsByHand()
{
    // Four rows of level 3, all digits 1: the sum 12 clips to 7 with 3 bits; two arrays of two rows give 6 + 6.
    ArrayFormat f{.mapping = WeightMapping::differentialColumns,
                  .weightBits = 3,
                  .slices = 2,
                  .cellBits = 2,
                  .inputBits = 1,
                  .dacBits = 1,
                  .rowsPerArray = 4,
                  .adcBits = 3};
    QCOMPARE(one(f, {3, 3, 3, 3}, {1, 1, 1, 1}), 7);
    QCOMPARE(one(f, {-3, -3, -3, -3}, {1, 1, 1, 1}), -7);
    f.rowsPerArray = 2;
    QCOMPARE(one(f, {3, 3, 3, 3}, {1, 1, 1, 1}), 12);
    // Paired rows: a signed converter of 3 bits ends at -4 and 3.
    f.mapping = WeightMapping::differentialRows;
    f.rowsPerArray = 4;
    QCOMPARE(one(f, {3, 3, 3, 3}, {1, 1, 1, 1}), 3);
    QCOMPARE(one(f, {-3, -3, -3, -3}, {1, 1, 1, 1}), -4);
    QCOMPARE(one(f, {3, 3, -3, -2}, {1, 1, 1, 1}), 1); // the difference is converted, not the parts
    // Inverted encoding: code 3 is stored as 7 = (3, 1), four of it come to 12 of 12 and 4 of 12. Slice 0 is
    // stored as 0: 3 x unit - 0 = 12 without clipping; slice 1 is 4 and counts 4 times. 12 + 16 - 4 x 4 = 12.
    f.mapping = WeightMapping::offset;
    f.invertedEncoding = true;
    QCOMPARE(idealCells(f, std::vector<std::int16_t>{3, 3, 3, 3}, 4, "case")->inverted,
             (std::vector<std::uint8_t>{1, 0}));
    QCOMPARE(one(f, {3, 3, 3, 3}, {1, 1, 1, 1}), 12);
    f.invertedEncoding = false; // 7 + 16 - 16
    QCOMPARE(one(f, {3, 3, 3, 3}, {1, 1, 1, 1}), 7);
}

void TestSimulateArrays::refusesWhatCellsCannotHold()
{
    ArrayFormat f{.mapping = WeightMapping::pairedArrays, .weightBits = 4, .slices = 3, .cellBits = 1};
    const auto result = idealCells(f, std::vector<std::int16_t>{7, -8}, 2, "layer \"c1\"");
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::invalidInput);
    QVERIFY2(result.error().message.find("-8") != std::string::npos, result.error().text().c_str());
    QVERIFY(result.error().where.find("c1") != std::string::npos);
    QVERIFY(idealCells(f, std::vector<std::int16_t>{7, -7}, 2, "c1").has_value());
    f.cellBits = 9;
    QVERIFY(!idealCells(f, std::vector<std::int16_t>{7}, 1, "c1").has_value());
    f = {.mapping = WeightMapping::differentialColumns, .invertedEncoding = true};
    QVERIFY(!idealCells(f, std::vector<std::int16_t>{7}, 1, "c1").has_value());
}

void TestSimulateArrays::theDefinitionCountsConversions()
{
    Drawer drawer(1);
    for (int round = 0; round < 400; ++round) {
        const Case c = drawer.layer(8);
        std::vector<std::int32_t> inputs(c.rows);
        for (std::size_t row = 0; row < c.rows; ++row)
            inputs[row] = c.code(0, row, 0, 0);
        const auto results = plainProducts(c.format, c.cells()[0], inputs);
        for (std::size_t filter = 0; filter < c.filters; ++filter) {
            const auto from = c.codes[0].begin() + static_cast<std::ptrdiff_t>(filter * c.rows);
            const std::vector<std::int16_t> weights(from, from + static_cast<std::ptrdiff_t>(c.rows));
            QCOMPARE(results[filter], counted(c.format, weights, inputs));
        }
    }
}

void TestSimulateArrays::losslessConvertersGiveTheProduct()
{
    Drawer drawer(2);
    for (int round = 0; round < 300; ++round) {
        Case c = drawer.layer(round % 3 == 0 ? 16 : 8);
        const int perRow = c.format.mapping == WeightMapping::differentialRows ? 2 : 1;
        c.format.adcBits =
            losslessAdcBits(std::int64_t{perRow} *
                                std::min<std::int64_t>(c.format.rowsPerArray, static_cast<std::int64_t>(c.rows)),
                            c.format.dacBits, c.format.cellBits);
        std::vector<std::int64_t> sums(c.sums());
        const ArrayLayer layer(c.format, c.cells(), c.windows.size() == 1);
        layer.products(c.input(), sums);
        for (std::size_t g = 0; g < c.groups; ++g)
            for (std::size_t f = 0; f < c.filters; ++f)
                for (std::size_t p = 0; p < c.windows.size(); ++p)
                    for (std::size_t lane = 0; lane < kLanes; ++lane) {
                        std::int64_t expected = 0;
                        for (std::size_t row = 0; row < c.rows; ++row)
                            expected += std::int64_t{c.codes[g][f * c.rows + row]} * c.code(g, row, p, lane);
                        QCOMPARE(sums[((g * c.filters + f) * c.windows.size() + p) * kLanes + lane], expected);
                    }
        if (*layer.kernelName() != '\0')
            QVERIFY(layer.isExact() || c.format.inputBits == 16);
    }
}

void TestSimulateArrays::kernelsEqualTheDefinition_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("rounds");
    QTest::newRow("to 4 bits") << 4 << 120;
    QTest::newRow("to 8 bits") << 8 << 120;
    QTest::newRow("to 16 bits") << 16 << 60;
}

void TestSimulateArrays::kernelsEqualTheDefinition()
{
    QFETCH(int, bits);
    QFETCH(int, rounds);
    Drawer drawer(static_cast<std::uint64_t>(bits));
    int fast = 0;
    for (int round = 0; round < rounds; ++round) {
        const Case c = drawer.layer(bits);
        std::vector<std::int64_t> expected(c.sums());
        for (const SimdSet set : supportedSimdSets())
            for (const bool single : {false, true}) {
                const ArrayLayer layer(c.format, c.cells(), single, set);
                if (set == SimdSet::plain && !single)
                    layer.plain(c.input(), expected);
                std::vector<std::int64_t> sums(c.sums());
                layer.products(c.input(), sums);
                QVERIFY2(sums == expected, layer.kernelName());
                fast += *layer.kernelName() != '\0' ? 1 : 0;
            }
    }
    QVERIFY(fast > rounds);
}

void TestSimulateArrays::kernelsEqualTheDefinitionWithNoise()
{
    Drawer drawer(5);
    for (int round = 0; round < 60; ++round) {
        const Case c = drawer.layer(8);
        const auto cells = disturbed(c.cells(), drawer.rng());
        BatchNoise noise;
        if (round % 2 == 0)
            noise.scale = readNoiseScale({.levels = 0.05}, c.format, cells[0].fraction);
        for (int lane = 0; lane < kLanes; ++lane)
            noise.seeds.push_back(static_cast<std::uint32_t>(drawer.rng().next()));
        std::vector<std::int64_t> expected(c.sums());
        for (const SimdSet set : supportedSimdSets())
            for (const bool single : {false, true}) {
                const ArrayLayer layer(c.format, cells, single, set);
                QVERIFY(!layer.isExact());
                if (set == SimdSet::plain && !single)
                    layer.plain(c.input(), expected, noise);
                std::vector<std::int64_t> sums(c.sums());
                layer.products(c.input(), sums, noise);
                QVERIFY2(sums == expected, layer.kernelName());
            }
    }
}

void TestSimulateArrays::readNoiseIsNormal()
{
    const ArrayFormat f;
    const int fraction = 10;
    const float scale = readNoiseScale({.levels = 0.1}, f, fraction);
    constexpr std::uint32_t kCount = 200'000;
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    double neighbours = 0;
    double last = 0;
    for (std::uint32_t k = 0; k < kCount; ++k) {
        const double value = readNoise(77, k, 25, scale);
        sum += value;
        squares += value * value;
        fourth += value * value * value * value;
        neighbours += value * last;
        last = value;
    }
    const double expected = 0.1 * 5 * 1024; // 25 driven cells of 0.1 levels each
    const double deviation = std::sqrt(squares / kCount);
    QVERIFY(std::abs(sum / kCount) < 4 * expected / std::sqrt(kCount));
    QVERIFY2(std::abs(deviation / expected - 1) < 0.01, std::to_string(deviation).c_str());
    // Kurtosis of 12 uniforms: 3 - 1.2 / 12.
    QVERIFY(std::abs(fourth / kCount / std::pow(deviation, 4) - 2.9) < 0.06);
    QVERIFY(std::abs(neighbours / squares) < 0.01);
}

QTEST_GUILESS_MAIN(TestSimulateArrays)
#include "tst_simulate_arrays.moc"
