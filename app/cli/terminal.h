// SPDX-License-Identifier: GPL-3.0-or-later
// Terminal: what all commands of burin-cli share: the flags --json, --seed, --threads and --progress, the stop
// on Ctrl-C, progress on standard error, one report on standard output, the exit status.
#pragma once

#include "core/base/job.h"
#include "core/base/metric.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <limits>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace burin::cli {

/// Exit status of the program; stable (see README.md).
enum class Exit { done = 0, failed = 1, usage = 2, mismatch = 3, infeasible = 4, cancelled = 130 };

/// What a command found: a JSON document for --json, the same as text for people.
struct Report {
    nlohmann::json document;
    std::string text;
    Exit exit = Exit::done;
};

class Terminal {
public:
    Terminal();
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    using Action = std::function<Result<Report>(const JobContext&)>;
    /// A subcommand with the shared flags; `action` runs after parsing.
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& help, Action action);
    /// Runs the chosen action and prints its report or error.
    int run();
    /// Prints an error as every command does and returns its exit status.
    int fail(const Error& error) const;

private:
    [[nodiscard]] JobContext context();

    bool json_ = false;
    std::uint64_t seed_ = 1;
    unsigned threads_ = 0;
    std::string progress_ = "bar";
    Action action_;
    std::stop_source stop_;
    std::jthread watcher_;
};

/// Checks an option that takes a whole number from `low` to `high`; a minus sign does not wrap around.
[[nodiscard]] CLI::Validator wholeNumber(std::uint64_t low = 0,
                                         std::uint64_t high = std::numeric_limits<std::uint64_t>::max());

/// Columns of the terminal on standard output, or $COLUMNS where that is set; no limit for a file or a pipe.
[[nodiscard]] std::size_t terminalWidth();
/// Columns that a UTF-8 text takes (one per code point).
[[nodiscard]] std::size_t columns(const std::string& text);
/// Rows of cells as an aligned table; the first row is the header.
/// "warning: ..." a line each.
[[nodiscard]] std::string warningText(const std::vector<std::string>& warnings);
[[nodiscard]] std::string table(const std::vector<std::vector<std::string>>& rows);
/// "6,210 ±4 % (fitted)", or a dash for a missing value.
[[nodiscard]] std::string text(const Metric& metric, int decimals = 0);
/// "0.961 ±0.004", or a dash.
[[nodiscard]] std::string text(const Interval95& interval, int decimals = 4);

} // namespace burin::cli
