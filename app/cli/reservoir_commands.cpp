// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reservoir_commands.h"

#include "app/cli/commands.h"

#include <memory>

namespace burin::cli {
namespace {

struct Arguments {
    DataFlags data;
    ReservoirFlags flags;
    ExploreArguments explore;
    ExportArguments output;
    std::string arrays;
};

void addOutput(CLI::App& command, Arguments& arguments)
{
    command.add_option("--out", arguments.output.out, "Project folder to write")->required();
    command.add_flag("--overwrite", arguments.output.overwrite, "Replace a project that is there");
    command.add_flag("--unsealed", arguments.output.unsealed,
                     "Write it without verification; README and manifest say UNSEALED");
}

/// The action, its errors naming the flag where they name the parameter: "--neurons", not "command line.neurons".
Terminal::Action namingFlags(Terminal::Action action)
{
    return [action = std::move(action)](const JobContext& job) {
        Result<Report> report = action(job);
        if (report)
            return report;
        Error& error = report.error();
        const std::string key = error.where.substr(error.where.rfind('.') + 1);
        const Parameter* parameter = findParameter(reservoir::reservoirParameters(), key);
        if (parameter != nullptr && (error.where == key || error.where.starts_with("command line")))
            error.where = parameter->flag();
        return report;
    };
}

} // namespace

void addReservoirCommands(CLI::App& app, Terminal& terminal)
{
    CLI::App* group = app.add_subcommand("reservoir", "Echo state networks: train, rank, explore, import, export");
    group->require_subcommand(1);
    const auto arguments = std::make_shared<Arguments>();
    const auto add = [&](const char* name, const char* help, bool needsData, Terminal::Action action) {
        CLI::App* command = terminal.add(*group, name, help, namingFlags(std::move(action)));
        arguments->data.add(*command, needsData);
        arguments->flags.add(*command);
        return command;
    };
    add("train", "Accuracy of a configuration, float and integer, on the test set", true,
        [arguments](const JobContext& job) { return trainReservoir(arguments->data, arguments->flags, job); });
    add("sensitivity", "Bit-flip sensitivity of every weight", true, [arguments](const JobContext& job) {
        return reservoirSensitivity(arguments->data, arguments->flags, job);
    });

    CLI::App* explore =
        add("explore", "A grid over bits, pruning, rankers and read-outs into a study", true,
            [arguments](const JobContext& job) {
                return exploreReservoir(arguments->data, arguments->flags, arguments->explore, job);
            });
    arguments->explore.study.add(*explore);
    explore->add_option("--synth", arguments->explore.synth, "Synthesise the front with yosys")
        ->check(CLI::IsMember({"front"}));

    CLI::App* exportCommand =
        add("export", "A point as a verified Verilog project", false, [arguments](const JobContext& job) {
            return exportReservoir(arguments->data, arguments->flags, arguments->output, job);
        });
    exportCommand->add_option("--study", arguments->output.study, "Study that has the point");
    exportCommand->add_option("--point", arguments->output.point, "Point of that study");
    addOutput(*exportCommand, *arguments);

    CLI::App* import = add("import", "A trained network (.npz of Win, W, Wout) as a verified Verilog project",
                           false, [arguments](const JobContext& job) {
                               return importReservoir(arguments->arrays, arguments->data, arguments->flags,
                                                      arguments->output, job);
                           });
    import->add_option("file", arguments->arrays, "Arrays (.npz)")->required();
    addOutput(*import, *arguments);
}

} // namespace burin::cli
