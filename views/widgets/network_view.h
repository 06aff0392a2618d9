// SPDX-License-Identifier: GPL-3.0-or-later
// A network drawn as blocks in the order of computation: name, shape of the output, bits; the width of a block is
// its share of the cost. As many rows as the blocks need. A block that takes more than one input, or not the one
// before it, says so in its tool tip and has a mark.
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

namespace burin::views {

struct NetworkBlock {
    QString name;
    QString kind;
    QString shape; ///< "32×14×14"
    QString bits;  ///< "w4 a6", may be empty
    QString help;
    double share = 0; ///< of the cost, 0..1
    bool weighted = false;
    bool joins = false; ///< its input is not the block before it alone
};

class NetworkView : public QWidget {
    Q_OBJECT
public:
    NetworkView(const char* objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setBlocks(std::vector<NetworkBlock> blocks);
    void setStale(bool stale);
    [[nodiscard]] const std::vector<NetworkBlock>& blocks() const { return blocks_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void blockClicked(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] std::vector<QRectF> layOut(double width) const;
    [[nodiscard]] int blockAt(const QPointF& position) const;

    std::vector<NetworkBlock> blocks_;
    std::vector<QRectF> rects_;
    bool stale_ = false;
};

} // namespace burin::views
