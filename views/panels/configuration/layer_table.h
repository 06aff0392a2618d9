// SPDX-License-Identifier: GPL-3.0-or-later
// The weighted layers of a network as a table: for each its kind and filters, bars to drag for the bits of weights
// and activations (a bit histogram under each) and for pruning, and the engine it takes. It shows what it is given
// and says what a person changed.
#pragma once

#include "views/models/design_config.h"
#include "views/models/live_reading.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace burin::views {

class BitHistogramView;
class DragBar;

class LayerTable : public QWidget {
    Q_OBJECT
public:
    explicit LayerTable(QWidget* parent = nullptr);
    /// The rows of another network.
    void setFamily(const DesignFamily& family);
    void setPolicy(const cnn::Policy& policy);
    void setReading(const CnnReading& reading, bool stale);
    /// Puts the keyboard on a layer (index among the weighted ones).
    void focusLayer(std::size_t entry);

Q_SIGNALS:
    void held(bool down); ///< one of the bars, by the pointer
    /// Of layer `entry`; `what` names it for Undo.
    void policyEdited(std::size_t entry, const burin::cnn::LayerPolicy& layer, const QString& what, int column);

private:
    enum Column { kLayer, kWeight, kActivation, kPrune, kEngine };
    struct Row {
        std::string name;
        int filters = 0;
        QLabel* layer = nullptr;
        QLabel* facts = nullptr;
        DragBar* weight = nullptr;
        DragBar* activation = nullptr; ///< none for accumulators
        DragBar* prune = nullptr;      ///< none where filters cannot be removed
        BitHistogramView* weightBits = nullptr;
        BitHistogramView* activationBits = nullptr;
        QLabel* kept = nullptr;
        QLabel* engine = nullptr;
        QLabel* share = nullptr;
        cnn::LayerPolicy policy;
    };
    void addHeader();
    void addRow(const cnn::Layer& layer, bool prunable, bool activated);
    void showKept(Row& row);
    void edited(std::size_t entry, int column);

    QGridLayout* grid_;
    std::vector<QWidget*> widgets_;
    std::vector<Row> rows_;
};

} // namespace burin::views
