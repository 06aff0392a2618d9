// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/point_row.h"

namespace burin::views {

PointRow makeRow(optimise::DesignPoint point, const DesignFamily& family)
{
    PointRow row;
    if (auto config = designFromJson(point.config, family, point.id)) {
        row.readable = true;
        row.config = *std::move(config);
        row.traits = traitsOf(row.config, family);
    }
    row.point = std::move(point);
    return row;
}

std::vector<optimise::DesignPoint> pointsOf(const std::vector<SharedRow>& rows)
{
    std::vector<optimise::DesignPoint> points;
    points.reserve(rows.size());
    for (const SharedRow& row : rows)
        points.push_back(row->point);
    return points;
}

int PointRows::rowOf(const std::string& id) const
{
    const auto found = entryById_.find(id);
    return found == entryById_.end() ? -1 : static_cast<int>(found->second->at);
}

void PointRows::put(SharedRow row)
{
    const auto [known, fresh] = entryById_.try_emplace(row->point.id, nullptr);
    if (!fresh) {
        columns_.set(known->second->at, *row);
        known->second->row = std::move(row);
        return;
    }
    columns_.add(*row);
    entries_.push_back(std::make_unique<Entry>(Entry{std::move(row), entries_.size()}));
    known->second = entries_.back().get();
}

void PointRows::remove(const std::vector<std::size_t>& sorted)
{
    if (sorted.empty())
        return;
    for (const std::size_t at : sorted)
        entryById_.erase(entries_[at]->row->point.id);
    removeAt(entries_, sorted);
    for (std::size_t at = sorted.front(); at < entries_.size(); ++at)
        entries_[at]->at = at;
    columns_.remove(sorted);
}

void PointRows::setStarred(std::size_t at, bool starred)
{
    auto row = std::make_shared<PointRow>(*entries_[at]->row);
    row->point.starred = starred;
    entries_[at]->row = std::move(row);
}

void PointRows::setNote(std::size_t at, std::string note)
{
    auto row = std::make_shared<PointRow>(*entries_[at]->row);
    row->point.note = std::move(note);
    entries_[at]->row = std::move(row);
}

std::vector<SharedRow> PointRows::release()
{
    std::vector<SharedRow> rows;
    rows.reserve(entries_.size());
    for (const auto& entry : entries_)
        rows.push_back(std::move(entry->row));
    *this = {};
    return rows;
}

} // namespace burin::views
