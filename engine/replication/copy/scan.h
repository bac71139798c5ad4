#pragma once
// Fills the index of a copy whose roots are open, and sees to it that every object has an id of its own.
// Inside this folder only. Blocking: one getxattr per object, one open per directory.

#include "replication/copy/copy.h"

namespace understudy::replication {

// Two objects with one id are the work of a tool that copied the attributes too. Nobody can tell which one
// the other node knows by that id, so both get new ones and are compared in full (S5). New ids are durable on
// return.
Status scanCopy(Copy& copy);

} // namespace understudy::replication
