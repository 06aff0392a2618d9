// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of one label and its values: the UCR (label first) and UCI (label last) text formats.
#include "core/data/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace burin::data {
namespace {

struct RowFormat {
    bool labelFirst = true;
    std::size_t channels = 1; ///< 0: two where the number of values is even
};

char detectSeparator(std::string_view line)
{
    for (const char candidate : {'\t', ','})
        if (line.find(candidate) != std::string_view::npos)
            return candidate;
    return ' ';
}

Result<Part> readRows(const std::filesystem::path& path, const RowFormat& format, const ReadOptions& options)
{
    BURIN_TRY(TextSource source, TextSource::open(path, options.stop));
    Part part;
    std::vector<Field> fields;
    char separator = '\0';
    std::size_t columns = 0;
    std::size_t firstLine = 0;
    std::size_t channels = format.channels;
    std::size_t values = 0;
    for (;;) {
        BURIN_TRY(const bool more, source.next());
        if (!more)
            break;
        if (trimmed(source.line()).empty())
            continue;
        if (separator == '\0')
            separator = detectSeparator(source.line());
        splitFields(source.line(), separator, true, fields);
        if (fields.size() < 2)
            return fail(ErrorCode::invalidInput, fmt::format("{} is not a label with values", shown(source.line())),
                        source.where(1), "Each line holds one label and the values of one series.");
        if (columns == 0) {
            columns = fields.size();
            firstLine = source.lineNumber();
            if (channels == 0)
                channels = (columns - 1) % 2 == 0 ? 2 : 1;
            if ((columns - 1) % channels != 0)
                return fail(ErrorCode::usage,
                            fmt::format("{} values do not divide into {} channels", columns - 1, channels),
                            source.where(0), "Choose another number of channels.");
        } else if (fields.size() != columns) {
            return fail(ErrorCode::invalidInput,
                        fmt::format("the row has {} fields, line {} has {}", fields.size(), firstLine, columns),
                        source.where(fields.back().column), "Pad shorter series with NaN; is the file cut off?");
        }
        values += columns - 1;
        if (values > kMaxValues)
            return fail(ErrorCode::limit, fmt::format("more than {} values", kMaxValues), source.where(0),
                        "Split the file.");
        BURIN_TRY(std::string label, parseLabel(source, format.labelFirst ? fields.front() : fields.back()));
        Series series;
        series.channels = channels;
        series.values.reserve(columns - 1);
        const std::size_t first = format.labelFirst ? 1 : 0;
        for (std::size_t i = first; i < first + columns - 1; ++i) {
            BURIN_TRY(const double value, parseField(source, fields[i]));
            series.values.push_back(value);
        }
        part.series.push_back(std::move(series));
        part.labels.push_back(std::move(label));
    }
    return part;
}

std::size_t lengthWithoutTail(const Series& series)
{
    std::size_t length = series.values.size();
    while (length > 0 && std::isnan(series.values[length - 1]))
        --length;
    return length;
}

/// See readUcr: true where the NaNs of the file are the padding of unequal lengths.
bool isPadded(const Part& part)
{
    std::set<std::size_t> lengths;
    for (const Series& series : part.series) {
        const std::size_t length = lengthWithoutTail(series);
        const auto end = series.values.begin() + static_cast<std::ptrdiff_t>(length);
        if (length == 0 || std::any_of(series.values.begin(), end, [](double v) { return std::isnan(v); }))
            return false;
        lengths.insert(length);
    }
    return lengths.size() >= 3;
}

} // namespace

Result<Part> readUcr(const std::filesystem::path& path, const ReadOptions& options)
{
    BURIN_TRY(Part part, readRows(path, {true, std::max<std::size_t>(1, options.channels)}, options));
    if (isPadded(part)) {
        for (Series& series : part.series)
            series.values.resize(lengthWithoutTail(series) / series.channels * series.channels);
        part.note = "NaN at the ends of rows read as padding of unequal lengths";
    }
    return part;
}

Result<Part> readUci(const std::filesystem::path& path, const ReadOptions& options)
{
    return readRows(path, {false, options.channels}, options);
}

} // namespace burin::data
