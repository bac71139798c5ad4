#include "simulation/transcript.h"

#include "simulation/engine.h"
#include "simulation/injection.h"

#include <cstdio>
#include <stdexcept>

namespace understudy::simulation {

using namespace cluster;
using namespace std::chrono_literals;

namespace {

Duration durationOf(const std::string& text) {
    std::size_t end = 0;
    const double number = std::stod(text, &end);
    const std::string unit = text.substr(end);
    const double factor = unit == "ms" ? 1e6 : unit == "s" ? 1e9 : unit == "min" ? 60e9 : 0;
    if (factor == 0)
        throw std::invalid_argument("a duration needs ms, s or min: " + text);
    return Duration(static_cast<std::int64_t>(number * factor));
}

bool on(const std::string& word) {
    if (word != "on" && word != "off")
        throw std::invalid_argument("on or off: " + word);
    return word == "on";
}

std::string stateOf(const NodeView& view) {
    return std::string(name(view.state)) + " " + std::string(name(view.colour));
}

std::string filled(std::string sentence, const std::vector<std::string>& arguments) {
    for (std::size_t i = arguments.size(); i > 0; --i) {
        const std::string mark = "%" + std::to_string(i);
        for (auto at = sentence.find(mark); at != std::string::npos;
             at = sentence.find(mark, at + arguments[i - 1].size()))
            sentence.replace(at, mark.size(), arguments[i - 1]);
    }
    return sentence;
}

} // namespace

Transcript::Transcript() : m_world(1, true) {
    m_world.onStep = [this](unsigned node, const Event& event, const std::vector<Action>& actions) {
        note(node, event, actions);
    };
    m_world.onAnswer = [this](unsigned node, const AnswerRequest& answer, Command) {
        say("node" + std::to_string(node + 1) + "  answers " +
            (answer.accepted ? "done" : "no: " + answer.reason));
    };
}

Transcript::~Transcript() = default;

std::string Transcript::play(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] == '#' || line[0] == '>')
            m_out << line << "\n";
        if (line.empty() || line[0] != '>')
            continue;
        try {
            command(line.substr(1));
        } catch (const std::exception& e) {
            m_out << "!! " << e.what() << "\n";
        }
        if (!m_world.violation().empty())
            m_out << "!! " << m_world.violation() << "\n";
    }
    return m_out.str();
}

void Transcript::say(const std::string& line) {
    if (m_quiet)
        return;
    char head[32];
    std::snprintf(head, sizeof head, "  %8.3f  ",
                  std::chrono::duration<double>(m_world.timeline.now()).count());
    m_out << head << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
}

void Transcript::note(unsigned node, const Event&, const std::vector<Action>& actions) {
    const Core& core = m_world.machine(node).engine().core();
    const std::string row(core.lastRow());
    if (row.empty())
        return;
    std::string wanted;
    const LogRow* logged = nullptr;
    for (const Action& action : actions)
        if (const auto* log = std::get_if<LogRow>(&action))
            logged = log;
        else if (!std::holds_alternative<AnswerRequest>(action))
            wanted += (wanted.empty() ? "" : " ") + std::string(actionName(action));
    const std::string now = stateOf(core.view());
    if (m_last[node] == row + now && wanted.empty())
        return;
    m_last[node] = row + now;
    char columns[96];
    std::snprintf(columns, sizeof columns, "node%u  %-26s %-14s  ", node + 1, row.c_str(), now.c_str());
    say(columns + wanted);
    if (logged && !m_quiet)
        m_out << "            node" << node + 1 << "  \"" << filled(rowSentence(row), logged->arguments)
              << "\"\n";
}

void Transcript::command(const std::string& line) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    static const std::set<std::string> requests = {"start", "stop",         "restart",
                                                   "swap",  "swap-no-sync", "force-start"};
    static const std::set<std::string> machines = {"engine",    "crash",        "end",  "power",
                                                   "freeze",    "freeze-blind", "wake", "break",
                                                   "break-end", "crash-after"};
    if (requests.count(verb) != 0)
        return ask(verb, words);
    if (machines.count(verb) != 0)
        return machine(verb, words);
    if (verb == "cut" || verb == "heal")
        return network(verb, words);
    if (verb == "set")
        return flag(words);
    if (verb == "fail")
        return fail(words);
    if (verb == "settings")
        return settings(words);
    if (verb == "inject")
        return inject(words);
    if (verb == "until")
        return until(words);
    if (verb == "show")
        return show();
    if (verb == "whole")
        return whole();
    if (verb != "run")
        throw std::invalid_argument("no such command: " + verb);
    std::string length;
    words >> length;
    m_world.run(durationOf(length));
}

unsigned Transcript::nodeOf(std::istringstream& words) {
    std::string word;
    words >> word;
    if (word != "node1" && word != "node2")
        throw std::invalid_argument("node1 or node2: " + word);
    return word == "node1" ? 0 : 1;
}

void Transcript::ask(const std::string& verb, std::istringstream& words) {
    static const std::map<std::string, Command> commands = {{"start", Command::Start},
                                                            {"stop", Command::Stop},
                                                            {"restart", Command::Restart},
                                                            {"swap", Command::Swap},
                                                            {"swap-no-sync", Command::SwapNoSync},
                                                            {"force-start", Command::ForceStart}};
    m_world.machine(nodeOf(words)).engine().ask(commands.at(verb));
    m_world.run(1ms);
}

void Transcript::network(const std::string& verb, std::istringstream& words) {
    std::string from;
    words >> from;
    for (unsigned node = 0; node < 2; ++node)
        if (from.empty() || from == "node" + std::to_string(node + 1))
            m_world.network.from(node).cut = verb == "cut";
    m_world.network.noteFaults();
}

void Transcript::machine(const std::string& verb, std::istringstream& words) {
    Machine& m = m_world.machine(nodeOf(words));
    std::string word;
    words >> word;
    if (verb == "engine")
        m.startEngine();
    else if (verb == "crash")
        m.crashEngine();
    else if (verb == "end")
        m.endEngine();
    else if (verb == "power")
        on(word) ? m.boot() : m.cutPower();
    else if (verb == "freeze")
        m.pause(Duration{}, Machine::Clock::Shows);
    else if (verb == "freeze-blind")
        m.pause(Duration{}, Machine::Clock::Blind);
    else if (verb == "wake")
        m.resume();
    else if (verb == "crash-after")
        m.crashAfterActions(static_cast<unsigned>(std::stoul(word)), true);
    else if (verb == "break") {
        m.engine().source.breakStream();
        m.engine().target.breakStream();
    } else // only this end sees it
        m.engine().target.loseQuietly();
    m_world.run(1ms);
}

void Transcript::flag(std::istringstream& words) {
    Machine& m = m_world.machine(nodeOf(words));
    std::string what, value;
    words >> what >> value;
    const std::map<std::string, bool*> flags = {{"disk-full", &m.disk.full},
                                                {"records-fail", &m.disk.recordsFail},
                                                {"set-aside-fails", &m.disk.setAsideFails},
                                                {"complete", &m.disk.record.complete},
                                                {"running", &m.disk.record.running},
                                                {"services-broken", &m.servicesBroken},
                                                {"stops-hang", &m.stopsHang},
                                                {"closing-hangs", &m.closingHangs},
                                                {"address-taken", &m.addressTaken},
                                                {"loop-late", &m.loopLate},
                                                {"unkillable", &m.unkillable},
                                                {"mount-fails", &m.mountFails},
                                                {"target-fails", &m.targetFails},
                                                {"fence", &m.fenceWorks},
                                                {"restarts", &m.restarts}};
    if (what == "no-data") // of the disk, before its engine starts
        m.disk.record = Record{};
    else if (flags.count(what) != 0)
        *flags.at(what) = on(value);
    else
        throw std::invalid_argument("no such flag: " + what);
}

void Transcript::fail(std::istringstream& words) {
    Engine& engine = m_world.machine(nodeOf(words)).engine();
    std::string what;
    words >> what;
    if (what == "service")
        engine.failService();
    else if (what == "checker")
        engine.checkerDown();
    else if (what == "address")
        engine.addressLost();
    else if (what == "disk")
        engine.source.diskStuck();
    else if (what == "target")
        engine.target.fail();
    else
        throw std::invalid_argument("no such failure: " + what);
    m_world.run(1ms);
}

void Transcript::settings(std::istringstream& words) {
    std::string only; // "settings node1 ..." is for one of them
    for (std::string word; words >> word;) {
        if (word == "node1" || word == "node2") {
            only = word;
            continue;
        }
        const auto equals = word.find('=');
        const std::string what = word.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
        for (unsigned node = 0; node < 2; ++node) {
            if (!only.empty() && only != "node" + std::to_string(node + 1))
                continue;
            CoreSettings& s = m_world.machine(node).settings;
            if (what == "failover")
                s.failover = on(value);
            else if (what == "boot")
                s.boot = value == "on"    ? BootPolicy::On
                         : value == "off" ? BootPolicy::Off
                                          : BootPolicy::AsBefore;
            else if (what == "timeout")
                s.heartbeatTimeout = durationOf(value);
            else if (what == "standby-timeout")
                s.standbyTimeout = durationOf(value);
            else if (what == "stop-bound")
                s.stopBound = durationOf(value);
            else if (what == "maxloop")
                s.maxLoop = static_cast<unsigned>(std::stoul(value));
            else
                throw std::invalid_argument("no such setting: " + what);
        }
    }
}

void Transcript::inject(std::istringstream& words) {
    const unsigned node = nodeOf(words);
    m_world.machine(node).engine().post(injected(m_world, node, words));
    m_world.run(1ms);
}

// until node1 PRIM green [within 60s]
void Transcript::until(std::istringstream& words) {
    const unsigned node = nodeOf(words);
    std::string state, colour;
    words >> state >> colour;
    const auto reached = [&] {
        return m_world.machine(node).active() &&
               stateOf(m_world.machine(node).engine().view()) == state + " " + colour;
    };
    if (!m_world.runUntil(3min, reached))
        throw std::runtime_error("it never is " + state + " " + colour);
}

// The usual beginning, told in full in 01_first_start: both engines up and started, PRIM and SECOND green.
void Transcript::whole() {
    m_quiet = true;
    for (unsigned node = 0; node < 2; ++node)
        m_world.machine(node).startEngine();
    for (unsigned node = 0; node < 2; ++node)
        m_world.machine(node).engine().ask(Command::Start);
    const auto green = [&](unsigned node, const char* state) {
        return stateOf(m_world.machine(node).engine().view()) == std::string(state) + " green";
    };
    m_world.runUntil(1min, [&] { return green(0, "PRIM") && green(1, "SECOND"); });
    m_quiet = false;
    show();
}

void Transcript::show() {
    for (unsigned node = 0; node < 2; ++node) {
        const Machine& m = m_world.machine(node);
        if (!m.running()) {
            say("node" + std::to_string(node + 1) + "  has no engine");
            continue;
        }
        const NodeView& view = m.engine().view();
        say("node" + std::to_string(node + 1) + "  " + stateOf(view) + ", " + std::string(name(view.data)) +
            (m.addressHeld ? ", holds the address" : "") + " (" + view.row + ")");
    }
}

} // namespace understudy::simulation
