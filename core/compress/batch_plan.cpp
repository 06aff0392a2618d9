// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compress/batch_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace burin::compress {
namespace {

using reservoir::IntegerReservoir;
using reservoir::IntMatrix;

constexpr int kMaxShift32 = 30;
constexpr double kLimit32 = 0x1p31;

double rowSum(const IntMatrix& weights, Eigen::Index row)
{
    double sum = 0;
    for (Eigen::Index column = 0; column < weights.cols(); ++column)
        sum += std::abs(static_cast<double>(weights(row, column)));
    return sum;
}

std::span<const std::int32_t> rowOf(const IntMatrix& weights, Eigen::Index row)
{
    return {weights.data() + row * weights.cols(), static_cast<std::size_t>(weights.cols())};
}

PackedMatrix packMatrix(const IntMatrix& weights, int paddedRows, int groupSize, int bits)
{
    PackedMatrix packed;
    packed.rows.resize(static_cast<std::size_t>(paddedRows));
    const int groups = (static_cast<int>(weights.cols()) + groupSize - 1) / groupSize;
    for (int row = 0; row < paddedRows; ++row) {
        RowPlan& plan = packed.rows[static_cast<std::size_t>(row)];
        plan.first = static_cast<std::uint32_t>(packed.terms.size());
        for (int group = 0; row < weights.rows() && group < groups; ++group)
            if (const std::int32_t word = packGroup(rowOf(weights, row), group, groupSize, bits); word != 0)
                packed.terms.push_back({static_cast<std::uint32_t>(group * kSlots), word});
        plan.count = static_cast<std::uint32_t>(packed.terms.size()) - plan.first;
    }
    return packed;
}

std::int64_t sumOf(const IntMatrix& weights, Eigen::Index row)
{
    std::int64_t sum = 0;
    for (const std::int32_t w : rowOf(weights, row))
        sum += w;
    return sum;
}

std::uint64_t linksOf(const IntMatrix& weights)
{
    std::uint64_t links = 0;
    for (Eigen::Index i = 0; i < weights.size(); ++i)
        links += weights.data()[i] != 0 ? 1 : 0;
    return links;
}

bool rowFits(const IntegerReservoir& n, int row, double extraIn, double extraRecurrent)
{
    const auto at = static_cast<std::size_t>(row);
    const int m = std::min(n.recurrentShift[at], n.stateShift[at]);
    const int left = n.recurrentShift[at] - m;
    const int right = n.stateShift[at] - m;
    if (left > kMaxShift32 || right + n.leakShift > kMaxShift32)
        return false;
    const double inputMax = std::ldexp(1.0, n.widths.input - 1);
    const double start = std::ldexp((rowSum(n.win, row) + extraIn) * inputMax, n.inShift[at] - m) +
                         std::ldexp(std::abs(static_cast<double>(n.bias[at])), -m) + std::ldexp(1.0, right) + 1;
    const double sum = std::ldexp((rowSum(n.wr, row) + extraRecurrent) * n.stateMax, left);
    const double kept = std::ldexp(2.0 * n.stateMax + 1, right + n.leakShift); // x 2^k - x, h and the rounding
    return start + sum < kLimit32 && kept + std::ldexp(1.0 * n.stateMax, right) < kLimit32;
}

} // namespace

bool fits32Bits(const IntegerReservoir& network, std::span<const Variant> variants, int steps)
{
    const auto neurons = static_cast<std::size_t>(network.neurons());
    std::vector<double> extraIn(neurons, 0);
    std::vector<double> extraRecurrent(neurons, 0);
    for (const Variant& v : variants) {
        if (v.weight.matrix == Matrix::out)
            continue;
        const double change = std::abs(static_cast<double>(v.value) - weightAt(network, v.weight));
        auto& extra = v.weight.matrix == Matrix::in ? extraIn : extraRecurrent;
        double& most = extra[static_cast<std::size_t>(v.weight.row)];
        most = std::max(most, change);
    }
    for (int row = 0; row < network.neurons(); ++row)
        if (!rowFits(network, row, extraIn[static_cast<std::size_t>(row)],
                     extraRecurrent[static_cast<std::size_t>(row)]))
            return false;
    const double times = network.readout.kind == reservoir::ReadoutKind::last ? 1.0 : steps;
    for (int c = 0; c < network.outputs(); ++c) {
        double widest = 0;
        for (const IntMatrix& weights : network.wout)
            widest = std::max(widest, rowSum(weights, c));
        const double bias = std::abs(static_cast<double>(network.outBias[static_cast<std::size_t>(c)]));
        if ((bias + widest * network.stateMax) * times >= kLimit32)
            return false;
    }
    return true;
}

std::int32_t packGroup(std::span<const std::int32_t> row, int group, int groupSize, int bits)
{
    if (groupSize == 1)
        return row[static_cast<std::size_t>(group)];
    std::uint32_t word = 0;
    for (int k = 0; k < groupSize; ++k) {
        const auto column = static_cast<std::size_t>(group * groupSize + k);
        if (column < row.size())
            word |= (static_cast<std::uint32_t>(row[column]) & ((1U << bits) - 1U)) << (bits * k);
    }
    return static_cast<std::int32_t>(word);
}

template <class Acc>
BatchPlan<Acc>::BatchPlan(const IntegerReservoir& net, const BatchKernel<Acc>& kernelInUse)
    : network(net),
      kernel(kernelInUse)
{
    const int size = kernel.groupSize();
    groups = (net.neurons() + size - 1) / size;
    paddedRows = groups * size;
    recurrent = packMatrix(net.wr, paddedRows, size, kernel.stateBits);
    common.resize(static_cast<std::size_t>(paddedRows), 0);
    rounding.resize(common.size(), 0);
    correction.resize(common.size(), 0);
    for (int row = 0; row < net.neurons(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        common[at] = std::min(net.recurrentShift[at], net.stateShift[at]);
        RowPlan& plan = recurrent.rows[at];
        plan.left = net.recurrentShift[at] - common[at];
        plan.right = net.stateShift[at] - common[at];
        if (net.leakShift == 0 && net.stateShift[at] > 0)
            rounding[at] = std::int64_t{1} << (net.stateShift[at] - 1);
        correction[at] = -((kernel.offset * sumOf(net.wr, row)) << plan.left);
    }
    biasEachStep = net.task == data::Task::predict || net.readout.kind == reservoir::ReadoutKind::mean;
    for (const IntMatrix& weights : net.wout) {
        readout.push_back(packMatrix(weights, net.outputs(), size, kernel.stateBits));
        std::vector<Acc> start;
        for (int c = 0; c < net.outputs(); ++c)
            start.push_back(static_cast<Acc>((biasEachStep ? net.outBias[static_cast<std::size_t>(c)] : 0) -
                                             kernel.offset * sumOf(weights, c)));
        readoutStart.push_back(std::move(start));
        readoutLinks.push_back(linksOf(weights));
    }
}

template <class Acc> std::uint64_t BatchPlan<Acc>::stepMacs() const
{
    return recurrent.terms.size() * static_cast<std::uint64_t>(kSlots * kernel.groupSize());
}

template <class Acc> std::uint64_t BatchPlan<Acc>::readoutMacs(int segment) const
{
    return readout[static_cast<std::size_t>(segment)].terms.size() *
           static_cast<std::uint64_t>(kSlots * kernel.groupSize());
}

template <class Acc>
VariantBatch<Acc>::VariantBatch(const BatchPlan<Acc>& plan, std::span<const Variant> variants, bool perLane)
{
    const IntegerReservoir& net = plan.network;
    const int slotsEach = perLane ? kLanes : 1;
    const auto links = static_cast<std::int64_t>(linksOf(net.wr));

    std::map<int, std::vector<int>> byRow; // row -> variants
    for (int k = 0; k < static_cast<int>(variants.size()); ++k) {
        const Variant& v = variants[static_cast<std::size_t>(k)];
        usefulLinks += links;
        if (v.weight.matrix == Matrix::out)
            continue;
        byRow[v.weight.row].push_back(k);
        if (v.weight.matrix == Matrix::recurrent)
            usefulLinks += (v.value != 0 ? 1 : 0) - (weightAt(net, v.weight) != 0 ? 1 : 0);
    }

    struct Starts {
        std::size_t offsets;
        std::size_t words;
        std::size_t deltas;
    };
    std::vector<Starts> starts;
    for (const auto& [row, members] : byRow) {
        starts.push_back({offsets.size(), words.size(), startDeltas.size()});
        patchRow(plan, variants, row, members, slotsEach);
        addStartDeltas(plan, variants, row, members, slotsEach);
    }
    changesInput = !inputSlots.empty();
    for (std::size_t k = 0; k < rows.size(); ++k) {
        rows[k].offsets = offsets.data() + starts[k].offsets;
        rows[k].words = words.data() + starts[k].words;
        rows[k].startDelta = startDeltas.data() + starts[k].deltas;
    }
    PatchedRow<Acc> end;
    end.row = plan.paddedRows;
    rows.push_back(end);
}

template <class Acc>
void VariantBatch<Acc>::patchRow(const BatchPlan<Acc>& plan, std::span<const Variant> variants, int row,
                                 const std::vector<int>& members, int slotsEach)
{
    const int size = plan.kernel.groupSize();
    const RowPlan& rowPlan = plan.recurrent.rows[static_cast<std::size_t>(row)];
    std::set<int> touched;
    for (std::uint32_t k = 0; k < rowPlan.count; ++k)
        touched.insert(static_cast<int>(plan.recurrent.terms[rowPlan.first + k].offset) / kSlots);
    for (const int k : members)
        if (const WeightRef& w = variants[static_cast<std::size_t>(k)].weight; w.matrix == Matrix::recurrent)
            touched.insert(w.column / size);

    PatchedRow<Acc> patch;
    patch.row = row;
    patch.count = static_cast<std::uint32_t>(touched.size());
    rows.push_back(patch);
    extraMacs += (static_cast<std::int64_t>(touched.size()) - rowPlan.count) * kSlots * size;

    const std::span<const std::int32_t> base = rowOf(plan.network.wr, row);
    for (const int group : touched) {
        offsets.push_back(static_cast<std::uint32_t>(group * kSlots));
        const std::size_t at = words.size();
        words.resize(at + kSlots, packGroup(base, group, size, plan.kernel.stateBits));
        for (const int k : members) {
            const Variant& v = variants[static_cast<std::size_t>(k)];
            if (v.weight.matrix != Matrix::recurrent || v.weight.column / size != group)
                continue;
            std::vector<std::int32_t> changed(base.begin(), base.end());
            changed[static_cast<std::size_t>(v.weight.column)] = v.value;
            std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(at) + k * slotsEach, slotsEach,
                        packGroup(changed, group, size, plan.kernel.stateBits));
        }
    }
}

template <class Acc>
void VariantBatch<Acc>::addStartDeltas(const BatchPlan<Acc>& plan, std::span<const Variant> variants, int row,
                                       const std::vector<int>& members, int slotsEach)
{
    const RowPlan& rowPlan = plan.recurrent.rows[static_cast<std::size_t>(row)];
    const std::size_t deltaAt = startDeltas.size();
    startDeltas.resize(deltaAt + kSlots, Acc{0});
    for (const int k : members) {
        const Variant& v = variants[static_cast<std::size_t>(k)];
        const std::int64_t delta = std::int64_t{v.value} - weightAt(plan.network, v.weight);
        for (int slot = k * slotsEach; slot < (k + 1) * slotsEach; ++slot) {
            const std::size_t position = deltaAt + static_cast<std::size_t>(slot);
            if (v.weight.matrix == Matrix::recurrent)
                startDeltas[position] = static_cast<Acc>(-((plan.kernel.offset * delta) << rowPlan.left));
            else
                inputSlots.push_back({row, slot, v.weight.column, delta, position});
        }
    }
}

template struct BatchPlan<std::int32_t>;
template struct BatchPlan<std::int64_t>;
template struct VariantBatch<std::int32_t>;
template struct VariantBatch<std::int64_t>;

} // namespace burin::compress
