// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crossbar/simulate_arrays.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace burin::crossbar {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

std::size_t index(std::int64_t value)
{
    return static_cast<std::size_t>(value);
}

/// Levels of a column as the kernel multiplies them: those of paired rows are one signed number.
struct Columns {
    const ArrayFormat& format;
    const ArrayCells& cells;

    [[nodiscard]] int passes() const
    {
        return format.mapping == WeightMapping::differentialRows ? format.slices : format.planes();
    }
    [[nodiscard]] int level(std::size_t filter, int pass, std::size_t row) const
    {
        const auto planes = index(format.planes());
        const std::size_t at = (filter * planes + index(pass)) * cells.rows + row;
        if (format.mapping != WeightMapping::differentialRows)
            return cells.levels[at];
        return cells.levels[at] - cells.levels[at + index(format.slices) * cells.rows];
    }
    [[nodiscard]] bool inverted(std::size_t partition, std::size_t filter, int pass) const
    {
        return format.mapping == WeightMapping::offset &&
               cells.inverted[(partition * cells.filters + filter) * index(format.slices) + index(pass)] != 0;
    }
    [[nodiscard]] int left(int pass) const { return format.cellBits * (pass % format.slices); }
    [[nodiscard]] int sign(std::size_t partition, std::size_t filter, int pass) const
    {
        return pass >= format.slices || inverted(partition, filter, pass) ? -1 : 1;
    }
    /// What a unit column's conversion counts for a filter.
    [[nodiscard]] std::int64_t unitFactor(std::size_t partition, std::size_t filter) const
    {
        if (format.mapping != WeightMapping::offset)
            return 0;
        std::int64_t factor = -(std::int64_t{1} << (format.weightBits - 1));
        for (int s = 0; s < format.slices; ++s)
            if (inverted(partition, filter, s))
                factor += std::int64_t{format.topLevel()} << left(s);
        return factor;
    }
    /// What all planes of a weight come to.
    [[nodiscard]] std::int64_t weight(std::size_t partition, std::size_t filter, std::size_t row) const
    {
        std::int64_t value =
            cells.unit.empty() ? 0 : unitFactor(partition, filter) * std::int64_t{cells.unit[row]};
        for (int pass = 0; pass < passes(); ++pass)
            value += std::int64_t{sign(partition, filter, pass)} * level(filter, pass, row) *
                     (std::int64_t{1} << left(pass));
        return value;
    }
};

/// The smallest sum of digits with which a column of these levels can leave the converter's range.
std::int32_t clipFrom(std::vector<int> levels, const ArrayFormat& format)
{
    const auto range = format.converterRange();
    std::int32_t first = kNever;
    const auto reach = [&](std::int64_t limit) { // levels by falling order: the largest take whole digits first
        std::int64_t sum = 0;
        std::int64_t digits = 0;
        for (const int level : levels) {
            if (level <= 0)
                return;
            const std::int64_t needed = (limit - sum) / level + 1; // so many more make sum > limit
            if (needed <= format.topDigit()) {
                first = static_cast<std::int32_t>(
                    std::min<std::int64_t>(first, digits + std::max<std::int64_t>(0, needed)));
                return;
            }
            sum += std::int64_t{level} * format.topDigit();
            digits += format.topDigit();
        }
    };
    std::sort(levels.begin(), levels.end(), std::greater<>());
    reach(range.hi);
    std::reverse(levels.begin(), levels.end());
    for (int& level : levels)
        level = -level;
    reach(-range.lo);
    return first;
}

/// One group's arrays as the kernel reads them.
struct Partition {
    int words = 0;
    AlignedVector<std::int32_t> rows;
    AlignedVector<std::int32_t> levels;
    AlignedVector<std::int32_t> merged;
    AlignedVector<std::int32_t> ones;
    AlignedVector<std::int32_t> unit;
    AlignedVector<std::int32_t> signs;
    AlignedVector<std::int32_t> unitFactor;
    AlignedVector<std::int32_t> clipFrom;

    [[nodiscard]] KernelPartition view() const
    {
        return {.words = words,
                .rows = rows.data(),
                .levels = levels.data(),
                .merged = merged.empty() ? nullptr : merged.data(),
                .ones = ones.data(),
                .unit = unit.empty() ? nullptr : unit.data(),
                .signs = signs.data(),
                .unitFactor = unitFactor.data(),
                .clipFrom = clipFrom.data(),
                .firstClipFrom = *std::min_element(clipFrom.begin(), clipFrom.end())};
    }
};

/// Puts rows into the words of a kernel.
class Packer {
public:
    Packer(const Columns& columns, int codesPerWord, int blockWidth, bool mergeable)
        : columns_(columns),
          perWord_(index(codesPerWord)),
          width_(index(blockWidth)),
          mergeable_(mergeable)
    {
    }

    Partition pack(std::size_t partition) const
    {
        const auto step = index(columns_.format.rowsPerArray);
        const std::size_t from = partition * step;
        const std::size_t count = std::min(step, columns_.cells.rows - from);
        const std::size_t words = (count + perWord_ - 1) / perWord_;
        Partition packed;
        packed.words = static_cast<int>(words);
        packed.rows.assign(words * perWord_, static_cast<std::int32_t>(from));
        packed.ones.assign(words, 0);
        for (std::size_t k = 0; k < count; ++k) {
            packed.rows[k] = static_cast<std::int32_t>(from + k);
            put(packed.ones[k / perWord_], k, 1);
        }
        if (!columns_.cells.unit.empty()) {
            packed.unit.assign(words, 0);
            for (std::size_t k = 0; k < count; ++k)
                put(packed.unit[k / perWord_], k, columns_.cells.unit[from + k]);
        }
        packFilters(packed, partition, from, count);
        return packed;
    }

private:
    void put(std::int32_t& word, std::size_t k, std::int64_t value) const
    {
        const std::size_t bits = 32 / perWord_;
        const std::uint32_t mask = 0xffffffffU >> (32 - bits);
        word = static_cast<std::int32_t>(static_cast<std::uint32_t>(word) |
                                         (static_cast<std::uint32_t>(value) & mask) << (bits * (k % perWord_)));
    }

    void packFilters(Partition& packed, std::size_t partition, std::size_t from, std::size_t count) const
    {
        const std::size_t filters = columns_.cells.filters;
        const std::size_t blocks = (filters + width_ - 1) / width_;
        const std::size_t passes = index(columns_.passes());
        const std::size_t words = index(packed.words);
        packed.levels.assign(blocks * passes * words * width_, 0);
        packed.merged.assign(mergeable_ ? blocks * words * width_ : 0, 0);
        packed.signs.assign(blocks * passes * width_, 0);
        packed.unitFactor.assign(blocks * width_, 0);
        packed.clipFrom.assign(blocks, mergeable_ ? unitClipFrom(from, count) : 0);
        for (std::size_t filter = 0; filter < filters; ++filter) {
            const std::size_t block = filter / width_;
            const std::size_t lane = filter % width_;
            packed.unitFactor[filter] = static_cast<std::int32_t>(columns_.unitFactor(partition, filter));
            for (std::size_t pass = 0; pass < passes; ++pass) {
                const std::size_t plane = block * passes + pass;
                const int number = static_cast<int>(pass);
                packed.signs[plane * width_ + lane] = columns_.sign(partition, filter, number) < 0 ? -1 : 0;
                std::vector<int> levels;
                for (std::size_t k = 0; k < count; ++k) {
                    levels.push_back(columns_.level(filter, number, from + k));
                    put(packed.levels[(plane * words + k / perWord_) * width_ + lane], k, levels.back());
                }
                if (mergeable_)
                    packed.clipFrom[block] =
                        std::min(packed.clipFrom[block], clipFrom(std::move(levels), columns_.format));
            }
            if (mergeable_)
                for (std::size_t k = 0; k < count; ++k)
                    put(packed.merged[(block * words + k / perWord_) * width_ + lane], k,
                        columns_.weight(partition, filter, from + k));
        }
    }

    [[nodiscard]] std::int32_t unitClipFrom(std::size_t from, std::size_t count) const
    {
        if (columns_.cells.unit.empty())
            return kNever;
        const auto unit = std::span(columns_.cells.unit).subspan(from, count);
        return clipFrom({unit.begin(), unit.end()}, columns_.format);
    }

    const Columns& columns_;
    std::size_t perWord_;
    std::size_t width_;
    bool mergeable_;
};

} // namespace

struct ArrayLayer::Packed {
    ArrayFormat format;
    std::vector<ArrayCells> cells;
    std::vector<Cycle> cycles;
    ConversionIndex conversions;
    const ArrayKernel* kernel = nullptr; ///< none: sums do not fit 32 bits
    bool single = false;
    bool exact = true;
    int passes = 0;
    int mostWords = 0;
    std::int32_t codeMask = 0;
    std::vector<KernelCycle> kernelCycles;
    std::vector<std::int32_t> left; ///< by pass
    std::vector<std::vector<Partition>> groups;
    std::vector<std::vector<KernelPartition>> views;

    [[nodiscard]] int blockWidth() const { return single ? kernel->units : cnn::kQuad; }
    /// Ranges of what the words of a kernel would have to hold.
    struct Ranges {
        std::int64_t level = 0; ///< largest absolute values
        std::int64_t weight = 0;
        std::int64_t unitFactor = 0;
    };

    [[nodiscard]] Ranges ranges() const
    {
        Ranges all;
        for (const ArrayCells& group : cells) {
            const Columns columns{format, group};
            for (const std::int16_t level : group.unit)
                all.level = std::max<std::int64_t>(all.level, std::abs(level));
            for (std::size_t filter = 0; filter < group.filters; ++filter)
                for (std::size_t row = 0; row < group.rows; ++row) {
                    const std::size_t partition = row / index(format.rowsPerArray);
                    all.unitFactor = std::max(all.unitFactor, std::abs(columns.unitFactor(partition, filter)));
                    if (group.fraction == 0)
                        all.weight = std::max(all.weight, std::abs(columns.weight(partition, filter, row)));
                    for (int pass = 0; pass < passes; ++pass)
                        all.level = std::max<std::int64_t>(all.level, std::abs(columns.level(filter, pass, row)));
                }
        }
        return all;
    }

    /// Whether every sum on the way to a result stays within 31 bits: a conversion gives at most what its column
    /// can sum, and with fluctuations at most the converter's end.
    [[nodiscard]] bool fits32Bits(const Ranges& ranges) const
    {
        const double digits =
            static_cast<double>(std::min<std::size_t>(index(format.rowsPerArray), cells[0].rows)) *
            format.topDigit();
        const double column = digits * static_cast<double>(ranges.level);
        const double end = static_cast<double>(format.converterRange().hi) + 1;
        const double conversion = cells[0].fraction == 0 ? std::min(column, end) : end; // fluctuations add to sums
        double weight = static_cast<double>(ranges.unitFactor);
        for (const std::int32_t shift : left)
            weight += std::ldexp(1.0, shift);
        const double result =
            conversion * weight * std::ldexp(1.0, format.inputBits) * static_cast<double>(conversions.partitions);
        return ranges.level <= std::numeric_limits<std::int16_t>::max() && column < 0x1p31 && result < 0x1p31;
    }

    void makeCycles()
    {
        const auto words = [&](std::int32_t mask) {
            const std::uint32_t bits = 32U / static_cast<unsigned>(kernel->codesPerWord);
            std::uint32_t all = 0;
            for (std::uint32_t at = 0; at < 32; at += bits)
                all |= static_cast<std::uint32_t>(mask) << at;
            return static_cast<std::int32_t>(all);
        };
        codeMask = (1 << format.inputBits) - 1;
        for (const Cycle& cycle : cycles) {
            const std::int32_t digit = (1 << cycle.bits) - 1;
            kernelCycles.push_back({.right = cycle.shift,
                                    .mask = words(digit),
                                    .codeMask = cycle.negative ? 0 : words(digit << cycle.shift),
                                    .left = cycle.shift,
                                    .negative = cycle.negative});
        }
    }

    void pack(SimdSet set)
    {
        const Columns first{format, cells[0]};
        passes = first.passes();
        for (int pass = 0; pass < passes; ++pass)
            left.push_back(first.left(pass));
        const Ranges all = ranges();
        exact = cells[0].fraction == 0;
        if (!fits32Bits(all)) {
            exact = false; // it may be; nothing asks
            return;
        }
        const bool ideal = cells[0].fraction == 0;
        const bool bytes =
            hasByteKernel(set) && ideal && format.inputBits <= 8 && all.level <= 127 && all.weight <= 127;
        const int codeBits = format.inputBits - (format.inputSigned ? 1 : 0);
        const bool mergeable = ideal && (bytes || (codeBits <= 15 && all.weight <= 32767));
        kernel = &arrayKernel(set, bytes);
        makeCycles();
        for (const ArrayCells& group : cells) {
            const Columns columns{format, group};
            const Packer packer(columns, kernel->codesPerWord, blockWidth(), mergeable);
            auto& packed = groups.emplace_back();
            auto& view = views.emplace_back();
            for (std::size_t k = 0; k < conversions.partitions; ++k) {
                packed.push_back(packer.pack(k));
                view.push_back(packed.back().view());
                mostWords = std::max(mostWords, packed.back().words);
                exact = exact && view.back().firstClipFrom == kNever;
            }
        }
    }

    [[nodiscard]] KernelArguments arguments(const cnn::ProductInput& input, const BatchNoise& noise) const
    {
        const auto range = format.converterRange();
        KernelArguments a;
        a.codes = input.codes;
        a.windows = input.windows.data();
        a.pixels = static_cast<int>(input.windows.size());
        a.single = single;
        a.codeMask = codeMask;
        a.cycles = kernelCycles.data();
        a.cycleCount = static_cast<int>(kernelCycles.size());
        a.planes = passes;
        a.left = left.data();
        a.filters = static_cast<int>(cells[0].filters);
        a.blocks = (a.filters + blockWidth() - 1) / blockWidth();
        a.lo = static_cast<std::int32_t>(range.lo);
        a.hi = static_cast<std::int32_t>(range.hi);
        a.fraction = cells[0].fraction;
        a.noise.scale = noise.scale;
        a.noise.seeds = noise.seeds.data();
        a.noise.perCycle = conversions.first(0, 0, 1);
        a.noise.perPartition = conversions.first(0, 1, 0);
        a.noise.perPixel = conversions.first(1, 0, 0);
        a.noise.firstPixel = static_cast<std::uint32_t>(input.firstPixel);
        a.noise.perFilter = conversions.planes;
        return a;
    }
};

ArrayLayer::ArrayLayer(const ArrayFormat& format, std::vector<ArrayCells> groups, bool single, SimdSet set)
    : packed_(std::make_unique<Packed>())
{
    packed_->format = format;
    packed_->cells = std::move(groups);
    packed_->single = single;
    packed_->cycles = cyclesOf(format);
    const ArrayCells& first = packed_->cells[0];
    const std::size_t step = index(format.rowsPerArray);
    packed_->conversions = {static_cast<std::uint32_t>(first.filters * packed_->cells.size()),
                            static_cast<std::uint32_t>(format.planes()),
                            static_cast<std::uint32_t>(packed_->cells.size()),
                            static_cast<std::uint32_t>((first.rows + step - 1) / step),
                            static_cast<std::uint32_t>(packed_->cycles.size())};
    packed_->pack(set);
}

ArrayLayer::~ArrayLayer() = default;
ArrayLayer::ArrayLayer(ArrayLayer&&) noexcept = default;
ArrayLayer& ArrayLayer::operator=(ArrayLayer&&) noexcept = default;

void ArrayLayer::products(const cnn::ProductInput& input, std::span<std::int64_t> sums,
                          const BatchNoise& noise) const
{
    if (packed_->kernel == nullptr)
        return plain(input, sums, noise);
    KernelArguments a = packed_->arguments(input, noise);
    AlignedVector<std::int32_t> scratch(scratchWords(*packed_->kernel, a, packed_->mostWords));
    a.scratch = scratch.data();
    a.sums = sums.data();
    const std::size_t groups = packed_->cells.size();
    const std::size_t rows = packed_->cells[0].rows;
    for (std::size_t group = 0; group < groups; ++group) {
        a.partitions = packed_->views[group].data();
        a.partitionCount = static_cast<int>(packed_->views[group].size());
        a.rows = input.rows.data() + group * rows;
        a.noise.firstColumn = static_cast<std::uint32_t>(group) * static_cast<std::uint32_t>(a.filters) *
                              packed_->conversions.planes;
        a.noise.unit =
            packed_->conversions.filters * packed_->conversions.planes + static_cast<std::uint32_t>(group);
        packed_->kernel->run(a);
        a.sums += input.windows.size() * index(a.filters) * kLanes;
    }
}

void ArrayLayer::plain(const cnn::ProductInput& input, std::span<std::int64_t> sums, const BatchNoise& noise) const
{
    const std::size_t rows = packed_->cells[0].rows;
    const std::size_t filters = packed_->cells[0].filters;
    const std::size_t pixels = input.windows.size();
    std::vector<std::int32_t> codes(rows);
    for (std::size_t group = 0; group < packed_->cells.size(); ++group)
        for (std::size_t p = 0; p < pixels; ++p)
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                const std::int32_t* from = input.codes + input.windows[p] + lane;
                for (std::size_t row = 0; row < rows; ++row)
                    codes[row] = from[input.rows[group * rows + row]];
                ProductNoise own{.scale = noise.scale,
                                 .seed = noise.scale != 0 ? noise.seeds[lane] : 0,
                                 .index = packed_->conversions,
                                 .pixel = input.firstPixel + p,
                                 .firstFilter = static_cast<std::uint32_t>(group * filters),
                                 .group = static_cast<std::uint32_t>(group)};
                const auto results = plainProducts(packed_->format, packed_->cells[group], codes, own);
                for (std::size_t filter = 0; filter < filters; ++filter)
                    sums[((group * filters + filter) * pixels + p) * kLanes + lane] = results[filter];
            }
}

bool ArrayLayer::isExact() const
{
    return packed_->exact;
}

const char* ArrayLayer::kernelName() const
{
    return packed_->kernel != nullptr ? packed_->kernel->name : "";
}

const ArrayFormat& ArrayLayer::format() const
{
    return packed_->format;
}

} // namespace burin::crossbar
