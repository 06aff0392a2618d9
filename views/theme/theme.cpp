// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/theme.h"

#include "views/theme/colours.h"

#include <QApplication>
#include <QStyle>

namespace burin::views {
namespace {

/// Names of colours stand for them; "@scheme" is light or dark.
constexpr char kStyleSheet[] = R"(
QMainWindow::separator { background: @window; width: 5px; height: 5px; }
QMainWindow::separator:hover { background: @accent; }
QToolBar { background: @surface; border: none; border-bottom: 1px solid @border; padding: 0.25em 0.5em; spacing: 0.15em; }
QToolBar::separator { background: @border; width: 1px; margin: 0.35em 0.45em; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 0.28em 0.5em; }
QToolButton:hover { background: @raised; border-color: @border; }
QToolButton:pressed, QToolButton:checked { background: @press; border-color: @border; }
QToolButton:focus { border-color: @accent; }
QToolButton[look="line"] { padding: 0 0.3em; }
QToolButton[look="primary"] { background: @accent; color: @onAccent; }
QToolButton::menu-indicator { image: none; width: 0; }
QMenuBar { background: @surface; }
QMenuBar::item { padding: 0.3em 0.65em; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @press; }
QMenu { background: @surface; border: 1px solid @border; padding: 0.3em; }
QMenu::item { padding: 0.35em 1.9em 0.35em 1.6em; border-radius: 4px; }
QMenu::item:selected { background: @press; color: @text; }
QMenu::item:disabled { color: @faded; }
QMenu::separator { height: 1px; background: @border; margin: 0.3em 0.5em; }
QStatusBar { background: @surface; border-top: 1px solid @border; color: @muted; }
QStatusBar::item { border: none; }
QDockWidget { font-weight: 600; color: @muted; }
QDockWidget::title { background: @window; padding: 0.4em 0.6em; text-align: left; }
QDockWidget > QWidget { font-weight: 400; }
QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted; padding: 0.4em 0.95em; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover:!selected { color: @text; }
QTabBar::tab:focus { color: @accent; }
QPushButton { background: @raised; border: 1px solid @border; border-radius: 5px; padding: 0.35em 0.95em; }
QPushButton:hover { background: @press; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border-color: @accent; }
QPushButton:default, QPushButton[look="primary"] { background: @accent; border-color: @accent; color: @onAccent; }
QPushButton:default:hover, QPushButton[look="primary"]:hover { background: @accentHover; }
QPushButton:disabled { color: @faded; background: transparent; border-color: @grid; }
QPushButton:checked { background: @accent; border-color: @accent; color: @onAccent; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit { background: @surface; border: 1px solid @border;
    border-radius: 5px; padding: 0.25em 0.45em; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 1.5em; }
QComboBox::down-arrow { image: none; width: 0; height: 0; border-left: 0.3em solid @surface;
    border-right: 0.3em solid @surface; border-top: 0.38em solid @muted; margin-right: 0.5em; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @border; selection-background-color: @press;
    selection-color: @text; outline: 0; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { border: none;
    background: transparent; width: 1.1em; }
QTableView { background: @surface; alternate-background-color: @raised; border: none; gridline-color: transparent;
    selection-background-color: @select; selection-color: @text; outline: 0; }
QCheckBox::indicator { width: 1.05em; height: 1.05em; border: 1px solid @edge; border-radius: 3px; background: @surface; }
QCheckBox::indicator:hover, QCheckBox:focus::indicator { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/burin/icons/indicator-@scheme.svg); }
QListView, QTextBrowser { background: @surface; border: none; selection-background-color: @select;
    selection-color: @text; outline: 0; }
QListView::item { padding: 0.25em 0.4em; }
QTableView::item { border: none; padding: 0 0.95em 0 0.45em; }
QTableView::item:focus { border: 1px solid @accent; }
QHeaderView { background: @surface; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @border;
    padding: 0.5em 0 0.25em 0.6em; font-weight: 600; }
QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: border; subcontrol-position: top center;
    top: 0.12em; width: 1.1em; height: 0.5em; }
QHeaderView::up-arrow { image: url(:/burin/icons/sort-up-@scheme.svg); }
QHeaderView::down-arrow { image: url(:/burin/icons/sort-down-@scheme.svg); }
QTableCornerButton::section { background: @surface; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget[look="page"] { background: @surface; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 0.75em; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 0.75em; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 0.28em; min-height: 2em; min-width: 2em; margin: 0.1em; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @grid; border: none; border-radius: 0.25em; height: 0.5em; text-align: center;
    color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 0.25em; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 0.3em; }
QSplitter::handle { background: @window; }
QWidget[look="surface"] { background: @surface; }
QFrame[look="card"] { background: @surface; border: 1px solid @border; border-radius: 7px; }
QLabel#qt_msgbox_informativelabel { min-width: 26em; }
QLabel[look="heading"] { font-weight: 600; }
QLabel[look="caption"] { color: @muted; }
QLabel[look="problem"] { color: @bad; padding: 0 0 0.3em 0; }
QLabel[look="section"] { color: @muted; font-weight: 600; }
)";

QString styleSheet(const Colours& c)
{
    const auto mix = [](const QColor& a, const QColor& b, double share) {
        return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                                static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                                static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
    };
    // Longer names first: "@accentHover" before "@accent".
    const std::pair<const char*, QColor> names[] = {
        {"@accentHover", mix(c.accent, c.text, 0.15)},
        {"@onAccent", c.onAccent},
        {"@accent", c.accent},
        {"@window", c.window},
        {"@surface", c.surface},
        {"@raised", c.raised},
        {"@border", c.border},
        {"@grid", c.grid},
        {"@text", c.text},
        {"@muted", c.muted},
        {"@bad", c.bad},
        {"@faded", mix(c.surface, c.muted, 0.55)},
        {"@edge", mix(c.border, c.muted, 0.6)},
        {"@press", mix(c.raised, c.accent, 0.14)},
        {"@select", mix(c.surface, c.accent, 0.22)},
    };
    QString sheet = QString::fromLatin1(kStyleSheet);
    sheet.replace(QLatin1String("@scheme"), c.dark ? QLatin1String("dark") : QLatin1String("light"));
    for (const auto& [name, colour] : names)
        sheet.replace(QLatin1String(name), colour.name());
    return sheet;
}

} // namespace

QString toString(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::light: return QStringLiteral("light");
    case ThemeMode::dark: return QStringLiteral("dark");
    case ThemeMode::system: break;
    }
    return QStringLiteral("system");
}

ThemeMode themeModeFrom(const QString& name)
{
    if (name == QLatin1String("light"))
        return ThemeMode::light;
    return name == QLatin1String("dark") ? ThemeMode::dark : ThemeMode::system;
}

Theme::Theme(QApplication& application, QObject* parent)
    : QObject(parent),
      application_(application),
      systemIsDark_(coloursFor(QApplication::palette()).dark)
{
}

void Theme::setMode(ThemeMode mode)
{
    mode_ = mode;
    const bool dark = mode == ThemeMode::dark || (mode == ThemeMode::system && systemIsDark_);
    const Colours& colours = dark ? darkColours() : lightColours();
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(paletteFor(colours));
    application_.setStyleSheet(styleSheet(colours));
    Q_EMIT changed();
}

} // namespace burin::views
