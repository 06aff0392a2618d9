// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_source.h"

#include "core/base/job.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace burin::data {
namespace {

constexpr std::size_t kChunkBytes = 1U << 16U;

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

struct TextSource::State {
    std::string name;
    std::stop_token stop;
    archive* reader = archive_read_new();
    std::string chunk = std::string(kChunkBytes, '\0');
    std::size_t position = 0;
    std::size_t filled = 0;
    std::uint64_t totalBytes = 0;
    bool ended = false;
    std::string line;
    std::size_t lineNumber = 0;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { archive_read_free(reader); }

    Result<void> fill();
    Result<void> checkLine();
};

TextSource::TextSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextSource::~TextSource() = default;
TextSource::TextSource(TextSource&&) noexcept = default;
TextSource& TextSource::operator=(TextSource&&) noexcept = default;

Result<TextSource> TextSource::open(const std::filesystem::path& path, std::stop_token stop)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::notFound, "there is no such file", path.string(), "Check the path.");
    if (!std::filesystem::is_regular_file(status))
        return fail(ErrorCode::invalidInput, "is not a regular file", path.string(), "Give a data file.");
    auto state = std::make_unique<State>();
    state->name = path.string();
    state->stop = std::move(stop);
    archive* reader = state->reader;
    archive_read_support_filter_gzip(reader);
    archive_read_support_filter_xz(reader);
    archive_read_support_filter_bzip2(reader);
    archive_read_support_filter_zstd(reader);
    archive_read_support_format_raw(reader);
    archive_read_support_format_empty(reader);
    if (archive_read_open_filename(reader, path.c_str(), kChunkBytes) != ARCHIVE_OK)
        return fail(ErrorCode::io, fmt::format("cannot open or unpack the file: {}", archive_error_string(reader)),
                    path.string(), "Check its permissions; is it cut off?");
    archive_entry* entry = nullptr;
    const int header = archive_read_next_header(reader, &entry);
    if (header == ARCHIVE_EOF)
        state->ended = true;
    else if (header != ARCHIVE_OK)
        return fail(ErrorCode::invalidInput, fmt::format("cannot unpack: {}", archive_error_string(reader)),
                    path.string(), "The file is damaged; fetch it again.");
    return TextSource(std::move(state));
}

Result<void> TextSource::State::fill()
{
    if (stop.stop_requested())
        return cancelledError();
    const la_ssize_t count = archive_read_data(reader, chunk.data(), chunk.size());
    if (count < 0)
        return fail(ErrorCode::invalidInput, fmt::format("cannot unpack: {}", archive_error_string(reader)),
                    fmt::format("{}:{}", name, lineNumber), "The file is damaged or cut off; fetch it again.");
    position = 0;
    filled = static_cast<std::size_t>(count);
    totalBytes += filled;
    ended = filled == 0;
    if (totalBytes > kMaxTextBytes)
        return fail(ErrorCode::limit, fmt::format("unpacks to more than {} bytes", kMaxTextBytes), name);
    return {};
}

Result<void> TextSource::State::checkLine()
{
    if (lineNumber == 1) {
        const std::string_view start = line;
        if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
            return fail(ErrorCode::invalidInput, "is UTF-16 text", name + ":1:1", "Save it as UTF-8.");
        if (start.starts_with("\xef\xbb\xbf"))
            line.erase(0, 3);
    }
    const std::size_t zero = line.find('\0');
    if (zero != std::string::npos)
        return fail(ErrorCode::invalidInput, "holds a NUL byte: this is binary data, not text",
                    fmt::format("{}:{}:{}", name, lineNumber, zero + 1),
                    "Give a text file, or a .npy file under its own extension.");
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return {};
}

Result<bool> TextSource::next()
{
    State& s = *state_;
    s.line.clear();
    ++s.lineNumber;
    for (;;) {
        if (s.position == s.filled) {
            if (!s.ended)
                BURIN_CHECK(s.fill());
            if (s.ended) {
                if (s.line.empty())
                    return false;
                break;
            }
        }
        const std::string_view rest(s.chunk.data() + s.position, s.filled - s.position);
        const std::size_t end = rest.find('\n');
        const std::size_t take = end == std::string_view::npos ? rest.size() : end;
        if (s.line.size() + take > kMaxLineBytes)
            return fail(ErrorCode::limit, fmt::format("the line is longer than {} bytes", kMaxLineBytes),
                        fmt::format("{}:{}", s.name, s.lineNumber), "Split it, or use a .npy file.");
        s.line.append(rest.substr(0, take));
        s.position += take;
        if (end != std::string_view::npos) {
            ++s.position;
            break;
        }
    }
    BURIN_CHECK(s.checkLine());
    return true;
}

std::string_view TextSource::line() const
{
    return state_->line;
}

std::size_t TextSource::lineNumber() const
{
    return state_->lineNumber;
}

std::string TextSource::where(std::size_t column) const
{
    if (column == 0)
        return fmt::format("{}:{}", state_->name, state_->lineNumber);
    return fmt::format("{}:{}:{}", state_->name, state_->lineNumber, column);
}

std::string TextSource::fileName() const
{
    return state_->name;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

void splitFields(std::string_view line, char separator, bool dropTrailing, std::vector<Field>& fields)
{
    fields.clear();
    const auto add = [&](std::size_t from, std::size_t to) {
        std::size_t begin = from;
        while (begin < to && isBlank(line[begin]))
            ++begin;
        fields.push_back({trimmed(line.substr(begin, to - begin)), begin + 1});
    };
    std::size_t from = 0;
    if (separator == ' ') {
        while (from < line.size()) {
            while (from < line.size() && isBlank(line[from]))
                ++from;
            std::size_t to = from;
            while (to < line.size() && !isBlank(line[to]))
                ++to;
            if (to > from)
                add(from, to);
            from = to;
        }
        return;
    }
    for (;;) {
        const std::size_t to = line.find(separator, from);
        if (to == std::string_view::npos) {
            add(from, line.size());
            break;
        }
        add(from, to);
        from = to + 1;
    }
    if (dropTrailing && fields.size() > 1 && fields.back().text.empty())
        fields.pop_back();
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = lower(c);
    return result;
}

std::string shown(std::string_view text)
{
    constexpr std::size_t kShown = 40;
    std::string result = "\"";
    for (const char c : text.substr(0, kShown)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
            result += c;
        else
            result += fmt::format("\\x{:02x}", byte);
    }
    return result + (text.size() > kShown ? "...\"" : "\"");
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t length = 1;
        unsigned low = 0x80;
        unsigned high = 0xbf;
        if (lead >= 0xf5 || (lead >= 0x80 && lead < 0xc2))
            return false;
        if (lead >= 0xf0) {
            length = 4;
            low = lead == 0xf0 ? 0x90 : low;
            high = lead == 0xf4 ? 0x8f : high;
        } else if (lead >= 0xe0) {
            length = 3;
            low = lead == 0xe0 ? 0xa0 : low;
            high = lead == 0xed ? 0x9f : high;
        } else if (lead >= 0xc2) {
            length = 2;
        }
        if (text.size() - i < length)
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if (byte < (k == 1 ? low : 0x80U) || byte > (k == 1 ? high : 0xbfU))
                return false;
        }
        i += length;
    }
    return true;
}

bool isMissing(std::string_view text)
{
    if (text.empty() || text == "?")
        return true;
    if (text.size() > 4)
        return false;
    const std::string name = lowerCase(text);
    return name == "nan" || name == "-nan" || name == "na" || name == "n/a" || name == "null";
}

NumberFault parseNumber(std::string_view text, double& value)
{
    if (isMissing(text)) {
        value = std::numeric_limits<double>::quiet_NaN();
        return NumberFault::none;
    }
    if (text.size() > 1 && text.front() == '+' && text[1] != '-')
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size() || std::isnan(value))
        return NumberFault::notANumber;
    if (error == std::errc::result_out_of_range) {
        const std::size_t exponent = text.find_first_of("eE");
        if (exponent == std::string_view::npos || exponent + 1 >= text.size() || text[exponent + 1] != '-')
            return NumberFault::tooLarge;
        value = 0; // 1e-400: below the smallest double
        return NumberFault::none;
    }
    if (std::isinf(value))
        return NumberFault::infinite;
    return std::fabs(value) > kMaxMagnitude ? NumberFault::tooLarge : NumberFault::none;
}

Result<double> parseField(const TextSource& source, const Field& field, bool allowEmpty)
{
    if (field.text.empty() && !allowEmpty)
        return fail(ErrorCode::invalidInput, "a value is empty", source.where(field.column),
                    "Write NaN for a missing value.");
    double value = 0;
    switch (parseNumber(field.text, value)) {
    case NumberFault::none: return value;
    case NumberFault::infinite:
        return fail(ErrorCode::invalidInput, fmt::format("{} is infinite", shown(field.text)),
                    source.where(field.column), "Give a finite number, or NaN for a missing value.");
    case NumberFault::tooLarge:
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} is beyond {:g} in magnitude", shown(field.text), kMaxMagnitude),
                    source.where(field.column), "Give the series in another unit.");
    case NumberFault::notANumber: break;
    }
    const bool comma = field.text.find(',') != std::string_view::npos;
    return fail(ErrorCode::invalidInput, fmt::format("{} is not a number", shown(field.text)),
                source.where(field.column),
                comma ? "Write decimals with a point." : "Give a number, or NaN for a missing value.");
}

Result<std::string> parseLabel(const TextSource& source, const Field& field)
{
    if (isMissing(field.text))
        return fail(ErrorCode::invalidInput, fmt::format("{} is no class label", shown(field.text)),
                    source.where(field.column), "Give every series a label.");
    if (field.text.size() > kMaxLabelBytes || !isUtf8(field.text))
        return fail(ErrorCode::invalidInput,
                    fmt::format("the label {} is {}", shown(field.text),
                                field.text.size() > kMaxLabelBytes ? "too long" : "not UTF-8 text"),
                    source.where(field.column), "Rename the class.");
    return std::string(field.text);
}

} // namespace burin::data
