// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/icons.h"

#include "views/theme/colours.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// A resource in a static library must be named once to be linked in; the macro wants the global namespace.
static void linkResources()
{
    Q_INIT_RESOURCE(workbench);
}

namespace burin::views {
namespace {

class LineIconEngine : public QIconEngine {
public:
    LineIconEngine(const QString& name, IconRole role) : role_(role)
    {
        QFile file(QStringLiteral(":/burin/icons/%1.svg").arg(name));
        if (file.open(QIODevice::ReadOnly))
            source_ = file.readAll();
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = source_;
        svg.replace("currentColor", colour(mode).name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        const double opacity = painter->opacity();
        if (mode == QIcon::Disabled)
            painter->setOpacity(opacity * 0.4);
        renderer.render(painter, rect);
        painter->setOpacity(opacity);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(*this); }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode) const
    {
        const Colours& colours = coloursFor(QGuiApplication::palette());
        if (mode == QIcon::Selected)
            return colours.onAccent;
        switch (role_) {
        case IconRole::onAccent:
            return colours.onAccent;
        case IconRole::accent:
            return colours.accent;
        case IconRole::good:
            return colours.good;
        case IconRole::warning:
            return colours.warning;
        case IconRole::bad:
            return colours.bad;
        case IconRole::muted:
            return colours.muted;
        case IconRole::text:
            break;
        }
        return colours.text;
    }

    QByteArray source_;
    IconRole role_;
};

} // namespace

QIcon icon(const QString& name, IconRole role)
{
    linkResources();
    return QIcon(new LineIconEngine(name, role));
}

QIcon applicationIcon()
{
    linkResources();
    return QIcon(QStringLiteral(":/burin/icons/burin.svg"));
}

} // namespace burin::views
