// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's .npy arrays (format versions 1 to 3, either byte order, C and Fortran order; bool, signed and unsigned
// integers of 1 to 8 bytes, floats of 4 and 8 bytes) and .npz archives of them.
// Source: numpy/lib/format.py, "Format specification". Objects, strings, complex and half floats are refused.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace burin::data {

inline constexpr std::size_t kMaxArrayValues = std::size_t{250'000'000}; ///< 2 GB as doubles
inline constexpr std::size_t kMaxDimensions = 32;
inline constexpr std::size_t kMaxArchiveEntries = 10'000;

/// Values in C order whatever the file's order; [] shape = one number.
struct NpyArray {
    std::vector<std::size_t> shape;
    std::vector<double> values;
};

/// Reads one array from the bytes of a .npy file; `where` names it in errors.
Result<NpyArray> parseNpy(std::string_view bytes, const std::string& where);
Result<NpyArray> readNpy(const std::filesystem::path& path);
/// All arrays of an .npz by name (without ".npy"). Entries that are not .npy files are skipped.
Result<std::map<std::string, NpyArray>> readNpz(const std::filesystem::path& path);

} // namespace burin::data
