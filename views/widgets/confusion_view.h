// SPDX-License-Identifier: GPL-3.0-or-later
// A confusion matrix as a heat map: a row per true class, a column per predicted one; the shade is the share of
// the row, the number the series. Cells share the width; they are no higher than wide and no higher than two lines
// need. Right answers lie on the diagonal in the colour of good, wrong ones in that of bad.
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

namespace burin::views {

class ConfusionView : public QWidget {
    Q_OBJECT
public:
    ConfusionView(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setCounts(const QStringList& classes, const std::vector<std::vector<std::size_t>>& counts);
    /// With the classes as header and first column.
    [[nodiscard]] std::vector<QStringList> values() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Layout {
        double left = 0; ///< of the cells, behind the names
        double top = 0;
        QSizeF cell;
    };
    [[nodiscard]] Layout layoutFor(int width) const;
    [[nodiscard]] std::size_t rowTotal(std::size_t row) const;

    QStringList classes_;
    std::vector<std::vector<std::size_t>> counts_;
};

} // namespace burin::views
