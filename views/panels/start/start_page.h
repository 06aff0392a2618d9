// SPDX-License-Identifier: GPL-3.0-or-later
// The start page: what fills the window while no study is open. Ready examples, data and studies to open, and the
// studies that were open before, each with a picture of its front. It proposes; the shell decides.
#pragma once

#include "views/models/recent_study.h"

#include <QScrollArea>

#include <vector>

class QGridLayout;
class QLabel;
class QProgressBar;

namespace burin::views {

class DataPicture;

class StartPage : public QScrollArea {
    Q_OBJECT
public:
    explicit StartPage(std::vector<ExampleCard> examples, QWidget* parent = nullptr);
    void setRecent(const std::vector<RecentStudy>& studies);
    /// A piece of an example's data for its card.
    void setExampleData(const QString& id, const DataLines& lines);
    /// What is being opened and how far it is; an empty text hides it.
    void setProgress(const QString& text, double fraction);

Q_SIGNALS:
    void exampleRequested(const QString& id);
    void openDataRequested();
    void openNetworkRequested();
    void openStudyRequested();
    void recentRequested(const QString& path);
    void forgetRequested(const QString& path);
    void locateRequested(const QString& path);
    void cancelRequested();

private:
    QWidget* makeHead();
    QWidget* makeExamples(const std::vector<ExampleCard>& examples);
    QWidget* makeOpen();
    QWidget* makeProgress();
    QWidget* makeRecent(const RecentStudy& study, int number);

    QGridLayout* recent_;
    QLabel* noRecent_;
    QWidget* progress_ = nullptr;
    QLabel* progressText_ = nullptr;
    QProgressBar* progressBar_ = nullptr;
    std::vector<std::pair<QString, DataPicture*>> pictures_;
    std::vector<QWidget*> rows_;
};

} // namespace burin::views
