// SPDX-License-Identifier: GPL-3.0-or-later
// The heart of the window: the form of the study's family, and live what its choices cost and give.
#pragma once

#include <QWidget>

namespace burin::views {

class CnnForm;
class CrossbarForm;
class DesignForm;
class DesignState;
class ReservoirForm;
class StudyModel;
class VerticalScroll;

class ConfigurationPanel : public QWidget {
    Q_OBJECT
public:
    ConfigurationPanel(DesignState& state, const StudyModel& study, QWidget* parent = nullptr);
    /// Of the study's family.
    [[nodiscard]] DesignForm* form() const;
    [[nodiscard]] ReservoirForm* reservoirForm() const { return reservoir_; }

Q_SIGNALS:
    void trainRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showFamily();

    DesignState& state_;
    ReservoirForm* reservoir_;
    CnnForm* cnn_;
    CrossbarForm* crossbar_;
    VerticalScroll* live_; ///< stays in sight while the form is scrolled
};

} // namespace burin::views
