#include "fence/image.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

// The built program, as bytes of this one. UNDERSTUDY_FENCE_PROGRAM is its path at build time.
asm(".pushsection .rodata\n"
    ".global understudyFenceBegin\n"
    ".global understudyFenceEnd\n"
    "understudyFenceBegin:\n"
    ".incbin \"" UNDERSTUDY_FENCE_PROGRAM "\"\n"
    "understudyFenceEnd:\n"
    ".popsection\n");
extern "C" const std::uint8_t understudyFenceBegin[];
extern "C" const std::uint8_t understudyFenceEnd[];

namespace understudy::fence {

Result<Descriptor> programInMemory() {
    Descriptor fd(::memfd_create("understudy-fence", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd.isOpen())
        return fail(systemError("the fence", "cannot be put into memory"));
    const std::uint8_t* at = understudyFenceBegin;
    while (at != understudyFenceEnd) {
        const ssize_t done = ::write(fd.get(), at, static_cast<std::size_t>(understudyFenceEnd - at));
        if (done <= 0)
            return fail(systemError("the fence", "cannot be put into memory"));
        at += done;
    }
    if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return fail(systemError("the fence", "cannot be sealed"));
    return fd;
}

} // namespace understudy::fence
