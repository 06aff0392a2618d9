// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/load.h"

#include "core/base/hash.h"
#include "core/base/job.h"
#include "core/data/fetch.h"
#include "core/data/generators.h"
#include "core/data/image_generators.h"
#include "core/data/missing.h"
#include "core/data/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <set>

namespace burin::data {
namespace {

namespace fs = std::filesystem;

enum class Format { ucr, uci, ts, table, npy, unknown };

bool isFile(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// The lower-case extension, looking through .gz and its like.
std::string extensionOf(const fs::path& path)
{
    const std::string extension = lowerCase(path.extension().string());
    if (extension == ".gz" || extension == ".xz" || extension == ".bz2" || extension == ".zst")
        return lowerCase(path.stem().extension().string());
    return extension;
}

bool namesPart(const fs::path& path, std::string_view part)
{
    return lowerCase(path.filename().string()).find(part) != std::string::npos;
}

bool hasTableOptions(const CsvOptions& csv)
{
    return csv.separator != '\0' || csv.header.has_value() || !csv.labelColumn.empty();
}

Format formatOf(const fs::path& path, const LoadOptions& options)
{
    const std::string extension = extensionOf(path);
    const bool split = namesPart(path, "train") || namesPart(path, "test");
    if (extension == ".ts")
        return Format::ts;
    if (extension == ".tra" || extension == ".tes")
        return Format::uci;
    if (extension == ".npy")
        return Format::npy;
    if (extension == ".csv")
        return Format::table;
    if (extension == ".tsv" || extension == ".txt" || extension == ".dat" || extension.empty()) {
        const bool rows = split && options.task != Task::predict;
        if (!hasTableOptions(options.csv) && (rows || (extension == ".tsv" && options.task != Task::predict)))
            return Format::ucr;
        return extension.empty() && !split ? Format::unknown : Format::table;
    }
    return Format::unknown;
}

ReadOptions readOptions(const fs::path& path, const LoadOptions& options, std::optional<Task> task)
{
    ReadOptions read{options.channels, task, options.csv, options.stop};
    if (formatOf(path, options) == Format::table && !read.task && extensionOf(path) != ".csv" &&
        options.csv.labelColumn.empty())
        read.task = Task::predict; // plain numbers
    return read;
}

Unexpected<Error> unknownFormat(const fs::path& path)
{
    return fail(ErrorCode::invalidInput, fmt::format("the format of {} is not known", shown(path.filename().string())),
                path.string(), "Give .tsv, .ts, .tra, .csv, .txt or .npy (.gz and .xz too).");
}

Result<Part> readPart(const fs::path& path, const LoadOptions& options, std::optional<Task> task)
{
    const ReadOptions read = readOptions(path, options, task);
    switch (formatOf(path, options)) {
    case Format::ucr: return readUcr(path, read);
    case Format::uci: return readUci(path, read);
    case Format::ts: return readTs(path, read);
    case Format::npy: return readNpySeries(path, read);
    case Format::table: return readCsv(path, read);
    case Format::unknown: break;
    }
    return unknownFormat(path);
}

/// All spellings of the test file's name that go with a training file's.
std::vector<std::string> testNames(const std::string& train)
{
    constexpr std::array<std::array<std::string_view, 2>, 6> kPairs = {{{"TRAIN", "TEST"},
                                                                        {"Train", "Test"},
                                                                        {"train", "test"},
                                                                        {"training", "testing"},
                                                                        {".tra", ".tes"},
                                                                        {".TRA", ".TES"}}};
    std::vector<std::string> names;
    for (const auto& [from, to] : kPairs) {
        const std::size_t at = train.rfind(from);
        if (at != std::string::npos)
            names.push_back(std::string(train).replace(at, from.size(), to));
    }
    return names;
}

/// The test file that belongs to a training file: by name, then by name without regard to case.
std::optional<fs::path> findTestFile(const fs::path& train)
{
    const std::vector<std::string> names = testNames(train.filename().string());
    for (const std::string& name : names)
        if (isFile(train.parent_path() / name))
            return train.parent_path() / name;
    std::error_code ignored;
    const fs::path folder = train.parent_path().empty() ? fs::path(".") : train.parent_path();
    std::set<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        for (const std::string& name : names)
            if (lowerCase(entry.path().filename().string()) == lowerCase(name) && isFile(entry.path()))
                found.insert(entry.path());
    return found.empty() ? std::nullopt : std::optional<fs::path>(*found.begin());
}

/// The training file of a folder: the first by name that has a test file beside it.
Result<fs::path> findTrainFile(const fs::path& folder, const LoadOptions& options)
{
    std::error_code error;
    std::set<fs::path> candidates;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (formatOf(entry.path(), options) != Format::unknown && findTestFile(entry.path()))
            candidates.insert(entry.path());
    if (candidates.empty())
        return fail(ErrorCode::notFound, "the folder holds no training file of series with its test file",
                    folder.string(), "Give the training file itself.");
    return *candidates.begin();
}

/// The folder holds a file that arrived whole.
bool holdsFiles(const fs::path& folder)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().extension() != ".part")
            return true;
    return false;
}

/// Class names in order: by value where all labels are numbers ("1", "1.0" and "1e0" are one class), else by text.
class Classes {
public:
    void add(const std::vector<std::string>& labels)
    {
        for (const std::string& label : labels) {
            double value = 0;
            numeric_ = numeric_ && parseNumber(label, value) == NumberFault::none && !std::isnan(value);
            if (numeric_)
                byValue_.insert(value);
            byText_.insert(label);
        }
    }
    [[nodiscard]] std::size_t count() const { return numeric_ ? byValue_.size() : byText_.size(); }
    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> result;
        if (!numeric_)
            return {byText_.begin(), byText_.end()};
        for (const double value : byValue_)
            result.push_back(fmt::format("{}", value == 0 ? 0.0 : value));
        return result;
    }
    [[nodiscard]] std::vector<int> indices(const std::vector<std::string>& labels) const
    {
        std::vector<int> result;
        for (const std::string& label : labels) {
            if (numeric_) {
                double value = 0;
                static_cast<void>(parseNumber(label, value));
                result.push_back(static_cast<int>(std::distance(byValue_.begin(), byValue_.find(value))));
            } else {
                result.push_back(static_cast<int>(std::distance(byText_.begin(), byText_.find(label))));
            }
        }
        return result;
    }

private:
    bool numeric_ = true;
    std::set<double> byValue_;
    std::set<std::string> byText_;
};

Result<void> checkPart(const Part& part, std::size_t channels, const fs::path& path)
{
    if (part.series.empty())
        return fail(ErrorCode::invalidInput, "the file holds no series", path.string(), "Is it empty or cut off?");
    for (std::size_t i = 0; i < part.series.size(); ++i) {
        const Series& series = part.series[i];
        if (series.channels != channels)
            return fail(ErrorCode::invalidInput,
                        fmt::format("series {} has {} channels, the training data has {}", i + 1, series.channels,
                                    channels),
                        path.string(), "Give training and test data of the same channels.");
        if (series.values.empty())
            return fail(ErrorCode::invalidInput, fmt::format("series {} has no values", i + 1), path.string(),
                        "Leave it out.");
    }
    return {};
}

Result<void> fillClassification(Dataset& dataset, Part& train, std::optional<Part>& test, const LoadOptions& options,
                                const fs::path& path)
{
    if (test && test->labels.size() != test->series.size())
        return fail(ErrorCode::invalidInput, "the test file has no labels", options.test.string());
    Classes classes;
    classes.add(train.labels);
    if (test)
        classes.add(test->labels);
    if (classes.count() < 2)
        return fail(ErrorCode::invalidInput,
                    fmt::format("all series have one class, {}", shown(train.labels.front())), path.string(),
                    "Give at least two classes; is the label column the right one?");
    if (classes.count() > kMaxClasses)
        return fail(ErrorCode::limit, fmt::format("{} classes; at most {} are taken", classes.count(), kMaxClasses),
                    path.string(), "Is the label column the right one?");
    dataset.classNames = classes.names();
    dataset.train = {std::move(train.series), classes.indices(train.labels)};
    if (test) {
        dataset.test = {std::move(test->series), classes.indices(test->labels)};
        return {};
    }
    const auto held = stratifiedHoldOut(dataset.train.labels, kTestFraction, options.seed);
    if (std::find(held.begin(), held.end(), true) == held.end())
        return fail(ErrorCode::invalidInput,
                    fmt::format("{} series of {} classes are too few: no class has a second one to hold out for the test",
                                dataset.train.size(), classes.count()),
                    path.string(),
                    "Give at least 3 series of each class (to train, to validate and to test), or a test file and 2.");
    FitValidation parts = divide(dataset.train, held);
    dataset.train = std::move(parts.fit);
    dataset.test = std::move(parts.validation);
    dataset.source += fmt::format("; no test file: {:g} of each class held out for the test (seed {})", kTestFraction,
                                  options.seed);
    return {};
}

Result<std::size_t> findTarget(const Part& part, const Dataset& dataset, const std::string& wish)
{
    if (wish.empty())
        return std::size_t{0};
    const auto& names = dataset.channelNames;
    const auto named = std::find(names.begin(), names.end(), wish);
    if (named != names.end())
        return static_cast<std::size_t>(named - names.begin());
    double number = 0;
    if (parseNumber(wish, number) == NumberFault::none && number >= 1 && number <= 1e9) {
        const auto column = static_cast<std::size_t>(number);
        const auto& columns = part.channelColumns;
        const auto found = std::find(columns.begin(), columns.end(), column);
        if (found != columns.end())
            return static_cast<std::size_t>(found - columns.begin());
        if (columns.empty() && column <= dataset.channels)
            return column - 1;
    }
    return fail(ErrorCode::usage, fmt::format("{} has no column {} to predict", dataset.name, shown(wish)),
                "target",
                fmt::format("Choose one of: {}.",
                            fmt::join(names.begin(),
                                      names.begin() + std::min<std::ptrdiff_t>(std::ssize(names), 20), ", ")));
}

Result<void> checkHorizon(const Dataset& dataset)
{
    for (const Split* split : {&dataset.train, &dataset.test})
        for (const Series& series : split->series)
            if (series.steps() <= dataset.horizon)
                return fail(dataset.horizon > 1 ? ErrorCode::usage : ErrorCode::invalidInput,
                            fmt::format("a series of {} steps has no target {} steps ahead", series.steps(),
                                        dataset.horizon),
                            dataset.source, "Give longer series or a smaller horizon (--horizon).");
    return {};
}

void fillPrediction(Dataset& dataset, Part& train, std::optional<Part>& test)
{
    if (test) {
        dataset.train.series = std::move(train.series);
        dataset.test.series = std::move(test->series);
        return;
    }
    auto& all = train.series;
    if (all.size() == 1) {
        const Series& whole = all.front();
        const std::size_t half = whole.steps() / 2 * whole.channels;
        const auto middle = whole.values.begin() + static_cast<std::ptrdiff_t>(half);
        dataset.train.series.push_back({whole.channels, {whole.values.begin(), middle}});
        dataset.test.series.push_back({whole.channels, {middle, whole.values.end()}});
        dataset.source += "; the first half trains, the second half tests";
        return;
    }
    const auto middle = all.begin() + std::ssize(all) / 2;
    dataset.train.series.assign(std::make_move_iterator(all.begin()), std::make_move_iterator(middle));
    dataset.test.series.assign(std::make_move_iterator(middle), std::make_move_iterator(all.end()));
    dataset.source += "; the first half of the series trains, the second half tests";
}

Result<void> settleMissing(Dataset& dataset, MissingPolicy policy)
{
    const MissingReport train = applyMissingPolicy(dataset.train, policy);
    const MissingReport test = applyMissingPolicy(dataset.test, policy);
    dataset.missingTrain = train.affected;
    dataset.missingTest = test.affected;
    if (train.affected + test.affected > 0 && policy != MissingPolicy::keep)
        dataset.source += fmt::format("; missing values in {} training and {} test series: {} and {} dropped{}",
                                      train.affected, test.affected, train.dropped, test.dropped,
                                      policy == MissingPolicy::interpolate ? ", the others interpolated" : "");
    const bool noTraining = dataset.train.size() == 0;
    if ((noTraining && train.affected == 0) || (dataset.test.size() == 0 && test.affected == 0))
        return fail(ErrorCode::invalidInput, fmt::format("there is no {} series", noTraining ? "training" : "test"),
                    dataset.source, "Give more series, or a test file that holds some (--test).");
    if (noTraining || dataset.test.size() == 0) {
        const MissingReport& empty = noTraining ? train : test;
        const bool blank = empty.blank == empty.affected; // nothing to interpolate from
        return fail(ErrorCode::invalidInput,
                    fmt::format("no {} series is left: all have {}", noTraining ? "training" : "test",
                                blank ? "a channel without any value" : "missing values"),
                    dataset.source,
                    policy == MissingPolicy::drop && !blank
                        ? "Choose to interpolate missing values (--missing interpolate)."
                        : "Give series with values in every channel, or leave out the channel that has none.");
    }
    if (dataset.task == Task::classify) {
        const std::set<int> present(dataset.train.labels.begin(), dataset.train.labels.end());
        if (present.size() < 2 || dataset.train.size() < 2)
            return fail(ErrorCode::invalidInput, "fewer than two classes have training series", dataset.source,
                        "Give training series of at least two classes.");
    }
    return {};
}

std::string stemOf(const fs::path& path)
{
    std::string name = path.filename().string();
    name.resize(std::min(name.size(), name.find('.', 1)));
    const std::string lower = lowerCase(name);
    for (const std::string_view suffix : {"_train", "-train"})
        if (lower.size() > suffix.size() && lower.ends_with(suffix))
            name.resize(name.size() - suffix.size());
    return name;
}

Result<Dataset> loadFiles(const LoadOptions& options)
{
    BURIN_TRY(const auto files, dataFiles(options));
    const fs::path& path = files.front();
    const fs::path testPath = files.size() > 1 ? files.back() : fs::path{};

    BURIN_TRY(Part train, readPart(path, options, options.task));
    Dataset dataset;
    dataset.name = stemOf(path);
    dataset.source = path.string();
    if (!testPath.empty())
        dataset.source += " and " + testPath.string();
    if (!train.note.empty())
        dataset.source += "; " + train.note;
    if (train.series.empty())
        return fail(ErrorCode::invalidInput, "the file holds no series", path.string(), "Is it empty or cut off?");
    dataset.channels = train.series.front().channels;
    BURIN_CHECK(checkPart(train, dataset.channels, path));
    dataset.task = options.task.value_or(train.labels.empty() ? Task::predict : Task::classify);
    if (dataset.task == Task::classify && train.labels.empty())
        return fail(ErrorCode::usage, "the series have no class labels", path.string(),
                    "Choose the task predict, or give labelled series.");
    dataset.channelNames = train.channelNames;
    for (std::size_t c = dataset.channelNames.size(); c < dataset.channels; ++c)
        dataset.channelNames.push_back(fmt::format("channel {}", c + 1));

    std::optional<Part> test;
    if (!testPath.empty()) {
        BURIN_TRY(test, readPart(testPath, options, dataset.task));
        BURIN_CHECK(checkPart(*test, dataset.channels, testPath));
    }
    BURIN_TRY(dataset.sha256, hashFiles(files, options.stop));
    if (dataset.task == Task::classify) {
        BURIN_CHECK(fillClassification(dataset, train, test, options, path));
    } else {
        BURIN_TRY(dataset.targetChannel, findTarget(train, dataset, options.target));
        fillPrediction(dataset, train, test);
    }
    return dataset;
}

Result<Dataset> loadGenerated(const LoadOptions& options)
{
    BURIN_TRY(Dataset dataset, generate(options.data, options.seed));
    if (options.task && *options.task != dataset.task)
        return fail(ErrorCode::usage,
                    fmt::format("{} is a set to {}, not to {}", options.data, toString(dataset.task),
                                toString(*options.task)),
                    "task");
    if (!options.target.empty() && dataset.task == Task::predict) {
        BURIN_TRY(dataset.targetChannel, findTarget({}, dataset, options.target));
    }
    return dataset;
}

} // namespace

Result<MissingPolicy> missingPolicyFromString(const std::string& name)
{
    if (name == "drop")
        return MissingPolicy::drop;
    if (name == "interpolate")
        return MissingPolicy::interpolate;
    if (name == "keep")
        return MissingPolicy::keep;
    return fail(ErrorCode::usage, fmt::format("\"{}\" is no policy for missing values", name), "missing",
                "Choose drop or interpolate.");
}

Result<Task> taskFromString(const std::string& name)
{
    if (name == "classify")
        return Task::classify;
    if (name == "predict")
        return Task::predict;
    return fail(ErrorCode::usage, fmt::format("\"{}\" is not a task", name), "task", "Choose classify or predict.");
}

const char* toString(Task task)
{
    return task == Task::classify ? "classify" : "predict";
}

Result<fs::path> findData(const LoadOptions& options)
{
    std::error_code ignored;
    const fs::path path = options.data;
    if (options.data.empty())
        return fail(ErrorCode::usage, "no data set is named", "data", "Give a generator or a path.");
    if (fs::exists(path, ignored))
        return path;
    const bool plainName = path.filename() == path && path.extension().empty();
    const std::vector<std::string> sets = fetchableNames();
    if (plainName && std::find(sets.begin(), sets.end(), options.data) != sets.end() &&
        (options.dataFolder.empty() || !holdsFiles(options.dataFolder / path)))
        return fail(ErrorCode::notFound, fmt::format("the set {} is not fetched yet", options.data), "data",
                    fmt::format("Fetch it: burin-cli data fetch {}", options.data));
    if (plainName && !options.dataFolder.empty() && fs::is_directory(options.dataFolder / path, ignored))
        return options.dataFolder / path;
    return fail(ErrorCode::notFound, fmt::format("there is no file, generator or fetched set {}", shown(options.data)),
                "data",
                fmt::format("Check the path, fetch the set (burin-cli data fetch), or choose a generator: {} (series), "
                            "{} (images).",
                            fmt::join(generatorNames(), ", "), fmt::join(imageGeneratorNames(), ", ")));
}

Result<std::vector<fs::path>> dataFiles(const LoadOptions& options)
{
    if (isGenerator(options.data))
        return std::vector<fs::path>{};
    BURIN_TRY(fs::path train, findData(options));
    std::error_code ignored;
    if (fs::is_directory(train, ignored)) {
        BURIN_TRY(train, findTrainFile(train, options));
    }
    std::vector<fs::path> files{train};
    if (!options.test.empty())
        files.push_back(options.test);
    else if (const auto found = findTestFile(train))
        files.push_back(*found);
    return files;
}

Result<std::string> hashFiles(const std::vector<fs::path>& files, const std::stop_token& stop)
{
    Sha256 hash;
    std::string buffer(1U << 16U, '\0');
    for (const fs::path& path : files) {
        std::ifstream file(path, std::ios::binary);
        while (file) {
            if (stop.stop_requested())
                return cancelledError();
            file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
            hash.add({buffer.data(), static_cast<std::size_t>(file.gcount())});
        }
        if (!file.eof())
            return fail(ErrorCode::io, "reading failed", path.string());
    }
    return hash.hex();
}

Result<FileSurvey> surveyFile(const LoadOptions& options)
{
    BURIN_TRY(const auto files, dataFiles(options));
    FileSurvey survey;
    if (files.empty())
        return survey;
    const fs::path& path = files.front();
    const Format format = formatOf(path, options);
    if (format == Format::unknown)
        return unknownFormat(path);
    constexpr std::array<const char*, 5> kNames = {"ucr", "uci", "ts", "table", "npy"};
    survey.format = kNames.at(static_cast<std::size_t>(format));
    if (format == Format::npy)
        return survey;
    BURIN_TRY(TextSource source, TextSource::open(path, options.stop));
    while (survey.head.size() < kSurveyLines) {
        BURIN_TRY(const bool more, source.next());
        if (!more)
            break;
        survey.head.emplace_back(source.line().substr(0, kSurveyBytes));
    }
    if (format == Format::table)
        if (auto layout = tableLayout(path, readOptions(path, options, options.task)))
            survey.table = *std::move(layout);
    return survey;
}

Result<Dataset> loadDataset(const LoadOptions& options)
{
    if (options.horizon == 0)
        return fail(ErrorCode::usage, "a horizon of 0 steps predicts nothing", "horizon", "Give 1 or more.");
    const bool generated = isGenerator(options.data);
    if (!generated && namesImages(options))
        return fail(ErrorCode::usage, fmt::format("{} is a set of images, not of series", shown(options.data)),
                    "data", "Give it to the cnn commands (burin-cli cnn), or name series.");
    BURIN_TRY(Dataset dataset, generated ? loadGenerated(options) : loadFiles(options));
    dataset.horizon = options.horizon;
    BURIN_CHECK(settleMissing(dataset, options.missing));
    if (dataset.task == Task::predict)
        BURIN_CHECK(checkHorizon(dataset));
    return dataset;
}

} // namespace burin::data
