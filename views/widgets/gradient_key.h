// SPDX-License-Identifier: GPL-3.0-or-later
// What a row of shades is worth: a bar from the first shade to the last with a text at each end.
#pragma once

#include "views/theme/colours.h"

#include <QWidget>

namespace burin::views {

class GradientKey : public QWidget {
    Q_OBJECT
public:
    using Shade = QColor (*)(double share, const Colours& colours); ///< share 0..1
    explicit GradientKey(Shade shade, QWidget* parent = nullptr);
    void setEnds(const QString& first, const QString& last);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Shade shade_;
    QString first_;
    QString last_;
};

} // namespace burin::views
