// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/moved_data.h"

#include <algorithm>
#include <set>

namespace burin::explore {
namespace {

namespace fs = std::filesystem;

/// True where the files of these options are there and have this hash; a file that cannot be read has not.
Result<bool> hasHash(const data::LoadOptions& read, const std::string& sha256, const JobContext& ctx)
{
    if (ctx.cancelled())
        return cancelledError();
    const auto files = data::dataFiles(read);
    if (!files || files->empty())
        return false;
    std::error_code ignored;
    for (const fs::path& file : *files)
        if (!fs::is_regular_file(file, ignored))
            return false;
    const auto hash = data::hashFiles(*files, ctx.stop);
    if (!hash && hash.error().code == ErrorCode::cancelled)
        return cancelledError();
    return hash && *hash == sha256;
}

/// Places in one folder, the old name first.
std::vector<fs::path> candidates(const fs::path& folder, const fs::path& old)
{
    std::vector<fs::path> places;
    std::error_code ignored;
    if (fs::exists(folder / old.filename(), ignored))
        places.push_back(folder / old.filename());
    std::set<fs::path> others;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (others.size() >= kMostCandidates)
            break;
        const fs::path& path = entry.path();
        if (path.filename() != old.filename() && path.extension() == old.extension() &&
            entry.is_regular_file(ignored))
            others.insert(path);
    }
    places.insert(places.end(), others.begin(), others.end());
    return places;
}

} // namespace

Result<data::LoadOptions> loadOptionsOf(const study::Study& study)
{
    const study::Identity identity = study.identity();
    if (!identity.details.contains("load"))
        return fail(ErrorCode::usage, "the study does not say how its data were read", study.path().string(),
                    "Open the data set itself; its points can be merged with burin-cli study merge.");
    return data::loadOptionsFromJson(identity.details.at("load"), study.path().string());
}

data::LoadOptions movedTo(const data::LoadOptions& read, const fs::path& place)
{
    data::LoadOptions moved = read;
    moved.data = place.string();
    moved.test.clear();
    const fs::path beside = place.parent_path() / read.test.filename();
    std::error_code ignored;
    if (!read.test.empty() && fs::is_regular_file(beside, ignored))
        moved.test = beside;
    return moved;
}

Result<std::optional<data::LoadOptions>> findData(const data::LoadOptions& read, const std::string& sha256,
                                                  const std::vector<fs::path>& folders, const JobContext& ctx)
{
    using Found = std::optional<data::LoadOptions>;
    BURIN_TRY(const bool there, hasHash(read, sha256, ctx));
    if (there)
        return Found(read);
    std::vector<fs::path> places;
    for (const fs::path& folder : folders)
        for (const fs::path& place : {folder, folder / "data"})
            if (std::find(places.begin(), places.end(), place) == places.end())
                places.push_back(place);
    for (const fs::path& folder : places)
        for (const fs::path& place : candidates(folder, read.data)) {
            const data::LoadOptions moved = movedTo(read, place);
            BURIN_TRY(const bool same, hasHash(moved, sha256, ctx));
            if (same)
                return Found(moved);
        }
    return Found{};
}

} // namespace burin::explore
