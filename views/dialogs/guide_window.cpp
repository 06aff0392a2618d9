// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dialogs/guide_window.h"

#include "views/theme/colours.h"
#include "views/widgets/localised.h"
#include "views/widgets/look.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QSplitter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextFrame>
#include <QTextTable>
#include <QVBoxLayout>

#include <algorithm>

namespace burin::views {
namespace {

const QString kFolder = QStringLiteral(":/burin/guide");

QString readText(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The first heading of a page.
QString titleOf(const QString& markdown)
{
    return markdown.startsWith(QLatin1String("# ")) ? markdown.section(QLatin1Char('\n'), 0, 0).mid(2).trimmed()
                                                    : QString();
}

} // namespace

std::vector<GuidePage> guidePages()
{
    std::vector<GuidePage> pages;
    const QJsonArray list =
        QJsonDocument::fromJson(readText(kFolder + QStringLiteral("/pages.json")).toUtf8()).array();
    for (const QJsonValue& value : list) {
        const QJsonObject entry = value.toObject();
        GuidePage page;
        page.file = entry[QLatin1String("file")].toString();
        for (const QJsonValue& name : entry[QLatin1String("explains")].toArray())
            page.explains << name.toString();
        page.text = readText(localised(kFolder, page.file));
        page.title = titleOf(page.text);
        if (!page.text.isEmpty())
            pages.push_back(std::move(page));
    }
    return pages;
}

QString guidePageFor(const QWidget* widget, const std::vector<GuidePage>& pages)
{
    for (; widget != nullptr; widget = widget->parentWidget())
        for (const GuidePage& page : pages)
            if (page.explains.contains(widget->objectName()))
                return page.file;
    return pages.empty() ? QString() : pages.front().file;
}

QVariant GuideBrowser::loadResource(int type, const QUrl& name)
{
    if (type == QTextDocument::MarkdownResource)
        return readText(localised(kFolder, name.fileName())).toUtf8();
    if (type != QTextDocument::ImageResource)
        return QTextBrowser::loadResource(type, name);
    // explore.png stands for explore-light.png and explore-dark.png.
    const QString shade = coloursFor(palette()).dark ? QStringLiteral("-dark.") : QStringLiteral("-light.");
    QImage image(localised(kFolder, name.fileName().replace(QLatin1Char('.'), shade)));
    const int most = viewport()->width() - static_cast<int>(document()->documentMargin()) * 2;
    if (image.isNull() || most <= 0)
        return image;
    drawnWidth_ = viewport()->width();
    const double ratio = devicePixelRatioF();
    const int width = std::min(image.width(), static_cast<int>(most * ratio));
    // Scaled with few colours it would be dithered.
    image = image.convertToFormat(QImage::Format_RGB32).scaledToWidth(width, Qt::SmoothTransformation);
    image.setDevicePixelRatio(ratio);
    return image;
}

GuideBrowser::GuideBrowser(QWidget* parent) : QTextBrowser(parent)
{
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // its coming and going would change the pictures' width
    again_.setSingleShot(true);
    connect(&again_, &QTimer::timeout, this, &GuideBrowser::readAgain);
}

void GuideBrowser::doSetSource(const QUrl& name, QTextDocument::ResourceType type)
{
    drawnWidth_ = 0;
    QTextBrowser::doSetSource(name, type);
    dress();
}

/// Markdown comes without any look: quiet tables, air above headings.
void GuideBrowser::dress()
{
    const Colours& colours = coloursFor(palette());
    const int em = fontMetrics().height();
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(1);
        format.setBorderBrush(colours.border);
        format.setCellSpacing(0);
        format.setCellPadding(em / 3.0);
        format.setBottomMargin(em / 2.0);
        table->setFormat(format);
    }
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0)
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setTopMargin(block.position() == 0 ? 0 : em * 0.8);
        format.setBottomMargin(em * 0.4);
        QTextCursor(block).setBlockFormat(format);
    }
}

void GuideBrowser::readAgain()
{
    if (source().isEmpty())
        return;
    const int position = verticalScrollBar()->value();
    reload();
    verticalScrollBar()->setValue(position);
}

void GuideBrowser::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    if (drawnWidth_ != 0 && drawnWidth_ != viewport()->width())
        again_.start(0);
}

void GuideBrowser::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    // Links and pictures keep the colours they were read with.
    if (event->type() == QEvent::PaletteChange)
        again_.start(0);
}

GuideWindow::GuideWindow(QWidget* parent)
    : QWidget(parent, Qt::Window), pages_(guidePages()),
      search_(named(new QLineEdit(this), "guide-search", tr("Search the guide"))),
      contents_(named(new QListWidget(this), "guide-contents", tr("Pages of the guide"))),
      browser_(named(new GuideBrowser(this), "guide-page", tr("Page of the guide")))
{
    named(this, "guide-window", tr("User guide"));
    setWindowTitle(tr("User guide"));
    search_->setPlaceholderText(tr("Search"));
    search_->setClearButtonEnabled(true);
    for (const GuidePage& page : pages_) {
        auto* item = new QListWidgetItem(page.title, contents_);
        item->setData(Qt::UserRole, page.file);
    }
    browser_->setOpenExternalLinks(true);
    const int em = fontMetrics().height();
    browser_->document()->setDocumentMargin(em);
    auto* left = withLook(new QWidget, "surface");
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(em / 2, em / 2, em / 2, em / 2);
    column->addWidget(search_);
    column->addWidget(contents_);
    auto* splitter = new QSplitter(this);
    splitter->addWidget(left);
    splitter->addWidget(browser_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({em * 14, em * 46});
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    resize(em * 60, em * 46);
    connect(contents_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr)
            open(item->data(Qt::UserRole).toString());
    });
    connect(browser_, &QTextBrowser::sourceChanged, this, [this](const QUrl& url) {
        for (int row = 0; row < contents_->count(); ++row)
            if (contents_->item(row)->data(Qt::UserRole).toString() == url.fileName())
                contents_->setCurrentRow(row);
    });
    connect(search_, &QLineEdit::textChanged, this, &GuideWindow::search);
    connect(search_, &QLineEdit::returnPressed, this, &GuideWindow::findNext);
}

QString GuideWindow::page() const
{
    return browser_->source().fileName();
}

void GuideWindow::open(const QString& file)
{
    if (page() != file)
        browser_->setSource(QUrl(QStringLiteral("qrc") + kFolder + QLatin1Char('/') + file));
}

void GuideWindow::showPage(const QString& file)
{
    search_->clear();
    show();
    raise();
    activateWindow();
    open(file);
    browser_->setFocus();
}

void GuideWindow::search(const QString& text)
{
    QListWidgetItem* first = nullptr;
    for (int row = 0; row < contents_->count(); ++row) {
        const GuidePage& page = pages_[static_cast<std::size_t>(row)];
        const bool hit = page.text.contains(text, Qt::CaseInsensitive) || page.title.contains(text, Qt::CaseInsensitive);
        contents_->item(row)->setHidden(!hit);
        if (hit && first == nullptr)
            first = contents_->item(row);
    }
    const QListWidgetItem* now = contents_->currentItem();
    if (first != nullptr && (now == nullptr || now->isHidden()))
        contents_->setCurrentItem(first);
    if (!text.isEmpty()) {
        browser_->moveCursor(QTextCursor::Start);
        browser_->find(text);
    }
}

void GuideWindow::findNext()
{
    if (search_->text().isEmpty() || browser_->find(search_->text()))
        return;
    // No more on this page: the next page that has it, in a circle.
    const int count = contents_->count();
    for (int step = 1; step <= count; ++step) {
        const int row = (contents_->currentRow() + step) % count;
        if (contents_->item(row)->isHidden())
            continue;
        contents_->setCurrentRow(row);
        browser_->moveCursor(QTextCursor::Start);
        browser_->find(search_->text());
        return;
    }
}

void GuideWindow::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    contents_->doItemsLayout(); // the items were measured before the style sheet applied
}

void GuideWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->matches(QKeySequence::Find))
        search_->setFocus();
    else
        QWidget::keyPressEvent(event);
}

} // namespace burin::views
