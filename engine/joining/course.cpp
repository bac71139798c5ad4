#include "joining/course.h"

#include <utility>

namespace understudy::joining {

Status Course::recover() {
    auto record = m_files.load();
    if (!record)
        return fail(record.error());
    m_record = std::move(*record);
    m_state.side = m_record.side;
    m_recovering = true;
    event(Restarted{m_record.stage, m_record.id});
    m_recovering = false;
    if (m_trouble)
        return fail(*m_trouble);
    return {};
}

void Course::begin(Side side, const Record& record) {
    m_state.side = side;
    m_record = record;
    m_record.side = side;
    m_record.stage = Stage::None;
    m_trouble.reset();
}

void Course::event(const Event& event) {
    m_waiting.push_back(event);
    if (std::exchange(m_busy, true))
        return;
    while (!m_waiting.empty()) {
        const Event next = m_waiting.front();
        m_waiting.pop_front();
        perform(step(m_state, next));
    }
    m_busy = false;
}

void Course::perform(const Actions& actions) {
    for (const Action& action : actions) {
        const bool wasConfigured = m_files.isConfigured();
        const Status done = perform(action);
        if (!done)
            m_trouble = done.error();
        else
            performed(m_state, action);
        // An action that failed may have done it all the same, and repeated it changes nothing more.
        if (wasConfigured != m_files.isConfigured() && !m_recovering)
            m_hooks.reload();
        if (!done) {
            m_waiting.push_front(ActionFailed{taskOf(action)});
            return;
        }
    }
    if (!actions.empty() && !std::holds_alternative<Refuse>(actions.front()))
        m_trouble.reset();
}

Status Course::perform(const Action& action) {
    struct Performer {
        Course& self;
        Status operator()(const Write& a) const {
            Record record = self.m_record;
            record.stage = a.stage;
            record.id = self.m_state.id;
            if (auto done = self.m_files.write(record); !done)
                return done;
            self.m_record = std::move(record);
            return {};
        }
        Status operator()(const StageFiles&) const {
            return self.m_files.stage(self.m_state.id, self.staged);
        }
        Status operator()(const Switch&) const { return self.m_files.switchOver(self.m_record); }
        Status operator()(const PutBack&) const {
            if (!self.m_recovering && self.m_files.isConfigured() && !self.m_hooks.isIdle())
                return fail(ErrorCode::Busy, "the module", "runs; stop it first: understudyctl stop");
            return self.m_files.putBack(self.m_record);
        }
        Status operator()(const RemoveRecord&) const {
            if (auto done = self.m_files.removeRecord(); !done)
                return done;
            self.m_record.stage = Stage::None;
            self.forgetSecrets();
            return {};
        }
        Status operator()(const Send& a) const {
            self.m_hooks.say(self.told(a.word));
            return {};
        }
        Status operator()(const Connect&) const {
            self.m_hooks.connect();
            return {};
        }
        Status operator()(const Refuse& a) const {
            self.m_hooks.refuse(a.why);
            return {};
        }
    };
    return std::visit(Performer{*this}, action);
}

void Course::forgetSecrets() {
    staged = {};
    prepared.reset();
    proposal.clear();
}

Told Course::told(Word word) const {
    Told told;
    if (word == Word::Prepared && prepared)
        told = *prepared;
    if (word == Word::Proposal)
        told.settings = proposal;
    told.word = word;
    told.id = m_state.id;
    return told;
}

} // namespace understudy::joining
