// SPDX-License-Identifier: GPL-3.0-or-later
// Translations: every tr() of the sources is in the .ts files (lupdate is run on a copy), few are untranslated,
// and a translation keeps the places of its arguments. Guide and lessons have the same pages, sections, tables,
// pictures and steps in every language.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

/// Share of untranslated texts that is tolerated between two passes of a translator (packaging/translations.py).
constexpr double kMostUnfinished = 0.05;

struct Message {
    QString source;
    QString translation;
    bool finished = false;
};

QList<Message> messagesOf(const QString& path)
{
    QList<Message> messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("message")) {
            messages.append(Message{});
        } else if (xml.name() == QLatin1String("source")) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.last().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            messages.last().translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        }
    }
    return messages;
}

QSet<QString> places(const QString& text)
{
    static const QRegularExpression kPlace(QStringLiteral("%(L?[0-9]|n)"));
    QSet<QString> found;
    for (auto match = kPlace.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured());
    return found;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a page is made of, without its words: "#", "##", "![explore.png]", "|3", "-", "1." ... in their order.
QStringList skeleton(const QString& markdown)
{
    static const QRegularExpression kHeading(QStringLiteral("^#+"));
    static const QRegularExpression kPicture(QStringLiteral("^!\\[[^\\]]+\\]\\(([^)]+)\\)"));
    static const QRegularExpression kItem(QStringLiteral("^ *(-|[0-9]+\\.) "));
    QStringList parts;
    bool code = true; // four blanks are a command below an empty line, and the rest of an item below another one
    for (const QString& line : markdown.split(QLatin1Char('\n'))) {
        code = line.isEmpty() || (code && line.startsWith(QLatin1String("    ")));
        if (const auto heading = kHeading.match(line); heading.hasMatch())
            parts << heading.captured();
        else if (const auto picture = kPicture.match(line); picture.hasMatch())
            parts << QStringLiteral("![%1]").arg(picture.captured(1));
        else if (const auto item = kItem.match(line); item.hasMatch())
            parts << item.captured(1);
        else if (line.startsWith(QLatin1Char('|')))
            parts << QStringLiteral("|%1").arg(line.count(QLatin1Char('|')));
        else if (code && !line.isEmpty())
            parts << line.section(QLatin1Char('#'), 0, 0).trimmed(); // a command is the same in every language
    }
    return parts;
}

/// Folders of languages beside the English files.
QStringList languagesIn(const QDir& folder)
{
    return folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTextIsTranslated()
    {
        const QDir root(QStringLiteral(BURIN_SOURCE_DIR));
        const QString name = QStringLiteral("burin_zh_CN.ts");
        QTemporaryDir folder;
        const QString copy = folder.filePath(name);
        QVERIFY(QFile::copy(root.filePath(QStringLiteral("resources/translations/") + name), copy));
        QProcess lupdate;
        lupdate.start(QStringLiteral("/usr/lib/qt6/bin/lupdate"),
                      {QStringLiteral("-silent"), QStringLiteral("-no-obsolete"), QStringLiteral("-locations"),
                       QStringLiteral("none"), QStringLiteral("-I"), root.path(),
                       root.filePath(QStringLiteral("app/workbench")), root.filePath(QStringLiteral("views")),
                       QStringLiteral("-ts"), copy});
        QVERIFY2(lupdate.waitForFinished(60000), "lupdate is missing: install qt6-l10n-tools");
        QCOMPARE(lupdate.exitCode(), 0);
        const QList<Message> messages = messagesOf(copy);
        QVERIFY(messages.size() > 400);
        QStringList missing;
        for (const Message& message : messages) {
            if (!message.finished) {
                missing << message.source;
                continue;
            }
            QVERIFY2(!message.translation.isEmpty(), qPrintable(message.source));
            QVERIFY2(places(message.source) == places(message.translation), qPrintable(message.source));
        }
        if (!missing.isEmpty())
            qWarning("%lld of %lld texts are not translated (packaging/translations.py lists them)",
                     static_cast<long long>(missing.size()), static_cast<long long>(messages.size()));
        QVERIFY2(static_cast<double>(missing.size()) <= kMostUnfinished * static_cast<double>(messages.size()),
                 qPrintable(missing.join(QLatin1Char('\n'))));
    }

    void theGuideIsTheSameInEveryLanguage()
    {
        const QDir english(QStringLiteral(BURIN_SOURCE_DIR "/resources/guide"));
        const QStringList pages = english.entryList({QStringLiteral("*.md")}, QDir::Files);
        QVERIFY(pages.size() >= 12);
        QStringList listed;
        for (const QJsonValue& entry :
             QJsonDocument::fromJson(contentOf(english.filePath(QStringLiteral("pages.json")))).array())
            listed << entry.toObject()[QLatin1String("file")].toString();
        listed.sort();
        QCOMPARE(pages, listed);
        QVERIFY(languagesIn(english).contains(QStringLiteral("zh_CN")));
        for (const QString& language : languagesIn(english)) {
            const QDir translated(english.filePath(language));
            QCOMPARE(translated.entryList({QStringLiteral("*.md")}, QDir::Files), pages);
            QCOMPARE(translated.entryList({QStringLiteral("*.png")}, QDir::Files),
                     english.entryList({QStringLiteral("*.png")}, QDir::Files));
            for (const QString& page : pages) {
                const QString text = QString::fromUtf8(contentOf(translated.filePath(page)));
                const QString source = QString::fromUtf8(contentOf(english.filePath(page)));
                QCOMPARE(skeleton(text), skeleton(source));
                QVERIFY2(text.section(QLatin1Char('\n'), 0, 0) != source.section(QLatin1Char('\n'), 0, 0),
                         qPrintable(page));
            }
        }
    }

    void everyPictureOfTheGuideExists()
    {
        const QDir guide(QStringLiteral(BURIN_SOURCE_DIR "/resources/guide"));
        QSet<QString> shown;
        for (const QString& page : guide.entryList({QStringLiteral("*.md")}, QDir::Files))
            for (const QString& part : skeleton(QString::fromUtf8(contentOf(guide.filePath(page)))))
                if (part.startsWith(QLatin1String("![")))
                    shown.insert(part.mid(2).chopped(5)); // without ".png]"
        for (const char* name :
             {"start", "explore", "sweep", "hardware", "crossbar-hardware", "compare", "configuration", "study",
              "points", "jobs", "log", "wizard-file", "wizard-reading", "wizard-network", "palette"})
            QVERIFY2(shown.contains(QLatin1String(name)), name);
        QStringList files;
        for (const QString& name : shown)
            files << name + QStringLiteral("-dark.png") << name + QStringLiteral("-light.png");
        files.sort();
        QCOMPARE(guide.entryList({QStringLiteral("*.png")}, QDir::Files), files);
    }

    void lessonsDoTheSameInEveryLanguage()
    {
        const QDir english(QStringLiteral(BURIN_SOURCE_DIR "/resources/lessons"));
        const QStringList lessons = english.entryList({QStringLiteral("*.json")}, QDir::Files);
        QVERIFY(languagesIn(english).contains(QStringLiteral("zh_CN")));
        for (const QString& language : languagesIn(english)) {
            const QDir translated(english.filePath(language));
            QCOMPARE(translated.entryList({QStringLiteral("*.json")}, QDir::Files), lessons);
            for (const QString& lesson : lessons) {
                const QJsonObject there = QJsonDocument::fromJson(contentOf(translated.filePath(lesson))).object();
                const QJsonObject source = QJsonDocument::fromJson(contentOf(english.filePath(lesson))).object();
                QVERIFY(there[QLatin1String("title")] != source[QLatin1String("title")]);
                const QJsonArray steps = there[QLatin1String("steps")].toArray();
                const QJsonArray sourceSteps = source[QLatin1String("steps")].toArray();
                QCOMPARE(steps.size(), sourceSteps.size());
                for (int i = 0; i < steps.size(); ++i) {
                    for (const char* same : {"show", "frame", "do"})
                        QCOMPARE(steps[i].toObject()[QLatin1String(same)],
                                 sourceSteps[i].toObject()[QLatin1String(same)]);
                    for (const char* words : {"title", "text"})
                        QVERIFY(steps[i].toObject()[QLatin1String(words)] !=
                                sourceSteps[i].toObject()[QLatin1String(words)]);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "tst_translations.moc"
