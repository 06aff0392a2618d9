// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cnn/built_in.h"

#include "core/cnn/embedded.h"

namespace burin::cnn {

Result<std::string_view> builtInWeights(const std::string& network)
{
    for (const auto& [key, content] : embeddedFiles())
        if (key == "networks/" + network + ".npz")
            return content;
    return fail(ErrorCode::notFound, "there are no built-in weights of this network", network);
}

} // namespace burin::cnn
