// SPDX-License-Identifier: GPL-3.0-or-later
// LinkGraph: a directed graph with weights. Neurons lie on an ellipse in the order of their numbers, equally far apart (a
// place that never moves, so that two pictures can be compared), inputs in a column to the left; links bend to the middle,
// their colour is the sign and their width the size of the weight. Removed links are faded.
#pragma once

#include "views/plots/picture.h"

#include <QPixmap>
#include <QPolygonF>
#include <QWidget>

#include <optional>
#include <vector>

namespace burin::views {

struct GraphLink {
    int from = 0; ///< indices of nodes
    int to = 0;
    double weight = 0;
    bool removed = false;
    bool pinned = false;
    bool empty = false; ///< rounding left nothing of it
    QStringList notes{};
};

struct LinkGraphData {
    QString title;
    QStringList inputs;  ///< names; node k
    QStringList neurons; ///< names; node inputs.size() + k
    std::vector<GraphLink> links;
    bool stale = false;
};

class LinkGraph : public QWidget, public Picture {
    Q_OBJECT
public:
    explicit LinkGraph(const char* objectName, QWidget* parent = nullptr);
    void setData(LinkGraphData data);
    [[nodiscard]] const LinkGraphData& data() const { return data_; }
    void setSelection(std::vector<bool> links);
    [[nodiscard]] const std::vector<bool>& selection() const { return selected_; }
    /// A point on the link in widget coordinates (for tests), 0 at its start.
    [[nodiscard]] QPointF positionOn(int link, double along) const;
    [[nodiscard]] QStringList linkText(int link) const;
    struct Number {
        int neuron = 0;
        QRectF box;
    };
    /// Of the neurons whose numbers stand free; the others say theirs where the pointer is.
    [[nodiscard]] std::vector<Number> numbers() const;
    /// The circle of a node: the inputs', then the neurons'.
    [[nodiscard]] QRectF nodeBox(int node) const;

    [[nodiscard]] QWidget& widget() override { return *this; }
    [[nodiscard]] QString pictureTitle() const override { return data_.title; }
    [[nodiscard]] bool hasValues() const override { return !data_.links.empty(); }
    [[nodiscard]] std::vector<QStringList> valueTable() const override;
    [[nodiscard]] QStringList unfitTexts() const override { return unfit_; }
    void paintPicture(QPainter& painter, const QRectF& target) override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void linkActivated(int link); ///< clicked, or chosen by key; -1 on the ground

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    [[nodiscard]] QRectF inputNameBox(qsizetype input) const;
    [[nodiscard]] QPolygonF pathOf(const GraphLink& link) const;
    [[nodiscard]] int linkAt(const QPointF& position) const;
    [[nodiscard]] int nodeAt(const QPointF& position) const;
    [[nodiscard]] QString nodeName(int node) const;
    [[nodiscard]] QStringList nodeText(int node) const;
    void drawGround(QPainter& painter);
    void drawLink(QPainter& painter, int link, bool strong) const;
    void drawNodes(QPainter& painter) const;
    void drawLegend(QPainter& painter);
    void drawLive(QPainter& painter) const;

    LinkGraphData data_;
    std::vector<bool> selected_;
    std::vector<QPointF> places_;    ///< of the nodes
    std::vector<QPolygonF> paths_;   ///< of the links
    std::vector<int> order_;         ///< links as they are drawn: removed, then small, then large
    double largest_ = 1;
    QRectF ellipse_; ///< that the neurons lie on
    QPointF middle_;
    double nodeRadius_ = 1;
    QStringList unfit_;
    QPixmap ground_;
    int hoverLink_ = -1;
    int hoverNode_ = -1;
};

} // namespace burin::views
