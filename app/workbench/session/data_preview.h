// SPDX-License-Identifier: GPL-3.0-or-later
// DataPreview: reads a data set for the Open data wizard on a thread of its own, newest request first, and measures
// how long the first results of a network on it would take.
#pragma once

#include "app/workbench/jobs/newest_worker.h"
#include "views/models/data_reading.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace burin::workbench {

class DataPreview : public QObject {
    Q_OBJECT
public:
    explicit DataPreview(QObject* parent = nullptr);
    void ask(const views::DataRequest& request);

Q_SIGNALS:
    /// Twice where a forecast was asked for: what was understood, then the same with the forecast.
    void readingReady(const burin::views::DataReading& reading);

private:
    void answer(const views::DataRequest& request, const JobContext& context,
                const std::function<void(views::DataReading)>& publish);
    void poll();

    /// What was read last, so that a change of the network does not read it again; used by the worker only.
    std::string lastRead_;
    views::DataReading lastReading_;
    std::shared_ptr<const data::Dataset> lastData_;
    QTimer timer_;
    std::uint64_t asked_ = 0;
    NewestWorker<views::DataRequest, views::DataReading> worker_; // last: joined before the rest goes
};

/// What the wizard shows of a data set (also used by tests).
[[nodiscard]] views::DataReading describeReading(const data::Dataset& dataset);

/// Seconds for one design with all its seeds, and for the first sweep: each stage of one replica is timed on a part of
/// the training data and with one candidate, then scaled by steps, candidates, seeds and threads.
struct Forecast {
    double first = 0;
    double sweep = 0;
};
[[nodiscard]] Result<Forecast> forecastResults(const data::Dataset& dataset, const reservoir::ReservoirConfig& config,
                                               const JobContext& context);

} // namespace burin::workbench
