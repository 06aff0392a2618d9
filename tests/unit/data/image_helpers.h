// SPDX-License-Identifier: GPL-3.0-or-later
// Files of images made in tests: CIFAR-10 records, IDX, archives.
#pragma once

#include "core/base/rng.h"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// Records of seeded noise with the labels given.
inline std::string cifarRecords(const std::vector<int>& labels, std::uint64_t seed = 1)
{
    burin::Rng rng(seed);
    std::string bytes;
    for (const int label : labels) {
        bytes += static_cast<char>(label);
        for (int i = 0; i < 3 * 32 * 32; ++i)
            bytes += static_cast<char>(rng.below(256));
    }
    return bytes;
}

inline std::string idxHeader(unsigned type, const std::vector<std::uint32_t>& sizes)
{
    std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(sizes.size())};
    for (const std::uint32_t size : sizes)
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            bytes += static_cast<char>(size >> shift & 0xffU);
    return bytes;
}

/// Images of height x width whose pixels count up.
inline std::string idxImages(std::uint32_t count, std::uint32_t height, std::uint32_t width)
{
    std::string bytes = idxHeader(8, {count, height, width});
    for (std::uint32_t i = 0; i < count * height * width; ++i)
        bytes += static_cast<char>(i % 251);
    return bytes;
}

inline std::string idxLabels(const std::vector<int>& labels)
{
    std::string bytes = idxHeader(8, {static_cast<std::uint32_t>(labels.size())});
    for (const int label : labels)
        bytes += static_cast<char>(label);
    return bytes;
}

enum class Packing { none, gzip, xz };

/// A .tar of the files, or (one file, `raw`) the file packed.
inline void writeArchive(const std::filesystem::path& path, const std::map<std::string, std::string>& files,
                         Packing packing, bool raw = false)
{
    archive* writer = archive_write_new();
    if (raw)
        archive_write_set_format_raw(writer);
    else
        archive_write_set_format_ustar(writer);
    if (packing == Packing::gzip)
        archive_write_add_filter_gzip(writer);
    if (packing == Packing::xz)
        archive_write_add_filter_xz(writer);
    archive_write_open_filename(writer, path.c_str());
    for (const auto& [name, content] : files) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_free(writer);
}
