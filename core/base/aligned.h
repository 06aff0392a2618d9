// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors whose data starts on a cache line, so that no 64-byte load of a kernel touches two lines.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace burin {

template <class T> struct LineAllocator {
    using value_type = T;
    static constexpr std::align_val_t kLine{64};
    LineAllocator() = default;
    template <class U> LineAllocator(const LineAllocator<U>&) {} // NOLINT: allocators convert
    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kLine)); }
    void deallocate(T* data, std::size_t) { ::operator delete(data, kLine); }
    bool operator==(const LineAllocator&) const = default;
};

template <class T> using AlignedVector = std::vector<T, LineAllocator<T>>;

} // namespace burin
