// SPDX-License-Identifier: GPL-3.0-or-later
// Long texts of the program (guide, lessons) by language: FOLDER/zh_CN/FILE stands in for FOLDER/FILE, which is
// English and always there. The language is that of QLocale(), chosen as Qt chooses the translations of the short
// texts, so that window and guide speak alike.
#pragma once

#include <QString>

namespace burin::views {

/// Path of `file` below `folder` (":/burin/guide"), in the window's language where there is one.
[[nodiscard]] QString localised(const QString& folder, const QString& file);

} // namespace burin::views
