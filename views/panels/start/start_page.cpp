// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/start/start_page.h"

#include "views/models/format.h"
#include "views/panels/start/pictures.h"
#include "views/theme/icons.h"
#include "views/widgets/card_button.h"
#include "views/widgets/look.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace burin::views {
namespace {

constexpr int kExampleColumns = 3;
constexpr int kColumns = 2; ///< of recent studies

QLabel* label(const QString& text, const char* look = nullptr, bool wrap = false)
{
    auto* made = new QLabel(text);
    made->setWordWrap(wrap);
    if (look != nullptr)
        withLook(made, look);
    return made;
}

/// Larger than the rest by `factor`.
QLabel* title(const QString& text, double factor)
{
    auto* made = label(text, "heading");
    QFont font = made->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(true);
    made->setFont(font);
    return made;
}

QString facts(const RecentStudy& study)
{
    if (study.missing)
        return StartPage::tr("The file is not there any more.");
    if (!study.error.isEmpty())
        return study.error;
    const QString date = QLocale().toString(study.modified, QLocale::ShortFormat);
    if (!study.read)
        return date;
    return StartPage::tr("%1, %2").arg(counted(study.points, StartPage::tr("point"), StartPage::tr("points")), date);
}

} // namespace

StartPage::StartPage(std::vector<ExampleCard> examples, QWidget* parent)
    : QScrollArea(parent), recent_(new QGridLayout),
      noRecent_(label(tr("Studies that you open appear here, with a picture of their front."), "caption", true))
{
    progress_ = makeProgress();
    setObjectName(QStringLiteral("start-page"));
    setAccessibleName(tr("Start page"));
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    const int em = fontMetrics().height();
    auto* content = new QWidget;
    content->setMaximumWidth(em * 62);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(em, em * 2, em, em * 2);
    column->setSpacing(em * 3 / 4);
    column->addWidget(makeHead());
    column->addWidget(progress_);
    column->addSpacing(em / 2);
    column->addWidget(title(tr("Ready examples"), 1.15));
    column->addWidget(makeExamples(examples));
    column->addSpacing(em / 2);
    column->addWidget(title(tr("Your own"), 1.15));
    column->addWidget(makeOpen());
    column->addSpacing(em / 2);
    column->addWidget(title(tr("Recent studies"), 1.15));
    column->addWidget(noRecent_);
    recent_->setSpacing(em * 3 / 4);
    for (int i = 0; i < kColumns; ++i)
        recent_->setColumnStretch(i, 1);
    column->addLayout(recent_);
    column->addStretch();
    auto* page = withLook(new QWidget, "page");
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch();
    row->addWidget(content, 100);
    row->addStretch();
    setWidget(page);
}

QWidget* StartPage::makeHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    const int em = fontMetrics().height();
    row->setSpacing(em);
    auto* picture = new QLabel;
    picture->setPixmap(applicationIcon().pixmap(QSize(em * 3, em * 3), devicePixelRatioF()));
    row->addWidget(picture);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(title(tr("Burin"), 1.8));
    texts->addWidget(label(tr("Engrave a neural network into hardware: choose bits and pruning, watch accuracy and cost "
                              "move, export a Verilog project that proves itself."),
                           "caption", true));
    row->addLayout(texts, 1);
    return head;
}

QWidget* StartPage::makeExamples(const std::vector<ExampleCard>& examples)
{
    auto* cards = new QWidget;
    auto* grid = new QGridLayout(cards);
    const int em = fontMetrics().height();
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(em * 3 / 4);
    for (int column = 0; column < kExampleColumns; ++column)
        grid->setColumnStretch(column, 1);
    int place = 0;
    for (const ExampleCard& example : examples) {
        auto* card = new CardButton(qPrintable(QStringLiteral("start-example-") + example.id),
                                    tr("Open the example: %1").arg(example.title));
        auto* column = new QVBoxLayout(card);
        column->setContentsMargins(em, em * 3 / 4, em, em * 3 / 4);
        auto* picture = new DataPicture;
        pictures_.emplace_back(example.id, picture);
        column->addWidget(label(example.family, "section"));
        column->addWidget(picture);
        column->addWidget(title(example.title, 1.05));
        auto* text = label(example.text, "caption", true);
        text->setAlignment(Qt::AlignTop);
        column->addWidget(text, 1); // what a card has to spare is below its text: titles stand on one line
        connect(card, &CardButton::clicked, this, [this, id = example.id] { Q_EMIT exampleRequested(id); });
        grid->addWidget(card, place / kExampleColumns, place % kExampleColumns);
        ++place;
    }
    return cards;
}

QWidget* StartPage::makeOpen()
{
    auto* open = new QWidget;
    auto* row = new QHBoxLayout(open);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() * 3 / 4);
    auto* openData = withLook(named(new QPushButton(tr("Open data...")), "start-open-data", tr("Open data")), "primary");
    auto* openNetwork = named(new QPushButton(tr("Open a CNN...")), "start-open-network", tr("Open a trained CNN"));
    connect(openNetwork, &QPushButton::clicked, this, &StartPage::openNetworkRequested);
    auto* openStudy = named(new QPushButton(tr("Open study...")), "start-open-study", tr("Open a study or a bundle"));
    connect(openData, &QPushButton::clicked, this, &StartPage::openDataRequested);
    connect(openStudy, &QPushButton::clicked, this, &StartPage::openStudyRequested);
    row->addWidget(openData);
    row->addWidget(openNetwork);
    row->addWidget(openStudy);
    row->addWidget(label(tr("Or drop a file anywhere on the window: .csv, .tsv, .ts, .tra, .npy, a network (.json, .npz), "
                            "a study or a bundle."),
                         "caption", true),
                   1);
    return open;
}

QWidget* StartPage::makeProgress()
{
    auto* box = withLook(new QFrame, "card");
    auto* row = new QHBoxLayout(box);
    progressText_ = label({});
    progressText_->setObjectName(QStringLiteral("start-progress-text"));
    progressBar_ = named(new QProgressBar, "start-progress", tr("Progress"));
    progressBar_->setRange(0, 1000);
    progressBar_->setTextVisible(false);
    auto* cancel = named(new QPushButton(tr("Cancel")), "start-cancel", tr("Cancel opening"));
    connect(cancel, &QPushButton::clicked, this, &StartPage::cancelRequested);
    row->addWidget(progressText_);
    row->addWidget(progressBar_, 1);
    row->addWidget(cancel);
    box->hide();
    return box;
}

void StartPage::setProgress(const QString& text, double fraction)
{
    progress_->setVisible(!text.isEmpty());
    progressText_->setText(text);
    progressBar_->setValue(static_cast<int>(fraction * progressBar_->maximum()));
}

void StartPage::setExampleData(const QString& id, const DataLines& lines)
{
    for (const auto& [name, picture] : pictures_)
        if (name == id)
            picture->setLines(lines);
}

QWidget* StartPage::makeRecent(const RecentStudy& study, int number)
{
    const QFileInfo file(study.path);
    const auto name = [number](const char* part) {
        return QStringLiteral("start-%1-%2").arg(QLatin1String(part)).arg(number);
    };
    auto* card = new CardButton(qPrintable(name("recent")), tr("Open %1").arg(file.completeBaseName()));
    card->setToolTip(study.path);
    const int em = fontMetrics().height();
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(em / 2, em / 2, em / 2, em / 2);
    row->setSpacing(em * 3 / 4);
    auto* picture = new FrontPicture;
    picture->setStudy(study);
    row->addWidget(picture);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(em / 6);
    texts->addWidget(title(file.completeBaseName(), 1.0));
    if (!study.dataName.isEmpty())
        texts->addWidget(label(tr("Data: %1").arg(study.dataName), "caption"));
    texts->addWidget(label(facts(study), "caption", !study.error.isEmpty()));
    if (study.missing) {
        auto* locate = named(new QPushButton(tr("Locate...")), qPrintable(name("locate")),
                             tr("Locate %1").arg(file.fileName()));
        connect(locate, &QPushButton::clicked, this, [this, path = study.path] { Q_EMIT locateRequested(path); });
        texts->addWidget(locate, 0, Qt::AlignLeft);
    }
    row->addLayout(texts, 1);
    row->setAlignment(texts, Qt::AlignVCenter);
    auto* forget = named(new QToolButton, qPrintable(name("forget")), tr("Remove %1 from the list").arg(file.fileName()));
    forget->setIcon(icon(QStringLiteral("close"), IconRole::muted));
    forget->setToolTip(tr("Remove from the list (the file stays)"));
    connect(forget, &QToolButton::clicked, this, [this, path = study.path] { Q_EMIT forgetRequested(path); });
    row->addWidget(forget, 0, Qt::AlignTop);
    connect(card, &CardButton::clicked, this, [this, path = study.path, missing = study.missing] {
        if (missing)
            Q_EMIT locateRequested(path);
        else
            Q_EMIT recentRequested(path);
    });
    return card;
}

void StartPage::setRecent(const std::vector<RecentStudy>& studies)
{
    for (QWidget* row : rows_) {
        recent_->removeWidget(row);
        row->setParent(nullptr); // not deleted yet: it may be the one whose button was just pressed
        row->deleteLater();
    }
    rows_.clear();
    int number = 0;
    for (const RecentStudy& study : studies) {
        QWidget* row = makeRecent(study, number + 1);
        recent_->addWidget(row, number / kColumns, number % kColumns);
        rows_.push_back(row);
        ++number;
    }
    noRecent_->setVisible(studies.empty());
}

} // namespace burin::views
