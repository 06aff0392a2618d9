// SPDX-License-Identifier: GPL-3.0-or-later
// Command lines that the window gives out, run. BURIN_CLI is the program's path.
#pragma once

#include "tests/unit/workbench/window_test.h"

#include <QFileInfo>
#include <QProcess>
#include <QString>

namespace burin::test {

struct Ran {
    int status = -1;
    QString output;
};

/// As a person pastes it into a shell that finds burin-cli.
inline Ran paste(const QString& command, const QString& folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), QFileInfo(QStringLiteral(BURIN_CLI)).path() + QLatin1Char(':') +
                                                   environment.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("TMPDIR"), folder);
    QProcess shell;
    shell.setProcessEnvironment(environment);
    shell.setWorkingDirectory(folder);
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), command});
    Ran ran;
    if (shell.waitForFinished(test::kLong) && shell.exitStatus() == QProcess::NormalExit)
        ran.status = shell.exitCode();
    ran.output = QString::fromUtf8(shell.readAll());
    return ran;
}

} // namespace burin::test
