// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/jobs/background.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace burin::workbench {

void giveWayToTheWindow()
{
#ifdef __linux__
    // Linux gives each thread a nice value of its own; failing to lower it is no error.
    constexpr int kNiceness = 10;
    static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness));
#endif
}

} // namespace burin::workbench
