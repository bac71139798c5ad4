#pragma once
// What the decisions want from the address, the services and the checkers. Called on the loop's thread;
// returns at once; the outcome comes as an event. Each function is one action of actions.h, which says what
// it means.

#include "cluster/actions.h"

namespace understudy::cluster {

class AddressPort {
public:
    virtual ~AddressPort() = default;
    virtual void perform(const ExpectAddress&) = 0;
    virtual void
    perform(const RaiseAddress&) = 0; // AddressRaised or AddressFailed (also later, when it is lost)
    virtual void perform(const DropAddress&) = 0; // AddressDropped, always
};

class ServicesPort {
public:
    virtual ~ServicesPort() = default;
    virtual void
    perform(const StartServices&) = 0; // ServicesStarted or ServiceFailed (also later, when one dies)
    virtual void perform(const StopServices&) = 0; // ServicesStopped or ServicesNotStopped, always
};

class CheckersPort {
public:
    virtual ~CheckersPort() = default;
    virtual void perform(const StartCheckers&) = 0; // CheckersUp, CheckerDown
    virtual void perform(const StopCheckers&) = 0;
};

class RecordPort {
public:
    virtual ~RecordPort() = default;
    virtual Status save(const Record&) = 0; // durable on return; blocks for a disk's sync, on purpose:
                                            // nothing may go on before
};

} // namespace understudy::cluster
