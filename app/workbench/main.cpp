// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/application.h"

int main(int argc, char** argv)
{
    return burin::workbench::runWorkbench(argc, argv);
}
