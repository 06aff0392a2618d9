// SPDX-License-Identifier: GPL-3.0-or-later
// Small things the tests of core/data share.
#pragma once

#include "core/base/file.h"
#include "core/data/load.h"

#include <QtTest>

#include <filesystem>
#include <string>

/// Skips (in CI: fails) where a set of the test data is absent, naming it. Declares `variable`.
#define BURIN_NEED_DATA(variable, relative)                                                                   \
    const std::filesystem::path variable = dataPath(relative);                                                \
    if (!std::filesystem::exists(variable)) {                                                                 \
        if (qgetenv("CI") == "true")                                                                          \
            QFAIL("test data is absent: " relative " (set BURIN_DATA)");                                      \
        QSKIP("test data is absent: " relative " (set BURIN_DATA)");                                          \
    }

inline std::filesystem::path dataPath(const std::string& relative)
{
    return std::filesystem::path(qgetenv("BURIN_DATA").toStdString()) / relative;
}

/// Writes files into a folder of its own.
class Folder {
public:
    std::filesystem::path write(const std::string& name, std::string_view content) const
    {
        const auto path = scratch_.path() / name;
        burin::writeFile(path, content).value();
        return path;
    }
    [[nodiscard]] std::filesystem::path path() const { return scratch_.path(); }

private:
    burin::ScratchFolder scratch_ = burin::ScratchFolder::create("burin-data-test").value();
};

inline burin::data::LoadOptions from(const std::filesystem::path& path)
{
    burin::data::LoadOptions options;
    options.data = path.string();
    return options;
}

/// Fails unless the error's text holds every piece.
template <class T> bool says(const burin::Result<T>& result, std::initializer_list<const char*> pieces)
{
    if (result)
        return false;
    const std::string text = result.error().text();
    for (const char* piece : pieces)
        if (text.find(piece) == std::string::npos) {
            qWarning("missing \"%s\" in: %s", piece, text.c_str());
            return false;
        }
    return true;
}
