// SPDX-License-Identifier: GPL-3.0-or-later
// burin-cli cnn: convolutional networks.
#include "app/cli/cnn_commands.h"

#include "app/cli/commands.h"

namespace burin::cli {

void addCnnCommands(CLI::App& app, Terminal& terminal)
{
    CLI::App* cnn = app.add_subcommand("cnn", "Convolutional networks on images");
    cnn->require_subcommand(1);
    addCnnCost(*cnn, terminal);
    addCnnEval(*cnn, terminal);
    addCnnExplore(*cnn, terminal);
    addCnnImport(*cnn, terminal);
    addCnnSensitivity(*cnn, terminal);
    addCnnTrain(*cnn, terminal);
}

} // namespace burin::cli
