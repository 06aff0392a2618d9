// SPDX-License-Identifier: GPL-3.0-or-later
// Two points side by side: the parameters that differ, then every metric that both have, with the change from the
// first to the second in per cent.
#pragma once

#include "core/optimise/design_point.h"
#include "views/models/design_config.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace burin::views {

/// A value of a parameter as people say it: "bit-flip sensitivity", "yes", "xc7".
[[nodiscard]] QString parameterValueText(const std::string& key, const nlohmann::json& value);

class CompareModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { kWhat, kFirst, kSecond, kChange, kColumnCount };
    enum Role { kBetterRole = Qt::UserRole + 1 }; ///< of the change: 1 better, -1 worse, 0 neither

    using QAbstractTableModel::QAbstractTableModel;
    void setPoints(const std::optional<optimise::DesignPoint>& first,
                   const std::optional<optimise::DesignPoint>& second, const QString& scoreName,
                   bool higherScoreIsBetter, const DesignFamily& family = {});

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString what;
        QString first;
        QString second;
        QString change;
        int better = 0;
    };
    void addParameters(const optimise::DesignPoint& first, const optimise::DesignPoint& second,
                       const DesignFamily& family);
    void addNumber(const QString& what, std::optional<double> first, std::optional<double> second,
                   const QString& firstText, const QString& secondText, bool higherIsBetter,
                   bool absolute = false);
    std::vector<Row> rows_;
};

} // namespace burin::views
