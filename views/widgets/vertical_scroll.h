// SPDX-License-Identifier: GPL-3.0-or-later
// A form that scrolls downwards only, so it is never narrower than what is in it, also when that grows.
#pragma once

#include <QScrollArea>

namespace burin::views {

class VerticalScroll : public QScrollArea {
    Q_OBJECT
public:
    explicit VerticalScroll(QWidget* parent = nullptr);
    /// Never narrower than `ems` letter heights either.
    void setLeastEms(int ems);

    /// Follows its content, which Qt's own asks once.
    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void keepWidth();

    int leastEms_ = 0;
};

} // namespace burin::views
