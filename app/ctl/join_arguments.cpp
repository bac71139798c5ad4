#include "app/ctl/join_arguments.h"

#include "app/ctl/words.h"

namespace understudy::ctl {

namespace {

std::string words(const QString& text) {
    return text.toStdString();
}

CLI::App* add(CLI::App& under, const char* word, const QString& help) {
    CLI::App* const sub = under.add_subcommand(word, words(help));
    sub->fallthrough();
    return sub;
}

void addProtocol(CLI::App& word, std::string& protocol) {
    word.add_option(
            "--protocol", protocol,
            words(Words::tr("Of the console. With http the cluster's password takes the code's place")))
        ->check(CLI::IsMember({"https", "http"}))
        ->capture_default_str();
}

} // namespace

void JoinArguments::addTo(CLI::App& app) {
    CLI::App* const join = add(app, "join", Words::tr("Make a cluster of two computers: node2, then node1"));
    join->require_subcommand(1);
    addPrepare(*join);
    addStart(*join);
    m_finish = add(*join, "finish", Words::tr("Start both nodes, once they are joined"));
    m_abort = add(*join, "abort", Words::tr("Give the joining up: both nodes as before"));
    m_abort->add_flag("--force", m_abortWanted.force,
                      words(Words::tr("Although the other node cannot be asked and will never return")));
    m_status = add(*join, "status", Words::tr("Where the joining stands, and what to do"));
    m_prerequisites = add(app, "prerequisites", Words::tr("What the cluster needs, and how to get it"));
    m_prerequisites->add_option("--apply", m_prerequisitesWanted.apply,
                                words(Words::tr("The id of one that the engine shall put right")));
}

void JoinArguments::addPrepare(CLI::App& join) {
    m_prepare =
        add(join, "prepare",
            Words::tr("On node2: open TCP port 9001 and show a security code; its data is overwritten"));
    addProtocol(*m_prepare, m_prepareWanted.protocol);
    m_prepare->add_flag("--stdin", m_prepareWanted.fromInput,
                        words(Words::tr("http: read the password from standard input")));
}

void JoinArguments::addStart(CLI::App& join) {
    api::JoinStart& start = m_startWanted.start;
    m_start = add(join, "start", Words::tr("On node1: join with node2; the data of this computer counts"));
    m_start->add_option("NODE2", start.host, words(Words::tr("Name or IPv4 address of node2")))->required();
    addProtocol(*m_start, start.protocol);
    m_start->add_option("--code", start.code, words(Words::tr("The security code that node2 shows")));
    m_start->add_flag("--stdin", m_startWanted.fromInput,
                      words(Words::tr("Read the code, or the password, from standard input")));
    m_start->add_option("--virtual-ip", start.virtualIp,
                        words(Words::tr("A free IPv4 address of the nodes' subnet")));
    CLI::Option* const model =
        m_start->add_option("--template", start.model, words(Words::tr("What is protected")))
            ->check(CLI::IsMember({"postgresql", "files", "custom"}));
    m_start->add_option("--name", start.name, words(Words::tr("Of the module; usually the template's")));
    m_start->add_option("--folder", start.folders, words(Words::tr("To be replicated; may be repeated")));
    m_start->add_option("--unit", start.units,
                        words(Words::tr("A systemd unit to be started; may be repeated")));
    m_start
        ->add_option("--settings", m_startWanted.settingsFile,
                     words(Words::tr("A settings file instead of a template; without nodes")))
        ->excludes(model);
}

void JoinArguments::fill(Wanted& wanted) const {
    if (m_prepare->parsed())
        wanted.what = m_prepareWanted;
    if (m_start->parsed())
        wanted.what = m_startWanted;
    if (m_finish->parsed())
        wanted.what = JoinFinishWanted{};
    if (m_abort->parsed())
        wanted.what = m_abortWanted;
    if (m_status->parsed())
        wanted.what = JoinStatusWanted{};
    if (m_prerequisites->parsed())
        wanted.what = m_prerequisitesWanted;
}

} // namespace understudy::ctl
