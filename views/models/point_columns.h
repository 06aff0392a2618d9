// SPDX-License-Identifier: GPL-3.0-or-later
// PointColumns: the numbers of a study's rows column by column, kept while rows come and go, so that a chart, a
// brush or a grid goes through 100,000 points in about a millisecond: contiguous doubles instead of maps by name.
// No Qt: the study reader fills them on its own thread.
#pragma once

#include "views/models/design_config.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace burin::views {

struct PointRow;

class PointColumns {
public:
    using Numbers = std::vector<double>;

    /// Where a row lies in the charts.
    struct Place {
        LineHash line;
        std::size_t device = 0; ///< deviceHash()
        int bits = 0;         ///< 0: widths differ from part to part
        bool done = false;    ///< finished and readable: the charts show it
        bool uniform = false; ///< one width and one pruning rate: it lies on a line over pruning
    };

    void add(const PointRow& row);
    void set(std::size_t at, const PointRow& row);
    void remove(const std::vector<std::size_t>& sorted); ///< rows, ascending, each once
    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] const std::vector<Place>& places() const { return places_; }
    /// "prune" (a fraction), "validation", or a metric's key: as DesignPoint::value(), not a number where a row
    /// has no such value; nullptr where none has. The address holds as long as the columns do.
    [[nodiscard]] const Numbers* find(const std::string& key) const;

private:
    std::vector<Place> places_;
    std::map<std::string, Numbers> numbers_;
};

/// Stands for a device's name where 100,000 of them are compared.
[[nodiscard]] inline std::size_t deviceHash(const std::string& device)
{
    return std::hash<std::string>{}(device);
}

/// `items` without those at `sorted`, ascending places.
template <class Items> void removeAt(Items& items, const std::vector<std::size_t>& sorted)
{
    if (sorted.empty())
        return;
    auto gone = sorted.begin();
    std::size_t to = sorted.front();
    for (std::size_t from = to; from < items.size(); ++from) {
        if (gone != sorted.end() && *gone == from)
            ++gone;
        else
            items[to++] = std::move(items[from]);
    }
    items.resize(to);
}

} // namespace burin::views
