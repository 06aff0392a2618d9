// SPDX-License-Identifier: GPL-3.0-or-later
// Times of building, verifying and exporting a project.
//   bench_project FOLDER [neurons 50] [bits 8] [series 2319] [steps 24] [readout mean] [outputs 10] [density 0.1]
#include "core/project/export.h"
#include "tests/unit/project/small_network.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace burin;
using namespace burin::project;

namespace {

double secondsOf(const auto& body)
{
    const auto start = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int i, const char* otherwise) {
        return std::string(argc > i ? argv[i] : otherwise);
    };
    NetworkSpec spec;
    spec.neurons = std::atoi(argument(2, "50").c_str());
    spec.bits = std::atoi(argument(3, "8").c_str());
    const auto series = static_cast<std::size_t>(std::atoi(argument(4, "2319").c_str()));
    const auto steps = static_cast<std::size_t>(std::atoi(argument(5, "24").c_str()));
    spec.readout = argument(6, "mean");
    if (spec.readout == "predict") {
        spec.readout = "last";
        spec.task = data::Task::predict;
    }
    spec.outputs = std::atoi(argument(7, "10").c_str());
    spec.density = std::atof(argument(8, "0.1").c_str());
    if (spec.readout == "all" || spec.readout.starts_with("segments"))
        spec.seriesSteps = static_cast<int>(steps);
    const auto network = smallNetwork(spec);
    const auto stimuli = smallStimuli(spec, series, steps);
    JobContext ctx;
    ctx.threads = 2;

    ExportOptions options;
    options.folder = argument(1, "project");
    options.overwrite = true;
    std::optional<ReservoirProject> project;
    std::printf("build in memory  %6.2f s\n", secondsOf([&] {
                    project = buildReservoirProject(network, {}, stimuli, options.project).value();
                }));
    std::printf("nodes            %6zu\n", project->lowered.circuit.nodes.size());
    VerifyReport report;
    std::printf("verify           %6.2f s\n",
                secondsOf([&] { report = verifyProject(*project, {}, ctx).value(); }));
    for (const SimulatorReport& s : report.simulators)
        std::printf("  %-20s %6.2f s  %llu of %llu, %llu steps\n", s.name.c_str(), s.seconds,
                    static_cast<unsigned long long>(s.matched), static_cast<unsigned long long>(s.vectors),
                    static_cast<unsigned long long>(s.steps));
    for (const Mismatch& m : report.mismatches)
        std::printf("  %s\n", m.text().c_str());
    options.verified = report;
    options.verify = report.sealed;
    std::printf("export after it  %6.2f s\n",
                secondsOf([&] { exportReservoirProject(network, {}, stimuli, options, ctx).value(); }));
    return report.sealed ? 0 : 1;
}
