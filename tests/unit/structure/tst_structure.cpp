// SPDX-License-Identifier: GPL-3.0-or-later
// The dependency rules of the architecture, read off the #include lines: the table below is the "leans on" column
// (README of core/), taken transitively; core includes no Qt; only views/plots includes Qt Charts; panels do not
// know each other. Every source file carries its licence line, and files, functions and lines keep to their sizes.
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

constexpr int kMostFileLines = 600;
constexpr int kMostFunctionLines = 70; // about 60 is the aim
constexpr int kMostColumns = 125;      // beyond .clang-format's 115: text that it does not break

struct Function {
    QString head;  ///< the line before its brace, or with it
    int lines = 0; ///< with head and braces
};

/// The functions of a source as .clang-format leaves it, with a brace alone in its line where a function's body
/// begins: at namespace level or inside of a class. What is nested in one counts as its lines.
QList<Function> functionsOf(const QString& text)
{
    static const QRegularExpression kRaw("R\"(\\w*)\\(.*?\\)\\1\"",
                                         QRegularExpression::DotMatchesEverythingOption);
    const QStringList lines = text.split(QLatin1Char('\n'));
    QString whole = text;
    // Raw strings may hold braces at the start of a line; their lines count.
    for (auto match = kRaw.match(whole); match.hasMatch(); match = kRaw.match(whole))
        whole.replace(match.capturedStart(), match.capturedLength(),
                      QString(match.captured().count(QLatin1Char('\n')), QLatin1Char('\n')));
    const QStringList blanked = whole.split(QLatin1Char('\n'));
    QList<Function> found;
    for (qsizetype at = 1; at < blanked.size(); ++at) {
        const QString line = blanked[at];
        const QString indent = line.left(line.indexOf(QLatin1Char('{')));
        if (line.trimmed() != QLatin1String("{") || !blanked[at - 1].startsWith(indent))
            continue;
        qsizetype end = at + 1;
        while (end < blanked.size() && !blanked[end].startsWith(indent + QLatin1Char('}')))
            ++end;
        qsizetype head = at - 1;
        while (head > 0 && blanked[head].startsWith(indent + QLatin1Char(' ')))
            --head;
        found.append({lines[head].trimmed(), static_cast<int>(end - head + 1)});
        at = end;
    }
    return found;
}

/// Sources of the whole tree.
QList<Source> allSources()
{
    QList<Source> all;
    for (const char* folder : {"core", "views", "app", "tests"})
        all += sources(folder);
    return all;
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
    void functionsAreFound();
    void filesAndFunctionsKeepToTheirSizes();
    void linesKeepToTheirLength();
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
    for (const Source& source : allSources())
        QVERIFY2(source.text.startsWith("// SPDX-License-Identifier: GPL-3.0-or-later\n"),
                 qPrintable(source.path));
}

void TestStructure::functionsAreFound()
{
    const QString sample = QStringLiteral("namespace a {\n"
                                          "\n"
                                          "struct S {\n"
                                          "    int one() const { return 1; }\n"
                                          "    explicit S(int value)\n"
                                          "        : value_(value)\n"
                                          "    {\n"
                                          "        if (value > 0) {\n"
                                          "            ++value_;\n"
                                          "        }\n"
                                          "    }\n"
                                          "    int value_;\n"
                                          "};\n"
                                          "\n"
                                          "template <class T>\n"
                                          "void longArguments(T first,\n"
                                          "                   T second)\n"
                                          "{\n"
                                          "    use(R\"(\n"
                                          "}\n"
                                          "{\n"
                                          ")\");\n"
                                          "}\n"
                                          "\n"
                                          "} // namespace a\n");
    const auto found = functionsOf(sample);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found[0].head, QStringLiteral("explicit S(int value)"));
    QCOMPARE(found[0].lines, 7);
    QCOMPARE(found[1].head, QStringLiteral("void longArguments(T first,"));
    QCOMPARE(found[1].lines, 8);
}

void TestStructure::filesAndFunctionsKeepToTheirSizes()
{
    QStringList tooLong;
    qsizetype functions = 0;
    for (const Source& source : allSources()) {
        if (const auto lines = source.text.count(QLatin1Char('\n')); lines > kMostFileLines)
            tooLong << QStringLiteral("%1: %2 lines").arg(source.path).arg(lines);
        const auto found = functionsOf(source.text);
        functions += found.size();
        for (const Function& function : found)
            if (function.lines > kMostFunctionLines)
                tooLong << QStringLiteral("%1: %2 (%3 lines)").arg(source.path, function.head).arg(function.lines);
    }
    QVERIFY2(functions > 3000, qPrintable(QString::number(functions)));
    QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(QLatin1Char('\n'))));
}

void TestStructure::linesKeepToTheirLength()
{
    QStringList tooLong;
    for (const Source& source : allSources()) {
        int number = 0;
        for (const QString& line : source.text.split(QLatin1Char('\n')))
            if (++number; line.size() > kMostColumns)
                tooLong << QStringLiteral("%1:%2: %3 columns").arg(source.path).arg(number).arg(line.size());
    }
    QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(QLatin1Char('\n'))));
}

QTEST_APPLESS_MAIN(TestStructure)
#include "tst_structure.moc"
