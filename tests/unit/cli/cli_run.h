// SPDX-License-Identifier: GPL-3.0-or-later
// Runs burin-cli as a script does, for the tests of the command line.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace burin::cli::testing {

/// Flags of a small reservoir.
inline const QStringList kSmall{"--neurons", "12", "--seeds", "2", "--tune", "2", "--readout", "mean"};

struct Run {
    int status = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

inline Run run(const QStringList& arguments,
               const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(BURIN_CLI, arguments);
    Run result;
    if (!process.waitForFinished(300'000))
        return result;
    result.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

} // namespace burin::cli::testing
