// SPDX-License-Identifier: GPL-3.0-or-later
// Worker threads give way to the window: with as many busy workers as cores, an equal share of the processor would make
// the window's thread wait up to 80 ms for its turn (bench_window).
#pragma once

namespace burin::workbench {

/// Nice values: what a person waits for comes before what runs in the background.
inline constexpr int kAnswering = 4;
inline constexpr int kWorking = 10;

/// Lowers the calling thread's priority, and that of threads and programs it starts. Where the system has no such thing
/// it does nothing.
void giveWayToTheWindow(int niceness);

} // namespace burin::workbench
