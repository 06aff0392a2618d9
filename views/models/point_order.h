// SPDX-License-Identifier: GPL-3.0-or-later
// PointOrder: which rows of a study pass a filter and in what order, found in slices of a few milliseconds, so that the
// window goes on while 100,000 points are filtered and sorted. Ascending or descending, a missing number comes last;
// equal rows stand in the order of the study. Cost: n log n comparisons of doubles; texts are compared (as the language
// orders them) once per pair of distinct ones that meet.
#pragma once

#include "views/models/study_model.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <vector>

namespace burin::views {

/// A stable merge sort of indices by a key each, which can stop and go on.
class SlicedSort {
public:
    using Less = std::function<bool(int, int)>;
    using Clock = std::chrono::steady_clock;

    void start(std::vector<int> items);
    /// True when the items are sorted; at the deadline, or a little later, false.
    [[nodiscard]] bool work(const Less& less, Clock::time_point deadline);
    [[nodiscard]] std::vector<int>& items() { return from_; }

private:
    std::vector<int> from_;
    std::vector<int> to_;
    std::size_t chunk_ = 0; ///< sorted in runs up to here
    std::size_t width_ = 0; ///< of the runs that are being merged
    std::size_t start_ = 0; ///< of the pair that is being merged
    std::size_t left_ = 0;
    std::size_t right_ = 0;
};

class PointOrder {
public:
    using Clock = SlicedSort::Clock;

    /// Rows that `study` has now; those that come later are not looked at. Column -1: the order of the study.
    void start(const StudyModel& study, std::function<bool(int row)> accepts, int column, Qt::SortOrder order);
    [[nodiscard]] bool work(Clock::time_point deadline); ///< true when it is done; call it no more then
    [[nodiscard]] std::vector<int> take() { return std::move(rows_.items()); }

private:
    enum class Stage { filter, texts, rows };
    void look(int row);

    const StudyModel* study_ = nullptr;
    std::function<bool(int)> accepts_;
    int column_ = -1;
    double sign_ = 1;
    bool number_ = true;
    Stage stage_ = Stage::filter;
    int next_ = 0;
    int count_ = 0;
    std::vector<int> accepted_;
    std::vector<double> keys_;  ///< by row of the study; what is less stands first
    std::vector<int> textOf_;   ///< by row of the study
    QHash<QString, int> known_; ///< distinct texts of the column
    std::vector<QString> texts_;
    SlicedSort textOrder_;
    SlicedSort rows_;
};

} // namespace burin::views
