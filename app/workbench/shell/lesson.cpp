// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/shell/lesson.h"

#include "views/theme/colours.h"
#include "views/widgets/localised.h"
#include "views/widgets/look.h"

#include <QAction>
#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMainWindow>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

#include <utility>

namespace burin::workbench {

using namespace views;

namespace {

constexpr int kPollMs = 50;
const QString kFolder = QStringLiteral(":/burin/lessons");

QStringList strings(const QJsonValue& value)
{
    QStringList list;
    for (const QJsonValue& item : value.toArray())
        list << item.toString();
    return list;
}

} // namespace

QStringList lessonNames()
{
    QStringList names;
    for (const QString& file : QDir(kFolder).entryList({QStringLiteral("*.json")}, QDir::Files))
        names << file.chopped(5);
    return names;
}

Lesson readLesson(const QString& name)
{
    Lesson lesson;
    QFile source(localised(kFolder, name + QStringLiteral(".json")));
    if (!source.open(QIODevice::ReadOnly))
        return lesson;
    const QJsonObject root = QJsonDocument::fromJson(source.readAll()).object();
    lesson.title = root[QLatin1String("title")].toString();
    for (const QJsonValue& value : root[QLatin1String("steps")].toArray()) {
        const QJsonObject step = value.toObject();
        lesson.steps.push_back({step[QLatin1String("title")].toString(), step[QLatin1String("text")].toString(),
                                strings(step[QLatin1String("show")]), strings(step[QLatin1String("frame")]),
                                step[QLatin1String("do")].toArray()});
    }
    return lesson;
}

Spotlight::Spotlight(QWidget* window) : QWidget(window)
{
    setObjectName(QStringLiteral("spotlight"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    window->installEventFilter(this);
    hide();
}

void Spotlight::pointAt(QWidget* target)
{
    if (target_)
        target_->removeEventFilter(this);
    target_ = target;
    if (target_)
        target_->installEventFilter(this);
    place();
}

void Spotlight::place()
{
    if (!target_ || !target_->isVisible()) {
        hide();
        return;
    }
    const int gap = fontMetrics().height() / 4;
    const QRect rect(target_->mapTo(parentWidget(), QPoint(0, 0)), target_->size());
    setGeometry(rect.adjusted(-gap, -gap, gap, gap) & parentWidget()->rect());
    show();
    raise();
}

bool Spotlight::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::LayoutRequest:
        // The layout of the window ends after this event.
        QTimer::singleShot(0, this, &Spotlight::place);
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void Spotlight::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double wide = fontMetrics().height() / 6.0;
    painter.setPen(QPen(coloursFor(palette()).accent, wide));
    painter.drawRoundedRect(QRectF(rect()).adjusted(wide, wide, -wide, -wide), wide * 3, wide * 3);
}

LessonCard::LessonCard(QMainWindow& window, Hooks hooks)
    : QDockWidget(tr("Lesson"), &window), window_(window), hooks_(std::move(hooks)), spotlight_(new Spotlight(&window)),
      count_(withLook(new QLabel, "caption")), title_(withLook(new QLabel, "heading")), text_(new QLabel),
      back_(named(new QPushButton(tr("Back")), "lesson-back", tr("Step back"))),
      do_(named(new QPushButton(tr("Do it for me")), "lesson-do", tr("Do this step for me"))),
      next_(withLook(named(new QPushButton(tr("Next")), "lesson-next", tr("Next step")), "primary"))
{
    named(this, "dock-lesson", tr("Lesson"));
    auto* page = withLook(new QWidget, "surface");
    auto* column = new QVBoxLayout(page);
    const int em = fontMetrics().height();
    column->setContentsMargins(em / 2, em / 2, em / 2, em / 2);
    for (QLabel* label : {count_, title_, text_}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    }
    title_->setObjectName(QStringLiteral("lesson-title"));
    text_->setObjectName(QStringLiteral("lesson-text"));
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("lesson-scroll"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* body = withLook(new QWidget, "page");
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(text_);
    inner->addStretch();
    scroll->setWidget(body);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(back_);
    buttons->addStretch();
    buttons->addWidget(next_);
    column->addWidget(count_);
    column->addWidget(title_);
    column->addWidget(scroll, 1);
    column->addWidget(do_);
    column->addLayout(buttons);
    page->setMinimumHeight(em * 18);
    setWidget(page);
    connect(back_, &QPushButton::clicked, this, [this] { go(step_ - 1); });
    connect(do_, &QPushButton::clicked, this, &LessonCard::act);
    connect(next_, &QPushButton::clicked, this, [this] {
        if (step_ + 1 < static_cast<int>(lesson_.steps.size()))
            go(step_ + 1);
        else
            close();
    });
    timer_.setInterval(kPollMs);
    connect(&timer_, &QTimer::timeout, this, &LessonCard::actNext);
}

void LessonCard::start(const Lesson& lesson)
{
    lesson_ = lesson;
    show();
    raise();
    go(0);
}

void LessonCard::go(int step)
{
    if (step < 0 || step >= static_cast<int>(lesson_.steps.size()))
        return;
    timer_.stop();
    step_ = step;
    const LessonStep& now = lesson_.steps[static_cast<std::size_t>(step)];
    const auto count = static_cast<int>(lesson_.steps.size());
    count_->setText(tr("%1 Step %2 of %3").arg(lesson_.title).arg(step + 1).arg(count));
    title_->setText(now.title);
    text_->setText(now.text);
    back_->setEnabled(step > 0);
    do_->setVisible(!now.deeds.isEmpty());
    do_->setEnabled(true);
    next_->setText(step + 1 < count ? tr("Next") : tr("Finish"));
    for (const QString& name : now.show)
        hooks_.bringToFront(name);
    QWidget* target = nullptr;
    for (const QString& name : now.frame)
        if (target == nullptr)
            target = window_.findChild<QWidget*>(name);
    spotlight_->pointAt(target);
}

void LessonCard::act()
{
    deed_ = 0;
    do_->setEnabled(false);
    timer_.start();
    actNext();
}

void LessonCard::actNext()
{
    const QJsonArray& deeds = lesson_.steps[static_cast<std::size_t>(step_)].deeds;
    if (!hooks_.settled())
        return;
    if (deed_ < deeds.size()) {
        carryOut(deeds[deed_++].toObject());
        return;
    }
    timer_.stop();
    do_->setEnabled(true);
}

void LessonCard::carryOut(const QJsonObject& deed)
{
    if (const QString action = deed[QLatin1String("trigger")].toString(); !action.isEmpty()) {
        if (auto* found = window_.findChild<QAction*>(action))
            found->trigger();
        return;
    }
    if (auto* widget = window_.findChild<QWidget*>(deed[QLatin1String("set")].toString()))
        widget->setProperty(deed[QLatin1String("property")].toString(QStringLiteral("value")).toLatin1().constData(),
                            deed[QLatin1String("value")].toVariant());
}

void LessonCard::hideEvent(QHideEvent* event)
{
    QDockWidget::hideEvent(event);
    timer_.stop();
    spotlight_->hide();
}

void LessonCard::showEvent(QShowEvent* event)
{
    QDockWidget::showEvent(event);
    if (!lesson_.steps.empty())
        go(step_);
}

} // namespace burin::workbench
