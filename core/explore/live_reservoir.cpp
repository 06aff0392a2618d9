// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/live_reservoir.h"

#include "core/reservoir/ridge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace burin::explore {
namespace {

using reservoir::IntegerReservoir;
using reservoir::ReservoirConfig;

std::size_t nonzeros(const reservoir::IntMatrix& matrix)
{
    return static_cast<std::size_t>((matrix.array() != 0).count());
}

std::span<const std::int32_t> entries(const reservoir::IntMatrix& matrix)
{
    return {matrix.data(), static_cast<std::size_t>(matrix.size())};
}

/// Weights that are links (other than 0 in the float network), and how many of those became 0.
fixed::BitHistogram weightBits(const reservoir::IntMatrix& integer, const reservoir::RowMatrix& floats, int bits)
{
    std::vector<std::int32_t> links;
    for (Eigen::Index i = 0; i < integer.rows(); ++i)
        for (Eigen::Index j = 0; j < integer.cols(); ++j)
            if (floats(i, j) != 0)
                links.push_back(integer(i, j));
    fixed::BitHistogram histogram = fixed::bitHistogram(links, fixed::Format{bits, 0, true});
    histogram.underflow = std::exchange(histogram.zeros, 0);
    return histogram;
}

fixed::BitHistogram stateBits(const IntegerReservoir& network,
                              const std::vector<reservoir::Batch<std::int32_t>>& inputs)
{
    std::vector<std::int32_t> states;
    std::uint64_t clamped = 0;
    for (const auto& batch : inputs)
        reservoir::IntegerEngine(network).run(batch, [&](int t, const std::int32_t* values) {
            for (int i = 0; i < network.neurons(); ++i)
                for (std::size_t lane = 0; lane < batch.series.size(); ++lane)
                    if (t < batch.lengths[lane]) {
                        const std::int32_t x = values[static_cast<std::size_t>(i * batch.lanes) + lane];
                        clamped += std::abs(x) == network.stateMax ? 1U : 0U;
                        states.push_back(x);
                    }
        });
    fixed::BitHistogram histogram = fixed::bitHistogram(states, fixed::Format{network.widths.state, 0, true});
    histogram.overflow += clamped;
    return histogram;
}

void runFloat(const reservoir::ReplicaContext& context, const data::Series& series, Trace& trace)
{
    const std::vector<std::vector<double>> one{series.values};
    const auto batches = reservoir::makeBatches<double>(one, static_cast<int>(series.channels));
    for (const auto& batch : batches)
        reservoir::runBatch(context.network, batch, [&](int, const double* states) {
            trace.floatStates.insert(trace.floatStates.end(), states, states + trace.neurons);
        });
}

void runInteger(const IntegerReservoir& network, const data::Series& series, Trace& trace)
{
    const auto inputs = reservoir::quantiseInput(network, series);
    const auto channels = static_cast<std::size_t>(network.channels());
    std::vector<std::int32_t> state(static_cast<std::size_t>(network.neurons()), 0);
    for (std::size_t t = 0; t < series.steps(); ++t) {
        reservoir::stepInteger(network, std::span(inputs).subspan(t * channels, channels), state);
        trace.integerStates.insert(trace.integerStates.end(), state.begin(), state.end());
    }
    const reservoir::SeriesOutput output = reservoir::runSeries(network, inputs);
    const double scale = std::ldexp(1.0, -network.outputFraction);
    const bool mean = network.readout.kind == reservoir::ReadoutKind::mean;
    const double divisor =
        mean ? static_cast<double>(std::max<std::size_t>(1, series.steps() - static_cast<std::size_t>(network.washout)))
             : 1;
    for (const std::int64_t y : output.outputs)
        trace.integerOutputs.push_back(static_cast<double>(y) * scale / divisor);
    trace.integerLabel = output.label;
}

/// The float network's own read-out, fitted as its validation metric was.
Result<void> addFloatOutputs(const reservoir::ReplicaContext& context, std::size_t series, Trace& trace)
{
    const reservoir::Samples& fit = context.data->fit;
    const reservoir::Samples& validation = context.data->validation;
    const reservoir::Ridge ridge(featureMatrix(floatFeatures(context.network, fit), fit), fit.targetMatrix());
    BURIN_TRY(const reservoir::LinearMap map, ridge.solve(context.hyper.lambda));
    const reservoir::RowMatrix x = featureMatrix(floatFeatures(context.network, validation), validation);
    const std::size_t first = validation.firstRow[series];
    const std::size_t end = series + 1 < validation.firstRow.size() ? validation.firstRow[series + 1] : validation.rows();
    trace.rows = end - first;
    for (std::size_t r = first; r < end; ++r) {
        const Eigen::VectorXd y = map.weights * x.row(static_cast<Eigen::Index>(r)).transpose() + map.offset;
        trace.floatOutputs.insert(trace.floatOutputs.end(), y.data(), y.data() + y.size());
        if (fit.shape.task == data::Task::predict)
            trace.targets.push_back(validation.targets[r]);
    }
    if (fit.shape.task == data::Task::classify) {
        trace.label = validation.labels[first];
        const auto largest = std::max_element(trace.floatOutputs.begin(), trace.floatOutputs.end());
        trace.floatLabel = static_cast<int>(largest - trace.floatOutputs.begin());
    }
    return {};
}

} // namespace

Result<LiveEstimate> LiveReservoir::estimate(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto network, evaluator_->deployed(config, replica_, ctx));
    BURIN_TRY(const Hardware hardware, evaluator_->hardwareOf(network, config, replica_, ctx));
    LiveEstimate estimate;
    estimate.metrics = hardware.estimate.metrics();
    estimate.blocks.assign(hardware.estimate.blocks.begin(), hardware.estimate.blocks.end());
    estimate.weights = nonzeros(network.win) + nonzeros(network.wr);
    for (const auto& out : network.wout)
        estimate.weights += nonzeros(out);
    return estimate;
}

Result<std::map<std::string, Metric>> LiveReservoir::roughEstimate(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const Hardware hardware, evaluator_->roughHardware(config, replica_, ctx));
    return hardware.estimate.metrics();
}

Result<CircuitReport> LiveReservoir::circuit(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto network, evaluator_->deployed(config, replica_, ctx));
    BURIN_TRY(const Hardware hardware, evaluator_->hardwareOf(network, config, replica_, ctx));
    BURIN_TRY(const fpga::Device device, fpga::loadDevice(config.device));
    return circuitReport(network, hardware, config.pipeline, device, ctx);
}

Result<LiveScore> LiveReservoir::score(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const BuiltReplica built, evaluator_->build(config, replica_, ctx));
    return LiveScore{built.validation, built.context->floatValidation};
}

Result<void> LiveReservoir::prepare(const ReservoirConfig& config, const JobContext& ctx)
{
    ReservoirConfig probe = config;
    const auto names = compress::rankerNames();
    const bool ranked = std::find(names.begin(), names.end(), config.ranker) != names.end();
    if (config.mask.empty() && config.prune == 0 && ranked)
        probe.prune = 0.5; // the ranking serves every rate, and the next move may ask for one
    BURIN_CHECK(evaluator_->mask(probe, replica_, ctx));
    return {};
}

bool LiveReservoir::isPrepared(const ReservoirConfig& config) const
{
    return evaluator_->isQuantised(config, replica_);
}

Result<std::vector<PartBits>> LiveReservoir::histograms(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const BuiltReplica built, evaluator_->build(config, replica_, ctx));
    const IntegerReservoir& network = built.network;
    std::vector<double> inputs;
    for (const data::Series& series : built.context->data->validation.series)
        inputs.insert(inputs.end(), series.values.begin(), series.values.end());
    std::vector<std::int32_t> out;
    for (const auto& matrix : network.wout)
        out.insert(out.end(), entries(matrix).begin(), entries(matrix).end());
    const auto& widths = network.widths;
    std::vector<PartBits> parts;
    parts.push_back({"input", fixed::bitHistogram(inputs, fixed::Format{widths.input, network.inputFraction, true})});
    parts.push_back({"state", stateBits(network, built.quantised->validationInputs)});
    parts.push_back({"in", weightBits(network.win, built.context->network.win, widths.in)});
    parts.push_back({"recurrent", weightBits(network.wr, built.context->network.wr, widths.recurrent)});
    parts.push_back({"out", fixed::bitHistogram(out, fixed::Format{widths.out, 0, true})});
    return parts;
}

Result<std::vector<Link>> LiveReservoir::links(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto context, evaluator_->context(config, replica_, ctx));
    BURIN_TRY(const auto quantised, evaluator_->quantised(config, replica_, ctx));
    const reservoir::FloatReservoir& floats = context->network;
    std::vector<Link> links;
    for (const auto& weight : compress::structuralLinks(floats, quantised->network, {true, true, false})) {
        const auto& matrix = weight.matrix == compress::Matrix::in ? floats.win : floats.wr;
        links.push_back({weight, compress::weightAt(quantised->network, weight), matrix(weight.row, weight.column)});
    }
    return links;
}

Result<std::size_t> LiveReservoir::validationSeries(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const auto context, evaluator_->context(config, replica_, ctx));
    return context->data->validation.series.size();
}

Result<std::vector<std::size_t>> LiveReservoir::misclassified(const ReservoirConfig& config, const JobContext& ctx)
{
    std::vector<std::size_t> wrong;
    BURIN_TRY(const BuiltReplica built, evaluator_->build(config, replica_, ctx));
    const reservoir::Samples& validation = built.context->data->validation;
    if (validation.shape.task != data::Task::classify)
        return wrong;
    for (std::size_t s = 0; s < validation.series.size(); ++s) {
        if (ctx.cancelled())
            return cancelledError();
        const auto inputs = reservoir::quantiseInput(built.network, validation.series[s]);
        if (reservoir::runSeries(built.network, inputs).label != validation.labels[validation.firstRow[s]])
            wrong.push_back(s);
    }
    return wrong;
}

Result<Trace> LiveReservoir::trace(const ReservoirConfig& config, std::size_t series, const JobContext& ctx)
{
    BURIN_TRY(const BuiltReplica built, evaluator_->build(config, replica_, ctx));
    const reservoir::Samples& validation = built.context->data->validation;
    if (series >= validation.series.size())
        return fail(ErrorCode::usage,
                    fmt::format("there is no validation series {}: there are {}", series, validation.series.size()),
                    "series");
    const data::Series& chosen = validation.series[series];
    Trace trace;
    trace.steps = static_cast<int>(chosen.steps());
    trace.neurons = built.network.neurons();
    trace.inputs = chosen.values;
    runFloat(*built.context, chosen, trace);
    runInteger(built.network, chosen, trace);
    const reservoir::StateCode& code = built.quantised->code;
    for (std::size_t k = 0; k < trace.integerStates.size(); ++k) {
        const auto neuron = static_cast<Eigen::Index>(k % static_cast<std::size_t>(trace.neurons));
        trace.scaledStates.push_back(code.centre(neuron) + code.step(neuron) * trace.integerStates[k]);
    }
    BURIN_CHECK(addFloatOutputs(*built.context, series, trace));
    // A prediction has outputs for the last steps too, whose targets lie beyond the series.
    trace.integerOutputs.resize(std::min(trace.integerOutputs.size(), trace.floatOutputs.size()));
    return trace;
}

Result<Confusion> LiveReservoir::confusion(const ReservoirConfig& config, const JobContext& ctx)
{
    BURIN_TRY(const BuiltReplica built, evaluator_->build(config, replica_, ctx));
    return confusionOf(built.network, built.context->data->validation, evaluator_->dataset().classNames, ctx);
}

} // namespace burin::explore
