// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace burin {

const char* toString(ErrorCode code)
{
    switch (code) {
    case ErrorCode::invalidInput: return "invalid-input";
    case ErrorCode::usage: return "usage";
    case ErrorCode::notFound: return "not-found";
    case ErrorCode::io: return "io";
    case ErrorCode::tool: return "tool";
    case ErrorCode::mismatch: return "mismatch";
    case ErrorCode::infeasible: return "infeasible";
    case ErrorCode::cancelled: return "cancelled";
    case ErrorCode::limit: return "limit";
    case ErrorCode::internal: return "internal";
    }
    return "internal";
}

std::string Error::text() const
{
    std::string line;
    if (!where.empty())
        line += where + ": ";
    line += message;
    if (!hint.empty()) {
        const char last = line.empty() ? ' ' : line.back();
        line += (last == '.' || last == '?' || last == '!') ? " " : ". ";
        line += hint;
    }
    return line;
}

} // namespace burin
