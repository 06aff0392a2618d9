// SPDX-License-Identifier: GPL-3.0-or-later
// The width of each part of the integer network, and beside it how the part's numbers use their word.
#pragma once

#include "core/reservoir/config.h"
#include "views/models/live_reading.h"

#include <QWidget>

#include <array>

class QSpinBox;

namespace burin::views {

class BitHistogramView;

class WidthsEditor : public QWidget {
    Q_OBJECT
public:
    explicit WidthsEditor(QWidget* parent = nullptr);
    void setWidths(const reservoir::Widths& widths);
    /// Those that are not among them keep the former picture, dimmed: a reading gets its histograms last.
    void setHistograms(const std::vector<PartHistogram>& histograms, bool stale);

Q_SIGNALS:
    void widthsEdited(const burin::reservoir::Widths& widths);

private:
    static constexpr std::size_t kParts = 5;
    struct Row {
        QSpinBox* box = nullptr;
        BitHistogramView* view = nullptr;
    };
    reservoir::Widths widths_;
    std::array<Row, kParts> rows_;
};

} // namespace burin::views
