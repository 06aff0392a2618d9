// SPDX-License-Identifier: GPL-3.0-or-later
// Lesson cards: a short talk through the window. A lesson is data (resources/lessons/*.json): steps with a title,
// a text, what to bring to the front, which part to frame, and what "Do it for me" does, all by objectNames:
//   {"title", "steps": [{"title", "text", "show": [names], "frame": [names, the first that exists], "do": [...]}]}
// An entry of "do" is {"set": widget, "property": name, "value": v} or {"trigger": action}; the next one waits
// until the session has settled. A lesson in lessons/<language>/ stands in for the English one.
#pragma once

#include <QDockWidget>
#include <QJsonArray>
#include <QPointer>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <vector>

class QLabel;
class QMainWindow;
class QPushButton;

namespace burin::workbench {

struct LessonStep {
    QString title;
    QString text;
    QStringList show;
    QStringList frame;
    QJsonArray deeds;
};

struct Lesson {
    QString title;
    std::vector<LessonStep> steps;
};

/// Reads a lesson; one without steps where the resource is missing or broken.
[[nodiscard]] Lesson readLesson(const QString& name);
/// Names of the lessons there are.
[[nodiscard]] QStringList lessonNames();

/// A frame around a widget that follows it and takes no clicks.
class Spotlight : public QWidget {
    Q_OBJECT
public:
    explicit Spotlight(QWidget* window);
    void pointAt(QWidget* target);
    [[nodiscard]] const QWidget* target() const { return target_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();
    QPointer<QWidget> target_;
};

class LessonCard : public QDockWidget {
    Q_OBJECT
public:
    struct Hooks {
        std::function<void(const QString& name)> bringToFront;
        std::function<bool()> settled;
    };
    LessonCard(QMainWindow& window, Hooks hooks);
    void start(const Lesson& lesson);
    [[nodiscard]] int step() const { return step_; }
    [[nodiscard]] bool acting() const { return timer_.isActive(); }
    [[nodiscard]] const Spotlight& spotlight() const { return *spotlight_; }

protected:
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void go(int step);
    void act();
    void actNext();
    void carryOut(const QJsonObject& deed);

    QMainWindow& window_;
    Hooks hooks_;
    Lesson lesson_;
    int step_ = 0;
    int deed_ = 0;
    QTimer timer_;
    Spotlight* spotlight_;
    QLabel* count_;
    QLabel* title_;
    QLabel* text_;
    QPushButton* back_;
    QPushButton* do_;
    QPushButton* next_;
};

} // namespace burin::workbench
