#pragma once
// understudyd --make-keys DIR --node node1=HOST,ADDRESS --node node2=HOST,ADDRESS [--virtual-ip IP]

#include <string>
#include <vector>

namespace understudy::security {

// `args`: everything behind the program's name. Writes DIR/node1 and DIR/node2, each to be copied to that
// node's /etc/understudy/keys. Says on standard error what went wrong. Exit status 0 done, 1 failed, 2 wrong
// use.
int makeKeysCommand(const std::vector<std::string>& args);

} // namespace understudy::security
