// SPDX-License-Identifier: GPL-3.0-or-later
// One bin per bit of a word, the most significant on the left: the height is the share of values whose leading bit it
// is. Red on the left: values that did not fit (overflow); amber on the right: values that rounding made zero
// (underflow). A top bit that nothing needs is drawn hollow: it could be saved.
#pragma once

#include "core/fixed/bit_histogram.h"

#include <QStringList>
#include <QWidget>

#include <vector>

namespace burin::views {

class BitHistogramView : public QWidget {
    Q_OBJECT
public:
    explicit BitHistogramView(QWidget* parent = nullptr);
    void setHistogram(const fixed::BitHistogram& histogram);
    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return stale_; }
    [[nodiscard]] const fixed::BitHistogram& histogram() const { return histogram_; }
    [[nodiscard]] std::vector<QStringList> values() const; ///< share of the values by bin; the first row is the header
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Bin {
        double share = 0;
        QString name;
        QString help;
        enum class Kind { bit, sign, overflow, underflow } kind = Kind::bit;
    };
    [[nodiscard]] QRectF binRect(std::size_t index) const;

    fixed::BitHistogram histogram_;
    std::vector<Bin> bins_;
    double tallest_ = 0;
    bool stale_ = false;
};

} // namespace burin::views
