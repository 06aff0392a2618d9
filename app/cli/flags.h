// SPDX-License-Identifier: GPL-3.0-or-later
// The flags that reservoir commands share, made from reservoir::reservoirParameters(), and those that say how a
// data set is read.
#pragma once

#include "core/base/job.h"
#include "core/data/load.h"
#include "core/optimise/grid.h"
#include "core/reservoir/config.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace burin::cli {

/// The user's data folder: $XDG_DATA_HOME/burin or ~/.local/share/burin.
[[nodiscard]] std::filesystem::path userDataFolder();

/// Errors (usage): there is `what` of this name already.
[[nodiscard]] Result<void> checkNew(const std::string& what, const std::filesystem::path& file,
                                    const std::string& hint);

/// Of --data: what a set of series, and a set of images, may be. They name the generators.
[[nodiscard]] std::string seriesHelp();
[[nodiscard]] std::string imagesHelp();

/// --data and how to read it: --test, --channels, --separator, --header, --label-column.
class DataFlags {
public:
    void add(CLI::App& command, bool required = true);
    void addPositional(CLI::App& command); ///< PATH in place of --data
    [[nodiscard]] bool given() const { return !data_.empty(); }
    [[nodiscard]] const std::string& name() const { return data_; }
    /// `test` as given; in `explore` it may be a word (front, all) instead of a file.
    [[nodiscard]] const std::string& test() const { return test_; }
    /// The options as given; task, target, horizon and missing come from the configuration.
    [[nodiscard]] Result<data::LoadOptions> options(const reservoir::ReservoirConfig& config) const;
    [[nodiscard]] Result<data::Dataset> load(const reservoir::ReservoirConfig& config, const JobContext& job) const;

private:
    void addReading(CLI::App& command);
    std::string data_;
    std::string test_;
    std::size_t channels_ = 0;
    std::string separator_;
    std::string header_;
    std::string labelColumn_;
};

/// One flag per parameter of the reservoir. A configuration takes one value of each; a sweep takes lists for
/// --bits, --prune, --ranker (or --rankers, "all") and --readout.
class ReservoirFlags {
public:
    void add(CLI::App& command);
    /// The configuration. A list is an error, or, with `lists`, leaves its key at the default.
    [[nodiscard]] Result<reservoir::ReservoirConfig> config(bool lists = false) const;
    /// The alternatives of the lists; configuration keys with one value are not among them.
    [[nodiscard]] Result<std::vector<optimise::Axis>> axes() const;

private:
    [[nodiscard]] Result<nlohmann::json> base(bool lists) const;
    std::map<std::string, std::string> values_;
};

} // namespace burin::cli
