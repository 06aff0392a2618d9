// SPDX-License-Identifier: GPL-3.0-or-later
// loadDataset: from what a person names (a generator, a file, a folder, a fetched set) to a checked Dataset.
#pragma once

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/readers.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace burin::data {

/// drop: series with missing values are left out; interpolate: linear inside, the nearest value at the ends (a
/// series with a channel that is missing throughout is left out); keep: NaN stays (for describing a set).
enum class MissingPolicy { drop, interpolate, keep };

[[nodiscard]] Result<MissingPolicy> missingPolicyFromString(const std::string& name);
[[nodiscard]] Result<Task> taskFromString(const std::string& name);
[[nodiscard]] const char* toString(Task task);

inline constexpr double kTestFraction = 0.3; ///< of a labelled file without a test file, stratified

struct LoadOptions {
    std::string data;                 ///< generator, path of a file or folder, or name of a fetched set
    std::filesystem::path test;       ///< test file; empty: found by name
    std::optional<Task> task;         ///< not set: as the data says
    std::string target;               ///< predict: name or number (from 1) of the column; empty: the first
    std::size_t horizon = 1;          ///< predict: steps ahead
    std::size_t channels = 0;         ///< interleaved channels of labelled rows; 0: the format's default
    CsvOptions csv;
    MissingPolicy missing = MissingPolicy::drop;
    std::uint64_t seed = 1;           ///< of generators and of the split without a test file; not a study's seed
    std::filesystem::path dataFolder; ///< where fetched sets are: <dataFolder>/<name>/
    std::stop_token stop;
};

/// Deterministic: the same files and options give the same Dataset. Errors name file:line:column, what and why.
/// Labels are sorted by value if all are numbers, else by text. Without a test file: a labelled file is divided by a
/// stratified seeded split (Dataset::source says so); of one series the first half trains and the second half tests;
/// of several unlabelled series the first half of the series trains.
Result<Dataset> loadDataset(const LoadOptions& options);

/// The file or folder that `options.data` names: a path, else the folder of a fetched set. Errors: usage (nothing named),
/// notFound (says whether the set is only not fetched yet).
Result<std::filesystem::path> findData(const LoadOptions& options);
/// The files that loadDataset() reads for these options: the training file and, if there is one, the test file. None
/// for a generator.
Result<std::vector<std::filesystem::path>> dataFiles(const LoadOptions& options);
/// SHA-256 of their bytes one after another: the Dataset::sha256 of a set that was read from them.
Result<std::string> hashFiles(const std::vector<std::filesystem::path>& files, const std::stop_token& stop = {});

/// What a file looks like before it is read, for a person who decides how to read it.
struct FileSurvey {
    std::string format;            ///< "ucr", "uci", "ts", "table", "npy"
    std::vector<std::string> head; ///< the first lines of a text, cut to kSurveyBytes each
    std::optional<TableLayout> table;
};
inline constexpr std::size_t kSurveyLines = 6;
inline constexpr std::size_t kSurveyBytes = 400;
/// Errors as loadDataset() has them for a file that cannot be opened or whose format is not known; a table whose
/// layout cannot be found has no `table`, for loadDataset() says why.
Result<FileSurvey> surveyFile(const LoadOptions& options);

/// How a set was read, so that a study can read it again: paths of existing files are made absolute; `stop` and
/// `dataFolder` are left out.
[[nodiscard]] nlohmann::json loadOptionsToJson(const LoadOptions& options);
/// Keys absent keep their defaults; the error names `where` and the key.
Result<LoadOptions> loadOptionsFromJson(const nlohmann::json& json, const std::string& where);

} // namespace burin::data
