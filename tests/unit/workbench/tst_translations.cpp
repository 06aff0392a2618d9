// SPDX-License-Identifier: GPL-3.0-or-later
// Translations: every tr() of the sources is in the .ts files (lupdate is run on a copy), few are untranslated, and a
// translation keeps the places of its arguments.
#include <QDir>
#include <QFile>
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
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "tst_translations.moc"
