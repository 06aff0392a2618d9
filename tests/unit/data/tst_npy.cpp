// SPDX-License-Identifier: GPL-3.0-or-later
// .npy files built byte by byte here after numpy/lib/format.py.
#include "core/data/npy.h"

#include "core/data/readers.h"
#include "data_helpers.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

using namespace burin;
using namespace burin::data;

namespace {

std::string npy(const std::string& dictionary, const std::string& data, int version = 1)
{
    std::string text = std::string("\x93NUMPY") + static_cast<char>(version) + '\0';
    const std::string header = dictionary + "\n";
    for (std::size_t i = 0; i < (version == 1 ? 2U : 4U); ++i)
        text += static_cast<char>((header.size() >> (8 * i)) & 255U);
    return text + header + data;
}

std::string dictionary(const std::string& type, const std::string& shape, bool fortran = false)
{
    return fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", type, fortran ? "True" : "False", shape);
}

/// Little-endian bytes of a number, or big-endian.
template <class T> std::string bytesOf(T value, bool big = false)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    if (big != (std::endian::native == std::endian::big))
        bytes = {bytes.rbegin(), bytes.rend()};
    return bytes;
}

template <class T> bool readsBack(const std::string& type, std::vector<T> values)
{
    for (const bool big : {false, true}) {
        std::string data;
        for (const T value : values)
            data += bytesOf(value, big);
        const std::string order = sizeof(T) == 1 ? "|" : (big ? ">" : "<");
        const auto array = parseNpy(npy(dictionary(order + type, fmt::format("({},)", values.size())), data), "x");
        if (!array || array->values != std::vector<double>(values.begin(), values.end()))
            return false;
    }
    return true;
}

std::string zipped(const std::vector<std::pair<std::string, std::string>>& entries)
{
    std::string bytes(1U << 20U, '\0');
    std::size_t used = 0;
    archive* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
    for (const auto& [name, content] : entries) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    bytes.resize(used);
    return bytes;
}

} // namespace

class TestNpy : public QObject {
    Q_OBJECT
private slots:
    void everyNumberTypeReads()
    {
        QVERIFY(readsBack<double>("f8", {1.5, -2.25, 1e300}));
        QVERIFY(readsBack<float>("f4", {1.5F, -2.25F}));
        QVERIFY(readsBack<std::int8_t>("i1", {-128, 127}));
        QVERIFY(readsBack<std::int16_t>("i2", {-32768, 32767}));
        QVERIFY(readsBack<std::int32_t>("i4", {std::numeric_limits<std::int32_t>::min(), 7}));
        QVERIFY(readsBack<std::int64_t>("i8", {-5, std::int64_t{1} << 52}));
        QVERIFY(readsBack<std::uint8_t>("u1", {0, 255}));
        QVERIFY(readsBack<std::uint16_t>("u2", {0, 65535}));
        QVERIFY(readsBack<std::uint32_t>("u4", {0, 4294967295U}));
        QVERIFY(readsBack<std::uint64_t>("u8", {0, std::uint64_t{1} << 63}));
        QVERIFY(readsBack<std::uint8_t>("b1", {0, 1}));
    }

    void versionsAndOrders()
    {
        std::string data;
        for (const double value : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0})
            data += bytesOf(value);
        for (const int version : {1, 2, 3}) {
            // [[1 2 3] [4 5 6]] in C order; [[1 3 5] [2 4 6]] in Fortran order
            const auto c = parseNpy(npy(dictionary("<f8", "(2, 3)"), data, version), "x");
            QCOMPARE(c->values, (std::vector<double>{1, 2, 3, 4, 5, 6}));
            QCOMPARE(c->shape, (std::vector<std::size_t>{2, 3}));
            const auto fortran = parseNpy(npy(dictionary("<f8", "(2, 3)", true), data, version), "x");
            QCOMPARE(fortran->values, (std::vector<double>{1, 3, 5, 2, 4, 6}));
        }
        QCOMPARE(parseNpy(npy(dictionary("<f8", "()"), bytesOf(7.0)), "x")->values, (std::vector<double>{7}));
        QVERIFY(parseNpy(npy(dictionary("<f8", "(0, 3)", true), ""), "x")->values.empty());
    }

    void hostileHeadersAreRefused()
    {
        const std::string eight(8, '\0');
        QVERIFY(says(parseNpy("PK", "f"), {"f: ", "not a .npy"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(1,)"), "").substr(0, 9), "f"),
                     {"ends in its header", "Copy it again"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(1,)"), "").substr(0, 30), "f"),
                     {"ends in its header", "Copy it again"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(2,)"), eight), "f"), {"asks for 16 bytes", "has 8", "Copy it again"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(4611686018427387904, 4)"), eight), "f"),
                     {"more than", "the file has 8 bytes", "Copy it again"})); // no array to split
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(99999999999999999999999,)"), eight), "f"), {"extent"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(-1,)"), eight), "f"), {"\"-1\""}));
        QVERIFY(says(parseNpy(npy(dictionary("|O", "(1,)"), eight), "f"), {"\"|O\"", "float64"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f2", "(1,)"), "ab"), "f"), {"\"<f2\""}));
        QVERIFY(says(parseNpy(npy(dictionary("<c8", "(1,)"), eight), "f"), {"\"<c8\""}));
        QVERIFY(says(parseNpy(npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}", eight), "f"),
                     {"element type"}));
        QVERIFY(says(parseNpy(npy("{'descr': '<f8', 'shape': (1,)}", eight), "f"), {"order of the axes"}));
        QVERIFY(says(parseNpy(npy("{'descr': '<f8', 'fortran_order': False}", eight), "f"), {"no shape"}));
        QVERIFY(says(parseNpy(npy(dictionary("<f8", "(1,)"), eight, 9), "f"), {"version 9"}));
    }

    void seriesOfOneAndTwoDimensions()
    {
        const Folder folder;
        std::string data;
        for (int i = 0; i < 8; ++i)
            data += bytesOf(static_cast<float>(i));
        const auto flat = readNpySeries(folder.write("a.npy", npy(dictionary("<f4", "(8,)"), data)), {});
        QCOMPARE(flat->series[0].steps(), std::size_t{8});
        const auto two = readNpySeries(folder.write("b.npy", npy(dictionary("<f4", "(4, 2)"), data)), {});
        QCOMPARE(two->series[0].channels, std::size_t{2});
        QCOMPARE(two->series[0].step(3)[1], 7.0);
        QVERIFY(says(readNpySeries(folder.write("c.npy", npy(dictionary("<f4", "(2, 2, 2)"), data)), {}), {"3 dimensions"}));
        const std::string inf = bytesOf(std::numeric_limits<double>::infinity());
        QVERIFY(says(readNpySeries(folder.write("d.npy", npy(dictionary("<f8", "(1,)"), inf)), {}),
                     {"d.npy:[0]", "infinite"}));
        ReadOptions classify;
        classify.task = Task::classify;
        QVERIFY(says(readNpySeries(folder.path() / "a.npy", classify), {"no labels"}));
    }

    void archivesByName()
    {
        const Folder folder;
        const std::string one = npy(dictionary("<f8", "(1,)"), bytesOf(3.0));
        const auto path = folder.write("a.npz", zipped({{"Win.npy", one}, {"notes.txt", "x"}, {"W.npy", one}}));
        const auto arrays = readNpz(path);
        QVERIFY2(arrays, arrays ? "" : arrays.error().text().c_str());
        QCOMPARE(arrays->size(), std::size_t{2});
        QCOMPARE(arrays->at("Win").values[0], 3.0);
        QVERIFY(says(readNpz(folder.write("b.npz", zipped({{"Win.npy", "junk"}}))), {"b.npz:Win", "not a .npy"}));
        QVERIFY(says(readNpz(folder.write("c.npz", zipped({{"notes.txt", "x"}}))), {"no array"}));
        QVERIFY(!readNpz(folder.write("d.npz", "no zip at all")));
        QVERIFY(!readNpz(folder.write("e.npz", "")));
        QCOMPARE(readNpz(folder.path() / "none.npz").error().code, ErrorCode::notFound);
        const std::string bytes = *readFile(path);
        for (std::size_t cut = 0; cut < bytes.size(); cut += 7)
            QVERIFY(says(readNpz(folder.write("cut.npz", bytes.substr(0, cut))), {"cut.npz", ".npz"}));
        for (std::size_t cut = bytes.size() - 30; cut < bytes.size(); ++cut) { // all arrays are whole
            QVERIFY(says(readNpz(folder.write("cut.npz", bytes.substr(0, cut))), {"Is it cut off?"}));
            QVERIFY(!parseNpz(std::string_view(bytes).substr(0, cut), "cut"));
        }
    }
};

QTEST_APPLESS_MAIN(TestNpy)
#include "tst_npy.moc"
