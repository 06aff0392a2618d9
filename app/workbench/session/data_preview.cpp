// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/data_preview.h"

#include "core/base/thread_stopwatch.h"
#include "core/data/describe.h"
#include "core/data/text_source.h"
#include "core/explore/reservoir_evaluator.h"
#include "views/models/sweep_settings.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace burin::workbench {
namespace {

constexpr int kPollMs = 50;
constexpr std::size_t kSamplesPerClass = 3;
constexpr std::size_t kMostClassesShown = 6;
constexpr std::size_t kMostSteps = 400;      ///< of a series in the picture
constexpr std::size_t kTimedSteps = 4000;    ///< of the training data that are timed
constexpr std::size_t kTimedSeries = 8;      ///< per class at least, so that every class is there

views::SeriesSample sampleOf(const data::Series& series, std::size_t channel)
{
    views::SeriesSample sample;
    const std::size_t stride = series.steps() / kMostSteps + 1;
    for (std::size_t t = 0; t < series.steps(); t += stride) {
        const double value = series.step(t)[channel];
        if (!std::isfinite(value))
            continue;
        sample.steps.push_back(static_cast<double>(t));
        sample.values.push_back(value);
    }
    return sample;
}

void addSamples(views::DataReading& reading, const data::Dataset& dataset)
{
    if (dataset.task == data::Task::predict) {
        data::Series start = dataset.train.series.front();
        start.values.resize(std::min(start.values.size(), kMostSteps * start.channels));
        for (std::size_t c = 0; c < std::min(start.channels, kMostClassesShown); ++c) {
            reading.samples.push_back(sampleOf(start, c));
            reading.samples.back().classIndex = static_cast<int>(c);
            reading.samples.back().name = dataset.channelNames.at(c);
        }
        return;
    }
    std::vector<std::size_t> taken(dataset.classNames.size(), 0);
    for (std::size_t i = 0; i < dataset.train.size(); ++i) {
        const auto label = static_cast<std::size_t>(dataset.train.labels[i]);
        if (label >= kMostClassesShown || taken[label] >= kSamplesPerClass)
            continue;
        ++taken[label];
        reading.samples.push_back(sampleOf(dataset.train.series[i], 0));
        reading.samples.back().classIndex = static_cast<int>(label);
        reading.samples.back().name = dataset.classNames[label];
    }
}

std::size_t stepsOf(const data::Split& split)
{
    std::size_t steps = 0;
    for (const data::Series& series : split.series)
        steps += series.steps();
    return steps;
}

/// A part of the training data that has all classes; the test part becomes the shortest possible.
data::Dataset partOf(const data::Dataset& dataset)
{
    data::Dataset part = dataset;
    part.train = {};
    if (dataset.task == data::Task::predict) {
        data::Series series = dataset.train.series.front();
        series.values.resize(std::min(series.values.size(), kTimedSteps * series.channels));
        part.train.series.push_back(std::move(series));
        return part;
    }
    std::vector<std::size_t> taken(dataset.classNames.size(), 0);
    std::size_t steps = 0;
    for (std::size_t i = 0; i < dataset.train.size(); ++i) {
        auto& count = taken[static_cast<std::size_t>(dataset.train.labels[i])];
        if (count >= kTimedSeries && steps >= kTimedSteps)
            continue;
        ++count;
        steps += dataset.train.series[i].steps();
        part.train.series.push_back(dataset.train.series[i]);
        part.train.labels.push_back(dataset.train.labels[i]);
    }
    return part;
}

/// The first lines of a file that nobody understood; none of what is no text.
std::vector<std::string> headOf(const data::LoadOptions& read)
{
    std::vector<std::string> head;
    const auto files = data::dataFiles(read);
    auto source = files && !files->empty() ? data::TextSource::open(files->front(), read.stop)
                                           : Result<data::TextSource>(fail(ErrorCode::notFound, "no file"));
    while (source && head.size() < data::kSurveyLines) {
        const auto more = source->next();
        if (!more || !*more)
            break;
        head.emplace_back(source->line().substr(0, data::kSurveyBytes));
    }
    return head;
}

} // namespace

views::DataReading describeReading(const data::Dataset& dataset)
{
    views::DataReading reading;
    reading.name = dataset.name;
    reading.source = dataset.source;
    reading.task = dataset.task;
    reading.trainSeries = dataset.train.size();
    reading.testSeries = dataset.test.size();
    reading.channels = dataset.channelNames;
    reading.target = dataset.channelNames.at(dataset.targetChannel);
    reading.missing = dataset.missingTrain + dataset.missingTest;
    reading.untrained = data::untrainedClasses(dataset);
    for (const std::string& name : dataset.classNames)
        reading.classes.push_back({name, 0, 0});
    for (const int label : dataset.train.labels)
        ++reading.classes.at(static_cast<std::size_t>(label)).train;
    for (const int label : dataset.test.labels)
        ++reading.classes.at(static_cast<std::size_t>(label)).test;
    reading.shortest = dataset.train.series.front().steps();
    for (const data::Split* split : {&dataset.train, &dataset.test})
        for (const data::Series& series : split->series) {
            reading.shortest = std::min(reading.shortest, series.steps());
            reading.longest = std::max(reading.longest, series.steps());
        }
    addSamples(reading, dataset);
    return reading;
}

Result<Forecast> forecastResults(const data::Dataset& dataset, const reservoir::ReservoirConfig& config,
                                 const JobContext& context)
{
    const auto part = std::make_shared<const data::Dataset>(partOf(dataset));
    const double scale = static_cast<double>(stepsOf(dataset.train)) /
                         static_cast<double>(std::max<std::size_t>(1, stepsOf(part->train)));
    reservoir::ReservoirConfig timed = config;
    timed.seeds = 1;
    timed.tune = std::min(config.tune, 1);
    JobContext one = context;
    one.threads = 1;
    one.progress = {};
    explore::ReservoirEvaluator evaluator(part, 1);
    BURIN_TRY(timed, evaluator.read(nlohmann::json(timed)));
    ThreadStopwatch watch; // what is timed stays on this thread
    BURIN_CHECK(evaluator.context(timed, 0, one));
    const double network = watch.lap() * scale * std::max(1, config.tune) / std::max(1, timed.tune);
    BURIN_CHECK(evaluator.quantised(timed, 0, one));
    const double quantise = watch.lap() * scale;
    BURIN_CHECK(evaluator.build(timed, 0, one));
    const double score = watch.lap() * scale;
    BURIN_CHECK(evaluator.hardware(timed, 0, one));
    const double point = score + watch.lap();
    const views::SweepSettings sweep;
    const double replicas = config.seeds;
    const double threads = std::min<double>(defaultThreads(), replicas);
    return Forecast{replicas / threads * (network + quantise + point),
                    replicas / threads *
                        (network + static_cast<double>(sweep.bits.size()) * quantise +
                         static_cast<double>(sweep.points()) * point)};
}

DataPreview::DataPreview(QObject* parent)
    : QObject(parent),
      worker_({.answer = [this](const views::DataRequest& request, const JobContext& context,
                                const auto& publish) { answer(request, context, publish); },
               .idle = {}})
{
    timer_.setInterval(kPollMs);
    connect(&timer_, &QTimer::timeout, this, &DataPreview::poll);
}

void DataPreview::ask(const views::DataRequest& request)
{
    asked_ = request.generation;
    worker_.ask(request);
    timer_.start();
}

void DataPreview::answer(const views::DataRequest& request, const JobContext& context,
                         const std::function<void(views::DataReading)>& publish)
{
    data::LoadOptions read = request.read;
    read.stop = context.stop;
    const std::string key = data::loadOptionsToJson(read).dump();
    if (key != lastRead_ || !lastReading_.understood()) {
        lastRead_ = key;
        lastData_.reset();
        lastReading_ = {};
        const auto survey = data::surveyFile(read);
        if (!survey)
            lastReading_.fileError = survey.error();
        auto loaded = survey ? data::loadDataset(read) : Result<data::Dataset>(Unexpected<Error>(survey.error()));
        if (context.cancelled()) {
            lastRead_.clear();
            return;
        }
        if (loaded) {
            lastData_ = std::make_shared<const data::Dataset>(*std::move(loaded));
            lastReading_ = describeReading(*lastData_);
        } else if (survey) {
            lastReading_.error = loaded.error();
        }
        if (survey)
            lastReading_.survey = *survey;
        else
            lastReading_.survey.head = headOf(read); // so that a person sees what it is
        if (const auto files = data::dataFiles(read))
            lastReading_.files.assign(files->begin(), files->end());
    }
    views::DataReading reading = lastReading_;
    reading.generation = request.generation;
    publish(reading);
    if (!request.forecast || !lastData_)
        return;
    const auto forecast = forecastResults(*lastData_, request.config, context);
    if (context.cancelled())
        return;
    if (forecast) {
        reading.firstSeconds = forecast->first;
        reading.sweepSeconds = forecast->sweep;
    } else {
        reading.forecastError = forecast.error();
    }
    publish(reading);
}

void DataPreview::poll()
{
    for (const views::DataReading& reading : worker_.take())
        if (reading.generation == asked_)
            Q_EMIT readingReady(reading);
}

} // namespace burin::workbench
