// SPDX-License-Identifier: GPL-3.0-or-later
// The weighted layers of a network as a table: for each its kind and filters, bars to drag for the bits of weights
// and activations (a bit histogram under each) and for pruning, and the hardware it takes. On crossbars the second
// width is that of the inputs, converters have a bar too, and a bar shows how far it can be drawn at no cost. It
// shows what it is given and says what a person changed.
#pragma once

#include "views/models/design_config.h"
#include "views/models/live_reading.h"
#include "views/widgets/drag_bar.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace burin::views {

class BitHistogramView;

/// What the hardware says of a layer.
struct LayerFigures {
    QString what;     ///< the last column: "16x8" of an engine, "12" arrays; empty: a dash
    double share = 0; ///< of the network's cost
    QString help = {};
    // Crossbars; 0: not known.
    int freeWeightBits = 0; ///< the highest width that costs no more
    int freeActivationBits = 0;
    int adcBits = 0;
};

class LayerTable : public QWidget {
    Q_OBJECT
public:
    LayerTable(Family family, const char* objectName, QWidget* parent = nullptr);
    /// The rows of another network.
    void setFamily(const DesignFamily& family);
    void setPolicy(const cnn::Policy& policy);
    void setFigures(const std::vector<LayerFigures>& figures, bool stale); ///< by row
    /// By row; those without keep the former picture, dimmed: a reading gets its histograms last.
    void setBits(const std::vector<cnn::LayerBits>& bits, bool stale);
    /// The resolutions that converters can have.
    void setConverters(int least, int most);
    /// Puts the keyboard on a layer (index among the weighted ones).
    void focusLayer(std::size_t entry);

Q_SIGNALS:
    void held(bool down); ///< one of the bars, by the pointer
    /// Of layer `entry`; `what` names it for Undo.
    void policyEdited(std::size_t entry, const burin::cnn::LayerPolicy& layer, const QString& what, int column);

private:
    enum Column { kLayer, kWeight, kActivation, kAdc, kPrune, kHardware };
    struct Row {
        std::string name;
        int filters = 0;
        QLabel* layer = nullptr;
        QLabel* facts = nullptr;
        DragBar* weight = nullptr;
        DragBar* activation = nullptr; ///< none for accumulators
        DragBar* adc = nullptr;        ///< crossbars
        DragBar* prune = nullptr;      ///< none where filters cannot be removed
        BitHistogramView* weightBits = nullptr;
        BitHistogramView* activationBits = nullptr;
        QLabel* kept = nullptr;
        QLabel* hardware = nullptr;
        QLabel* share = nullptr;
        cnn::LayerPolicy policy;
    };
    void addHeader();
    void addRow(const cnn::Layer& layer, bool prunable, bool activated);
    [[nodiscard]] static QString partName(const Row& row, const char* part);
    void place(QWidget* widget, std::size_t entry, int down, int column);
    /// Of the row that is being added.
    DragBar* addBar(const Row& row, const char* part, const QString& accessible, const DragBar::Options& options,
                    int column);
    BitHistogramView* addHistogram(const Row& row, const char* part, const QString& accessible, int column);
    void showKept(Row& row);
    void edited(std::size_t entry, int column);

    Family family_;
    QGridLayout* grid_;
    std::vector<QWidget*> widgets_;
    std::vector<Row> rows_;
};

} // namespace burin::views
