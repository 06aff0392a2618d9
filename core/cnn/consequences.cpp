// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/consequences.h"

#include <algorithm>

namespace burin::cnn {
namespace {

Quads allOf(const Tensor& tensor)
{
    return {0, (tensor.shape.channels + kQuad - 1) / kQuad};
}

void join(std::optional<Quads>& quads, const Quads& more)
{
    if (!quads) {
        quads = more;
        return;
    }
    const int first = std::min(quads->first, more.first);
    quads = Quads{first, std::max(quads->end(), more.end()) - first};
}

class Follower {
public:
    Follower(const BatchProgram& program, const IntegerModel& model, std::size_t changes)
        : program_(program),
          model_(model),
          changes_(changes),
          changed_(program.tensors.size()),
          needed_(program.tensors.size())
    {
    }

    Consequences run(std::size_t step, int filter)
    {
        const std::size_t output = program_.steps[step].output;
        changed_[output] = needed_[output] = Quads{filter / kQuad, 1}; // a word holds other channels too
        for (std::size_t s = step + 1; s < program_.steps.size(); ++s)
            follow(s);
        const auto& logits = changed_[program_.logits];
        result_.reachesLogits = logits.has_value();
        if (logits)
            join(needed_[program_.logits], allOf(program_.tensors[program_.logits]));
        for (std::size_t t = 0; t < needed_.size(); ++t)
            if (needed_[t] && (t == output || !isWhole(t)))
                result_.copies.push_back({t, *needed_[t]});
        result_.partials.resize(result_.partialRuns.size());
        return std::move(result_);
    }

private:
    [[nodiscard]] bool isWhole(std::size_t tensor) const
    {
        return changed_[tensor] && changed_[tensor]->count == allOf(program_.tensors[tensor]).count;
    }

    void follow(std::size_t index)
    {
        const Step& step = program_.steps[index];
        std::optional<Quads> quads;
        for (const std::size_t input : step.inputs)
            if (changed_[input])
                join(quads, *changed_[input]);
        if (!quads)
            return;
        StepRun run{.step = index};
        switch (model_.network.layers[step.layer].kind) {
        case LayerKind::conv:
        case LayerKind::dense: {
            const Tensor& in = program_.tensors[step.inputs[0]];
            if (chooseTaps(step.conv, in, *quads, run))
                result_.partialRuns.push_back(result_.runs.size());
            else
                quads = allOf(in);
            join(needed_[step.inputs[0]], *quads);
            changed_[step.output] = allOf(program_.tensors[step.output]);
            break;
        }
        case LayerKind::concat:
        case LayerKind::flatten:
            for (const std::size_t input : step.inputs)
                join(needed_[input], allOf(program_.tensors[input]));
            changed_[step.output] = allOf(program_.tensors[step.output]);
            break;
        default:
            run.quads = quads;
            for (const std::size_t input : step.inputs)
                join(needed_[input], *quads);
            changed_[step.output] = quads;
        }
        result_.runs.push_back(run);
    }

    /// The taps that read some channels, if it is worth to run only them.
    [[nodiscard]] bool chooseTaps(const ConvPlan& plan, const Tensor& in, const Quads& quads, StepRun& run) const
    {
        if (plan.kernel->input == Storage::wide) // the plain kernels take no partial sums
            return false;
        const int perWord = codesPerWord(in.storage);
        const int planes = (in.shape.channels + perWord - 1) / perWord;
        const int tapsEach = static_cast<int>(std::ssize(plan.taps)) / planes;
        const int first = quads.first * kQuad / perWord;
        const int last = std::min(planes, quads.end() * kQuad / perWord);
        run.firstTap = first * tapsEach;
        run.taps = (last - first) * tapsEach;
        return changes_ * (plan.taps.size() - static_cast<std::size_t>(run.taps)) > plan.taps.size();
    }

    const BatchProgram& program_;
    const IntegerModel& model_;
    std::size_t changes_;
    std::vector<std::optional<Quads>> changed_; ///< by tensor
    std::vector<std::optional<Quads>> needed_;  ///< as they are in the unchanged network
    Consequences result_;
};

} // namespace

Consequences consequencesOf(const BatchProgram& program, const IntegerModel& model, std::size_t step, int filter,
                            std::size_t changes)
{
    return Follower(program, model, changes).run(step, filter);
}

Result<void> sumOtherTaps(const BatchProgram& program, const IntegerModel& model, const BatchMemory& kept,
                          Consequences& consequences, const JobContext& ctx)
{
    for (std::size_t k = 0; k < consequences.partialRuns.size(); ++k) {
        StepRun& run = consequences.runs[consequences.partialRuns[k]];
        BatchMemory& sums = consequences.partials[k];
        const Step& step = program.steps[run.step];
        const ConvPlan& plan = step.conv;
        sums.resize(plan.first.size() * plan.pixelIn.size() * kLanes);
        ConvArguments a = convArguments(program, model, step, kept.data());
        if (a.up > 0 || a.shift > 0) // the kernels then add the bias at the end
            a.sumStart = a.first;
        a.up = 0;
        a.shift = 0;
        a.sums = sums.data();
        ConvArguments before = a;
        takeTaps(before, plan, 0, run.firstTap);
        BURIN_CHECK(runKernel(plan, before, ctx));
        const int behind = run.firstTap + run.taps;
        if (behind < a.tapCount) {
            takeTaps(a, plan, behind, a.tapCount - behind);
            a.partial = sums.data();
            BURIN_CHECK(runKernel(plan, a, ctx));
        }
        run.partial = sums.data();
    }
    return {};
}

void copyTensors(const BatchProgram& program, const Consequences& consequences, const BatchMemory& from,
                 BatchMemory& to)
{
    for (const auto& [index, quads] : consequences.copies) {
        const Tensor& tensor = program.tensors[index];
        const std::ptrdiff_t each = kQuad / codesPerWord(tensor.storage);
        const auto words = static_cast<std::ptrdiff_t>(tensor.words()) / tensor.planes();
        const auto first = static_cast<std::ptrdiff_t>(tensor.at) + quads.first * each * words;
        const std::ptrdiff_t count = (std::min(tensor.planes(), quads.end() * each) - quads.first * each) * words;
        std::copy_n(from.data() + first, count, to.data() + first);
    }
}

} // namespace burin::cnn
