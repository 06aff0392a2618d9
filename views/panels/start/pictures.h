// SPDX-License-Identifier: GPL-3.0-or-later
// The small pictures of the start page, drawn from values: the front of a study, and a piece of an example's data.
#pragma once

#include "views/models/recent_study.h"

#include <QWidget>

namespace burin::views {

/// Score against cost: every point a dot, the front a line through filled ones; better is up and left.
class FrontPicture : public QWidget {
    Q_OBJECT
public:
    explicit FrontPicture(QWidget* parent = nullptr);
    void setStudy(const RecentStudy& study);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<FrontDot> dots_;
    bool higherIsBetter_ = true;
};

/// Lines or a picture, scaled to fill the place.
class DataPicture : public QWidget {
    Q_OBJECT
public:
    explicit DataPicture(QWidget* parent = nullptr);
    void setLines(DataLines lines);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    DataLines data_;
};

} // namespace burin::views
