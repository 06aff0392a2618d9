// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/session/diagnostics.h"

#include "app/workbench/session/session.h"
#include "burin_version.h"
#include "core/reservoir/simd.h"
#include "core/tools/process.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLocale>
#include <QStringList>
#include <QSysInfo>

#include <fmt/format.h>

#include <thread>

namespace burin::workbench {
namespace {

constexpr int kLogLines = 40;

QString processorName()
{
    QFile file(QStringLiteral("/proc/cpuinfo"));
    if (file.open(QIODevice::ReadOnly)) {
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        for (const QString& line : lines)
            if (line.startsWith(QLatin1String("model name")))
                return line.section(QLatin1Char(':'), 1).trimmed();
    }
    return QSysInfo::currentCpuArchitecture();
}

QString studySummary(Session& session)
{
    if (!session.isOpen())
        return QStringLiteral("none open");
    const auto& identity = session.engine()->store().identity();
    int done = 0;
    int failed = 0;
    int sealed = 0;
    for (const auto& row : session.points().rows()) {
        done += row.point.status == optimise::PointStatus::done ? 1 : 0;
        failed += row.point.status == optimise::PointStatus::failed ? 1 : 0;
        sealed += row.point.seal && row.point.seal->sealed ? 1 : 0;
    }
    return QString::fromStdString(
        fmt::format("{}, family {}, target {}, device {}, {} points ({} done, {} failed, {} sealed)",
                    session.state().study().path.toStdString(), identity.family, identity.target, identity.device,
                    session.points().rowCount(), done, failed, sealed));
}

} // namespace

std::string toolDiagnostics()
{
    std::string text;
    for (const char* program : {"yosys", "verilator", "iverilog", "nextpnr-ice40"}) {
        const auto version = tools::toolVersion(program);
        text += fmt::format("  {}\n", version ? version->text() : std::string(program) + " not found");
    }
    return text;
}

QString withoutHome(QString text, const QString& home)
{
    if (home.size() < 2) // "/" would turn every path around
        return text;
    return text.replace(home + QLatin1Char('/'), QStringLiteral("~/"));
}

QString diagnostics(Session& session, const std::string& tools, double scale)
{
    QStringList lines;
    lines << QStringLiteral("Burin %1, Qt %2").arg(QStringLiteral(BURIN_VERSION), QString::fromLatin1(qVersion()));
    lines << QStringLiteral("System: %1, kernel %2 %3, locale %4")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::kernelType(), QSysInfo::kernelVersion(),
                      QLocale().name());
    lines << QStringLiteral("Processor: %1, %2 threads, vectors: %3")
                 .arg(processorName())
                 .arg(std::thread::hardware_concurrency())
                 .arg(QString::fromLatin1(reservoir::toString(reservoir::bestSimdLevel())));
    lines << QStringLiteral("Screen: %1, scale %2").arg(QGuiApplication::platformName()).arg(scale);
    lines << QStringLiteral("Study: %1").arg(studySummary(session));
    lines << QStringLiteral("Tools:") << QString::fromStdString(tools).chopped(tools.empty() ? 0 : 1);
    lines << QStringLiteral("Log, last lines:");
    const QStringList log = session.log().text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : log.mid(std::max<qsizetype>(0, log.size() - kLogLines)))
        lines << QStringLiteral("  ") + line;
    return withoutHome(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'), QDir::homePath());
}

} // namespace burin::workbench
