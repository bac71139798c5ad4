#include "replication/changes/acknowledgements.h"

#include "base/result.h"

#include <algorithm>

namespace understudy::replication {

bool Acknowledgements::complete(const Barrier& b) const {
    if (!b.local)
        return false;
    if (b.error != 0 || !b.needsStandby)
        return true;
    switch (m_grant) {
    case Grant::Nothing:
        return false;
    case Grant::Alone:
        return true;
    case Grant::WithStandby:
    case Grant::AloneButFinishing:
        return b.confirmed == m_session && (m_wakefulness == nullptr || !m_wakefulness->isInDoubt());
    }
    return false;
}

void Acknowledgements::collect(std::vector<Answer>& out) {
    for (auto it = m_barriers.begin(); it != m_barriers.end();) {
        if (complete(it->second)) {
            out.push_back({it->second.waiter, it->second.error});
            it = m_barriers.erase(it);
        } else {
            ++it;
        }
    }
}

void Acknowledgements::give(const std::vector<Answer>& answers) {
    for (const Answer& a : answers)
        a.waiter.answer(a.waiter.request, a.error);
}

Acknowledgements::Begun Acknowledgements::begin(Waiter waiter, Needs needs) {
    const std::lock_guard lock(m_mutex);
    Barrier b;
    b.waiter = waiter;
    b.begun = m_clock.now();
    // Begun while alone: it rests on the record of this generation, and a Finish that comes later covers it.
    b.needsStandby = needs == Needs::Standby && m_grant != Grant::Alone;
    if (b.needsStandby)
        b.asked = m_askIn;
    b.error = m_failed;
    const BarrierId id(m_next++);
    m_barriers.emplace(id.value, b);
    return {id, b.asked.value != 0 && m_failed == 0};
}

void Acknowledgements::localDone(BarrierId id, int error) {
    const std::shared_lock giving(m_giving);
    std::optional<Answer> answer;
    {
        const std::lock_guard lock(m_mutex);
        const auto it = m_barriers.find(id.value);
        if (it == m_barriers.end())
            return; // failAll answered it
        Barrier& b = it->second;
        b.local = true;
        if (error != 0)
            b.error = error;
        if (!complete(b))
            return;
        answer = Answer{b.waiter, b.error};
        m_barriers.erase(it);
    }
    answer->waiter.answer(answer->waiter.request, answer->error);
}

void Acknowledgements::confirmed(SessionNumber session, const std::vector<BarrierId>& ids) {
    const std::shared_lock giving(m_giving);
    std::vector<Answer> answers;
    {
        const std::lock_guard lock(m_mutex);
        for (const BarrierId id : ids) {
            const auto it = m_barriers.find(id.value);
            if (it == m_barriers.end() || it->second.asked != session)
                continue;
            it->second.confirmed = session;
            if (!complete(it->second))
                continue;
            answers.push_back({it->second.waiter, it->second.error});
            m_barriers.erase(it);
        }
    }
    give(answers);
}

void Acknowledgements::grantNothing() {
    const std::lock_guard lock(m_mutex);
    m_grant = Grant::Nothing;
}

void Acknowledgements::grantWithStandby(SessionNumber session) {
    const std::shared_lock giving(m_giving);
    std::vector<Answer> answers;
    {
        const std::lock_guard lock(m_mutex);
        m_grant = Grant::WithStandby;
        m_session = session;
        // What was not asked in this session began before finishing(): its Finish made it durable over there.
        // Once the session is lost, what was not asked may as well have begun after it: nobody speaks for
        // that.
        if (m_askIn == session)
            for (auto& [id, b] : m_barriers)
                if (b.asked != session)
                    b.confirmed = session;
        collect(answers);
    }
    give(answers);
}

void Acknowledgements::grantAlone() {
    const std::shared_lock giving(m_giving);
    std::vector<Answer> answers;
    {
        const std::lock_guard lock(m_mutex);
        m_grant = Grant::Alone;
        collect(answers);
    }
    give(answers);
}

void Acknowledgements::reconsider() {
    const std::shared_lock giving(m_giving);
    std::vector<Answer> answers;
    {
        const std::lock_guard lock(m_mutex);
        collect(answers);
    }
    give(answers);
}

void Acknowledgements::finishing(SessionNumber session) {
    const std::lock_guard lock(m_mutex);
    m_askIn = session;
    if (m_grant == Grant::Alone) {
        m_grant = Grant::AloneButFinishing;
        m_session = session;
    }
}

bool Acknowledgements::sessionLost(SessionNumber session) {
    const std::lock_guard lock(m_mutex);
    if (m_askIn == session)
        m_askIn = SessionNumber();
    if (m_grant != Grant::AloneButFinishing || m_session != session)
        return false;
    m_grant = Grant::Nothing;
    return true;
}

void Acknowledgements::failAll(int error) {
    const std::shared_lock giving(m_giving);
    std::vector<Answer> answers;
    {
        const std::lock_guard lock(m_mutex);
        m_failed = error;
        for (const auto& [id, b] : m_barriers)
            answers.push_back({b.waiter, error});
        m_barriers.clear();
    }
    give(answers);
}

void Acknowledgements::waitUntilGiven() {
    const std::unique_lock nobodyGives(m_giving);
}

void Acknowledgements::reopen() {
    const std::lock_guard lock(m_mutex);
    UNDERSTUDY_ASSERT(m_barriers.empty());
    m_failed = 0;
    m_askIn = SessionNumber();
    m_grant = Grant::Nothing;
    m_session = SessionNumber();
}

std::optional<Duration> Acknowledgements::oldestUnconfirmed() const {
    const std::lock_guard lock(m_mutex);
    std::optional<Instant> oldest;
    for (const auto& [id, b] : m_barriers)
        if (b.asked.value != 0 && b.confirmed != b.asked && (!oldest || b.begun < *oldest))
            oldest = b.begun;
    if (!oldest)
        return std::nullopt;
    return m_clock.now() - *oldest;
}

std::size_t Acknowledgements::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_barriers.size();
}

} // namespace understudy::replication
