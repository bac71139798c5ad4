#pragma once
// The words join and prerequisites on the command line. Private to arguments.cpp.

#include "app/ctl/arguments.h"

#include <CLI/CLI.hpp>

namespace understudy::ctl {

class JoinArguments {
public:
    void addTo(CLI::App& app); // this outlives the parsing
    void fill(Wanted& wanted) const;

private:
    void addPrepare(CLI::App& join);
    void addStart(CLI::App& join);

    JoinPrepareWanted m_prepareWanted;
    JoinStartWanted m_startWanted;
    JoinAbortWanted m_abortWanted;
    PrerequisitesWanted m_prerequisitesWanted;
    CLI::App *m_prepare = nullptr, *m_start = nullptr, *m_finish = nullptr, *m_abort = nullptr,
             *m_status = nullptr, *m_prerequisites = nullptr;
};

} // namespace understudy::ctl
