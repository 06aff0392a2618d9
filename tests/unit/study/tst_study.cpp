// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/figures.h"
#include "core/study/html_report.h"
#include "study_helpers.h"

#include <array>
#include <atomic>
#include <thread>
#include <vector>

using namespace burin;
using namespace burin::study;
using nlohmann::json;
using optimise::DesignPoint;
using optimise::PointStatus;

class TestStudy : public QObject {
    Q_OBJECT

private slots:
    void init();
    void pointsComeBackAsStored();
    void computingAgainKeepsWhatAPersonAdded();
    void changesSinceAGeneration();
    void filterAndSort();
    void findByBeginning();
    void testReadingsAreLogged();
    void removal();
    void removalIsAllOrNothing();
    void identityIsChecked();
    void readersAndWriter();
    void writesFromManyThreads();
    void detailsFromManyThreads();
    void reportsDoNotDependOnTheOrderOfStoring();
    void csvIsQuoted();
    void markdownHasDashes();
    void htmlSaysWhereNumbersComeFrom();
    void htmlHasTheBestFirst();
    void htmlShowsPolicies();
    void copyWhileOpen();
    void synthesisedFiguresStandBesideTheEstimates();

private:
    std::optional<ScratchFolder> folder_;
    std::filesystem::path path_;
};

void TestStudy::init()
{
    VALUE(folder_, ScratchFolder::create("burin-study"));
    path_ = folder_->path() / "s.burin";
}

void TestStudy::pointsComeBackAsStored()
{
    DesignPoint point = madePoint(1);
    point.metrics["delayNs"] = {};
    point.metrics["lut@synth"] = {1300.5, Tier::synth, std::nullopt, "yosys 0.23"};
    point.seal = optimise::Seal{true, {{"Verilator", "5.006", 10, 10, 100}}};
    point.starred = true;
    point.note = "a 'note' with \"quotes\", äöü and\nlines";
    DesignPoint failed = madePoint(2);
    failed.status = PointStatus::failed;
    failed.message = "the solver met a singular matrix";
    failed.validation = {};
    failed.metrics.clear();
    failed.replicas.clear();
    {
        VALUE(const auto study, Study::create(path_, henonIdentity()));
        OK(study->put(std::vector{point, failed}));
    }
    // A closed study is one plain file.
    QVERIFY(!std::filesystem::exists(path_.string() + "-wal"));
    QVERIFY(!std::filesystem::exists(path_.string() + ".lock"));
    VALUE(const auto study, Study::openReadOnly(path_));
    QCOMPARE(json(study->identity()).dump(), json(henonIdentity()).dump());
    VALUE(const auto loaded, study->load({.replicas = true}));
    QCOMPARE(loaded.size(), std::size_t{2});
    QCOMPARE(json(loaded[0]).dump(), json(point).dump());
    QCOMPARE(json(loaded[1]).dump(), json(failed).dump());
    VALUE(const auto lazy, study->load());
    QVERIFY(lazy[0].replicas.empty());
    VALUE(const auto found, study->find(point.id));
    QCOMPARE(json(*found).dump(), json(point).dump());
    VALUE(const auto summary, study->summary());
    QCOMPARE(summary.points, std::size_t{2});
    QCOMPARE(summary.byStatus.at(PointStatus::failed), std::size_t{1});
    QCOMPARE(summary.starred, std::size_t{1});
    QCOMPARE(summary.sealed, std::size_t{1});
    QCOMPARE(summary.schemaVersion, 1);
}

void TestStudy::computingAgainKeepsWhatAPersonAdded()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    DesignPoint point = madePoint(1);
    point.status = PointStatus::failed;
    OK(study->put(point));
    OK(study->setStarred(point.id, true));
    OK(study->setNote(point.id, "mine"));
    OK(study->setSeal(point.id, optimise::Seal{true, {}}));
    OK(study->setMetrics(point.id, {{"lut@synth", {7.0, Tier::synth, std::nullopt, "yosys"}}}));
    OK(study->put(madePoint(1)));
    VALUE(const auto found, study->find(point.id));
    QCOMPARE(found->status, PointStatus::done);
    QVERIFY(found->starred);
    QVERIFY(found->seal.has_value());
    QCOMPARE(found->note, std::string("mine"));
    QCOMPARE(*found->metric("lut@synth").value, 7.0);
    QCOMPARE(*found->metric("lut").value, 1001.0);
    QVERIFY(!study->setNote("nosuchpoint", "x"));
    OK(study->setSeal(point.id, std::nullopt));
    VALUE(const auto unsealed, study->find(point.id));
    QVERIFY(!unsealed->seal.has_value());
}

void TestStudy::changesSinceAGeneration()
{
    VALUE(auto study, Study::create(path_, henonIdentity()));
    QCOMPARE(study->generation(), std::uint64_t{0});
    OK(study->put(madePoints(10)));
    const std::uint64_t before = study->generation();
    QVERIFY(before > 0);
    OK(study->setStarred(madePoint(4).id, true));
    OK(study->put(madePoint(11)));
    QVERIFY(study->generation() > before);
    VALUE(const auto changed, study->load({.changedSince = before}));
    QCOMPARE(changed.size(), std::size_t{2});
    QCOMPARE(changed[0].id, madePoint(4).id);
    QCOMPARE(*changed[0].metric("lut").value, 1004.0);
    QCOMPARE(changed[1].id, madePoint(11).id);
    const std::uint64_t last = study->generation();
    study.reset();
    VALUE(study, Study::open(path_));
    QCOMPARE(study->generation(), last); // and so on, over restarts
}

void TestStudy::filterAndSort()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    auto points = madePoints(20);
    points[3].status = PointStatus::failed;
    points[5].metrics["pdpPj"] = {};
    OK(study->put(points));
    const std::vector<std::string> one{points[7].id};
    OK(study->setStarred(one, true));
    const std::vector<std::string> wrong{points[3].id, "nosuchpoint"};
    QVERIFY(!study->setStarred(wrong, true)); // all or none
    VALUE(const auto failed, study->load({.statuses = {PointStatus::failed}}));
    QCOMPARE(failed.size(), std::size_t{1});
    VALUE(const auto starred, study->load({.starredOnly = true}));
    QCOMPARE(starred.size(), std::size_t{1});
    const optimise::Limit cheap{"pdpPj", optimise::Limit::Bound::max, 1009};
    VALUE(const auto few, study->load({.limits = {cheap}, .sortKey = "pdpPj", .descending = true}));
    QCOMPARE(few.size(), std::size_t{9}); // 0..9 without number 5
    QCOMPARE(*few.front().value("pdpPj"), 1009.0);
    VALUE(const auto sorted, study->load({.sortKey = "pdpPj"}));
    QCOMPARE(*sorted.front().value("pdpPj"), 1000.0);
    QVERIFY(!sorted.back().value("pdpPj"));
}

void TestStudy::findByBeginning()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    OK(study->put(madePoints(40)));
    const std::string id = madePoint(5).id;
    VALUE(const auto found, study->find(id.substr(0, 9)));
    QCOMPARE(found->id, id);
    VALUE(const auto none, study->find("zz"));
    QVERIFY(!none.has_value());
    VALUE(const auto empty, study->find(""));
    QVERIFY(!empty.has_value());
    VALUE(const auto hostile, study->find("' OR 1=1 --"));
    QVERIFY(!hostile.has_value());
    bool ambiguous = false; // 40 ids, 16 first digits
    for (const char digit : std::string("0123456789abcdef")) {
        const auto several = study->find(std::string(1, digit));
        ambiguous = ambiguous || (!several && several.error().code == ErrorCode::usage);
    }
    QVERIFY(ambiguous);
}

void TestStudy::testReadingsAreLogged()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    DesignPoint sneaky = madePoint(1);
    sneaky.test = {0.99, std::nullopt};
    sneaky.replicas[0].test = 0.99;
    OK(study->put(sneaky));
    VALUE(const auto unread, study->find(sneaky.id));
    QVERIFY(!unread->test.mean);
    QVERIFY(!unread->replicas[0].test);
    OK(study->recordTest(sneaky.id, {{sneaky.replicas[0].seed, 0.8}, {sneaky.replicas[1].seed, 0.9}}, "report"));
    VALUE(const auto read, study->find(sneaky.id));
    QCOMPARE(*read->test.mean, (0.8 + 0.9) / 2);
    QCOMPARE(*read->replicas[0].test, 0.8);
    QCOMPARE(*read->replicas[1].test, 0.9);
    OK(study->put(madePoint(1))); // computing again does not forget it
    VALUE(const auto still, study->find(sneaky.id));
    QCOMPARE(*still->replicas[1].test, 0.9);
    OK(study->logEvent("synth", sneaky.id, {{"device", "xc7"}}));
    VALUE(const auto events, study->events());
    QCOMPARE(events.size(), std::size_t{2});
    QCOMPARE(events[0].kind, std::string("test-reading"));
    QCOMPARE(events[0].pointId, sneaky.id);
    QCOMPARE(events[0].detail.at("reason").get<std::string>(), std::string("report"));
    QCOMPARE(events[0].at.size(), std::string("2026-01-01T00:00:00Z").size());
    VALUE(const auto summary, study->summary());
    QCOMPARE(summary.testReadings, std::size_t{1});
    QVERIFY(!study->recordTest("nosuchpoint", {{1, 0.5}}, "report"));
    QVERIFY(!study->recordTest(sneaky.id, {}, "report"));
    QVERIFY(!study->recordTest(sneaky.id, {{1, std::nan("")}}, "report"));
}

void TestStudy::removal()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    OK(study->put(madePoints(4)));
    optimise::DesignPoint gone = madePoint(1);
    OK(study->setStarred(gone.id, true));
    OK(study->setNote(gone.id, "keep"));
    OK(study->setSeal(gone.id, optimise::Seal{true, {{"Verilator", "5.006", 10, 10, 100}}}));
    OK(study->recordTest(gone.id, {{~std::uint64_t{1}, 0.8}, {~std::uint64_t{2}, 0.9}}, "report"));
    VALUE(const auto before, study->find(gone.id));
    const std::uint64_t generation = study->generation();

    const std::vector<std::string> twoIds{gone.id, madePoint(2).id, gone.id};
    VALUE(const auto removed, study->remove(twoIds));
    QCOMPARE(removed.size(), std::size_t{2});
    VALUE(const auto left, study->load());
    QCOMPARE(left.size(), std::size_t{2});
    QCOMPARE(study->removedSince(generation).size(), std::size_t{2});
    QVERIFY(study->removedSince(study->generation()).empty());
    VALUE(const auto none, study->find(gone.id));
    QVERIFY(!none);

    OK(study->restore(removed));
    VALUE(const auto back, study->find(gone.id));
    QCOMPARE(nlohmann::json(*back), nlohmann::json(*before)); // star, note, seal, test values, replicas
    QVERIFY(back->starred && back->seal && back->test.mean && back->replicas.size() == 2);
    VALUE(const auto events, study->events());
    QCOMPARE(std::count_if(events.begin(), events.end(), [](const Event& e) { return e.kind == "delete"; }), 2);
    QCOMPARE(std::count_if(events.begin(), events.end(), [](const Event& e) { return e.kind == "restore"; }), 2);
}

void TestStudy::removalIsAllOrNothing()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    OK(study->put(madePoints(3)));
    const std::uint64_t generation = study->generation();
    const std::vector<std::string> wrong{madePoint(0).id, "nosuchpoint"};
    const auto refused = study->remove(wrong);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::notFound);
    QVERIFY(!study->remove(std::vector<std::string>{madePoint(0).id.substr(0, 6)})); // whole ids only
    VALUE(const auto all, study->load());
    QCOMPARE(all.size(), std::size_t{3});
    QCOMPARE(study->generation(), generation);
    QVERIFY(study->removedSince(0).empty());

    // What was computed anew meanwhile stays; a test value whose reading nobody logged does not come in.
    VALUE(auto removed, study->remove(std::vector<std::string>{madePoint(0).id}));
    optimise::DesignPoint anew = madePoint(0);
    anew.validation = {0.5, 0.1};
    OK(study->put(anew));
    OK(study->restore(removed));
    VALUE(const auto kept, study->find(anew.id));
    QCOMPARE(*kept->validation.mean, 0.5);
    VALUE(removed, study->remove(std::vector<std::string>{madePoint(1).id}));
    removed.front().test = {0.9, std::nullopt};
    QVERIFY(!study->restore(removed));
}

void TestStudy::identityIsChecked()
{
    {
        VALUE(const auto study, Study::openOrCreate(path_, henonIdentity()));
    }
    const auto twice = Study::create(path_, henonIdentity());
    QVERIFY(!twice);
    QVERIFY(twice.error().message.find("already") != std::string::npos);
    QVERIFY(Study::openOrCreate(path_, henonIdentity()).has_value());
    Identity other = henonIdentity();
    other.dataName = "lorenz";
    other.dataSha256 = std::string(64, 'b');
    const auto refused = Study::openOrCreate(path_, other);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.find("lorenz") != std::string::npos);
    other = henonIdentity();
    other.seed = 8;
    QVERIFY(!Study::openOrCreate(path_, other));
    QVERIFY(!Study::create("/nonexistent-folder/s.burin", henonIdentity()));
}

void TestStudy::readersAndWriter()
{
    VALUE(auto writer, Study::create(path_, henonIdentity()));
    OK(writer->put(madePoint(1)));
    const auto second = Study::open(path_);
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::io);
    QVERIFY(second.error().message.find("is writing to this study") != std::string::npos);
    VALUE(const auto reader, Study::openReadOnly(path_));
    QVERIFY(reader->readOnly());
    QVERIFY(!reader->put(madePoint(2)));
    QVERIFY(!reader->logEvent("x", "", {}));
    OK(writer->put(madePoint(2))); // with a reader about
    VALUE(const auto seen, reader->load());
    QCOMPARE(seen.size(), std::size_t{2});
    writer.reset();
    VALUE(const auto still, reader->load());
    QCOMPARE(still.size(), std::size_t{2});
    QVERIFY(Study::open(path_).has_value()); // the lock went with its holder
}

void TestStudy::writesFromManyThreads()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&study, t] {
                for (int i = 0; i < 10; ++i)
                    if (!study->put(madePoint(t * 10 + i)) || !study->load())
                        return;
            });
    }
    VALUE(const auto points, study->load());
    QCOMPARE(points.size(), std::size_t{40});
    QCOMPARE(study->generation(), std::uint64_t{40});
}

void TestStudy::detailsFromManyThreads()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    const std::array<const char*, 2> keys{"sweep", "around"};
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> writers;
        for (const char* key : keys)
            writers.emplace_back([&, key] {
                for (int value = 1; value <= 100; ++value) // each key is its writer's own: none is lost to the other
                    failed += study->setDetail(key, value, {}) && study->identity().details.value(key, 0) == value ? 0 : 1;
            });
    }
    QCOMPARE(failed.load(), 0);
    for (const char* key : keys)
        QCOMPARE(study->identity().details.value(key, 0), 100);
}

void TestStudy::reportsDoNotDependOnTheOrderOfStoring()
{
    auto points = madePoints(30);
    points[3].validation = {}; // off the front
    auto shuffled = points;
    std::reverse(shuffled.begin(), shuffled.end());
    std::swap(shuffled[3], shuffled[17]);
    sortByConfig(points);
    sortByConfig(shuffled);
    const Identity identity = henonIdentity();
    const FrontOfStudy front = frontOf(points, identity);
    QCOMPARE(front.front.size(), std::size_t{1});
    const json report = jsonReport(identity, points, front);
    QCOMPARE(jsonReport(identity, shuffled, frontOf(shuffled, identity)).dump(), report.dump());
    QCOMPARE(csvReport(shuffled), csvReport(points));
    QCOMPARE(report.at("front").size(), std::size_t{1});
    QCOMPARE(report.at("knee").get<std::string>(), madePoint(0).id);
    QCOMPARE(report.at("points").at(0).at("config").at("bits").get<int>(), 4);
    // madePoint(2) is the unpruned one of 8 bits in "bitsIn" and "bitsInput".
    QCOMPARE(report.at("baseline").get<std::string>(), madePoint(2).id);
    QCOMPARE(frontOf(points, identity, "lut").objectives.at(1).key, std::string("lut"));
}

void TestStudy::csvIsQuoted()
{
    DesignPoint point = madePoint(1);
    point.note = "a, \"b\"\nc";
    const std::string csv = csvReport(std::vector{point});
    QVERIFY(csv.find("\"a, \"\"b\"\"\nc\"") != std::string::npos);
    QVERIFY(csv.starts_with("id,status,activation,"));
    QVERIFY(csv.find(",1001,fitted,0.04") != std::string::npos);
}

void TestStudy::markdownHasDashes()
{
    std::vector points{madePoint(0), madePoint(1)};
    points[1].metrics["delayNs"] = {};
    points[1].config["readout"] = "a|b";
    points[1].validation = {std::numeric_limits<double>::infinity(), 0.017}; // it diverged
    const std::string text = markdownReport(henonIdentity(), points, frontOf(points, henonIdentity()));
    QVERIFY(text.find("| → **" + points[0].id + "** |") != std::string::npos);
    QVERIFY(text.find(" – |") != std::string::npos);
    QVERIFY(text.find("a|b") == std::string::npos);
    QVERIFY(text.find("0.9000 ± 0.0100") != std::string::npos);
    QVERIFY(text.find("0.0170") == std::string::npos);
}

void TestStudy::htmlSaysWhereNumbersComeFrom()
{
    Identity identity = henonIdentity();
    identity.dataSource = "a <b> & \"c\".tsv";
    std::vector<DesignPoint> points{madePoint(0), madePoint(1)};
    points[1].metrics["lut"] = {500.0, Tier::fitted, 0.04, "estimate"};
    points[1].metrics["pdpPj"] = {10.0, Tier::fitted, 0.05, "estimate"};
    points[1].metrics["lut@synth"] = {512.0, Tier::synth, std::nullopt, "yosys 0.23"};
    points[1].metrics["ff"] = {};
    points[1].note = "<script>";
    points[1].seal = optimise::Seal{true, {{"Verilator", "5.006", 10, 10, 100}}};
    const FrontOfStudy front = frontOf(points, identity);
    HtmlReportParts parts;
    parts.recommended = points[1].id;
    parts.reason = "cheapest above 0.8";
    parts.charts = {"<svg/>"};
    parts.commands = {{"Export it", "burin-cli reservoir export --out 'a b'"}};
    parts.versions = {{"Burin", "0.1"}};
    const std::string html = htmlReport(identity, points, front, parts);
    const auto has = [&](const std::string& text) { return html.find(text) != std::string::npos; };
    QVERIFY(has("a &lt;b&gt; &amp; &quot;c&quot;.tsv"));
    QVERIFY(!has("<script>"));
    QVERIFY(has("512<br><small>synth</small>"));           // the better tier stands in the front's table
    QVERIFY(has("10<br><small>fitted&nbsp;&plusmn;&nbsp;5&nbsp;%</small>"));
    QVERIFY(has("cheapest above 0.8") && has("<svg/>") && has("bit-exact") && has("Verilator 5.006: 10 of 10"));
    QVERIFY(has("--out 'a b'") && has("Burin 0.1"));
    QVERIFY(has("&ndash;")); // the test that was not read
    // Figures have the titles of every table, and each source is named once.
    QVERIFY(!has("pdpPj") && !has("lut@synth") && has("<td>PDP pJ</td>") && has("<small>1&nbsp;&nbsp;"));
    QVERIFY(has("class=\"number\">0.9000&nbsp;&plusmn;&nbsp;0.0100</td>")); // in one line
    QVERIFY(!has("<th>seal</th></tr></thead>\n</table>") && !has("<th>preset</th>")); // only columns that say something
    parts.parameterName = [](const std::string& key) { return "name of " + key; };
    parts.valueName = [](const std::string& key, const nlohmann::json&) { return "value of " + key; };
    const std::string named = htmlReport(identity, points, front, parts);
    QVERIFY(named.find("<td>name of readout</td><td>value of readout</td>") != std::string::npos);
    // In another language every heading is said in it, and the page says which it is.
    parts.language = "zh-CN";
    parts.say = [](const std::string& english) { return "<" + english + ">"; };
    const std::string other = htmlReport(identity, points, front, parts);
    QVERIFY(other.find("<html lang=\"zh-CN\">") != std::string::npos);
    for (const char* text : {"What was studied", "The front", "How to do it again", "Versions", "fitted", "validation"})
        QVERIFY2(other.find("&lt;" + std::string(text) + "&gt;") != std::string::npos, text);
    QVERIFY(other.find("%1") == std::string::npos && other.find("%4") == std::string::npos);
    // Nothing to say: no empty parts.
    const std::string bare = htmlReport(identity, {}, frontOf({}, identity), {});
    QVERIFY(bare.find("Recommendation") == std::string::npos && bare.find("do it again") == std::string::npos);
}

void TestStudy::htmlHasTheBestFirst()
{
    // By hand: the front is 3, the two equal ones 0 and 1, and 2; 4 is beaten.
    std::vector<DesignPoint> points;
    for (const auto& [validation, lut, ff] : {std::tuple{0.9, 300.0, 878.6}, {0.9, 300.0, 12.34}, {0.8, 100.0, 99.96},
                                              {0.95, 500.0, 1234.6}, {0.7, 400.0, 5.0}}) {
        DesignPoint point = madePoint(static_cast<int>(points.size()));
        point.validation.mean = validation;
        point.metrics = {{"lut", {lut, Tier::model, {}, "model"}}, {"ff", {ff, Tier::model, {}, "model"}}};
        points.push_back(point);
    }
    Identity identity = henonIdentity();
    identity.target = "accuracy";
    const FrontOfStudy front = frontOf(points, identity, "lut");
    QCOMPARE(front.front.size(), std::size_t{4});
    HtmlReportParts parts;
    parts.chosen = points[4].id;
    const auto table = [&] {
        const std::string html = htmlReport(identity, points, front, parts);
        const std::size_t from = html.find("<h2>The front</h2>");
        return html.substr(from, html.find("<h2>", from + 1) - from);
    };
    const auto at = [](const std::string& html, const DesignPoint& point) { return html.find(point.id.substr(0, 8)); };
    const std::string html = table();
    QVERIFY(at(html, points[3]) < at(html, points[0]) && at(html, points[0]) < at(html, points[2]));
    QVERIFY(at(html, points[2]) != std::string::npos && at(html, points[1]) == std::string::npos);
    const std::size_t equal = html.find("<small>and 1 equal ones</small>");
    QVERIFY(equal > at(html, points[0]) && equal < at(html, points[2]));
    for (const char* text : {">879<", ">100<", ">1,235<"})
        QVERIFY2(html.find(text) != std::string::npos, html.c_str());
    parts.recommended = points[1].id; // stands for the equal ones
    QVERIFY(at(table(), points[0]) == std::string::npos && table().find(">12.3<") != std::string::npos);
}

void TestStudy::htmlShowsPolicies()
{
    Identity identity = henonIdentity();
    identity.details["network"] = {{"layers", {{{"name", "c1"}, {"weight", 1}}, {{"name", "pool"}}}},
                                   {"head", {{{"name", "fc"}, {"weight", 1}}}}};
    std::vector<DesignPoint> points{madePoint(0)};
    points[0].config = {{"preset", "isaac-32nm"},
                        {"policy", {{{"w", 3}, {"a", 4}, {"adc", 5}, {"prune", 0.3}}, {{"w", 2}, {"a", 4}, {"adc", 5}}}}};
    const std::string html = htmlReport(identity, points, frontOf(points, identity), {});
    const auto has = [&](const std::string& text) { return html.find(text) != std::string::npos; };
    QVERIFY(has("2:3/4") && has("30&nbsp;%")); // in the front's table
    QVERIFY(has("<td>c1</td><td class=\"number\">3</td><td class=\"number\">4</td><td class=\"number\">5</td>"
                "<td class=\"number\">30&nbsp;%</td>"));
    QVERIFY(has("<td>fc</td><td class=\"number\">2</td>") && !has("<td>pool</td>") && !has("&quot;w&quot;"));
}

void TestStudy::copyWhileOpen()
{
    VALUE(const auto study, Study::create(path_, henonIdentity()));
    OK(study->put(std::vector{madePoint(1), madePoint(2)}));
    const std::filesystem::path copy = folder_->path() / "copy.burin";
    OK(study->saveCopy(copy));
    OK(study->put(std::vector{madePoint(3)})); // the original goes on
    {
        VALUE(const auto other, Study::open(copy));
        VALUE(const auto points, other->load());
        QCOMPARE(points.size(), std::size_t{2});
        VALUE(const auto found, other->find(madePoint(2).id));
        QCOMPARE(found->replicas.size(), madePoint(2).replicas.size());
    }
    OK(study->saveCopy(copy)); // replaces
    VALUE(const auto again, Study::openReadOnly(copy));
    VALUE(const auto points, again->load());
    QCOMPARE(points.size(), std::size_t{3});
    const auto self = study->saveCopy(path_);
    QVERIFY(!self && self.error().code == ErrorCode::usage);
    const auto nowhere = study->saveCopy(folder_->path() / "no" / "such.burin");
    QVERIFY(!nowhere && nowhere.error().code == ErrorCode::io);
    QVERIFY(!std::filesystem::exists(copy.string() + ".copying"));
}

void TestStudy::synthesisedFiguresStandBesideTheEstimates()
{
    std::vector points{madePoint(0), madePoint(1)};
    points[0].metrics["lut"] = {4304.0, Tier::fitted, 0.04, "burin estimate"};
    points[0].metrics["lut@synth"] = {4401.0, Tier::synth, std::nullopt, "yosys 0.23"};
    points[0].metrics["pdpPj@synth"] = {500.0, Tier::model, std::nullopt, "burin"}; // a composite, its tier the weakest
    const std::array<Figure, 3> figures{{{"lut", "LUT", 0}, {"ff", "FF", 0}, {"pdpPj", "PDP pJ", 1}}};
    const auto columns = figureColumns(points, figures);
    std::vector<std::string> titles;
    for (const FigureColumn& column : columns)
        titles.push_back(column.title());
    QCOMPARE(titles, (std::vector<std::string>{"LUT", "LUT synth", "FF", "PDP pJ", "PDP pJ synth"}));
    QCOMPARE(columns[0].cell(points[0], "-"), std::string("4,304 ±4 %"));
    QCOMPARE(columns[1].cell(points[0], "-"), std::string("4,401 (-2.2 %)")); // (4304 - 4401) / 4401
    QCOMPARE(columns[1].cell(points[1], "-"), std::string("-"));
    QCOMPARE(tierLegend(points, columns),
             std::string("LUT, FF, PDP pJ: fitted; LUT synth: yosys 0.23; PDP pJ synth: model."));
    QVERIFY(figureColumns(std::vector{madePoint(1)}, figures).size() == 3); // no column of dashes only

    const std::string markdown = markdownReport(henonIdentity(), points, frontOf(points, henonIdentity()));
    QVERIFY2(markdown.find("| LUT | LUT synth | FF |") != std::string::npos, markdown.c_str());
    QVERIFY2(markdown.find("| 4,304 ±4 % | 4,401 (-2.2 %) |") != std::string::npos, markdown.c_str());
    QVERIFY2(markdown.find("LUT synth: yosys 0.23") != std::string::npos, markdown.c_str());
    const std::string csv = csvReport(points);
    QVERIFY(csv.find(",lut@synth,lut@synth tier,lut@synth error,") != std::string::npos);
    QVERIFY(csv.find(",4401,synth,,") != std::string::npos);
    QVERIFY(csv.find(",,,,") != std::string::npos); // missing is empty
}

QTEST_APPLESS_MAIN(TestStudy)
#include "tst_study.moc"
