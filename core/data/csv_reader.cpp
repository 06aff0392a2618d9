// SPDX-License-Identifier: GPL-3.0-or-later
// Tables after RFC 4180 (quotes, doubled quotes, line ends inside quotes), read twice: the first pass finds the
// layout (separator, header, kind of each column), the second builds the series. Deviations: blanks around unquoted
// fields do not count, other separators are known, empty lines are skipped.
#include "core/data/readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace burin::data {
namespace {

constexpr std::size_t kMaxColumns = 1'000'000;
constexpr std::size_t kSniffedLines = 100;
constexpr std::size_t kTrackedValues = 100;  ///< distinct values kept per column to recognise a label column
constexpr std::size_t kMinSeriesColumns = 4; ///< fewer value columns are not taken for series unasked
constexpr std::array<std::string_view, 6> kLabelNames = {"label", "labels", "class", "classlabel", "target", "category"};

struct Cell {
    std::string text;
    std::size_t line = 1;
    std::size_t column = 1;
};

/// "-1,5" becomes "-1.5": a number with a decimal comma, as tables have it whose separator is none.
bool pointForComma(std::string& text)
{
    const std::size_t comma = text.find(',');
    const std::size_t sign = text.empty() || (text[0] != '-' && text[0] != '+') ? 0 : 1;
    const auto digits = [&](std::size_t from, std::size_t to) {
        return from < to && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from),
                                        text.begin() + static_cast<std::ptrdiff_t>(to),
                                        [](char c) { return c >= '0' && c <= '9'; });
    };
    if (comma == std::string::npos || !digits(sign, comma))
        return false;
    const std::size_t exponent = std::min(text.find_first_of("eE", comma), text.size());
    if (!digits(comma + 1, exponent))
        return false;
    text[comma] = '.';
    return true;
}

/// Reads records, which may span lines inside quotes.
class RecordReader {
public:
    RecordReader(TextSource& source, char separator) : source_(source), separator_(separator) {}

    /// The next record that is not an empty line; false at the end.
    Result<bool> next(std::vector<Cell>& cells)
    {
        for (;;) {
            BURIN_TRY(const bool more, source_.next());
            if (!more)
                return false;
            if (!trimmed(source_.line()).empty())
                break;
        }
        cells.clear();
        position_ = 0;
        for (;;) {
            BURIN_TRY(const bool another, readCell(cells));
            if (separator_ != ',' && pointForComma(cells.back().text))
                decimalCommas_ = true;
            if (!another)
                return true;
            if (cells.size() > kMaxColumns)
                return fail(ErrorCode::limit, fmt::format("the line has more than {} columns", kMaxColumns),
                            source_.where(0),
                            "Give a row per time step and a column per channel (transpose the table), choose the right "
                            "separator, or use a .npy file.");
        }
    }

    [[nodiscard]] bool decimalCommas() const { return decimalCommas_; } ///< some number had one

private:
    [[nodiscard]] bool isSeparator(char c) const
    {
        return c == separator_ || (separator_ == ' ' && c == '\t');
    }

    void skipBlanks()
    {
        const std::string_view line = source_.line();
        while (position_ < line.size() && (line[position_] == ' ' || line[position_] == '\t') &&
               (separator_ == ' ' || line[position_] != separator_))
            ++position_;
    }

    /// Appends one cell; true if a separator follows it.
    Result<bool> readCell(std::vector<Cell>& cells)
    {
        skipBlanks();
        Cell cell{{}, source_.lineNumber(), position_ + 1};
        if (position_ < source_.line().size() && source_.line()[position_] == '"') {
            BURIN_CHECK(readQuoted(cell));
        } else {
            const std::string_view line = source_.line();
            const std::size_t from = position_;
            while (position_ < line.size() && !isSeparator(line[position_]))
                ++position_;
            cell.text = trimmed(line.substr(from, position_ - from));
        }
        skipBlanks();
        const std::string_view line = source_.line();
        cells.push_back(std::move(cell));
        if (position_ >= line.size())
            return false;
        if (separator_ == ' ')
            return true; // skipBlanks went over the run
        if (line[position_] != separator_)
            return fail(ErrorCode::invalidInput,
                        fmt::format("{} follows a closing quote", shown(line.substr(position_, 1))),
                        source_.where(position_ + 1), "Double the quotes inside a quoted field.");
        ++position_;
        return true;
    }

    Result<void> readQuoted(Cell& cell)
    {
        const std::string start = source_.where(cell.column);
        ++position_;
        for (;;) {
            const std::string_view line = source_.line();
            if (position_ >= line.size()) {
                if (cell.text.size() > kMaxLineBytes)
                    return fail(ErrorCode::limit, "a quoted field is too long", start, "Close the quote.");
                cell.text += '\n';
                BURIN_TRY(const bool more, source_.next());
                if (!more)
                    return fail(ErrorCode::invalidInput, "a quote is never closed", start, "Close the quote.");
                position_ = 0;
                continue;
            }
            if (line[position_] != '"') {
                cell.text += line[position_++];
            } else if (position_ + 1 < line.size() && line[position_ + 1] == '"') {
                cell.text += '"';
                position_ += 2;
            } else {
                ++position_;
                return {};
            }
        }
    }

    TextSource& source_;
    char separator_;
    std::size_t position_ = 0;
    bool decimalCommas_ = false;
};

/// The candidate that divides the most of the first lines into the same number (over one) of fields; commas first,
/// unless every comma stands between digits and semicolons divide as well: then the commas are decimal ones.
Result<char> detectSeparator(const std::filesystem::path& path, const ReadOptions& options)
{
    BURIN_TRY(TextSource source, TextSource::open(path, options.stop));
    constexpr std::array<char, 5> kCandidates = {',', ';', '\t', '|', ' '};
    std::array<std::vector<std::size_t>, kCandidates.size()> counts;
    std::vector<Field> fields;
    std::size_t lines = 0;
    bool decimalCommas = true;
    while (lines < kSniffedLines) {
        BURIN_TRY(const bool more, source.next());
        if (!more)
            break;
        const std::string_view line = trimmed(source.line());
        if (line.empty())
            continue;
        ++lines;
        std::string bare; // without what stands in quotes
        bool inQuotes = false;
        for (const char c : line) {
            inQuotes = inQuotes != (c == '"');
            if (!inQuotes)
                bare += c;
        }
        const auto isDigit = [&](std::size_t at) { return at < bare.size() && bare[at] >= '0' && bare[at] <= '9'; };
        for (std::size_t at = bare.find(','); at != std::string::npos; at = bare.find(',', at + 1))
            decimalCommas = decimalCommas && at > 0 && isDigit(at - 1) && isDigit(at + 1);
        for (std::size_t k = 0; k < kCandidates.size(); ++k) {
            splitFields(bare, kCandidates.at(k), false, fields);
            counts.at(k).push_back(fields.size());
        }
    }
    char best = ',';
    std::size_t bestAgreeing = lines / 2;
    for (std::size_t k = 0; k < kCandidates.size(); ++k) {
        std::vector<std::size_t> sorted = counts.at(k);
        if (sorted.empty())
            continue;
        std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
        const std::size_t typical = sorted[sorted.size() / 2];
        const auto agreeing =
            static_cast<std::size_t>(std::count(counts.at(k).begin(), counts.at(k).end(), typical));
        const bool instead = kCandidates.at(k) == ';' && best == ',' && decimalCommas && agreeing == bestAgreeing;
        if (typical > 1 && (agreeing > bestAgreeing || instead)) {
            best = kCandidates.at(k);
            bestAgreeing = agreeing;
        }
    }
    return best;
}

struct ColumnStatistics {
    bool allNumbers = true;
    bool allWhole = true;
    std::size_t filled = 0;
    std::size_t numbers = 0; ///< of the filled
    std::set<std::string> distinct; ///< up to kTrackedValues + 1

    void add(const std::string& text)
    {
        if (isMissing(text))
            return;
        ++filled;
        double value = 0;
        const NumberFault fault = parseNumber(text, value);
        numbers += fault != NumberFault::notANumber ? 1 : 0;
        allNumbers = allNumbers && fault != NumberFault::notANumber;
        allWhole = allWhole && fault == NumberFault::none && value == std::floor(value);
        if (distinct.size() <= kTrackedValues)
            distinct.insert(text);
    }
    /// Of numbers; a text among more of them is a fault of the file, which the reading names.
    [[nodiscard]] bool meansNumbers() const { return numbers * 2 > filled || filled == 0; }
    /// Few enough distinct values for class labels, given text or whole numbers.
    [[nodiscard]] bool couldBeLabel() const
    {
        return distinct.size() <= kTrackedValues && distinct.size() >= 1 && (!allNumbers || allWhole);
    }
};

struct Layout {
    char separator = ',';
    bool header = false;
    std::vector<std::string> names; ///< from the header, or "column 1" ...
    std::vector<ColumnStatistics> columns;
    std::size_t rows = 0; ///< without the header
    std::optional<std::size_t> label;
    bool decimalCommas = false;
};

bool isLabelName(const std::string& text)
{
    return std::find(kLabelNames.begin(), kLabelNames.end(), lowerCase(text)) != kLabelNames.end();
}

/// The first row is a header if it has no number in it, or counts the columns beside a label's name, and either
/// names a label or stands above a column of numbers, or above nothing at all. The rest are the first rows below it,
/// most of which decide: a bad cell further down is for the reader to name.
bool looksLikeHeader(const std::vector<Cell>& first, const std::vector<ColumnStatistics>& rest)
{
    bool namesLabel = false;
    bool aboveNumbers = false;
    bool anyNumber = false;
    bool aboveNothing = true;
    for (std::size_t i = 0; i < first.size() && i < rest.size(); ++i) {
        double value = 0;
        const bool number = !isMissing(first[i].text) && parseNumber(first[i].text, value) != NumberFault::notANumber;
        anyNumber = anyNumber || number;
        aboveNothing = aboveNothing && rest[i].filled == 0;
        namesLabel = namesLabel || isLabelName(first[i].text);
        aboveNumbers = aboveNumbers || (!isMissing(first[i].text) && !number && rest[i].numbers * 2 > rest[i].filled);
    }
    return namesLabel || (!anyNumber && (aboveNumbers || aboveNothing));
}

Result<Layout> findLayout(const std::filesystem::path& path, const ReadOptions& options)
{
    Layout layout;
    layout.separator = options.csv.separator;
    if (layout.separator == '\0') {
        BURIN_TRY(layout.separator, detectSeparator(path, options));
    }
    BURIN_TRY(TextSource source, TextSource::open(path, options.stop));
    RecordReader reader(source, layout.separator);
    std::vector<Cell> first;
    std::vector<Cell> cells;
    BURIN_TRY(const bool any, reader.next(first));
    if (!any)
        return fail(ErrorCode::invalidInput, "the file is empty", path.string(), "Give a file with data.");
    layout.columns.resize(first.size());
    std::vector<ColumnStatistics> firstRows;
    for (;;) {
        BURIN_TRY(const bool more, reader.next(cells));
        if (!more)
            break;
        if (cells.size() != first.size())
            return fail(ErrorCode::invalidInput,
                        fmt::format("the row has {} fields, the first has {}", cells.size(), first.size()),
                        fmt::format("{}:{}:{}", path.string(), cells.front().line, cells.back().column),
                        "Make all rows equally long, or set the separator.");
        for (std::size_t i = 0; i < cells.size(); ++i)
            layout.columns[i].add(cells[i].text);
        ++layout.rows;
        if (layout.rows == kSniffedLines)
            firstRows = layout.columns;
        if (layout.rows > kMaxValues / cells.size())
            return fail(ErrorCode::limit, fmt::format("more than {} values", kMaxValues), source.where(0),
                        "Split the file.");
    }
    layout.decimalCommas = reader.decimalCommas();
    layout.header = options.csv.header.value_or(looksLikeHeader(first, firstRows.empty() ? layout.columns : firstRows));
    for (std::size_t i = 0; i < first.size(); ++i) {
        const Cell& cell = first[i];
        if (layout.header && (!isUtf8(cell.text) || cell.text.size() > kMaxLabelBytes))
            return fail(ErrorCode::invalidInput,
                        fmt::format("the column name {} is not short UTF-8 text", shown(cell.text)),
                        fmt::format("{}:{}:{}", path.string(), cell.line, cell.column), "Rename the column.");
        layout.names.push_back(layout.header && !cell.text.empty() ? cell.text : fmt::format("column {}", i + 1));
        if (!layout.header)
            layout.columns[i].add(cell.text);
    }
    layout.rows += layout.header ? 0 : 1;
    if (layout.rows == 0)
        return fail(ErrorCode::invalidInput, "there is a header and no data", path.string(), "Give a file with data.");
    if (std::all_of(layout.columns.begin(), layout.columns.end(), [](const auto& column) { return column.filled == 0; }))
        return fail(ErrorCode::invalidInput, "every value of the table is missing (empty or NaN)", path.string(),
                    "Give a file with numbers; was it written before its values were there?");
    return layout;
}

Result<std::optional<std::size_t>> chosenLabel(const Layout& layout, const std::string& wish,
                                               const std::filesystem::path& path)
{
    if (wish == "none")
        return std::optional<std::size_t>{};
    if (wish == "first")
        return std::optional<std::size_t>{0};
    if (wish == "last")
        return std::optional<std::size_t>{layout.names.size() - 1};
    const auto named = std::find(layout.names.begin(), layout.names.end(), wish);
    if (named != layout.names.end())
        return std::optional<std::size_t>{static_cast<std::size_t>(named - layout.names.begin())};
    double number = 0;
    if (parseNumber(wish, number) == NumberFault::none && number >= 1 && number == std::floor(number) &&
        number <= static_cast<double>(layout.names.size()))
        return std::optional<std::size_t>{static_cast<std::size_t>(number) - 1};
    return fail(ErrorCode::notFound, fmt::format("there is no label column {}", shown(wish)), path.string(),
                "Give a column's name, its number from 1, first, last or none.");
}

/// By name; else the only column of text; else the first or last column where it holds few whole numbers and the
/// rest does not (or where the task is known to be classification).
Result<std::optional<std::size_t>> detectedLabel(const Layout& layout, const ReadOptions& options,
                                                 const std::filesystem::path& path)
{
    const bool asked = options.task == Task::classify;
    if (layout.header)
        for (std::size_t i = 0; i < layout.names.size(); ++i)
            if (isLabelName(layout.names[i]) && layout.columns[i].couldBeLabel() && layout.names.size() > 1)
                return std::optional<std::size_t>{i};
    std::vector<std::size_t> text;
    for (std::size_t i = 0; i < layout.columns.size(); ++i)
        if (!layout.columns[i].meansNumbers())
            text.push_back(i);
    const std::size_t values = layout.columns.size() - 1;
    const std::size_t last = layout.columns.size() - 1;
    if (text.size() == 1 && (asked || (layout.columns[text[0]].couldBeLabel() && values >= kMinSeriesColumns &&
                                       layout.columns[text[0]].distinct.size() * 2 <= layout.rows)))
        return std::optional<std::size_t>{text[0]};
    if (text.empty() && values >= 1 && (asked || values >= kMinSeriesColumns)) {
        const ColumnStatistics& front = layout.columns.front();
        const ColumnStatistics& back = layout.columns.back();
        const auto plausible = [&](std::size_t column) {
            const ColumnStatistics& c = layout.columns[column];
            const std::size_t next = column == 0 ? 1 : column - 1;
            const bool differs = c.distinct.size() * 2 <= layout.columns[next].distinct.size();
            return c.couldBeLabel() && c.distinct.size() >= 2 && c.distinct.size() * 2 <= layout.rows &&
                   (asked || differs);
        };
        const bool first = plausible(0);
        if (plausible(last) && (!first || back.distinct.size() <= front.distinct.size()))
            return std::optional<std::size_t>{last};
        if (first)
            return std::optional<std::size_t>{0};
    }
    if (asked)
        return fail(ErrorCode::usage, "no column can be recognised as the class label", path.string(),
                    "Name the label column.");
    return std::optional<std::size_t>{};
}

Result<double> cellValue(const Cell& cell, const std::filesystem::path& path)
{
    double value = 0;
    const NumberFault fault = parseNumber(cell.text, value);
    if (fault == NumberFault::none)
        return value;
    const char* problem = fault == NumberFault::notANumber ? "is not a number"
                          : fault == NumberFault::infinite ? "is infinite"
                                                           : "is too large";
    return fail(ErrorCode::invalidInput, fmt::format("{} {}", shown(cell.text), problem),
                fmt::format("{}:{}:{}", path.string(), cell.line, cell.column),
                "Give a finite number with a decimal point, or leave a missing value empty; a text column can be "
                "named as the label.");
}

Result<void> addLabelledRow(Part& part, const std::vector<Cell>& cells, std::size_t label, std::size_t channels,
                            const std::filesystem::path& path)
{
    const Cell& name = cells[label];
    if (isMissing(name.text) || !isUtf8(name.text) || name.text.size() > kMaxLabelBytes)
        return fail(ErrorCode::invalidInput, fmt::format("{} is no class label", shown(name.text)),
                    fmt::format("{}:{}:{}", path.string(), name.line, name.column), "Give every row a short label.");
    Series series;
    series.channels = channels;
    series.values.reserve(cells.size() - 1);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i == label)
            continue;
        BURIN_TRY(const double value, cellValue(cells[i], path));
        series.values.push_back(value);
    }
    part.series.push_back(std::move(series));
    part.labels.push_back(name.text);
    return {};
}

Result<Layout> findLayoutAndLabel(const std::filesystem::path& path, const ReadOptions& options)
{
    BURIN_TRY(Layout layout, findLayout(path, options));
    if (!options.csv.labelColumn.empty()) {
        BURIN_TRY(layout.label, chosenLabel(layout, options.csv.labelColumn, path));
    } else if (options.task != Task::predict) {
        BURIN_TRY(layout.label, detectedLabel(layout, options, path));
    }
    return layout;
}

} // namespace

Result<TableLayout> tableLayout(const std::filesystem::path& path, const ReadOptions& options)
{
    BURIN_TRY(Layout layout, findLayoutAndLabel(path, options));
    return TableLayout{layout.separator, layout.header, std::move(layout.names), layout.rows, layout.label};
}

Result<Part> readCsv(const std::filesystem::path& path, const ReadOptions& options)
{
    BURIN_TRY(const Layout layout, findLayoutAndLabel(path, options));
    const bool rowsAreSeries = layout.label && options.task != Task::predict;
    const std::size_t channels = std::max<std::size_t>(1, options.channels);
    if (rowsAreSeries && (layout.names.size() < 2 || (layout.names.size() - 1) % channels != 0))
        return fail(ErrorCode::usage,
                    fmt::format("{} values per row do not divide into {} channels", layout.names.size() - 1, channels),
                    path.string(), "Choose another number of channels.");

    Part part;
    std::vector<std::string> leftOut;
    Series whole;
    if (!rowsAreSeries) {
        for (std::size_t i = 0; i < layout.names.size(); ++i) {
            if (layout.columns[i].meansNumbers() && i != layout.label) {
                part.channelNames.push_back(layout.names[i]);
                part.channelColumns.push_back(i + 1);
            } else {
                leftOut.push_back(layout.names[i]);
            }
        }
        if (part.channelNames.empty()) { // name the first text that stands where a number should
            part.channelNames.push_back(layout.names[0]);
            part.channelColumns.push_back(1);
        }
        whole.channels = part.channelNames.size();
    }

    BURIN_TRY(TextSource source, TextSource::open(path, options.stop));
    RecordReader reader(source, layout.separator);
    std::vector<Cell> cells;
    if (layout.header)
        BURIN_CHECK(reader.next(cells));
    for (;;) {
        BURIN_TRY(const bool more, reader.next(cells));
        if (!more)
            break;
        if (cells.size() != layout.names.size())
            return fail(ErrorCode::io, "the file changed while it was read", path.string(), "Load it again.");
        if (rowsAreSeries) {
            BURIN_CHECK(addLabelledRow(part, cells, *layout.label, channels, path));
            continue;
        }
        for (const std::size_t column : part.channelColumns) {
            BURIN_TRY(const double value, cellValue(cells[column - 1], path));
            whole.values.push_back(value);
        }
    }
    if (!rowsAreSeries)
        part.series.push_back(std::move(whole));
    if (!leftOut.empty())
        part.note = fmt::format("columns left out: {}", fmt::join(leftOut, ", "));
    if (rowsAreSeries)
        part.note = fmt::format("label in {}", layout.header ? shown(layout.names[*layout.label])
                                                             : layout.names[*layout.label]);
    if (layout.decimalCommas)
        part.note += part.note.empty() ? "numbers with decimal commas" : "; numbers with decimal commas";
    return part;
}

} // namespace burin::data
