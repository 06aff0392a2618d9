// SPDX-License-Identifier: GPL-3.0-or-later
// How a live worker answers one insight: computed only if it was asked for, published as soon as it is there,
// dropped where a newer request waits.
#pragma once

#include "app/workbench/session/study_engine.h"

#include <memory>
#include <utility>

namespace burin::workbench {

struct InsightAnswer {
    const LiveRequest& request;
    const std::string& pointId;
    const JobContext& context;
    const StudyEngine::Publish& publish;

    template <class T, class Compute>
    void operator()(views::InsightKind kind, views::Insight<T> views::Insights::*member,
                    const Compute& compute) const
    {
        if (!request.insights.contains(kind) || context.cancelled())
            return;
        Result<T> result = compute();
        if (!result && result.error().code == ErrorCode::cancelled)
            return;
        LiveReply reply;
        reply.generation = request.generation;
        reply.pointId = pointId;
        views::Insight<T>& insight = reply.insights.*member;
        insight.generation = request.generation;
        if (result)
            insight.value = std::make_shared<const T>(*std::move(result));
        else
            insight.error = result.error().text();
        publish(std::move(reply));
    }
};

} // namespace burin::workbench
