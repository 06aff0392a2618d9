// SPDX-License-Identifier: GPL-3.0-or-later
// StartReader: looks at recent studies, and draws a piece of each example's data, on a thread of its own, so that the
// start page stands at once and fills as it learns.
#pragma once

#include "app/workbench/jobs/newest_worker.h"
#include "views/models/recent_study.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <string>
#include <variant>
#include <vector>

namespace burin::workbench {

class StartReader : public QObject {
    Q_OBJECT
public:
    explicit StartReader(QObject* parent = nullptr);
    /// recentRead() follows for each path, exampleRead() for each example.
    void ask(const QStringList& paths, const QStringList& examples);
    [[nodiscard]] bool idle() const { return waiting_ == 0; }

Q_SIGNALS:
    void recentRead(const burin::views::RecentStudy& study);
    void exampleRead(const QString& id, const burin::views::DataLines& data);

private:
    struct Request {
        std::uint64_t number = 0;
        std::vector<std::string> paths;
        std::vector<std::string> examples;
    };
    struct Sample {
        std::string id;
        views::DataLines data;
    };
    struct Reply {
        std::uint64_t number = 0;
        std::variant<views::RecentStudy, Sample> what;
    };
    static void answer(const Request& request, const JobContext& context, const std::function<void(Reply)>& publish);
    void poll();

    QTimer timer_;
    std::uint64_t number_ = 0;
    std::size_t waiting_ = 0;
    NewestWorker<Request, Reply> worker_; // last: joined before the rest goes
};

/// What the start page shows of one study file. 100,000 points take about 2 s.
[[nodiscard]] views::RecentStudy readRecentStudy(const std::string& path);

} // namespace burin::workbench
