// SPDX-License-Identifier: GPL-3.0-or-later
// The user guide in a window of its own: contents on the left, a search over all pages, the page on the right. The
// pages are Markdown in resources/guide (English) and resources/guide/<language>, pictures too; pages.json gives
// their order and the parts of the window that they explain, by objectName.
#pragma once

#include <QStringList>
#include <QTextBrowser>
#include <QTimer>
#include <QWidget>

#include <vector>

class QLineEdit;
class QListWidget;

namespace burin::views {

struct GuidePage {
    QString file; ///< "explore.md"
    QString title;        ///< the first heading
    QStringList explains; ///< objectNames of tabs' pages, docks and dialogs
    QString text;         ///< Markdown
};
/// All pages in their order; empty if the resources are broken.
[[nodiscard]] std::vector<GuidePage> guidePages();
/// The page that explains this widget or the nearest parent that has one; the first page otherwise.
[[nodiscard]] QString guidePageFor(const QWidget* widget, const std::vector<GuidePage>& pages);

/// Shows pictures no wider than the page.
class GuideBrowser : public QTextBrowser {
    Q_OBJECT
public:
    explicit GuideBrowser(QWidget* parent);
    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override;

protected:
    void doSetSource(const QUrl& name, QTextDocument::ResourceType type) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void readAgain();
    void dress();
    QTimer again_;       ///< a page must not be read again while it is being read
    int drawnWidth_ = 0; ///< of the pictures; 0 without any
};

class GuideWindow : public QWidget {
    Q_OBJECT
public:
    explicit GuideWindow(QWidget* parent);
    /// Opens a page by its file and brings the window to the front.
    void showPage(const QString& file);
    [[nodiscard]] QString page() const;

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void search(const QString& text);
    void findNext();
    void open(const QString& file);

    std::vector<GuidePage> pages_;
    QLineEdit* search_;
    QListWidget* contents_;
    GuideBrowser* browser_;
};

} // namespace burin::views
