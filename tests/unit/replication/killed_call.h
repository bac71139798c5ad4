#pragma once
// Runs a function in a child process and kills it right before its n-th system call that changes something on
// the disk: every state that a killed engine can leave, without a hook in the code.

#include <functional>

namespace understudy::replication {

enum class Killed { Yes, No, Unknown }; // No: it returned before; Unknown: this system does not let us trace

Killed killBeforeChange(int n, const std::function<bool()>& call);

} // namespace understudy::replication
