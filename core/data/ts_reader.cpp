// SPDX-License-Identifier: GPL-3.0-or-later
// aeon / sktime .ts: a header of @keys, then one series per line: channels split by ':', values by ',', the class
// label last. Format: aeon documentation, "Loading data: .ts files" (aeon-toolkit.org); deviations: lines that start
// with '%' are comments too, as in the archive's UnitTest problem, and time stamps and regression targets are refused.
#include "core/data/readers.h"

#include <fmt/format.h>

#include <algorithm>

namespace burin::data {
namespace {

struct Header {
    std::optional<std::size_t> dimensions;
    std::optional<std::size_t> seriesLength;
    bool univariate = false;
    bool equalLength = false;
    bool hasLabels = false;
    std::vector<std::string> classes;
};

Result<bool> parseFlag(const TextSource& source, const std::vector<Field>& words)
{
    const std::string value = words.size() > 1 ? lowerCase(words[1].text) : "";
    if (value == "true" || value == "false")
        return value == "true";
    return fail(ErrorCode::invalidInput,
                fmt::format("{} needs true or false, not {}", shown(words[0].text),
                            shown(words.size() > 1 ? words[1].text : "")),
                source.where(words.back().column));
}

Result<std::size_t> parseCount(const TextSource& source, const std::vector<Field>& words)
{
    double value = 0;
    if (words.size() < 2 || parseNumber(words[1].text, value) != NumberFault::none || !(value >= 1) ||
        value > static_cast<double>(kMaxValues))
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} needs a positive whole number", shown(words[0].text)),
                    source.where(words.back().column));
    return static_cast<std::size_t>(value);
}

Result<void> parseHeaderLine(const TextSource& source, Header& header)
{
    std::vector<Field> words;
    splitFields(source.line(), ' ', true, words);
    const std::string key = lowerCase(words[0].text);
    if (key == "@univariate") {
        BURIN_TRY(header.univariate, parseFlag(source, words));
    } else if (key == "@equallength") {
        BURIN_TRY(header.equalLength, parseFlag(source, words));
    } else if (key == "@dimensions" || key == "@dimension") {
        BURIN_TRY(header.dimensions, parseCount(source, words));
    } else if (key == "@serieslength") {
        BURIN_TRY(header.seriesLength, parseCount(source, words));
    } else if (key == "@timestamps") {
        BURIN_TRY(const bool stamped, parseFlag(source, words));
        if (stamped)
            return fail(ErrorCode::invalidInput, "series with time stamps cannot be read",
                        source.where(words[1].column), "Resample to equal steps and write \"@timestamps false\".");
    } else if (key == "@targetlabel") {
        BURIN_TRY(const bool regression, parseFlag(source, words));
        if (regression)
            return fail(ErrorCode::invalidInput, "a number to predict per series cannot be read",
                        source.where(words[1].column), "Give a classification problem, or one long series.");
    } else if (key == "@classlabel") {
        BURIN_TRY(header.hasLabels, parseFlag(source, words));
        for (std::size_t i = 2; i < words.size(); ++i) {
            BURIN_TRY(std::string name, parseLabel(source, words[i]));
            header.classes.push_back(std::move(name));
        }
    }
    return {};
}

class TsReader {
public:
    TsReader(TextSource& source, Header header) : source_(source), header_(std::move(header)) {}

    Result<void> readCase()
    {
        splitFields(source_.line(), ':', false, pieces_);
        if (header_.hasLabels && pieces_.size() < 2)
            return fail(ErrorCode::invalidInput, "the series has no \":label\" at its end",
                        source_.where(source_.line().size()), "Is the file cut off?");
        const std::size_t channels = pieces_.size() - (header_.hasLabels ? 1 : 0);
        BURIN_CHECK(checkChannels(channels));
        if (header_.hasLabels)
            BURIN_CHECK(readLabel(pieces_.back()));
        Series series;
        series.channels = channels;
        std::size_t steps = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            splitFields(pieces_[c].text, ',', false, fields_);
            if (pieces_[c].text.empty())
                return fail(ErrorCode::invalidInput, fmt::format("channel {} of the series is empty", c + 1),
                            source_.where(pieces_[c].column));
            if (c == 0) {
                steps = fields_.size();
                BURIN_CHECK(checkSteps(steps));
                values_ += steps * channels;
                if (values_ > kMaxValues)
                    return fail(ErrorCode::limit, fmt::format("more than {} values", kMaxValues), source_.where(0),
                                "Split the file.");
                series.values.resize(steps * channels);
            }
            if (fields_.size() != steps)
                return fail(ErrorCode::invalidInput,
                            fmt::format("channel {} has {} values, channel 1 has {}", c + 1, fields_.size(), steps),
                            source_.where(pieces_[c].column), "All channels of a series need the same steps.");
            for (std::size_t t = 0; t < steps; ++t) {
                fields_[t].column += pieces_[c].column - 1;
                BURIN_TRY(series.values[t * channels + c], parseField(source_, fields_[t]));
            }
        }
        part_.series.push_back(std::move(series));
        return {};
    }

    Part take() { return std::move(part_); }

private:
    Result<void> checkChannels(std::size_t channels)
    {
        if (!header_.dimensions)
            header_.dimensions = channels;
        if (header_.univariate && channels != 1)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the series has {} channels, the header says @univariate true", channels),
                        source_.where(1), "Correct the header or the line.");
        if (channels != *header_.dimensions)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the series has {} channels, {} were expected", channels, *header_.dimensions),
                        source_.where(1), "Correct @dimensions or the line.");
        return {};
    }

    Result<void> checkSteps(std::size_t steps)
    {
        if (!header_.equalLength)
            return {};
        if (!header_.seriesLength)
            header_.seriesLength = steps;
        if (steps != *header_.seriesLength)
            return fail(ErrorCode::invalidInput,
                        fmt::format("the series has {} steps, {} were expected", steps, *header_.seriesLength),
                        source_.where(1), "Write \"@equalLength false\" for unequal lengths.");
        return {};
    }

    Result<void> readLabel(const Field& field)
    {
        BURIN_TRY(std::string label, parseLabel(source_, field));
        const auto& classes = header_.classes;
        if (!classes.empty() && std::find(classes.begin(), classes.end(), label) == classes.end())
            return fail(ErrorCode::invalidInput, fmt::format("{} is not a class of @classLabel", shown(label)),
                        source_.where(field.column), "Correct the label, or add it to @classLabel.");
        part_.labels.push_back(std::move(label));
        return {};
    }

    TextSource& source_;
    Header header_;
    Part part_;
    std::size_t values_ = 0;
    std::vector<Field> pieces_;
    std::vector<Field> fields_;
};

} // namespace

Result<Part> readTs(const std::filesystem::path& path, const ReadOptions& options)
{
    BURIN_TRY(TextSource source, TextSource::open(path, options.stop));
    Header header;
    bool inData = false;
    while (!inData) {
        BURIN_TRY(const bool more, source.next());
        if (!more)
            return fail(ErrorCode::invalidInput, "there is no @data line", source.fileName(),
                        "Give an aeon .ts file; is it empty or cut off?");
        const std::string_view line = trimmed(source.line());
        if (line.empty() || line.front() == '#' || line.front() == '%')
            continue;
        if (line.front() != '@')
            return fail(ErrorCode::invalidInput, fmt::format("{} stands before @data", shown(line)),
                        source.where(1), "Begin header lines with @ and comments with #.");
        inData = lowerCase(line) == "@data";
        if (!inData)
            BURIN_CHECK(parseHeaderLine(source, header));
    }
    TsReader reader(source, header);
    for (;;) {
        BURIN_TRY(const bool more, source.next());
        if (!more)
            break;
        const std::string_view line = trimmed(source.line());
        if (line.empty() || line.front() == '#' || line.front() == '%')
            continue;
        BURIN_CHECK(reader.readCase());
    }
    return reader.take();
}

} // namespace burin::data
