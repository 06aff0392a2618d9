// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_export.h"

#include "core/base/csv_field.h"
#include "core/base/file.h"
#include "views/plots/chart_canvas.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QWidget>

namespace burin::views {
namespace {

/// Title above, the picture below; `size` in the units of the painter.
void paintTitled(Picture& picture, QPainter& painter, const QSizeF& size)
{
    const QWidget& widget = picture.widget();
    const Colours& colours = coloursFor(widget.palette());
    QFont font = widget.font();
    font.setBold(true);
    const QFontMetricsF metrics(font);
    const double title = metrics.height() * 1.8;
    const double scale = size.width() / widget.width();
    painter.fillRect(QRectF(QPointF(0, 0), size), colours.surface);
    painter.save();
    painter.scale(scale, scale);
    painter.setFont(font);
    painter.setPen(colours.text);
    painter.drawText(QPointF(metrics.height() * 0.6, metrics.height() * 1.25), picture.pictureTitle());
    painter.restore();
    picture.paintPicture(painter, QRectF(0, title * scale, size.width(), size.height() - title * scale));
}

QSizeF exportSize(Picture& picture)
{
    const QWidget& widget = picture.widget();
    QFont font = widget.font();
    font.setBold(true);
    return {static_cast<double>(widget.width()), widget.height() + QFontMetricsF(font).height() * 1.8};
}

QByteArray asSvg(Picture& picture)
{
    QBuffer buffer;
    QSvgGenerator generator;
    const QSizeF size = exportSize(picture);
    generator.setOutputDevice(&buffer);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), size));
    generator.setTitle(picture.pictureTitle());
    QPainter painter(&generator);
    paintTitled(picture, painter, size);
    painter.end();
    return buffer.data();
}

QByteArray asPdf(Picture& picture)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const QSizeF size = exportSize(picture);
    {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(size * 0.75, QPageSize::Point));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setResolution(96);
        writer.setTitle(picture.pictureTitle());
        QPainter painter(&writer);
        paintTitled(picture, painter, QSizeF(writer.width(), writer.height()));
    }
    return buffer.data();
}

QByteArray asPng(Picture& picture)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    pictureImage(picture).save(&buffer, "PNG");
    return buffer.data();
}

Result<void> write(const QString& path, const QByteArray& content)
{
    return writeFile(path.toStdString(), {content.constData(), static_cast<std::size_t>(content.size())});
}

} // namespace

QByteArray plotSvg(const PlotData& plot, const QSize& size)
{
    ChartCanvas canvas("document-chart");
    canvas.setAttribute(Qt::WA_DontShowOnScreen);
    canvas.setPalette(paletteFor(lightColours()));
    canvas.resize(size);
    canvas.show();
    canvas.setPlot(plot);
    QCoreApplication::sendPostedEvents(); // the chart's layout waits for its event
    return asSvg(canvas);
}

QImage pictureImage(Picture& picture)
{
    constexpr double kScale = 2;
    const QSizeF size = exportSize(picture) * kScale;
    QImage image(size.toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(coloursFor(picture.widget().palette()).surface);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTitled(picture, painter, size);
    return image;
}

QString valuesFileOf(const QString& path)
{
    const QFileInfo info(path);
    return info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral(".csv");
}

QString freeValuesFileOf(const QString& path)
{
    QString file = valuesFileOf(path);
    const QString stem = file.chopped(4) + QStringLiteral("-values");
    for (int number = 1; QFileInfo::exists(file); ++number)
        file = number == 1 ? stem + QStringLiteral(".csv") : QStringLiteral("%1-%2.csv").arg(stem).arg(number);
    return file;
}

Result<void> savePicture(Picture& picture, const QString& path, const QString& values)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("svg"))
        BURIN_CHECK(write(path, asSvg(picture)));
    else if (suffix == QLatin1String("pdf"))
        BURIN_CHECK(write(path, asPdf(picture)));
    else if (suffix == QLatin1String("png"))
        BURIN_CHECK(write(path, asPng(picture)));
    else if (suffix != QLatin1String("csv"))
        return fail(ErrorCode::usage, "a chart cannot be saved as '" + suffix.toStdString() + "'",
                    path.toStdString(), "Choose a name that ends in .svg, .png, .pdf or .csv.");
    return write(suffix == QLatin1String("csv") ? path : values, tableCsv(picture.valueTable()).toUtf8());
}

} // namespace burin::views
