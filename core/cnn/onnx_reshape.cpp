// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that only change how the graph sees a tensor: its dimensions and the order of channels.
#include "core/cnn/onnx_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace burin::cnn::onnximport {
namespace {

/// Other dimensions for the same values in the same order.
Result<void> giveReshaped(Walker& walker, const Visit& visit, Flow flow, std::vector<std::int64_t> dims)
{
    const auto total = static_cast<std::int64_t>(flow.shape.values());
    const Shape& shape = flow.shape;
    const bool flat = dims.size() == 2 && dims[1] == total;
    // One value per channel keeps its channels whatever ones stand behind.
    const bool channels =
        dims.size() > 2 && shape.height * shape.width == 1 && dims[1] == shape.channels &&
        std::all_of(dims.begin() + 2, dims.end(), [](std::int64_t extent) { return extent == 1; });
    const bool image = !flow.channelsLast && dims.size() == 4 && dims[1] == shape.channels &&
                       dims[2] == shape.height && dims[3] == shape.width;
    if (dims.empty() || (!flat && !channels && !image))
        return visit.wrong(fmt::format("it makes {} of {}", shown(dims), shown(flow.dims)),
                           "Only flattening all values of an image is taken.");
    dims[0] = 1;
    flow.dims = std::move(dims);
    walker.give(visit, std::move(flow));
    return {};
}

Result<std::vector<std::int64_t>> axesOf(const Walker& walker, const Visit& visit, std::size_t rank)
{
    std::vector<std::int64_t> axes = visit.attributes.integers("axes");
    if (walker.given(visit, 1)) {
        BURIN_TRY(const Tensor* named, walker.needConstant(visit, 1, "axes"));
        for (const double axis : named->values)
            axes.push_back(static_cast<std::int64_t>(std::clamp(axis, -1e6, 1e6)));
    }
    for (std::int64_t& axis : axes) {
        axis += axis < 0 ? static_cast<std::int64_t>(rank) : 0;
        if (axis < 1 || axis >= static_cast<std::int64_t>(rank))
            return visit.wrong(fmt::format("axis {} is not one behind the batch of {} dimensions", axis, rank));
    }
    std::sort(axes.begin(), axes.end());
    axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
    return axes;
}

} // namespace

Result<void> visitSame(Walker& walker, const Visit& visit)
{
    const std::string& type = visit.node.op_type();
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    if (type == "Cast" && visit.attributes.integer("to", 1) != onnx::TensorProto::FLOAT &&
        visit.attributes.integer("to", 1) != onnx::TensorProto::DOUBLE &&
        visit.attributes.integer("to", 1) != onnx::TensorProto::FLOAT16)
        return visit.wrong("it casts real numbers to whole ones", "Quantise with QuantizeLinear instead.");
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitFlatten(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    std::int64_t axis = visit.attributes.integer("axis", 1);
    if (axis < 0)
        axis += static_cast<std::int64_t>(flow.dims.size());
    if (axis != 1 && !(axis == 0 && walker.batch == 1))
        return visit.wrong(fmt::format("it flattens from axis {}", axis), "Only flattening from axis 1 is taken.");
    const auto total = static_cast<std::int64_t>(flow.shape.values());
    return giveReshaped(walker, visit, std::move(flow), {1, total});
}

Result<void> visitReshape(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    std::vector<std::int64_t> dims = visit.attributes.integers("shape"); // opset 1
    if (walker.given(visit, 1)) {
        BURIN_TRY(const Tensor* wanted, walker.needConstant(visit, 1, "shape"));
        dims.clear();
        for (const double extent : wanted->values)
            dims.push_back(static_cast<std::int64_t>(std::clamp(extent, -2.0, 1e12)));
    }
    const auto total = static_cast<std::int64_t>(flow.shape.values());
    std::int64_t known = 1;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < dims.size(); ++i) {
        if (i == 0 && dims[i] == walker.batch)
            dims[i] = 1;
        if (dims[i] == 0 && i < flow.dims.size())
            dims[i] = flow.dims[i];
        if (dims[i] == -1 && !open)
            open = i;
        else if (dims[i] < 1 || known > total)
            return visit.wrong(fmt::format("{} is no shape for {} values", shown(dims), total));
        else
            known *= dims[i];
    }
    if (open)
        dims[*open] = total / known;
    if ((open ? known * dims[*open] : known) != total)
        return visit.wrong(fmt::format("{} is no shape for {} values", shown(dims), total));
    if (dims.size() == 1) // a vector: the batch is gone, the values are the same
        dims.insert(dims.begin(), 1);
    return giveReshaped(walker, visit, std::move(flow), std::move(dims));
}

Result<void> visitUnsqueeze(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    const std::size_t added =
        std::max<std::size_t>(visit.attributes.integers("axes").size(),
                              walker.constant(visit, 1) == nullptr ? 0 : walker.constant(visit, 1)->size());
    BURIN_TRY(const auto axes, axesOf(walker, visit, flow.dims.size() + added));
    std::vector<std::int64_t> dims = flow.dims;
    for (const std::int64_t axis : axes)
        dims.insert(dims.begin() + axis, 1);
    return giveReshaped(walker, visit, std::move(flow), std::move(dims));
}

Result<void> visitSqueeze(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0));
    BURIN_TRY(auto axes, axesOf(walker, visit, flow.dims.size()));
    std::vector<std::int64_t> dims = flow.dims;
    if (axes.empty())
        for (std::size_t i = 1; i < dims.size(); ++i)
            if (dims[i] == 1)
                axes.push_back(static_cast<std::int64_t>(i));
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
        if (dims[static_cast<std::size_t>(*axis)] != 1)
            return visit.wrong(fmt::format("it squeezes axis {} of {}", *axis, shown(dims)));
        dims.erase(dims.begin() + *axis);
    }
    return giveReshaped(walker, visit, std::move(flow), std::move(dims));
}

Result<void> visitTranspose(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    const auto perm = visit.attributes.integers("perm");
    std::vector<std::int64_t> identity(flow.dims.size());
    std::iota(identity.begin(), identity.end(), 0);
    const std::vector<std::int64_t> toLast{0, 2, 3, 1};
    const std::vector<std::int64_t> toFirst{0, 3, 1, 2};
    const bool image = flow.dims.size() == 4;
    if (image && perm == toLast && !flow.channelsLast) {
        flow.channelsLast = true;
        flow.dims = {1, flow.shape.height, flow.shape.width, flow.shape.channels};
    } else if (image && perm == toFirst && flow.channelsLast) {
        flow.channelsLast = false;
        flow.dims = {1, flow.shape.channels, flow.shape.height, flow.shape.width};
    } else if (image && perm == toFirst && flow.layer == kNetworkInput && flow.exclusive && !flow.channelsLast) {
        // The model takes images with channels last: the network's channels are the last dimension.
        flow.shape = {flow.shape.width, flow.shape.channels, flow.shape.height};
        if (static_cast<std::size_t>(flow.shape.channels) < walker.assembly().mean.size())
            return visit.wrong(
                fmt::format("{} means for {} channels", walker.assembly().mean.size(), flow.shape.channels));
        walker.assembly().inputShape = flow.shape;
        flow.dims = {1, flow.shape.channels, flow.shape.height, flow.shape.width};
    } else if (perm != identity) {
        return visit.wrong(fmt::format("it orders the dimensions {} of {} anew", shown(perm), shown(flow.dims)),
                           "Only changes between channels first and channels last are taken.");
    }
    walker.give(visit, std::move(flow));
    return {};
}

} // namespace burin::cnn::onnximport
