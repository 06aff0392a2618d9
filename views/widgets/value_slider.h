// SPDX-License-Identifier: GPL-3.0-or-later
// A labelled slider with the value beside it, which can be typed too. valueEdited() comes only from a person, so
// showing a new value never starts a loop.
#pragma once

#include <QWidget>

class QLabel;
class QSlider;
class QSpinBox;

namespace burin::views {

class ValueSlider : public QWidget {
    Q_OBJECT
public:
    struct Options {
        QString label;
        QString suffix; ///< " bit", " %"
        QString help;
        const char* name = ""; ///< objectName; the parts get -slider and -value behind it
        int minimum = 0;
        int maximum = 100;
        int step = 1;
        int tickInterval = 0;   ///< ticks with their numbers; 0: none
        bool prominent = false; ///< a larger label for the one that matters
    };
    explicit ValueSlider(const Options& options, QWidget* parent = nullptr);
    void setValue(int value);
    [[nodiscard]] int value() const;
    /// Shows text in place of the number, for a value that is several ("mixed"); empty shows the number again.
    void setMixedText(const QString& text);
    [[nodiscard]] QSlider* slider() const { return slider_; }

Q_SIGNALS:
    void valueEdited(int value);
    void held(bool down); ///< by the pointer

private:
    QSlider* slider_;
    QSpinBox* box_;
    QLabel* mixed_;
};

} // namespace burin::views
