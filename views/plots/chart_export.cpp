// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/chart_export.h"

#include "core/base/file.h"
#include "views/plots/chart_canvas.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace burin::views {
namespace {

/// Title above, the chart below; `size` in the units of the painter.
void paintChart(ChartCanvas& canvas, QPainter& painter, const QSizeF& size)
{
    const OverlayState& state = canvas.state();
    QFont font = canvas.font();
    font.setBold(true);
    const QFontMetricsF metrics(font);
    const double title = metrics.height() * 1.8;
    const double scale = size.width() / canvas.width();
    painter.fillRect(QRectF(QPointF(0, 0), size), state.colours.surface);
    painter.save();
    painter.scale(scale, scale);
    painter.setFont(font);
    painter.setPen(state.colours.text);
    painter.drawText(QPointF(metrics.height() * 0.6, metrics.height() * 1.25), state.plot.title);
    painter.restore();
    canvas.render(&painter, QRectF(0, title * scale, size.width(), size.height() - title * scale));
}

QSizeF exportSize(const ChartCanvas& canvas)
{
    QFont font = canvas.font();
    font.setBold(true);
    return {static_cast<double>(canvas.width()), canvas.height() + QFontMetricsF(font).height() * 1.8};
}

QByteArray asSvg(ChartCanvas& canvas)
{
    QBuffer buffer;
    QSvgGenerator generator;
    const QSizeF size = exportSize(canvas);
    generator.setOutputDevice(&buffer);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), size));
    generator.setTitle(canvas.state().plot.title);
    QPainter painter(&generator);
    paintChart(canvas, painter, size);
    painter.end();
    return buffer.data();
}

QByteArray asPdf(ChartCanvas& canvas)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const QSizeF size = exportSize(canvas);
    {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(size * 0.75, QPageSize::Point));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setResolution(96);
        writer.setTitle(canvas.state().plot.title);
        QPainter painter(&writer);
        paintChart(canvas, painter, QSizeF(writer.width(), writer.height()));
    }
    return buffer.data();
}

QByteArray asPng(ChartCanvas& canvas)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    chartImage(canvas).save(&buffer, "PNG");
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

QImage chartImage(ChartCanvas& canvas)
{
    constexpr double kScale = 2;
    const QSizeF size = exportSize(canvas) * kScale;
    QImage image(size.toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(canvas.state().colours.surface);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintChart(canvas, painter, size);
    return image;
}

Result<void> saveChart(ChartCanvas& canvas, const QString& path)
{
    const QFileInfo info(path);
    const QString suffix = info.suffix().toLower();
    const QByteArray values = plotCsv(canvas.state().plot).toUtf8();
    if (suffix == QLatin1String("svg"))
        BURIN_CHECK(write(path, asSvg(canvas)));
    else if (suffix == QLatin1String("pdf"))
        BURIN_CHECK(write(path, asPdf(canvas)));
    else if (suffix == QLatin1String("png"))
        BURIN_CHECK(write(path, asPng(canvas)));
    else if (suffix != QLatin1String("csv"))
        return fail(ErrorCode::usage, "a chart cannot be saved as '" + suffix.toStdString() + "'",
                    path.toStdString(), "Choose a name that ends in .svg, .png, .pdf or .csv.");
    return write(info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral(".csv"), values);
}

} // namespace burin::views
