// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the light or the dark scheme on the application: palette and style sheet, sizes in em so that they follow the
// font. One Theme lives beside the QApplication; widgets only ask their own palette (coloursFor()).
#pragma once

#include <QObject>
#include <QString>

class QApplication;

namespace burin::views {

enum class ThemeMode { system, light, dark };
[[nodiscard]] QString toString(ThemeMode mode); ///< as stored in the settings
[[nodiscard]] ThemeMode themeModeFrom(const QString& name);

class Theme : public QObject {
    Q_OBJECT
public:
    /// Notes the system's scheme before anything is changed.
    explicit Theme(QApplication& application, QObject* parent = nullptr);
    [[nodiscard]] ThemeMode mode() const { return mode_; }
    void setMode(ThemeMode mode);

Q_SIGNALS:
    void changed();

private:
    QApplication& application_;
    ThemeMode mode_ = ThemeMode::system;
    bool systemIsDark_ = false;
};

} // namespace burin::views
