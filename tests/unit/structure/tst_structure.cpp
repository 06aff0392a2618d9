// SPDX-License-Identifier: GPL-3.0-or-later
// The dependency rules of the architecture, read off the #include lines: the table below is the "leans on" column
// (README of core/), taken transitively; core includes no Qt; only views/plots includes Qt Charts; panels do not
// know each other. Every source file carries its licence line.
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

using Edges = QMap<QString, QStringList>;

const Edges kLeansOn{
    {"base", {}},
    {"data", {"base"}},
    {"fixed", {"base"}},
    {"optimise", {"base"}},
    {"circuit", {"fixed"}},
    {"tools", {"base"}},
    {"reservoir", {"data", "fixed", "optimise"}},
    {"cnn", {"data", "fixed"}},
    {"compress", {"reservoir", "cnn"}},
    {"fpga", {"circuit", "cnn", "optimise"}},
    {"crossbar", {"cnn", "optimise"}},
    {"project", {"reservoir", "cnn", "circuit", "fpga", "crossbar", "tools"}},
    {"study", {"optimise"}},
    {"explore",
     {"data", "fixed", "optimise", "circuit", "tools", "reservoir", "cnn", "compress", "fpga", "crossbar",
      "project", "study"}},
    {"learn", {"cnn", "tools", "compress", "fpga", "crossbar", "optimise"}},
};

QSet<QString> reachable(const QString& module)
{
    QSet<QString> seen{module};
    QStringList open{module};
    while (!open.isEmpty())
        for (const QString& next : kLeansOn.value(open.takeLast()))
            if (!seen.contains(next)) {
                seen.insert(next);
                open.append(next);
            }
    return seen;
}

struct Source {
    QString path; ///< relative to the repository
    QString text;
    QStringList includes;
};

QList<Source> sources(const QString& folder)
{
    static const QRegularExpression kInclude("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]",
                                             QRegularExpression::MultilineOption);
    const QDir root(BURIN_SOURCE_DIR);
    QList<Source> found;
    QDirIterator files(root.filePath(folder), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        Source source{root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()), {}};
        for (auto match = kInclude.globalMatch(source.text); match.hasNext();)
            source.includes.append(match.next().captured(1));
        found.append(source);
    }
    return found;
}

} // namespace

class TestStructure : public QObject {
    Q_OBJECT
private slots:
    void coreModulesKeepToTheirEdges();
    void coreIncludesNoQt();
    void viewsKeepToTheirLayers();
    void onlyPlotsLinkQtCharts();
    void everySourceNamesItsLicence();
};

void TestStructure::coreModulesKeepToTheirEdges()
{
    const auto files = sources("core");
    QVERIFY(files.size() > 20);
    for (const Source& source : files) {
        const QString module = source.path.section('/', 1, 1);
        QVERIFY2(kLeansOn.contains(module), qPrintable("unknown module: " + source.path));
        const auto allowed = reachable(module);
        for (const QString& include : source.includes) {
            const QString top = include.section('/', 0, 0);
            if (top == "core")
                QVERIFY2(allowed.contains(include.section('/', 1, 1)),
                         qPrintable(source.path + " includes " + include));
            QVERIFY2(top != "views" && top != "app", qPrintable(source.path + " includes " + include));
        }
    }
}

void TestStructure::coreIncludesNoQt()
{
    for (const Source& source : sources("core"))
        for (const QString& include : source.includes)
            QVERIFY2(!QRegularExpression("^Q[A-Z]|^Qt").match(include).hasMatch(),
                     qPrintable(source.path + " includes " + include));
}

void TestStructure::viewsKeepToTheirLayers()
{
    // core <- views/{theme,models} <- views/{plots,widgets} <- views/{panels,dialogs} <- app
    const Edges layers{{"theme", {}},
                       {"models", {"theme"}},
                       {"widgets", {"theme", "models"}},
                       {"plots", {"theme", "models", "widgets"}},
                       {"panels", {"theme", "models", "widgets", "plots"}},
                       {"dialogs", {"theme", "models", "widgets", "plots"}}};
    for (const Source& source : sources("views")) {
        const QString layer = source.path.section('/', 1, 1);
        QVERIFY2(layers.contains(layer), qPrintable("unknown part of views: " + source.path));
        for (const QString& include : source.includes) {
            QVERIFY2(!include.startsWith("app/"), qPrintable(source.path + " includes " + include));
            if (!include.startsWith("views/"))
                continue;
            const QString other = include.section('/', 1, 1);
            QVERIFY2(other == layer || layers.value(layer).contains(other),
                     qPrintable(source.path + " includes " + include));
            if (layer == "panels" && other == "panels")
                QVERIFY2(include.section('/', 2, 2) == source.path.section('/', 2, 2),
                         qPrintable("a panel knows another: " + source.path + " includes " + include));
        }
    }
}

void TestStructure::onlyPlotsLinkQtCharts()
{
    static const QRegularExpression kCharts(
        "^(QtCharts|QChart|QLineSeries|QScatterSeries|QAreaSeries|QValueAxis)");
    for (const QString& folder : {QStringLiteral("views"), QStringLiteral("app")})
        for (const Source& source : sources(folder))
            for (const QString& include : source.includes)
                QVERIFY2(!kCharts.match(include).hasMatch() || source.path.startsWith("views/plots/"),
                         qPrintable(source.path + " includes " + include));
}

void TestStructure::everySourceNamesItsLicence()
{
    for (const char* folder : {"core", "views", "app", "tests"})
        for (const Source& source : sources(folder))
            QVERIFY2(source.text.startsWith("// SPDX-License-Identifier: GPL-3.0-or-later\n"),
                     qPrintable(source.path));
}

QTEST_APPLESS_MAIN(TestStructure)
#include "tst_structure.moc"
