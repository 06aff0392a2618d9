// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/jobs/background.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace burin::workbench {

void giveWayToTheWindow([[maybe_unused]] int niceness)
{
#ifdef __linux__
    // Linux gives each thread a nice value of its own; failing to lower it is no error.
    static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness));
#endif
}

} // namespace burin::workbench
