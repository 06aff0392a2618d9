// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/run_bench.h"

#include "burin_version.h"
#include "core/circuit/interpreter.h"
#include "core/tools/icarus.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

namespace burin::project {
namespace {

namespace fs = std::filesystem;
using circuit::NodeId;

constexpr std::size_t kMismatches = 20;

/// "key=value" words of a line.
std::map<std::string, std::string> words(const std::string& line)
{
    std::map<std::string, std::string> found;
    std::istringstream stream(line);
    for (std::string word; stream >> word;)
        if (const std::size_t equals = word.find('='); equals != std::string::npos)
            found[word.substr(0, equals)] = word.substr(equals + 1);
    return found;
}

template <class T> T number(const std::map<std::string, std::string>& found, const char* key)
{
    T value{};
    if (const auto it = found.find(key); it != found.end())
        std::from_chars(it->second.data(), it->second.data() + it->second.size(), value);
    return value;
}

/// One run of a built bench, its figures added to `outcome`.
Result<void> runOnce(const tools::Simulator& simulator, const fs::path& folder,
                     const std::vector<std::string>& arguments, const VerifyOptions& options,
                     const JobContext& ctx, BenchOutcome& outcome)
{
    tools::SimulatorRun run;
    run.arguments = arguments;
    run.folder = folder;
    run.timeoutSeconds = options.timeoutSeconds;
    run.outputCapBytes = 4U << 20U;
    run.stop = ctx.stop;
    BURIN_TRY(const tools::ProcessRecord record, tools::runSimulator(simulator, run));
    outcome.report.seconds += record.seconds;
    if (record.timedOut)
        return fail(ErrorCode::tool,
                    fmt::format("{} did not end within {} s", simulator.tool.text(), options.timeoutSeconds),
                    folder.string(), "Verify fewer series, or allow more time.");
    const auto read = readBenchLog(record.output, simulator.tool.name, outcome);
    if (!read)
        return fail(
            ErrorCode::tool,
            fmt::format("{}: {}", read.error().message, tools::lastLines(record.output + record.errors, 6)),
            record.commandLine);
    return {};
}

std::vector<fs::path> benchSources(const fs::path& folder, const BenchPlan& plan)
{
    std::vector<fs::path> sources{folder / "tb/tb.v", folder / "tb/dut.v"};
    for (const std::string& source : plan.sources)
        sources.push_back(folder / source);
    return sources;
}

/// tb.v in C++, around the interpreter.
class InterpreterBench {
public:
    InterpreterBench(const ReservoirProject& project, BenchOutcome& outcome)
        : lowered_(project.lowered),
          vectors_(project.vectors),
          outcome_(outcome),
          interpreter_(project.lowered.circuit)
    {
    }

    Result<void> run(std::size_t series, bool stress, const JobContext& ctx)
    {
        rng_ = 0x1badcafe;
        result_ = 0;
        reset();
        end_ = series;
        std::size_t position = 0;
        for (series_ = 0; series_ < end_; ++series_) {
            if (ctx.cancelled())
                return cancelledError();
            const auto channels = static_cast<std::size_t>(vectors_.format.channels);
            const std::size_t steps = vectors_.series[series_].inputs.size() / channels;
            for (step_ = 0; step_ < steps; ++step_, ++position)
                if (!takeStep(position, steps, stress))
                    return {};
        }
        for (int silence = 0; silence < 64 + lowered_.latencyCycles; ++silence)
            clock(false, stress, position);
        while (result_ < vectors_.results.size() && vectors_.results[result_].position < position)
            count(vectors_.results[result_++].position, false);
        return {};
    }

private:
    void set(NodeId node, std::int64_t value)
    {
        if (node != circuit::kNone)
            interpreter_.setInput(node, value);
    }
    std::uint32_t noise()
    {
        return rng_ = (rng_ << 1U) | (((rng_ >> 31U) ^ (rng_ >> 21U) ^ (rng_ >> 1U) ^ rng_) & 1U);
    }

    void reset()
    {
        set(lowered_.rst, 1);
        set(lowered_.inValid, 0);
        set(lowered_.outReady, 0);
        interpreter_.evaluate();
        interpreter_.clock();
        set(lowered_.rst, 0);
    }

    /// Offers the step until it is taken; false when the circuit never takes it.
    bool takeStep(std::size_t position, std::size_t steps, bool stress)
    {
        const BenchSeries& series = vectors_.series[series_];
        while (stress && (noise() & 8U) != 0)
            clock(false, stress, position);
        set(lowered_.inFirst, step_ == 0 ? 1 : 0);
        set(lowered_.inLast, step_ + 1 == steps && !series.cut ? 1 : 0);
        for (std::size_t d = 0; d < lowered_.inData.size(); ++d)
            set(lowered_.inData[d], series.inputs[step_ * lowered_.inData.size() + d]);
        for (int patience = 0; patience < 4096; ++patience)
            if (clock(true, stress, position + 1))
                return true;
        note(position, "in_ready", 1, 0);
        count(static_cast<std::uint32_t>(position), false);
        return false;
    }

    /// One clock cycle; whether a step was taken. `taken`: steps that are through when the offered one is.
    bool clock(bool offer, bool stress, std::size_t taken)
    {
        set(lowered_.inValid, offer ? 1 : 0);
        const bool ready = !(stress && (noise() & 0x20000U) != 0);
        set(lowered_.outReady, ready ? 1 : 0);
        interpreter_.evaluate();
        if (ready && interpreter_.value(lowered_.outValid) != 0)
            checkResult(taken);
        const bool accepted = offer && interpreter_.value(lowered_.inReady) != 0;
        interpreter_.clock();
        return accepted;
    }

    void checkResult(std::size_t taken)
    {
        if (result_ >= vectors_.results.size() || vectors_.results[result_].position >= taken) {
            note(taken == 0 ? 0 : taken - 1, "out_valid", 0, 1);
            ++outcome_.report.directed; // a result too many: nothing of the vectors is matched by it
            return;
        }
        const BenchResult& expected = vectors_.results[result_++];
        bool same = true;
        for (std::size_t f = 0; f < expected.values.size(); ++f) {
            const bool isClass = vectors_.format.hasClass && f == 0;
            const std::size_t output = f - (vectors_.format.hasClass && !isClass ? 1 : 0);
            const std::int64_t actual = interpreter_.value(isClass ? lowered_.outClass : lowered_.outData[output]);
            if (actual != expected.values[f]) {
                note(expected.position, isClass ? "out_class" : fmt::format("y_{}", output), expected.values[f],
                     actual);
                same = false;
            }
        }
        count(expected.position, same);
    }

    void count(std::uint32_t position, bool same)
    {
        const bool directed = position < vectors_.directedSteps;
        (directed ? outcome_.report.directed : outcome_.report.vectors) += 1;
        (directed ? outcome_.report.directedMatched : outcome_.report.matched) += same ? 1 : 0;
    }

    void note(std::size_t position, const std::string& signal, std::int64_t expected, std::int64_t actual)
    {
        if (outcome_.mismatches.size() >= kMismatches)
            return;
        std::size_t start = 0;
        std::size_t series = 0;
        const auto channels = static_cast<std::size_t>(vectors_.format.channels);
        while (series + 1 < vectors_.series.size() &&
               start + vectors_.series[series].inputs.size() / channels <= position)
            start += vectors_.series[series++].inputs.size() / channels;
        const bool directed = series < vectors_.directedSeries;
        outcome_.mismatches.push_back({outcome_.report.name, directed ? "directed" : "test",
                                       static_cast<int>(directed ? series : series - vectors_.directedSeries),
                                       static_cast<int>(position - start), signal, std::to_string(expected),
                                       std::to_string(actual)});
    }

    const ReservoirCircuit& lowered_;
    const BenchVectors& vectors_;
    BenchOutcome& outcome_;
    circuit::Interpreter interpreter_;
    std::uint32_t rng_ = 0;
    std::size_t result_ = 0; ///< next expected one
    std::size_t series_ = 0;
    std::size_t step_ = 0;
    std::size_t end_ = 0;
};

} // namespace

Result<void> readBenchLog(const std::string& log, const std::string& simulator, BenchOutcome& outcome)
{
    bool finished = false;
    std::istringstream stream(log);
    for (std::string line; std::getline(stream, line);) {
        const auto found = words(line);
        if (line.starts_with("MISMATCH ")) {
            if (outcome.mismatches.size() < kMismatches)
                outcome.mismatches.push_back({simulator, found.contains("set") ? found.at("set") : "",
                                              number<int>(found, "series"), number<int>(found, "step"),
                                              found.contains("signal") ? found.at("signal") : "",
                                              found.contains("expected") ? found.at("expected") : "",
                                              found.contains("actual") ? found.at("actual") : ""});
        } else if (line.starts_with("RESULT ")) {
            finished = true;
            SimulatorReport& report = outcome.report;
            const auto add = [&](std::uint64_t& sum, const char* key) {
                sum += number<std::uint64_t>(found, key);
            };
            const bool stress = found.contains("mode") && found.at("mode") == "stress";
            if (!stress) {
                add(report.vectors, "vectors");
                add(report.matched, "matched");
                add(report.steps, "steps");
                add(report.directed, "directed");
                add(report.directedMatched, "directedMatched");
            } else { // the same vectors once more: counted with the directed ones
                add(report.directed, "vectors");
                add(report.directedMatched, "matched");
                add(report.directed, "directed");
                add(report.directedMatched, "directedMatched");
            }
            add(report.states, "states");
            add(report.statesMatched, "statesMatched");
            // Differences that are no result of their own (one too many, a broken handshake) still spoil the seal.
            const auto mismatches = number<std::uint64_t>(found, "mismatches");
            if (mismatches > 0 && report.agrees())
                report.directed += mismatches;
        }
    }
    if (finished)
        return {};
    return fail(ErrorCode::tool, "the bench ended without a result");
}

Result<BenchOutcome> runVerilatorBench(const fs::path& folder, const BenchPlan& plan, const fs::path& build,
                                       const VerifyOptions& options, const JobContext& ctx)
{
    tools::VerilatorBuild spec;
    spec.sources = benchSources(folder, plan);
    spec.mainCpp = folder / "tb/main.cpp";
    spec.top = "tb";
    spec.folder = build;
    spec.options = verilatorOptions();
    if (tools::findProgram("ccache", options.searchPath))
        spec.options.insert(spec.options.end(), {"-MAKEFLAGS", "OBJCACHE=ccache"});
    spec.jobs = std::max(1U, ctx.threads);
    spec.searchPath = options.searchPath;
    spec.stop = ctx.stop;
    BURIN_TRY(const tools::Simulator simulator, tools::compileVerilator(spec));
    BenchOutcome outcome;
    outcome.report.name = simulator.tool.name;
    outcome.report.version = simulator.tool.version;
    outcome.report.seconds = simulator.buildSeconds;
    ctx.report(0.7, "Verilator");
    BURIN_CHECK(runOnce(simulator, folder, {}, options, ctx, outcome));
    BURIN_CHECK(runOnce(simulator, folder, {"+stress"}, options, ctx, outcome));
    ctx.report(1, "Verilator");
    return outcome;
}

Result<BenchOutcome> runIcarusBench(const fs::path& folder, const BenchPlan& plan, const fs::path& build,
                                    const VerifyOptions& options, const JobContext& ctx)
{
    tools::IcarusBuild spec;
    spec.sources = benchSources(folder, plan);
    spec.top = "tb";
    spec.output = build / "tb.vvp";
    spec.searchPath = options.searchPath;
    spec.stop = ctx.stop;
    BURIN_TRY(const tools::Simulator simulator, tools::compileIcarus(spec));
    BenchOutcome outcome;
    outcome.report.name = simulator.tool.name;
    outcome.report.version = simulator.tool.version;
    outcome.report.seconds = simulator.buildSeconds;
    BURIN_CHECK(
        runOnce(simulator, folder, {fmt::format("+steps={}", plan.icarusVerifySteps)}, options, ctx, outcome));
    ctx.report(0.8, "Icarus");
    BURIN_CHECK(runOnce(simulator, folder, {"+steps=0", "+stress"}, options, ctx, outcome));
    ctx.report(1, "Icarus");
    return outcome;
}

Result<BenchOutcome> runInterpreterBench(const ReservoirProject& project, const JobContext& ctx)
{
    BenchOutcome outcome;
    outcome.report.name = "circuit interpreter";
    outcome.report.version = BURIN_VERSION;
    outcome.report.steps = project.plan.testSteps;
    InterpreterBench bench(project, outcome);
    BURIN_CHECK(bench.run(project.vectors.series.size(), false, ctx));
    BURIN_CHECK(bench.run(project.vectors.directedSeries, true, ctx));
    return outcome;
}

} // namespace burin::project
