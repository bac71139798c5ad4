#pragma once
// What the decisions want from replication. Called on the loop's thread; returns at once; the outcome comes
// as an event. Each function is one action of actions.h, which says what it means.

#include "cluster/actions.h"

namespace understudy::cluster {

class SourcePort {
public:
    virtual ~SourcePort() = default;
    virtual void perform(const OpenSource&) = 0;    // SourceOpened or SourceFailed
    virtual void perform(const Mount&) = 0;         // Mounted or MountFailed
    virtual void perform(const AttachStandby&) = 0; // StandbyReady or StandbyLost
    virtual void perform(const AcceptStandby&) = 0;
    virtual void perform(const DetachStandby&) = 0;
    virtual void perform(const CloseSource&) = 0; // SourceClosed, always
    virtual void perform(const GrantNothing&) = 0;
    virtual void perform(const GrantWithStandby&) = 0;
    virtual void perform(const GrantAlone&) = 0;
};

class TargetPort {
public:
    virtual ~TargetPort() = default;
    virtual void perform(const OpenTarget&) = 0; // TargetOpened or TargetFailed
    virtual void perform(const BeginApplying&) = 0;
    virtual void perform(const ConfirmSynchronised&) = 0;
    virtual void perform(const EndSession&) = 0;   // SessionEnded
    virtual void perform(const CloseTarget&) = 0;  // TargetClosed, always
    virtual void perform(const SetAsideCopy&) = 0; // CopySetAside or SetAsideFailed
    // The record as last saved: sent to the serving node at the start of a session.
    virtual void recordChanged(const Record&) = 0;
};

} // namespace understudy::cluster
