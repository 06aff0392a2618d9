// SPDX-License-Identifier: GPL-3.0-or-later
// The selected point beside a baseline: what differs in configuration, score and cost.
#pragma once

#include <QWidget>

class QComboBox;
class QStackedWidget;

namespace burin::views {

class CompareModel;
class DesignState;
class EmptyState;
class StudyModel;

class ComparePanel : public QWidget {
    Q_OBJECT
public:
    ComparePanel(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);
    void setBaseline(const QString& id);

private:
    void fillChoices();
    void refresh();
    DesignState& state_;
    const StudyModel& study_;
    CompareModel* model_;
    QComboBox* baseline_;
    QStackedWidget* stack_;
};

} // namespace burin::views
