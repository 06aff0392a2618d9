// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tools/process.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <cstdlib>
#include <regex>
#include <system_error>

namespace burin::tools {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kGrace = std::chrono::milliseconds(500);

/// Debian 12 package of each program that Burin may call.
std::string debianPackage(const std::string& program)
{
    if (program == "vvp")
        return "iverilog";
    return program;
}

std::string shellQuoted(const std::string& text)
{
    const bool plain = !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                               "0123456789_-./=:,+@%") == std::string::npos;
    if (plain)
        return text;
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + "'";
}

std::string commandLine(const std::vector<std::string>& arguments)
{
    std::string line;
    for (const std::string& argument : arguments)
        line += (line.empty() ? "" : " ") + shellQuoted(argument);
    return line;
}

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }
    void close()
    {
        if (number_ >= 0)
            ::close(number_);
        number_ = -1;
    }

private:
    int number_ = -1;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

Result<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return fail(ErrorCode::io, "cannot make a pipe: " + std::generic_category().message(errno));
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// One output stream: the first and the last half of what fits the cap.
class CappedText {
public:
    explicit CappedText(std::size_t cap) : half_(std::max<std::size_t>(cap / 2, 1)) {}

    void add(const char* bytes, std::size_t count)
    {
        const std::size_t toHead = std::min(count, half_ - head_.size());
        head_.append(bytes, toHead);
        tail_.append(bytes + toHead, count - toHead);
        if (tail_.size() > 2 * half_)
            dropFront(tail_.size() - half_);
    }
    [[nodiscard]] bool truncated() const { return dropped_ > 0 || tail_.size() > half_; }
    [[nodiscard]] std::string take()
    {
        if (tail_.size() > half_)
            dropFront(tail_.size() - half_);
        if (dropped_ == 0)
            return std::move(head_) + tail_;
        return fmt::format("{}\n[... {} bytes left out ...]\n{}", head_, dropped_, tail_);
    }

private:
    void dropFront(std::size_t count)
    {
        tail_.erase(0, count);
        dropped_ += count;
    }
    std::size_t half_;
    std::size_t dropped_ = 0;
    std::string head_;
    std::string tail_;
};

/// Everything the child needs, prepared before fork(): after it only async-signal-safe calls are allowed.
struct Image {
    std::string path;
    std::string folder;
    std::vector<std::string> environment;
    std::vector<char*> argumentPointers;
    std::vector<char*> environmentPointers;
};

Image prepareImage(const ProcessSpec& spec, const std::filesystem::path& program)
{
    Image image{program.string(), spec.workingFolder.string(), {}, {}, {}};
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string line = *entry;
        const std::string key = line.substr(0, line.find('='));
        const bool replaced = std::any_of(spec.environment.begin(), spec.environment.end(),
                                          [&](const auto& added) { return added.first == key; });
        if (!replaced)
            image.environment.push_back(line);
    }
    for (const auto& [key, value] : spec.environment)
        image.environment.push_back(key + "=" + value);
    for (const std::string& argument : spec.arguments)
        image.argumentPointers.push_back(const_cast<char*>(argument.c_str()));
    image.argumentPointers.push_back(nullptr);
    for (const std::string& line : image.environment)
        image.environmentPointers.push_back(const_cast<char*>(line.c_str()));
    image.environmentPointers.push_back(nullptr);
    return image;
}

/// Runs in the child and never returns; errno of what failed goes up the pipe `report`.
[[noreturn]] void becomeProgram(const ProcessSpec& spec, const Image& image, pid_t parent, int out, int err, int report)
{
    const auto giveUp = [report] {
        const int number = errno;
        const ssize_t ignored = ::write(report, &number, sizeof number);
        ::_exit(ignored < 0 ? 126 : 127);
    };
    ::setpgid(0, 0);
    // The tool must not outlive a killed Burin.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(127);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    const int nothing = ::open("/dev/null", O_RDONLY);
    if (nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(err, 2) < 0)
        giveUp();
    // Close-on-exec for everything else; `report` has it already and must survive until execve succeeds.
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (!image.folder.empty() && ::chdir(image.folder.c_str()) != 0)
        giveUp();
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    if (spec.memoryCapBytes != 0) {
        const rlimit memory{spec.memoryCapBytes, spec.memoryCapBytes};
        if (::setrlimit(RLIMIT_AS, &memory) != 0)
            giveUp();
    }
    if (spec.niceness != 0)
        ::setpriority(PRIO_PROCESS, 0, spec.niceness);
    ::execve(image.path.c_str(), image.argumentPointers.data(), image.environmentPointers.data());
    giveUp();
    ::_exit(127);
}

/// The running child: reads its output, watches the clock and the stop token, ends its group.
class Child {
public:
    Child(pid_t pid, Descriptor out, Descriptor err, const ProcessSpec& spec)
        : pid_(pid), out_(std::move(out)), err_(std::move(err)), spec_(spec), output_(spec.outputCapBytes),
          errors_(spec.outputCapBytes)
    {
    }

    void watch(ProcessRecord& record)
    {
        const auto start = Clock::now();
        const auto limit = start + std::chrono::duration_cast<Clock::duration>(
                                       std::chrono::duration<double>(std::min(spec_.timeoutSeconds, 1e8)));
        while (!exited()) {
            const auto now = Clock::now();
            if (!ending_ && (spec_.stop.stop_requested() || now >= limit)) {
                ending_ = true;
                record.timedOut = !spec_.stop.stop_requested();
                killAt_ = now + kGrace;
                ::kill(-pid_, SIGTERM);
            } else if (ending_ && now >= killAt_) {
                ::kill(-pid_, SIGKILL);
            }
            read(out_.open() || err_.open() ? 20 : 2);
        }
        // What the program left running goes too; the zombie keeps the group's number from being reused.
        ::kill(-pid_, SIGKILL);
        while ((out_.open() || err_.open()) && read(0)) {
        }
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        record.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        record.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        record.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        record.truncated = output_.truncated() || errors_.truncated();
        record.output = output_.take();
        record.errors = errors_.take();
    }

private:
    [[nodiscard]] bool exited() const
    {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
    }

    /// Waits for output at most so long and takes it; false when there was none.
    bool read(int milliseconds)
    {
        std::array<pollfd, 2> streams{pollfd{out_.get(), POLLIN, 0}, pollfd{err_.get(), POLLIN, 0}};
        if (::poll(streams.data(), streams.size(), milliseconds) <= 0)
            return false;
        if (streams[0].revents != 0)
            take(out_, output_, spec_.onOutput);
        if (streams[1].revents != 0)
            take(err_, errors_, {});
        return true;
    }

    static void take(Descriptor& stream, CappedText& text, const std::function<void(std::string_view)>& tell)
    {
        std::array<char, 1U << 16U> buffer{};
        const ssize_t count = ::read(stream.get(), buffer.data(), buffer.size());
        if (count > 0) {
            text.add(buffer.data(), static_cast<std::size_t>(count));
            if (tell)
                tell({buffer.data(), static_cast<std::size_t>(count)});
        } else if (count == 0 || errno != EINTR)
            stream.close();
    }

    pid_t pid_;
    Descriptor out_;
    Descriptor err_;
    const ProcessSpec& spec_;
    CappedText output_;
    CappedText errors_;
    bool ending_ = false;
    Clock::time_point killAt_;
};

Unexpected<Error> cannotStart(const std::string& program, int number)
{
    return fail(ErrorCode::tool, fmt::format("cannot start {}: {}", program, std::generic_category().message(number)),
                {}, "Check the working folder and the program's permissions.");
}

/// The first line that is not blank, of at most 300 bytes.
std::string firstLine(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(" \n\r\t");
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, std::min<std::size_t>(text.find_first_of("\n\r", begin) - begin, 300));
}

} // namespace

Result<ProcessRecord> runProcess(const ProcessSpec& spec)
{
    if (spec.arguments.empty())
        throw std::logic_error("runProcess without a program");
    BURIN_TRY(const std::filesystem::path program, findProgram(spec.arguments.front(), spec.searchPath));
    if (spec.stop.stop_requested())
        return fail(ErrorCode::cancelled, "cancelled");
    BURIN_TRY(Pipe out, makePipe());
    BURIN_TRY(Pipe err, makePipe());
    BURIN_TRY(Pipe report, makePipe());
    const Image image = prepareImage(spec, program);
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0)
        return cannotStart(spec.arguments.front(), errno);
    if (pid == 0)
        becomeProgram(spec, image, parent, out.write.get(), err.write.get(), report.write.get());
    ::setpgid(pid, pid); // here too: whoever comes first
    out.write.close();
    err.write.close();
    report.write.close();
    int number = 0;
    ssize_t count = 0;
    while ((count = ::read(report.read.get(), &number, sizeof number)) < 0 && errno == EINTR) {
    }
    if (count > 0) {
        ::waitpid(pid, nullptr, 0);
        return cannotStart(spec.arguments.front(), number);
    }
    if (spec.onStart)
        spec.onStart(pid);
    ProcessRecord record;
    record.commandLine = commandLine(spec.arguments);
    Child(pid, std::move(out.read), std::move(err.read), spec).watch(record);
    if (spec.stop.stop_requested() && !record.succeeded())
        return fail(ErrorCode::cancelled, "cancelled");
    return record;
}

Result<void> requireSuccess(const ProcessSpec& spec, const ProcessRecord& record)
{
    if (record.succeeded())
        return {};
    const std::string program = std::filesystem::path(spec.arguments.front()).filename().string();
    if (record.timedOut)
        return fail(ErrorCode::tool, fmt::format("{} did not finish within {:g} s", program, spec.timeoutSeconds), {},
                    "Allow more time or use a smaller design.");
    std::string how = record.signal != 0 ? fmt::format("was ended by signal {} ({})", record.signal,
                                                       ::strsignal(record.signal))
                                         : fmt::format("failed with exit status {}", record.exitCode);
    const std::string said = lastLines(record.errors.empty() ? record.output : record.errors, 12);
    if (!said.empty())
        how += ": " + said;
    return fail(ErrorCode::tool, program + " " + how, {}, "Run it by hand to see more: " + record.commandLine);
}

Result<ProcessRecord> runChecked(const ProcessSpec& spec)
{
    BURIN_TRY(ProcessRecord record, runProcess(spec));
    BURIN_CHECK(requireSuccess(spec, record));
    return record;
}

Result<std::filesystem::path> findProgram(const std::string& name, const std::string& searchPath)
{
    const auto runnable = [](const std::filesystem::path& path) {
        std::error_code ignored;
        return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
    };
    if (name.find('/') != std::string::npos) {
        if (runnable(name))
            return std::filesystem::path(name);
        return fail(ErrorCode::tool, "there is no program " + name);
    }
    std::string folders = searchPath;
    if (folders.empty()) {
        const char* path = std::getenv("PATH");
        folders = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
    }
    for (std::size_t begin = 0; begin <= folders.size();) {
        const std::size_t end = std::min(folders.find(':', begin), folders.size());
        const std::filesystem::path candidate = std::filesystem::path(folders.substr(begin, end - begin)) / name;
        if (end > begin && runnable(candidate))
            return candidate;
        begin = end + 1;
    }
    return fail(ErrorCode::tool, name + " is not installed (not found in PATH)", {},
                "Install it: sudo apt-get install " + debianPackage(name));
}

Result<ToolVersion> toolVersion(const std::string& program, const std::string& searchPath, double timeoutSeconds)
{
    struct Question {
        const char* program;
        const char* name;
        const char* flag;
    };
    static constexpr std::array<Question, 4> kQuestions{{{"yosys", "yosys", "-V"},
                                                         {"verilator", "Verilator", "--version"},
                                                         {"iverilog", "Icarus Verilog", "-V"},
                                                         {"nextpnr-ice40", "nextpnr-ice40", "--version"}}};
    const auto* const found = std::find_if(kQuestions.begin(), kQuestions.end(),
                                           [&](const Question& q) { return program == q.program; });
    if (found == kQuestions.end())
        throw std::logic_error("toolVersion of an unknown tool: " + program);
    ProcessSpec spec;
    spec.arguments = {program, found->flag};
    spec.searchPath = searchPath;
    spec.timeoutSeconds = std::clamp(timeoutSeconds, 1.0, kVersionSeconds); // a busy machine needs a moment to start it
    BURIN_TRY(const ProcessRecord record, runProcess(spec));
    if (record.timedOut)
        return fail(ErrorCode::tool,
                    fmt::format("{} {} did not answer in {:g} s", program, found->flag, spec.timeoutSeconds), {},
                    "Run it by hand to see why: " + record.commandLine);
    // what a program says as it fails may name versions of something else
    const std::string text = record.succeeded() ? record.output + record.errors : record.output;
    std::smatch match;
    static const std::regex kNumber(R"((\d+\.\d+(\.\d+)?))");
    if (!std::regex_search(text, match, kNumber)) {
        std::string how = record.signal != 0      ? fmt::format(", signal {}", record.signal)
                          : record.exitCode != 0 ? fmt::format(", exit status {}", record.exitCode)
                                                 : std::string();
        const std::string said = firstLine(record.errors.empty() ? record.output : record.errors);
        if (!said.empty())
            how += ": " + said;
        return fail(ErrorCode::tool, fmt::format("{} {} gives no version{}", program, found->flag, how), {},
                    "Run it by hand to see more, or install the tool again: " + record.commandLine);
    }
    return ToolVersion{found->name, match[1].str()};
}

std::string lastLines(const std::string& text, std::size_t lines)
{
    constexpr std::size_t kMost = 2000;
    std::size_t begin = text.find_last_not_of(" \n\r\t");
    if (begin == std::string::npos)
        return {};
    const std::size_t end = begin + 1;
    for (std::size_t count = 0; begin > 0; --begin)
        if (text[begin - 1] == '\n' && ++count == lines)
            break;
    if (end - begin > kMost)
        begin = end - kMost;
    return text.substr(begin, end - begin);
}

} // namespace burin::tools
