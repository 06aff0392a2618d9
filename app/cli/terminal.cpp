// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include "core/base/file.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

namespace burin::cli {
namespace {

constexpr std::uint64_t kMaxThreads = 1024;

std::atomic<int> signalsSeen{0};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void onSignal(int)
{
    if (++signalsSeen > 1)
        ::_exit(static_cast<int>(Exit::cancelled)); // the second Ctrl-C does not wait
}

Exit exitOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::usage: return Exit::usage;
    case ErrorCode::mismatch: return Exit::mismatch;
    case ErrorCode::infeasible: return Exit::infeasible;
    case ErrorCode::cancelled: return Exit::cancelled;
    default: return Exit::failed;
    }
}

/// Progress on standard error, at most ten lines or redraws a second; one with figures is always shown.
class ProgressPrinter {
public:
    explicit ProgressPrinter(bool bar) : bar_(bar) {}
    ~ProgressPrinter() { clear(); }
    ProgressPrinter(const ProgressPrinter&) = delete;
    ProgressPrinter& operator=(const ProgressPrinter&) = delete;

    void show(const Progress& progress)
    {
        const std::scoped_lock lock(mutex_);
        const auto now = Clock::now();
        if (drawn_ && now - last_ < std::chrono::milliseconds(100) && progress.figures.empty())
            return;
        last_ = now;
        drawn_ = true;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        const double estimate = progress.fraction > 0 ? seconds / progress.fraction - seconds : -1;
        const double left = progress.secondsLeft >= 0 ? progress.secondsLeft : estimate;
        if (bar_)
            drawBar(progress, left);
        else
            drawLine(progress, left);
    }

private:
    using Clock = std::chrono::steady_clock;

    static void drawBar(const Progress& progress, double left)
    {
        const auto filled = static_cast<std::size_t>(std::clamp(progress.fraction, 0.0, 1.0) * 24);
        const std::string count =
            progress.total > 1 ? fmt::format(" {}/{}", progress.done, progress.total) : std::string{};
        const std::string time = left >= 0 ? fmt::format(" {:.0f} s left", left) : std::string{};
        fmt::print(stderr, "\r\033[K[{:<24}] {:3.0f} %{}{}  {}", std::string(filled, '#'), 100 * progress.fraction,
                   count, time, progress.phase);
        std::fflush(stderr);
    }
    static void drawLine(const Progress& progress, double left)
    {
        nlohmann::json line{{"fraction", progress.fraction},
                            {"phase", progress.phase},
                            {"done", progress.done},
                            {"total", progress.total},
                            {"secondsLeft", nullptr}};
        if (left >= 0)
            line["secondsLeft"] = left;
        for (const auto& [name, value] : progress.figures)
            line[name] = value == std::floor(value) ? nlohmann::json(static_cast<std::int64_t>(value))
                                                    : nlohmann::json(value);
        fmt::print(stderr, "{}\n", line.dump());
    }
    void clear() const
    {
        if (bar_ && drawn_)
            fmt::print(stderr, "\r\033[K");
    }

    bool bar_;
    bool drawn_ = false;
    std::mutex mutex_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_;
};

} // namespace

Terminal::Terminal()
{
    struct sigaction action {};
    action.sa_handler = onSignal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    fileSizeLimitsAreErrors();
    watcher_ = std::jthread([this](const std::stop_token& done) {
        while (!done.stop_requested()) {
            if (signalsSeen > 0)
                stop_.request_stop();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
}

Terminal::~Terminal() = default;

CLI::App* Terminal::add(CLI::App& parent, const std::string& name, const std::string& help, Action action)
{
    CLI::App* command = parent.add_subcommand(name, help);
    command->add_flag("--json", json_, "One JSON document on standard output, nothing else there");
    command->add_option("--seed", seed_, "Seed of everything random (default 1)")->check(wholeNumber());
    command->add_option("--threads", threads_, "Worker threads (default: one fewer than the cores)")
        ->check(wholeNumber(0, kMaxThreads));
    command->add_option("--progress", progress_, "How progress is shown on standard error")
        ->check(CLI::IsMember({"bar", "jsonl", "none"}));
    command->callback([this, action = std::move(action)] { action_ = action; });
    return command;
}

JobContext Terminal::context()
{
    JobContext job;
    job.stop = stop_.get_token();
    job.seed = seed_;
    job.threads = threads_ > 0 ? threads_ : defaultThreads();
    const bool bar = progress_ == "bar";
    if ((bar && ::isatty(STDERR_FILENO) != 0) || progress_ == "jsonl") {
        auto printer = std::make_shared<ProgressPrinter>(bar);
        job.progress = [printer](const Progress& progress) { printer->show(progress); };
    }
    return job;
}

int Terminal::fail(const Error& error) const
{
    if (json_) {
        const nlohmann::json document{{"error",
                                       {{"code", toString(error.code)},
                                        {"message", error.message},
                                        {"where", error.where},
                                        {"hint", error.hint}}}};
        fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    fmt::print(stderr, "burin-cli: {}\n", error.text());
    return static_cast<int>(exitOf(error.code));
}

int Terminal::run()
{
    Result<Report> report = [this]() -> Result<Report> {
        try {
            return action_(context());
        } catch (const std::bad_alloc&) {
            return burin::fail(ErrorCode::limit, "out of memory", {}, "Use a smaller network or data set.");
        } catch (const std::exception& exception) {
            return burin::fail(ErrorCode::internal, exception.what(), {},
                               "This is a bug in Burin; please report it.");
        }
    }();
    if (!report)
        return fail(report.error());
    const std::string out =
        json_ ? report->document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"
              : report->text;
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0) {
        fmt::print(stderr, "burin-cli: cannot write to standard output; is the disk full?\n");
        return static_cast<int>(Exit::failed);
    }
    return static_cast<int>(report->exit);
}

std::size_t columns(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t terminalWidth()
{
    constexpr std::size_t kLeast = 40;
    std::size_t width = 0;
    if (const char* given = std::getenv("COLUMNS"); given != nullptr)
        std::from_chars(given, given + std::strlen(given), width);
    winsize size{};
    if (width == 0 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    return width == 0 ? std::numeric_limits<std::size_t>::max() / 2 : std::max(width, kLeast);
}

CLI::Validator wholeNumber(std::uint64_t low, std::uint64_t high)
{
    const auto check = [low, high](const std::string& text) -> std::string {
        std::uint64_t value = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, value);
        if (error == std::errc{} && stop == end && value >= low && value <= high)
            return {};
        return fmt::format("{} is no whole number from {} to {}", text, low, high);
    };
    return CLI::Validator(check, "WHOLE");
}

std::string table(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths;
    for (const auto& row : rows)
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (c >= widths.size())
                widths.push_back(0);
            widths[c] = std::max(widths[c], columns(row[c]));
        }
    std::string lines;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string padding(widths[c] - columns(row[c]), ' ');
            line += c == 0 ? row[c] + padding : "  " + padding + row[c];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        lines += line + "\n";
    }
    return lines;
}

std::string text(const Metric& metric, int decimals)
{
    if (!metric.has())
        return "-";
    std::string out = grouped(*metric.value, decimals);
    if (metric.error)
        out += fmt::format(" ±{:.0f} %", 100 * *metric.error);
    return out;
}

std::string warningText(const std::vector<std::string>& warnings)
{
    std::string out;
    for (const std::string& warning : warnings)
        out += "warning: " + warning + "\n";
    return out;
}

std::string text(const Interval95& interval, int decimals)
{
    if (!interval.mean || !std::isfinite(*interval.mean))
        return "-";
    std::string out = fmt::format("{:.{}f}", *interval.mean, decimals);
    if (interval.ci95)
        out += fmt::format(" ±{:.{}f}", *interval.ci95, decimals);
    return out;
}

} // namespace burin::cli
