// SPDX-License-Identifier: GPL-3.0-or-later
// Operators with a window: convolutions and pools.
#include "core/cnn/onnx_walk.h"

#include "core/data/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace burin::cnn::onnximport {
namespace {

constexpr std::int64_t kMaxExtent = 1 << 16;

struct Window {
    Layer layer; ///< kernel, stride, padding
    int outHeight = 0;
    int outWidth = 0;
    bool padded = false;
};

Result<std::array<int, 2>> pairOf(const Visit& visit, const char* name, std::int64_t least)
{
    const auto values = visit.attributes.integers(name);
    std::array<int, 2> pair{1, 1};
    if (values.empty())
        return pair;
    if (values.size() != 2)
        return visit.wrong(
            fmt::format("{} has {} values; only images of two dimensions are taken", name, values.size()));
    for (std::size_t i = 0; i < 2; ++i) {
        if (values[i] < least || values[i] > kMaxExtent)
            return visit.wrong(fmt::format("{} {} is out of range", name, shown(values)), "The file is damaged.");
        pair.at(i) = static_cast<int>(values[i]);
    }
    return pair;
}

/// Zeros before and behind one axis by auto_pad.
std::array<int, 2> automatic(bool before, int in, int kernel, int stride)
{
    const int out = (in + stride - 1) / stride;
    const int total = std::max(0, (out - 1) * stride + kernel - in);
    const int small = total / 2;
    return before ? std::array{total - small, small} : std::array{small, total - small};
}

Result<Window> windowOf(const Visit& visit, const Shape& in, const std::array<int, 2>& kernel)
{
    Window window;
    window.layer.kernel = kernel;
    BURIN_TRY(window.layer.stride, pairOf(visit, "strides", 1));
    BURIN_TRY(const auto dilations, pairOf(visit, "dilations", 1));
    if (dilations != std::array{1, 1})
        return visit.wrong(fmt::format("its dilation of {} x {} has no layer", dilations[0], dilations[1]),
                           "Train the model without dilation.");
    auto pads = visit.attributes.integers("pads");
    if (!pads.empty() && pads.size() != 4)
        return visit.wrong(fmt::format("pads has {} values, not 4", pads.size()));
    for (const std::int64_t pad : pads)
        if (pad < 0 || pad > kMaxExtent)
            return visit.wrong(fmt::format("pads {} are out of range", shown(pads)), "The file is damaged.");
    pads.resize(4, 0);
    const std::array<int, 2> size{in.height, in.width};
    const std::string mode = visit.attributes.text("auto_pad", "NOTSET");
    if (mode == "SAME_UPPER" || mode == "SAME_LOWER") {
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const auto both =
                automatic(mode == "SAME_LOWER", size.at(axis), kernel.at(axis), window.layer.stride.at(axis));
            pads[axis] = both[0];
            pads[axis + 2] = both[1];
        }
    } else if (mode == "VALID") {
        pads.assign(4, 0);
    } else if (mode != "NOTSET" && !mode.empty()) {
        return visit.wrong(fmt::format("auto_pad {} is not known", data::shown(mode)));
    }
    const bool ceiling = visit.attributes.integer("ceil_mode", 0) != 0;
    std::array<int, 2> out{};
    bool same = true;
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const int stride = window.layer.stride.at(axis);
        const std::int64_t room = size.at(axis) + pads[axis] + pads[axis + 2] - kernel.at(axis);
        if (room < 0)
            return visit.wrong(fmt::format("its window of {} is larger than its input of {}", kernel.at(axis),
                                           size.at(axis) + pads[axis] + pads[axis + 2]));
        if (ceiling && room % stride != 0)
            pads[axis + 2] += stride - room % stride; // the last, cut window
        out.at(axis) =
            static_cast<int>((size.at(axis) + pads[axis] + pads[axis + 2] - kernel.at(axis)) / stride + 1);
        const auto wanted = automatic(false, size.at(axis), kernel.at(axis), stride);
        same = same && pads[axis] == wanted[0] && pads[axis + 2] == wanted[1];
    }
    window.padded = std::any_of(pads.begin(), pads.end(), [](std::int64_t pad) { return pad > 0; });
    Padding& padding = window.layer.padding;
    padding.kind = !window.padded ? Padding::Kind::valid
                   : same         ? Padding::Kind::same
                                  : Padding::Kind::explicitPads;
    if (padding.kind == Padding::Kind::explicitPads) {
        padding.top = static_cast<int>(pads[0]);
        padding.left = static_cast<int>(pads[1]);
        padding.bottom = static_cast<int>(pads[2]);
        padding.right = static_cast<int>(pads[3]);
    }
    window.outHeight = out[0];
    window.outWidth = out[1];
    return window;
}

/// Images with channels first, as windows need them.
Result<void> checkImage(const Visit& visit, const Flow& flow)
{
    if (flow.dims.size() != 4)
        return visit.wrong(fmt::format("its input {} is no image", shown(flow.dims)),
                           "Only images of two dimensions are taken.");
    if (flow.channelsLast)
        return visit.wrong("its input has channels last", "Export the model with channels first (NCHW).");
    return {};
}

Result<std::array<int, 2>> poolKernel(const Visit& visit)
{
    if (visit.attributes.integers("kernel_shape").size() != 2)
        return visit.wrong("its kernel_shape is missing or not of two dimensions");
    return pairOf(visit, "kernel_shape", 1);
}

} // namespace

Result<Flow> convolved(Walker& walker, const Visit& visit, const Flow& flow, const Tensor& kernel,
                       const Tensor* bias)
{
    BURIN_CHECK(checkImage(visit, flow));
    if (kernel.dims.size() != 4)
        return visit.wrong(
            fmt::format("its weights {} are not those of a two-dimensional convolution", shown(kernel.dims)));
    for (const std::int64_t extent : kernel.dims)
        if (extent < 1 || extent > kMaxExtent)
            return visit.wrong(fmt::format("its weights have the shape {}", shown(kernel.dims)),
                               "The file is damaged.");
    const std::int64_t filters = kernel.dims[0];
    const std::int64_t channels = flow.shape.channels;
    const std::int64_t groups = visit.attributes.integer("group", 1);
    const bool depthwise = groups > 1 && groups == channels && filters == channels;
    if (groups != 1 && !depthwise)
        return visit.wrong(fmt::format("a convolution of {} groups, {} channels and {} filters has no layer",
                                       groups, channels, filters),
                           "Layers have one group, or one per channel with one filter each (depthwise).");
    if (kernel.dims[1] != (depthwise ? 1 : channels))
        return visit.wrong(fmt::format("its weights {} do not fit {} channels in {} groups", shown(kernel.dims),
                                       channels, groups),
                           "Is the model of the form with channels last? Export it with channels first (NCHW).");
    const auto shape = visit.attributes.integers("kernel_shape");
    if (!shape.empty() && (shape.size() != 2 || shape[0] != kernel.dims[2] || shape[1] != kernel.dims[3]))
        return visit.wrong(
            fmt::format("kernel_shape {} contradicts its weights {}", shown(shape), shown(kernel.dims)));
    if (bias != nullptr && bias->size() != static_cast<std::size_t>(filters))
        return visit.wrong(fmt::format("{} biases for {} filters", bias->size(), filters));
    BURIN_TRY(Window window,
              windowOf(visit, flow.shape, {static_cast<int>(kernel.dims[2]), static_cast<int>(kernel.dims[3])}));
    ImportLayer layer;
    layer.layer = window.layer;
    layer.layer.kind = depthwise ? LayerKind::depthwise : LayerKind::conv;
    layer.layer.filters = static_cast<int>(filters);
    layer.layer.bias = bias != nullptr;
    layer.inputs = {flow.layer};
    layer.kernel = kernel.values;
    if (bias != nullptr)
        layer.bias = bias->values;
    layer.weightGrid = kernel.grid;
    layer.weightsQuantised = kernel.quantised;
    layer.out = {static_cast<int>(filters), window.outHeight, window.outWidth};
    layer.origin = visit.where;
    const Shape out = layer.out;
    return Assembly::flowOf(walker.assembly().append(std::move(layer)), out);
}

Result<void> visitConv(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    BURIN_TRY(const Tensor* kernel, walker.needConstant(visit, 1, "weights"));
    const Tensor* bias = nullptr;
    if (walker.given(visit, 2)) {
        BURIN_TRY(bias, walker.needConstant(visit, 2, "bias"));
    }
    BURIN_TRY(Flow out, convolved(walker, visit, flow, *kernel, bias));
    walker.give(visit, std::move(out));
    return {};
}

Result<void> visitMaxPool(Walker& walker, const Visit& visit)
{
    BURIN_TRY(Flow flow, walker.flow(visit, 0, true));
    BURIN_CHECK(checkImage(visit, flow));
    BURIN_TRY(const auto kernel, poolKernel(visit));
    BURIN_TRY(const Window window, windowOf(visit, flow.shape, kernel));
    const Shape out{flow.shape.channels, window.outHeight, window.outWidth};
    const auto codes = flow.codes;
    BURIN_TRY(flow, walker.assembly().maxPooled(flow, window.layer, out, visit.where));
    flow = Assembly::flowOf(flow.layer, out);
    flow.codes = codes;
    walker.give(visit, std::move(flow));
    return {};
}

Result<void> visitAveragePool(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    BURIN_CHECK(checkImage(visit, flow));
    BURIN_TRY(const auto kernel, poolKernel(visit));
    BURIN_TRY(const Window window, windowOf(visit, flow.shape, kernel));
    ImportLayer layer;
    layer.layer = window.layer;
    layer.layer.kind = LayerKind::avgpool;
    layer.inputs = {flow.layer};
    layer.out = {flow.shape.channels, window.outHeight, window.outWidth};
    layer.origin = visit.where;
    if (window.padded && visit.attributes.integer("count_include_pad", 0) != 0) {
        if (visit.attributes.integer("ceil_mode", 0) != 0)
            return visit.wrong("it counts padding in windows that ceil_mode cuts", "Export it without ceil_mode.");
        const auto places = static_cast<std::uint64_t>(kernel[0]) * static_cast<std::uint64_t>(kernel[1]) *
                            static_cast<std::uint64_t>(flow.shape.channels);
        if (places > kMaxConstants / 16)
            return fail(
                ErrorCode::limit,
                fmt::format("a window of {} x {} over {} channels", kernel[0], kernel[1], flow.shape.channels),
                visit.where);
        // An average over padding too is a depthwise convolution with equal weights.
        layer.layer.kind = LayerKind::depthwise;
        layer.layer.filters = flow.shape.channels;
        const auto window1 = static_cast<std::size_t>(kernel[0]) * static_cast<std::size_t>(kernel[1]);
        layer.kernel.assign(window1 * static_cast<std::size_t>(flow.shape.channels),
                            1.0 / static_cast<double>(window1));
        layer.bias.assign(static_cast<std::size_t>(flow.shape.channels), 0);
        walker.assembly().note(visit.where +
                               ": its average counts padding; a depthwise layer of equal weights takes its place");
    }
    const Shape out = layer.out;
    walker.give(visit, Assembly::flowOf(walker.assembly().append(std::move(layer)), out));
    return {};
}

Result<Flow> globallyPooled(Walker& walker, const Visit& visit, const Flow& flow, LayerKind kind)
{
    BURIN_CHECK(checkImage(visit, flow));
    const Shape out{flow.shape.channels, 1, 1};
    if (kind == LayerKind::maxpool) {
        Layer pool;
        pool.kernel = {flow.shape.height, flow.shape.width};
        pool.stride = pool.kernel;
        pool.padding.kind = Padding::Kind::valid;
        BURIN_TRY(const Flow pooled, walker.assembly().maxPooled(flow, pool, out, visit.where));
        return Assembly::flowOf(pooled.layer, out);
    }
    ImportLayer layer;
    layer.layer.kind = LayerKind::globalpool;
    layer.inputs = {flow.layer};
    layer.out = out;
    layer.origin = visit.where;
    return Assembly::flowOf(walker.assembly().append(std::move(layer)), out);
}

Result<void> visitGlobalAveragePool(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    BURIN_TRY(Flow out, globallyPooled(walker, visit, flow, LayerKind::globalpool));
    walker.give(visit, std::move(out));
    return {};
}

Result<void> visitGlobalMaxPool(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    BURIN_TRY(Flow out, globallyPooled(walker, visit, flow, LayerKind::maxpool));
    walker.give(visit, std::move(out));
    return {};
}

Result<void> visitReduceMean(Walker& walker, const Visit& visit)
{
    BURIN_TRY(const Flow flow, walker.flow(visit, 0));
    std::vector<std::int64_t> axes = visit.attributes.integers("axes");
    if (walker.given(visit, 1)) {
        BURIN_TRY(const Tensor* named, walker.needConstant(visit, 1, "axes"));
        for (const double axis : named->values)
            axes.push_back(static_cast<std::int64_t>(std::clamp(axis, -1e6, 1e6)));
    }
    for (std::int64_t& axis : axes)
        axis += axis < 0 ? static_cast<std::int64_t>(flow.dims.size()) : 0;
    std::sort(axes.begin(), axes.end());
    const std::vector<std::int64_t> spatial =
        flow.channelsLast ? std::vector<std::int64_t>{1, 2} : std::vector<std::int64_t>{2, 3};
    if (flow.dims.size() != 4 || axes != spatial)
        return visit.wrong(fmt::format("a mean over the axes {} of {} is no pool over height and width",
                                       shown(axes), shown(flow.dims)));
    Flow first = flow;
    first.channelsLast = false;
    BURIN_TRY(Flow out, globallyPooled(walker, visit, first, LayerKind::globalpool));
    if (visit.attributes.integer("keepdims", 1) == 0)
        out.dims.resize(2);
    else if (flow.channelsLast)
        out.dims = {1, 1, 1, out.shape.channels};
    walker.give(visit, std::move(out));
    return {};
}

} // namespace burin::cnn::onnximport
