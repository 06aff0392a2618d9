// SPDX-License-Identifier: GPL-3.0-or-later
// A study as one HTML page for people: what it is about, the front with the tier and error of every number, the
// recommendation, the chosen point with its seal, and how to do it again. Simple HTML 4 with few styles, so that a
// browser and Qt's text documents (for PDF) show the same. In English, unless the caller says it in another language.
#pragma once

#include "core/study/report.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace burin::study {

/// What the caller knows beside the points. Everything may be empty; empty parts are left out.
struct HtmlReportParts {
    std::string dataSummary;    ///< "300 training and 300 test series, 3 classes, 2 channels"
    std::string networkSummary; ///< "Echo state network, 50 neurons, 5 links each"
    std::string recommended;    ///< id of the recommended point
    std::string reason;         ///< why it is recommended, or why nothing is
    std::string chosen;         ///< id of the point described in full; the recommended or the knee without one
    std::vector<std::string> charts; ///< HTML with a title of its own: an <svg> or an <img>
    std::vector<std::pair<std::string, std::string>> commands; ///< what it does, command line
    std::vector<std::pair<std::string, std::string>> versions; ///< "Burin", "0.1.0"
    std::string language = "en"; ///< of the page, BCP 47
    /// An English text of the page in that language; places are %1, %2 ...; without it all is English.
    std::function<std::string(const std::string& english)> say{};
    /// What people call a key of a configuration ("readout"), and a value of it that is no number; without them the words
    /// typed on the command line.
    std::function<std::string(const std::string& key)> parameterName{};
    std::function<std::string(const std::string& key, const nlohmann::json& value)> valueName{};
};

[[nodiscard]] std::string htmlReport(const Identity& identity, std::span<const optimise::DesignPoint> points,
                                     const FrontOfStudy& front, const HtmlReportParts& parts);

} // namespace burin::study
