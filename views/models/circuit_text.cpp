// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/circuit_text.h"

#include <QCoreApplication>

#include <array>

namespace burin::views {
namespace {

struct CellName {
    circuit::Op op;
    const char* text;
};
constexpr std::array kCells{
    CellName{circuit::Op::input, QT_TRANSLATE_NOOP("Circuit", "Input")},
    CellName{circuit::Op::add, QT_TRANSLATE_NOOP("Circuit", "Adder")},
    CellName{circuit::Op::sub, QT_TRANSLATE_NOOP("Circuit", "Subtractor")},
    CellName{circuit::Op::negate, QT_TRANSLATE_NOOP("Circuit", "Negation")},
    CellName{circuit::Op::clamp, QT_TRANSLATE_NOOP("Circuit", "Clamp")},
    CellName{circuit::Op::less, QT_TRANSLATE_NOOP("Circuit", "Comparison")},
    CellName{circuit::Op::equal, QT_TRANSLATE_NOOP("Circuit", "Equality")},
    CellName{circuit::Op::mux, QT_TRANSLATE_NOOP("Circuit", "Selection")},
    CellName{circuit::Op::logicAnd, QT_TRANSLATE_NOOP("Circuit", "And")},
    CellName{circuit::Op::logicOr, QT_TRANSLATE_NOOP("Circuit", "Or")},
    CellName{circuit::Op::logicNot, QT_TRANSLATE_NOOP("Circuit", "Not")},
    CellName{circuit::Op::reg, QT_TRANSLATE_NOOP("Circuit", "Register")},
    CellName{circuit::Op::rom, QT_TRANSLATE_NOOP("Circuit", "Table")},
    CellName{circuit::Op::multiply, QT_TRANSLATE_NOOP("Circuit", "Multiplier")}};

} // namespace

QString blockText(circuit::Block block)
{
    switch (block) {
    case circuit::Block::inputWeights:
        return QCoreApplication::translate("Circuit", "Input weights");
    case circuit::Block::recurrentWeights:
        return QCoreApplication::translate("Circuit", "Recurrent weights");
    case circuit::Block::state:
        return QCoreApplication::translate("Circuit", "State");
    case circuit::Block::readout:
        return QCoreApplication::translate("Circuit", "Read-out");
    case circuit::Block::control:
        return QCoreApplication::translate("Circuit", "Control");
    }
    return {};
}

QString cellText(const std::string& what)
{
    for (const CellName& cell : kCells)
        if (what == circuit::toString(cell.op))
            return QCoreApplication::translate("Circuit", cell.text);
    return QString::fromStdString(what);
}

} // namespace burin::views
