#include "app/ctl/arguments.h"

#include "api/client/client.h"
#include "app/ctl/join_arguments.h"
#include "app/ctl/words.h"

#include <CLI/CLI.hpp>

namespace understudy::ctl {

namespace {

std::string words(const QString& text) {
    return text.toStdString();
}

// Builds the grammar. CLI11 writes into the fields when it parses; result() picks the word that was used.
class Grammar {
public:
    Grammar()
        : m_app(words(Words::tr("Looks at and acts on the nodes of an Understudy cluster.")),
                "understudyctl") {
        m_app.set_version_flag("--version", UNDERSTUDY_VERSION, words(Words::tr("Show the version")));
        m_app.set_help_flag(
            "-h,--help", words(Words::tr("Show this help; also behind a word: understudyctl swap --help")));
        m_app.add_flag("--json", m_json, words(Words::tr("Answer in JSON, for scripts")));
        m_app.add_option("--socket", m_socket, words(Words::tr("The engine's socket")))
            ->capture_default_str();
        m_app.require_subcommand(1);
        m_app.fallthrough();
        m_app.footer(words(Words::tr("Exit status: 0 done, 1 refused or failed, 2 wrong use.")));
        addState();
        for (const api::Command command : api::kCommands)
            addCommand(command);
        m_explain =
            add(m_app, "explain", Words::tr("Why this node is in its state, and what can happen next"));
        addLogs();
        addConfig();
        m_join.addTo(m_app);
        addPassword();
    }

    CLI::App& app() { return m_app; }

    Wanted result() const {
        Wanted wanted{m_socket, m_json, {}};
        if (m_state->parsed())
            wanted.what = m_stateWanted;
        for (const auto& [word, command] : m_commands)
            if (word->parsed()) {
                wanted.what = m_nodeWanted;
                std::get<NodeWanted>(wanted.what).command = command;
            }
        if (m_explain->parsed())
            wanted.what = ExplainWanted{};
        if (m_logs->parsed())
            wanted.what = logsWanted();
        if (m_check->parsed())
            wanted.what = ConfigCheckWanted{m_file};
        if (m_apply->parsed())
            wanted.what = m_primary.empty() ? ConfigApplyWanted{m_secondary, api::Role::Secondary}
                                            : ConfigApplyWanted{m_primary, api::Role::Primary};
        if (m_show->parsed())
            wanted.what = ConfigShowWanted{};
        if (m_password->parsed())
            wanted.what = m_passwordWanted;
        m_join.fill(wanted);
        return wanted;
    }

private:
    static CLI::App* add(CLI::App& under, const char* word, const QString& help) {
        CLI::App* const sub = under.add_subcommand(word, words(help));
        sub->fallthrough();
        return sub;
    }

    void addState() {
        m_state = add(m_app, "state", Words::tr("The state of both nodes"));
        m_state->add_flag("--watch", m_stateWanted.watch, words(Words::tr("Go on showing it as it changes")));
    }

    static QString helpOf(api::Command command) {
        switch (command) {
        case api::Command::Start:
            return Words::tr("Start the module on this node (or --node)");
        case api::Command::Stop:
            return Words::tr("Stop the module on this node (or --node)");
        case api::Command::Restart:
            return Words::tr("Stop and start the module on this node (or --node)");
        case api::Command::Swap:
            return Words::tr("Exchange PRIM and SECOND; nothing is lost");
        case api::Command::ForceStart:
            return Words::tr(
                "Start from the data of this node (or --node), although the other may have newer");
        }
        return {};
    }

    void addCommand(api::Command command) {
        CLI::App* const word = add(m_app, api::commandName(command), helpOf(command));
        std::vector<std::string> nodes{"node1", "node2"};
        if (command != api::Command::Swap && command != api::Command::ForceStart)
            nodes.emplace_back("both");
        word->add_option("--node", m_nodeWanted.node, words(Words::tr("The node that shall do it")))
            ->check(CLI::IsMember(nodes));
        word->add_flag("--yes", m_nodeWanted.yes, words(Words::tr("Do not ask again")));
        m_commands.emplace_back(word, command);
    }

    void addLogs() {
        m_logs = add(m_app, "logs",
                     Words::tr("What happened (module), what the services printed (application), who asked "
                               "for what (commands)"));
        m_logs->add_option("log", m_log, words(Words::tr("module, application or commands")))
            ->required()
            ->check(CLI::IsMember({"module", "application", "commands"}));
        m_logs->add_flag("--verbose", m_query.verbose,
                         words(Words::tr("All lines, also those of little interest")));
        m_logs->add_flag("--follow,-f", m_follow, words(Words::tr("Go on with each new line")));
        m_logs->add_option("--limit", m_query.limit, words(Words::tr("How many lines")))
            ->check(CLI::Range(1U, api::LogQuery::kMaxLimit))
            ->capture_default_str();
        m_after = m_logs->add_option("--after", m_afterId,
                                     words(Words::tr("Only lines behind the one of this id")));
    }

    LogsWanted logsWanted() const {
        LogsWanted wanted{m_query, m_follow};
        wanted.query.log = api::logFromName(m_log).value_or(api::LogKind::Module);
        if (m_after->count() > 0)
            wanted.query.after = m_afterId;
        return wanted;
    }

    void addConfig() {
        CLI::App* const config = add(m_app, "config", Words::tr("The settings of this node"));
        config->require_subcommand(1);
        m_check = add(*config, "check", Words::tr("Name everything that is wrong in a settings file"));
        m_check->add_option("FILE", m_file, words(Words::tr("The settings file; - for standard input")))
            ->required();
        m_apply = add(*config, "apply",
                      Words::tr("Make this computer a node of the cluster that the file describes"));
        auto* const role = m_apply->add_option_group("role");
        role->add_option("--primary", m_primary,
                         words(Words::tr("FILE; this computer is node1: its data counts at first")));
        role->add_option("--secondary", m_secondary,
                         words(Words::tr("FILE; this computer is node2: its data is overwritten at first")));
        role->require_option(1);
        m_show = add(*config, "show", Words::tr("The settings in force"));
    }

    void addPassword() {
        m_password = add(m_app, "password", Words::tr("Set the password of admin, who logs in from afar"));
        m_password->add_flag("--stdin", m_passwordWanted.fromInput,
                             words(Words::tr("Read it from standard input, instead of asking twice")));
    }

    CLI::App m_app;
    JoinArguments m_join;
    std::string m_socket = api::kEngineSocket;
    bool m_json = false;
    StateWanted m_stateWanted;
    NodeWanted m_nodeWanted;
    api::LogQuery m_query;
    std::string m_log, m_file, m_primary, m_secondary;
    std::uint64_t m_afterId = 0;
    bool m_follow = false;
    PasswordWanted m_passwordWanted;
    CLI::App *m_state = nullptr, *m_explain = nullptr, *m_logs = nullptr, *m_check = nullptr,
             *m_apply = nullptr, *m_show = nullptr, *m_password = nullptr;
    CLI::Option* m_after = nullptr;
    std::vector<std::pair<CLI::App*, api::Command>> m_commands;
};

} // namespace

std::optional<Wanted> parseArguments(int argc, char** argv, int& status) {
    Grammar grammar;
    try {
        grammar.app().parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        status = grammar.app().exit(error) == 0 ? kDone : kWrongUse; // prints help or what is wrong
        return std::nullopt;
    }
    return grammar.result();
}

} // namespace understudy::ctl
