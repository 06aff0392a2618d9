// SPDX-License-Identifier: GPL-3.0-or-later
// Names of a circuit's parts for people.
#pragma once

#include "core/circuit/circuit.h"

#include <QString>

#include <string>

namespace burin::views {

[[nodiscard]] QString blockText(circuit::Block block);   ///< "Input weights"
[[nodiscard]] QString cellText(const std::string& what); ///< of circuit::toString(Op): "Adder"

} // namespace burin::views
