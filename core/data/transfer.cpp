// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace burin::data {
namespace {

namespace fs = std::filesystem;

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;
using Easy = std::unique_ptr<CURL, void (*)(CURL*)>;
using Multi = std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)>;

struct Sink {
    std::FILE* file = nullptr;
    std::uint64_t bytes = 0;
    int writeError = 0;
    bool tooLarge = false;
};

std::size_t writeBytes(char* bytes, std::size_t size, std::size_t count, void* user)
{
    Sink& sink = *static_cast<Sink*>(user);
    const std::size_t length = size * count;
    if (sink.bytes + length > kMaxTransferBytes) {
        sink.tooLarge = true;
        return 0;
    }
    errno = 0;
    if (std::fwrite(bytes, 1, length, sink.file) != length || std::fflush(sink.file) != 0) {
        sink.writeError = errno == 0 ? EIO : errno;
        return 0;
    }
    sink.bytes += length;
    return length;
}

struct Attempt {
    CURLcode code = CURLE_OK;
    long status = 0; ///< of HTTP
    bool stopped = false;
    std::string reason;
    Sink sink;
};

Attempt attempt(const std::string& url, std::FILE* file, std::uint64_t from, const JobContext& ctx)
{
    Attempt result;
    result.sink.file = file;
    result.sink.bytes = from;
    const Easy easy(curl_easy_init(), curl_easy_cleanup);
    const Multi multi(curl_multi_init(), curl_multi_cleanup);
    std::array<char, CURL_ERROR_SIZE> message{};
    CURL* handle = easy.get();
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https,file");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, kStallSeconds);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "burin");
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, message.data());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writeBytes);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &result.sink);
    curl_easy_setopt(handle, CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(from));
    curl_multi_add_handle(multi.get(), handle);
    int running = 1;
    while (running > 0 && !ctx.cancelled()) {
        if (curl_multi_perform(multi.get(), &running) != CURLM_OK)
            break;
        curl_off_t length = -1;
        curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
        if (length > 0) {
            const std::uint64_t total = from + static_cast<std::uint64_t>(length);
            ctx.report(std::min(1.0, static_cast<double>(result.sink.bytes) / static_cast<double>(total)), {},
                       result.sink.bytes, total);
        }
        if (running > 0)
            curl_multi_poll(multi.get(), nullptr, 0, 50, nullptr);
    }
    result.stopped = running > 0 && ctx.cancelled();
    int left = 0;
    while (const CURLMsg* done = curl_multi_info_read(multi.get(), &left))
        if (done->msg == CURLMSG_DONE)
            result.code = done->data.result;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
    curl_multi_remove_handle(multi.get(), handle);
    result.reason = message[0] != '\0' ? message.data() : curl_easy_strerror(result.code);
    return result;
}

Unexpected<Error> transferError(const Attempt& result, const std::string& url, const fs::path& part)
{
    if (result.sink.tooLarge)
        return fail(ErrorCode::limit, fmt::format("the file is larger than {} bytes", kMaxTransferBytes), url);
    if (result.sink.writeError != 0)
        return fail(ErrorCode::io,
                    fmt::format("writing failed: {}", std::generic_category().message(result.sink.writeError)),
                    part.string(), "Free some space; the transfer goes on from there.");
    if (result.status == 404 || result.status == 410 || result.code == CURLE_FILE_COULDNT_READ_FILE)
        return fail(ErrorCode::notFound,
                    result.status == 0 ? "there is no such file" : fmt::format("the server answers {}", result.status),
                    url, "The file may have moved; give another place (--from URL).");
    if (result.code == CURLE_URL_MALFORMAT || result.code == CURLE_UNSUPPORTED_PROTOCOL)
        return fail(ErrorCode::usage, fmt::format("cannot use this address: {}", result.reason), url,
                    "Give an http, https or file URL.");
    return fail(ErrorCode::io, fmt::format("the transfer failed: {}", result.reason), url,
                result.sink.bytes > 0 ? "Run it again: it goes on where it stopped." : "Check the network.");
}

std::uint64_t sizeOf(const fs::path& path)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    return error ? 0 : size;
}

} // namespace

Result<Transfer> transferFile(const std::string& url, const fs::path& target, const JobContext& ctx)
{
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK)
        return fail(ErrorCode::io, "libcurl cannot start", url);
    const fs::path part = target.string() + ".part";
    Transfer transfer;
    transfer.resumedFrom = sizeOf(part);
    std::uint64_t from = transfer.resumedFrom;
    for (int resumes = 0;;) {
        const File file(std::fopen(part.c_str(), from == 0 ? "wb" : "ab"));
        if (!file)
            return fail(ErrorCode::io, fmt::format("cannot write: {}", std::generic_category().message(errno)),
                        part.string(), "Choose another folder or change its permissions.");
        const Attempt result = attempt(url, file.get(), from, ctx);
        if (result.stopped)
            return cancelledError();
        if (result.code == CURLE_OK)
            break;
        const bool noRanges = result.code == CURLE_RANGE_ERROR || result.status == 416;
        const bool broken = result.code == CURLE_PARTIAL_FILE || result.code == CURLE_RECV_ERROR ||
                            result.code == CURLE_GOT_NOTHING || result.code == CURLE_OPERATION_TIMEDOUT ||
                            result.code == CURLE_HTTP2_STREAM;
        if (noRanges && from > 0) {
            from = 0;
            transfer.resumedFrom = 0;
        } else if (broken && result.sink.bytes > from && resumes < kMaxResumes) {
            from = result.sink.bytes;
            ++resumes;
        } else {
            if (result.sink.bytes == 0)
                fs::remove(part);
            return transferError(result, url, part);
        }
    }
    transfer.bytes = sizeOf(part);
    std::error_code error;
    fs::rename(part, target, error);
    if (error)
        return fail(ErrorCode::io, fmt::format("cannot rename the transferred file: {}", error.message()),
                    part.string());
    return transfer;
}

} // namespace burin::data
