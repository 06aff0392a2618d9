// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/explore/chosen_strip.h"

#include "views/models/design_state.h"
#include "views/models/format.h"
#include "views/models/study_model.h"
#include "views/theme/icons.h"
#include "views/widgets/look.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace burin::views {

ChosenStrip::ChosenStrip(DesignState& state, const StudyModel& study, QWidget* parent)
    : QWidget(parent), state_(state), study_(study), text_(withLook(new QLabel, "caption")),
      test_(withLook(new QLabel, "caption")), askTest_(new QPushButton(tr("Score on the test set once"))),
      chip_(new QToolButton)
{
    setObjectName(QStringLiteral("chosen-strip"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    text_->setObjectName(QStringLiteral("chosen-text"));
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    test_->setObjectName(QStringLiteral("chosen-test"));
    named(askTest_, "chosen-score-test", tr("Score the chosen point on the test set once"));
    named(chip_, "brush-chip", tr("Clear the brushed range"));
    chip_->setIcon(icon(QStringLiteral("close")));
    chip_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row->addWidget(text_, 1);
    row->addWidget(chip_);
    row->addWidget(test_);
    row->addWidget(askTest_);
    connect(askTest_, &QPushButton::clicked, this, [this] {
        askTest_->setEnabled(false); // until the reading, or a failure, changes what is chosen
        state_.proposeTest();
    });
    connect(chip_, &QToolButton::clicked, &state_, [this] { state_.setBrush({}); });
    connect(&state_, &DesignState::brushChanged, this, &ChosenStrip::showBrush);
    connect(&state_, &DesignState::selectionChanged, this, &ChosenStrip::refresh);
    connect(&state_, &DesignState::configChanged, this, &ChosenStrip::refresh);
    connect(&state_, &DesignState::studyChanged, this, &ChosenStrip::refresh);
    connect(&study_, &StudyModel::pointsChanged, this, &ChosenStrip::refresh);
    refresh();
}

void ChosenStrip::refresh()
{
    setVisible(state_.study().open);
    const StudyModel::Row* point = study_.find(state_.selected());
    const DesignTraits& traits = state_.traits();
    QStringList words{QString::fromStdString(traits.bitsText) + tr(" bit")};
    if (traits.prune > 0 || !traits.byHand)
        words << tr("%1 pruned").arg(formatPercent(traits.prune));
    if (traits.prune > 0)
        words << rankerText(traits.ranker);
    if (traits.byHand)
        words << tr("weights chosen by hand");
    if (point != nullptr && point->point.validation.mean)
        words << tr("validation %1").arg(formatInterval(point->point.validation));
    else if (point == nullptr)
        words << tr("not a point of the study yet");
    if (point != nullptr && point->point.seal)
        words << (point->point.seal->sealed ? tr("verified bit-exact") : tr("not bit-exact"));
    text_->setText(words.join(QStringLiteral(" \u00b7 ")));
    text_->setToolTip(text_->text());
    showTest();
    showBrush();
}

void ChosenStrip::showTest()
{
    const std::size_t read = study_.testRead();
    const QString counting = tr("The test set has been read for %1 of this study. Choosing among test scores makes the "
                                "best of them too good: choose by validation.")
                                 .arg(counted(read, tr("point"), tr("points")));
    const StudyModel::Row* point = study_.find(state_.selected());
    const bool has = point != nullptr && point->point.test.mean;
    test_->setVisible(has);
    if (has)
        test_->setText(tr("test %1 (read for %2)").arg(formatInterval(point->point.test),
                                                       counted(read, tr("point"), tr("points"))));
    test_->setToolTip(counting);
    askTest_->setVisible(!has);
    const QString& impossible = state_.study().noScore.isEmpty() ? state_.study().readOnly : state_.study().noScore;
    askTest_->setEnabled(impossible.isEmpty());
    askTest_->setToolTip(impossible.isEmpty()
                             ? tr("Reads the test labels for this one configuration and stores the score with it.") +
                                   QLatin1Char('\n') + counting
                             : impossible);
}

void ChosenStrip::showBrush()
{
    const auto& ranges = state_.brush();
    chip_->setVisible(!ranges.empty());
    if (ranges.empty())
        return;
    const InRanges isInside(study_.columns(), ranges);
    std::size_t inside = 0;
    for (std::size_t row = 0; row < study_.columns().size(); ++row)
        inside += isInside(row) ? 1 : 0;
    const QString what = rangesText(ranges, state_.study().scoreName);
    chip_->setText(counted(inside, tr("point brushed"), tr("points brushed")));
    chip_->setToolTip(what + QLatin1Char('\n') + tr("Click to show all points again"));
}

} // namespace burin::views
