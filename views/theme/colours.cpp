// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/colours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace burin::views {

const Colours& lightColours()
{
    static const Colours colours{
        .dark = false,
        .window = QColor(0xeef0f3),
        .surface = QColor(0xffffff),
        .raised = QColor(0xf6f7f9),
        .border = QColor(0xd3d8de),
        .grid = QColor(0xe6e9ed),
        .text = QColor(0x1c2127),
        .muted = QColor(0x5c6773),
        .accent = QColor(0x0068a8),
        .onAccent = QColor(0xffffff),
        .good = QColor(0x00795a),
        .warning = QColor(0xc77f00),
        .bad = QColor(0xc8430a),
        .shade = QColor(213, 94, 0, 26),
    };
    return colours;
}

const Colours& darkColours()
{
    static const Colours colours{
        .dark = true,
        .window = QColor(0x16191d),
        .surface = QColor(0x1f2328),
        .raised = QColor(0x2a2f36),
        .border = QColor(0x3a414a),
        .grid = QColor(0x2f353d),
        .text = QColor(0xe4e8ec),
        .muted = QColor(0x9ba6b2),
        .accent = QColor(0x56b4e9),
        .onAccent = QColor(0x0d1821),
        .good = QColor(0x2fc298),
        .warning = QColor(0xf0b03a),
        .bad = QColor(0xff7f4a),
        .shade = QColor(255, 127, 74, 34),
    };
    return colours;
}

const Colours& coloursFor(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkColours() : lightColours();
}

QPalette paletteFor(const Colours& colours)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colours.window);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.surface);
    palette.setColor(QPalette::AlternateBase, colours.raised);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.muted);
    palette.setColor(QPalette::Button, colours.raised);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, colours.bad);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::ToolTipBase, colours.surface);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Light, colours.surface);
    palette.setColor(QPalette::Midlight, colours.raised);
    palette.setColor(QPalette::Mid, colours.border);
    palette.setColor(QPalette::Dark, colours.border.darker(120));
    palette.setColor(QPalette::Shadow, colours.dark ? QColor(Qt::black) : colours.border.darker(160));
    QColor faded = colours.muted;
    faded.setAlphaF(0.6F);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.border);
    return palette;
}

SeriesStyle seriesStyle(int index, const Colours& colours)
{
    constexpr int kColours = 8;
    constexpr int kShapes = 8;
    // Okabe-Ito in an order that gives the common widths 4, 6, 8 the most distinct three.
    static const std::array<QColor, kColours> base{QColor(0x0072b2), QColor(0xcc79a7), QColor(0xd55e00),
                                                   QColor(0xf0e442), QColor(0xe69f00), QColor(0x56b4e9),
                                                   QColor(0x009e73), QColor(Qt::black)};
    const int slot = ((index % kColours) + kColours) % kColours;
    QColor colour = base.at(static_cast<std::size_t>(slot));
    if (slot == 7)
        colour = colours.text;
    else if (slot == 3 && !colours.dark)
        colour = QColor(0xb8a800);
    else if (slot == 0 && colours.dark)
        colour = QColor(0x2f86d6); // lighter on the dark ground, and the sky blue lighter still
    else if (slot == 5 && colours.dark)
        colour = QColor(0x8ccff5);
    // Eight in a row differ in shape as in colour; the next eight have the colours with other shapes.
    const int shape = (((index + index / kColours) % kShapes) + kShapes) % kShapes;
    return {colour, static_cast<MarkerShape>(shape)};
}

namespace {

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto part = [share](float from, float to) { return from + static_cast<float>(share) * (to - from); };
    return QColor::fromRgbF(part(a.redF(), b.redF()), part(a.greenF(), b.greenF()), part(a.blueF(), b.blueF()));
}

} // namespace

QColor heatColour(double share, const Colours& colours)
{
    constexpr double kMiddle = 0.65;
    const double s = std::clamp(share, 0.0, 1.0);
    const QColor most = mixed(colours.accent, colours.text, 0.8);
    return s < kMiddle ? mixed(colours.raised, colours.accent, s / kMiddle)
                       : mixed(colours.accent, most, (s - kMiddle) / (1 - kMiddle));
}

QColor signedColour(double share, const Colours& colours)
{
    const SeriesStyle positive = seriesStyle(0, colours);
    const SeriesStyle negative = seriesStyle(2, colours);
    return mixed(colours.raised, share < 0 ? negative.colour : positive.colour, std::min(1.0, std::abs(share)));
}

} // namespace burin::views
