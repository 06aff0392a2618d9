// SPDX-License-Identifier: GPL-3.0-or-later
// The readers: each turns one file into a Part: series with the labels as they are written. load.h joins parts into
// a Dataset. Every reader streams its file and answers broken input with an error at file:line:column.
#pragma once

#include "core/data/dataset.h"
#include "core/data/text_source.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace burin::data {

/// What one file holds. `labels` is empty or has one entry per series.
struct Part {
    std::vector<Series> series;
    std::vector<std::string> labels;
    std::vector<std::string> channelNames;  ///< empty or one per channel
    std::vector<std::size_t> channelColumns; ///< of a table: the file's column (from 1) behind each channel
    std::string note;                        ///< what the reader decided, for Dataset::source; may be empty
};

/// How a table (.csv) is laid out; what is not set is detected.
struct CsvOptions {
    char separator = '\0';      ///< one of , ; tab | or a blank (runs of blanks)
    std::optional<bool> header; ///< the first row names the columns
    std::string labelColumn;    ///< name or number (from 1), "first", "last", "none"
};

struct ReadOptions {
    std::size_t channels = 0;  ///< interleaved channels of a row; 0 = the format's default
    std::optional<Task> task;  ///< tables: rows are series (classify) or steps (predict)
    CsvOptions csv;
    std::stop_token stop;
};

/// How readCsv() would read a table.
struct TableLayout {
    char separator = ',';
    bool header = false;
    std::vector<std::string> columns; ///< names, or "column 1" ...
    std::size_t rows = 0;             ///< without the header
    std::optional<std::size_t> label; ///< index of the label column
};
Result<TableLayout> tableLayout(const std::filesystem::path& path, const ReadOptions& options);

/// UCR archive: label first, then the values, separated by tabs (also commas or blanks, as in older releases). Rows
/// have equal length. Where every NaN of the file stands at the end of a row and at least three lengths result, the
/// NaNs are the archive's padding of unequal lengths and are taken off.
Result<Part> readUcr(const std::filesystem::path& path, const ReadOptions& options);

/// UCI .tra/.tes: values, label last, separated by commas or blanks; `channels` values per step (default 2 where
/// the row has an even number of values, as in pen strokes x1 y1 x2 y2 ...).
Result<Part> readUci(const std::filesystem::path& path, const ReadOptions& options);

/// aeon / sktime .ts. Labels are absent where the header says "@classLabel false".
Result<Part> readTs(const std::filesystem::path& path, const ReadOptions& options);

/// RFC 4180 tables. With labels each row is a series of `channels` interleaved channels (default 1); without, the
/// file is one series whose rows are steps and whose numeric columns are channels (columns of text are left out).
Result<Part> readCsv(const std::filesystem::path& path, const ReadOptions& options);

/// One array: [steps] or [steps x channels]: one series.
Result<Part> readNpySeries(const std::filesystem::path& path, const ReadOptions& options);

} // namespace burin::data
