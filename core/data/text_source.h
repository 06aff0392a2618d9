// SPDX-License-Identifier: GPL-3.0-or-later
// TextSource: the lines of a text file, plain or compressed (.gz .xz .bz2 .zst, recognised by content), one at a
// time, with their numbers, so that every reader streams and every error says file:line:column. It refuses what is
// not text (NUL bytes, UTF-16) and lines beyond kMaxLineBytes. Columns count bytes from 1.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace burin::data {

inline constexpr std::size_t kMaxLineBytes = std::size_t{64} << 20U;       ///< 64 MiB: about 3 million values
inline constexpr std::uint64_t kMaxTextBytes = std::uint64_t{16} << 30U;   ///< after decompression
inline constexpr std::size_t kMaxValues = std::size_t{250'000'000};        ///< values of one file: 2 GB
inline constexpr double kMaxMagnitude = 1e100;                             ///< larger values are refused as absurd
inline constexpr std::size_t kMaxLabelBytes = 200;
inline constexpr std::size_t kMaxClasses = 1000;

class TextSource {
public:
    static Result<TextSource> open(const std::filesystem::path& path, std::stop_token stop = {});
    ~TextSource();
    TextSource(TextSource&&) noexcept;
    TextSource& operator=(TextSource&&) noexcept;

    /// Moves to the next line; false at the end of the file. A byte-order mark and CR before LF are taken off.
    Result<bool> next();
    [[nodiscard]] std::string_view line() const;
    [[nodiscard]] std::size_t lineNumber() const;
    /// "file:line:column" of a byte of the current line, counted from 1; column 0 leaves it out.
    [[nodiscard]] std::string where(std::size_t column) const;
    [[nodiscard]] std::string fileName() const;

private:
    struct State;
    explicit TextSource(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// A piece of a line and where it stands.
struct Field {
    std::string_view text;
    std::size_t column = 1;
};

/// Splits at `separator` (' ' means runs of blanks and tabs) and trims blanks around each field; a separator at the
/// very end of the line adds no empty field when `dropTrailing` is set.
void splitFields(std::string_view line, char separator, bool dropTrailing, std::vector<Field>& fields);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string lowerCase(std::string_view text);
/// The text in quotes for a message: printable, at most 40 bytes.
[[nodiscard]] std::string shown(std::string_view text);
[[nodiscard]] bool isUtf8(std::string_view text);

/// Markers of a missing value: "", "?", NaN, NA, N/A, null in any case.
[[nodiscard]] bool isMissing(std::string_view text);
enum class NumberFault { none, notANumber, infinite, tooLarge };
/// A finite number of at most kMaxMagnitude, or NaN for a marker of a missing value. Independent of the locale.
[[nodiscard]] NumberFault parseNumber(std::string_view text, double& value);
/// parseNumber with the error spelled out at file:line:column. An empty field is an error unless allowEmpty.
Result<double> parseField(const TextSource& source, const Field& field, bool allowEmpty = false);
/// A class label: not empty, not a missing value, UTF-8, at most kMaxLabelBytes.
Result<std::string> parseLabel(const TextSource& source, const Field& field);

} // namespace burin::data
