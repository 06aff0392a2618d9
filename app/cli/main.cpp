// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli: everything the workbench does, for scripts.
#include "app/cli/commands.h"
#include "burin_version.h"

#include <fmt/format.h>

int main(int argc, char** argv)
{
    using namespace burin;
    CLI::App app{"Design exploration of compressed neural networks mapped to hardware", "burin-cli"};
    app.set_version_flag("--version", "burin-cli " BURIN_VERSION);
    app.require_subcommand(1);

    cli::Terminal terminal;
    cli::addDataCommands(app, terminal);
    cli::addReservoirCommands(app, terminal);
    cli::addCnnCommands(app, terminal);
    cli::addCrossbarCommands(app, terminal);
    cli::addProjectCommands(app, terminal);
    cli::addCalibrateCommand(app, terminal);
    cli::addStudyCommands(app, terminal);
    cli::addDemoCommand(app, terminal);
    cli::addSelftestCommand(app, terminal);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return status == 0 ? 0 : static_cast<int>(cli::Exit::usage);
    }
    return terminal.run();
}
