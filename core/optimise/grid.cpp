// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimise/grid.h"

#include <limits>
#include <stdexcept>
#include <utility>

namespace burin::optimise {

Grid::Grid(nlohmann::json base, std::vector<Axis> axes) : base_(std::move(base)), axes_(std::move(axes))
{
    for (const Axis& axis : axes_) {
        if (!axis.values.empty() && size_ > std::numeric_limits<std::size_t>::max() / axis.values.size())
            throw std::length_error("Grid: more combinations than can be counted");
        size_ *= axis.values.size();
    }
}

nlohmann::json Grid::at(std::size_t index) const
{
    if (index >= size_)
        throw std::out_of_range("Grid::at: no such combination");
    nlohmann::json config = base_;
    for (auto axis = axes_.rbegin(); axis != axes_.rend(); ++axis) {
        const nlohmann::json& value = axis->values[index % axis->values.size()];
        index /= axis->values.size();
        if (value.is_object())
            config.update(value);
        else
            config[axis->key] = value;
    }
    return config;
}

} // namespace burin::optimise
