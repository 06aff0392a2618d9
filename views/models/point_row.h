// SPDX-License-Identifier: GPL-3.0-or-later
// A point as tables and charts hold it: its configuration read from the JSON once. No call of Qt here: the study
// reader makes rows, and the columns beside them, on its own thread.
#pragma once

#include "core/optimise/design_point.h"
#include "views/models/design_config.h"
#include "views/models/point_columns.h"

#include <memory>
#include <ranges>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace burin::views {

struct PointRow {
    optimise::DesignPoint point;
    DesignConfig config;
    DesignTraits traits;   ///< of `config`
    bool readable = false; ///< `config` could be read from the point
};

[[nodiscard]] PointRow makeRow(optimise::DesignPoint point, const DesignFamily& family = {});

/// A row never changes once it is made, so that threads may share it; a point that changes gets another one.
using SharedRow = std::shared_ptr<const PointRow>;

/// Copies, for what wants points alone.
[[nodiscard]] std::vector<optimise::DesignPoint> pointsOf(const std::vector<SharedRow>& rows);

/// Rows of distinct points in the order in which they came, where each stands, and their numbers by column. A row
/// stays where it is in memory until it goes or changes, so that others go without moving it.
class PointRows {
public:
    PointRows() = default;
    PointRows(PointRows&&) = default;
    PointRows& operator=(PointRows&&) = default;

    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] const PointRow& operator[](std::size_t at) const { return *entries_[at]->row; }
    [[nodiscard]] auto all() const
    {
        return std::views::transform(
            entries_, [](const std::unique_ptr<Entry>& entry) -> const PointRow& { return *entry->row; });
    }
    [[nodiscard]] const PointColumns& columns() const { return columns_; }
    /// For another thread: what changes here later on does not change there.
    [[nodiscard]] SharedRow share(std::size_t at) const { return entries_[at]->row; }
    [[nodiscard]] int rowOf(const std::string& id) const; ///< -1 if absent

    void put(PointRow row)
    {
        put(std::make_shared<const PointRow>(std::move(row)));
    } ///< behind the others, or in place of the one of its point
    void remove(const std::vector<std::size_t>& sorted); ///< rows, ascending, each once
    void setStarred(std::size_t at, bool starred);
    void setNote(std::size_t at, std::string note);
    void put(SharedRow row);
    /// The rows, to be put into another one; nothing is left.
    [[nodiscard]] std::vector<SharedRow> release();

private:
    struct Entry {
        SharedRow row;
        std::size_t at = 0;
    };
    std::vector<std::unique_ptr<Entry>> entries_;
    std::unordered_map<std::string, Entry*> entryById_;
    PointColumns columns_;
};

} // namespace burin::views
