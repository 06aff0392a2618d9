// SPDX-License-Identifier: GPL-3.0-or-later
// What the Open data wizard asks and what it is told: how to read a set, and what was understood. Reading runs on a
// worker thread; the generation says which request an answer belongs to.
#pragma once

#include "core/data/load.h"
#include "core/reservoir/config.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace burin::views {

struct DataRequest {
    std::uint64_t generation = 0;
    data::LoadOptions read;
    reservoir::ReservoirConfig config;
    bool sweep = true;     ///< start with a small sweep
    bool forecast = false; ///< measure how long the first results take
};

struct ClassCount {
    std::string name;
    std::size_t train = 0;
    std::size_t test = 0;
};

/// A few values of one series, thinned, of its first channel.
struct SeriesSample {
    int classIndex = 0; ///< or the channel of a long series
    std::string name;
    std::vector<double> steps;
    std::vector<double> values;
};

struct DataReading {
    std::uint64_t generation = 0;
    std::optional<Error> fileError; ///< there is nothing to read
    std::optional<Error> error;     ///< with these options the file cannot be read
    data::FileSurvey survey;
    std::vector<std::string> files; ///< training, test
    // If there is no error:
    std::string name;
    std::string source; ///< what was decided, in words
    data::Task task = data::Task::classify;
    std::size_t trainSeries = 0;
    std::size_t testSeries = 0;
    std::vector<ClassCount> classes;
    std::vector<std::string> channels;
    std::string target;
    std::size_t shortest = 0;
    std::size_t longest = 0;
    std::size_t missing = 0; ///< series with missing values
    std::vector<std::string> untrained; ///< classes that only the test data have
    std::vector<SeriesSample> samples;
    // If a forecast was asked for:
    std::optional<double> firstSeconds; ///< one design with all its seeds
    std::optional<double> sweepSeconds; ///< the first sweep
    std::optional<Error> forecastError; ///< this network cannot be made from these data

    [[nodiscard]] bool understood() const { return !fileError && !error && !name.empty(); }
};

} // namespace burin::views
