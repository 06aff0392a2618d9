// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the window share: a scratch folder, a session and its window, and how a person finds, clicks, waits
// and looks. BURIN_PICTURES names a folder that picture() writes into.
#pragma once

#include "app/workbench/session/session.h"
#include "app/workbench/shell/main_window.h"
#include "views/theme/theme.h"
#include "views/widgets/metric_row.h"

#include <QTabWidget>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

namespace burin::test {

constexpr int kLong = 240000; ///< milliseconds; a limit, not a wait

class WindowTest : public QObject {
protected:
    // In the order in which they need each other.
    QTemporaryDir folder_;
    std::unique_ptr<views::Theme> theme_;
    std::unique_ptr<workbench::Session> session_;
    std::unique_ptr<workbench::MainWindow> window_;
    QStringList failures_; ///< what the session reported as failed

    /// A light window on top, with its studies in `studies`.
    void openWindow(const QString& studies, QSettings* settings = nullptr)
    {
        if (!theme_)
            theme_ = std::make_unique<views::Theme>(*qApp);
        theme_->setMode(views::ThemeMode::light);
        window_.reset();
        session_ = std::make_unique<workbench::Session>(studies.toStdString());
        window_ = std::make_unique<workbench::MainWindow>(*session_, *theme_, settings);
        connect(session_.get(), &workbench::Session::failed, this, [this](const QString& title, const QString& text) {
            failures_ << title + QStringLiteral(": ") + text;
        });
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }
    template <class Object> [[nodiscard]] Object* child(const char* name) const
    {
        return window_->findChild<Object*>(QString::fromLatin1(name));
    }
    [[nodiscard]] views::DesignState& state() const { return session_->state(); }
    [[nodiscard]] QString live(const char* name) const { return child<views::MetricRow>(name)->text(); }
    [[nodiscard]] bool settle() const
    {
        return QTest::qWaitFor([this] { return session_->settled(); }, kLong);
    }
    void click(const char* name) const
    {
        auto* widget = child<QWidget>(name);
        QVERIFY2(widget != nullptr && widget->isVisible() && widget->isEnabled(), name);
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void trigger(const char* action) const { child<QAction>(action)->trigger(); }
    void showTab(const char* page) const { child<QTabWidget>("tabs")->setCurrentWidget(child<QWidget>(page)); }
    void picture(const char* name, QWidget* widget = nullptr) const
    {
        if (qEnvironmentVariableIsSet("BURIN_PICTURES"))
            (widget != nullptr ? widget : window_.get())
                ->grab()
                .save(qEnvironmentVariable("BURIN_PICTURES") + QLatin1Char('/') + QLatin1String(name) +
                      QStringLiteral(".png"));
    }
};

} // namespace burin::test
