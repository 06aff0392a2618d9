// SPDX-License-Identifier: GPL-3.0-or-later
// What a CNN's accelerator is made of, by the hardware model: the engine of each layer, its share of LUTs and
// cycles, and which of them sets the pace.
#pragma once

#include <QWidget>

#include <string>

namespace burin::views {

class BarTable;
class Card;
class DesignState;

class EnginePage : public QWidget {
    Q_OBJECT
public:
    explicit EnginePage(DesignState& state, QWidget* parent = nullptr);

private:
    [[nodiscard]] QString nameOf(const std::string& layer) const; ///< with its kind
    void refresh();
    DesignState& state_;
    Card* card_;
    BarTable* table_;
};

} // namespace burin::views
