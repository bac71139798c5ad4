#include "app/ctl/terminal.h"

#include <unistd.h>

namespace understudy::ctl {

bool inputIsTerminal() {
    return ::isatty(STDIN_FILENO) == 1;
}

bool outputIsTerminal() {
    return ::isatty(STDOUT_FILENO) == 1;
}

} // namespace understudy::ctl
