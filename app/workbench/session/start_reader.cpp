// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/start_reader.h"

#include "core/data/generators.h"
#include "core/data/images.h"
#include "core/explore/example.h"
#include "core/fpga/device.h"
#include "core/study/report.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <set>

namespace burin::workbench {
namespace {

constexpr int kPollMs = 50;
constexpr std::size_t kMostDots = 300;
constexpr std::size_t kSampleSteps = 160;
constexpr std::size_t kSampleStrokes = 5;
constexpr std::size_t kSampleImages = 5;
constexpr double kStrokeGap = 0.3; ///< of a stroke's width
constexpr std::uint64_t kSampleSeed = 1;

/// The dots of the picture: the front, and at most kMostDots others taken evenly.
std::vector<views::FrontDot> dotsOf(const std::vector<optimise::DesignPoint>& points, const study::Identity& identity)
{
    const study::FrontOfStudy front = study::frontOf(points, identity, {}, {.capacities = fpga::capacitiesFor(points)});
    const std::string& cost = front.objectives.at(1).key;
    const std::set<std::size_t> members(front.front.begin(), front.front.end());
    const std::size_t stride = points.size() / kMostDots + 1;
    std::vector<views::FrontDot> dots;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool member = members.contains(i);
        const auto x = points[i].value(cost);
        const auto y = points[i].value("validation");
        if (x && y && points[i].status == optimise::PointStatus::done && (member || i % stride == 0))
            dots.push_back({*x, *y, member});
    }
    return dots;
}

/// The first images of a generated set, side by side.
QImage imagesOf(const data::LoadOptions& read)
{
    const auto set = data::loadImages(read);
    if (!set)
        return {};
    const auto count = static_cast<int>(std::min(kSampleImages, set->train.size()));
    QImage strip(count * (set->width + 1), set->height, QImage::Format_ARGB32);
    strip.fill(Qt::transparent);
    const std::size_t plane = static_cast<std::size_t>(set->height) * static_cast<std::size_t>(set->width);
    for (int i = 0; i < count; ++i) {
        const auto pixels = set->image(set->train, static_cast<std::size_t>(i));
        const auto channel = [&](int c, std::size_t at) {
            return static_cast<int>(pixels[static_cast<std::size_t>(std::min(c, set->channels - 1)) * plane + at]);
        };
        for (int y = 0; y < set->height; ++y)
            for (int x = 0; x < set->width; ++x) {
                const std::size_t at =
                    static_cast<std::size_t>(y) * static_cast<std::size_t>(set->width) + static_cast<std::size_t>(x);
                strip.setPixel(i * (set->width + 1) + x, y, qRgb(channel(0, at), channel(1, at), channel(2, at)));
            }
    }
    return strip;
}

/// Strokes are drawn as they were written, one of each class beside the next; a recording over time.
views::DataLines sampleOf(const std::string& name)
{
    views::DataLines sample;
    data::LoadOptions read;
    read.data = name;
    if (const auto example = explore::crossbarExample(name)) // it is of another one's images
        read = example->read;
    if (data::namesImages(read)) {
        sample.picture = imagesOf(read);
        return sample;
    }
    const auto set = data::generate(name, kSampleSeed);
    if (!set)
        return sample;
    sample.keepShape = set->task == data::Task::classify && set->channels == 2;
    double offset = 0;
    int wanted = 0;
    for (std::size_t i = 0; i < set->train.size() && sample.lines.size() < kSampleStrokes; ++i) {
        const data::Series& series = set->train.series[i];
        if (sample.keepShape && set->train.labels[i] != wanted)
            continue;
        ++wanted;
        std::vector<QPointF> line;
        double left = series.step(0)[0];
        double right = left;
        for (std::size_t t = 0; t < std::min(series.steps(), kSampleSteps); ++t) {
            const auto step = series.step(t);
            left = std::min(left, step[0]);
            right = std::max(right, step[0]);
            line.emplace_back(sample.keepShape ? step[0] : static_cast<double>(t),
                              sample.keepShape ? step[1] : step[set->targetChannel]);
        }
        if (sample.keepShape)
            for (QPointF& p : line)
                p.rx() += offset - left;
        offset += (right - left) + kStrokeGap * (right - left);
        sample.lines.push_back(std::move(line));
        if (!sample.keepShape)
            break;
    }
    return sample;
}

} // namespace

views::RecentStudy readRecentStudy(const std::string& path)
{
    views::RecentStudy recent;
    recent.path = QString::fromStdString(path);
    recent.read = true;
    const QFileInfo info(recent.path);
    recent.missing = !info.isFile();
    recent.modified = info.lastModified();
    if (recent.missing)
        return recent;
    const auto study = study::Study::openReadOnly(path);
    if (!study) {
        recent.error = QString::fromStdString(study.error().message);
        return recent;
    }
    const study::Identity identity = (*study)->identity();
    recent.dataName = QString::fromStdString(identity.dataName);
    recent.higherIsBetter = identity.direction() == optimise::Direction::maximise;
    const auto points = (*study)->load();
    if (!points) {
        recent.error = QString::fromStdString(points.error().message);
        return recent;
    }
    recent.points = points->size();
    recent.dots = dotsOf(*points, identity);
    return recent;
}

StartReader::StartReader(QObject* parent)
    : QObject(parent), worker_({.answer = &StartReader::answer, .idle = {}})
{
    timer_.setInterval(kPollMs);
    connect(&timer_, &QTimer::timeout, this, &StartReader::poll);
}

void StartReader::ask(const QStringList& paths, const QStringList& examples)
{
    Request request{++number_, {}, {}};
    for (const QString& path : paths)
        request.paths.push_back(path.toStdString());
    for (const QString& example : examples)
        request.examples.push_back(example.toStdString());
    waiting_ = request.paths.size() + request.examples.size();
    worker_.ask(std::move(request));
    timer_.start();
}

void StartReader::answer(const Request& request, const JobContext& context, const std::function<void(Reply)>& publish)
{
    for (const std::string& name : request.examples) {
        if (context.cancelled())
            return;
        publish({request.number, Sample{name, sampleOf(name)}});
    }
    for (const std::string& path : request.paths) {
        if (context.cancelled())
            return;
        publish({request.number, readRecentStudy(path)});
    }
}

void StartReader::poll()
{
    for (Reply& reply : worker_.take()) {
        if (reply.number != number_)
            continue; // overtaken
        --waiting_;
        if (const auto* study = std::get_if<views::RecentStudy>(&reply.what))
            Q_EMIT recentRead(*study);
        else if (const auto* sample = std::get_if<Sample>(&reply.what))
            Q_EMIT exampleRead(QString::fromStdString(sample->id), sample->data);
    }
    if (waiting_ == 0)
        timer_.stop();
}

} // namespace burin::workbench
