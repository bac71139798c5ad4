# One target per folder. The headers of a folder are reachable only for targets that link it:
# each target gets an include root of its own (a folder of links to the source folder), so that an
# include which the diagram in ARCHITECTURE.md forbids does not compile.

option(UNDERSTUDY_WERROR "Treat warnings as errors" ON)
set(UNDERSTUDY_SANITIZE "" CACHE STRING "Sanitizers to build with, for instance address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# moc of Qt 6.4 cannot parse these headers of GCC 12, and needs nothing of them: it thinks it has read them.
set(CMAKE_AUTOMOC_MOC_OPTIONS -D_GLIBCXX_CHRONO -D_GLIBCXX_CONCEPTS)

add_library(understudy_flags INTERFACE)
target_compile_options(understudy_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wswitch -fno-omit-frame-pointer)
target_compile_definitions(understudy_flags INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400 _FILE_OFFSET_BITS=64)
if(UNDERSTUDY_WERROR)
    target_compile_options(understudy_flags INTERFACE -Werror)
endif()
if(UNDERSTUDY_SANITIZE)
    target_compile_options(understudy_flags INTERFACE -fsanitize=${UNDERSTUDY_SANITIZE} -g)
    target_link_options(understudy_flags INTERFACE -fsanitize=${UNDERSTUDY_SANITIZE})
endif()

# understudy_include_root(<target> <prefix> <folder>): "#include <prefix>/x.h" for those who link <target>.
function(understudy_include_root target prefix folder)
    set(root "${CMAKE_BINARY_DIR}/include-roots/${target}")
    get_filename_component(parent "${root}/${prefix}" DIRECTORY)
    file(MAKE_DIRECTORY "${parent}")
    file(CREATE_LINK "${folder}" "${root}/${prefix}" SYMBOLIC)
    get_target_property(kind ${target} TYPE)
    if(kind STREQUAL "INTERFACE_LIBRARY")
        target_include_directories(${target} INTERFACE "${root}")
    else()
        target_include_directories(${target} PUBLIC "${root}")
    endif()
endfunction()

# understudy_library(<prefix> SOURCES a.cpp ... PUBLIC targets ... PRIVATE targets ...)
# <prefix> is the folder as written in includes, for instance "base" or "api/types".
function(understudy_library prefix)
    cmake_parse_arguments(A "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    string(REPLACE "/" "_" suffix "${prefix}")
    set(target "understudy_${suffix}")
    if(A_SOURCES)
        add_library(${target} STATIC ${A_SOURCES})
        target_link_libraries(${target} PRIVATE understudy_flags ${A_PRIVATE} PUBLIC ${A_PUBLIC})
    else()
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE ${A_PUBLIC})
    endif()
    understudy_include_root(${target} "${prefix}" "${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()

# understudy_test(<name> LINKS targets...): tests/unit/<name>.cpp as a CTest test, Qt Test inside.
function(understudy_test name)
    cmake_parse_arguments(A "" "" "LINKS;SOURCES;LABELS" ${ARGN})
    add_executable(${name} ${name}.cpp ${A_SOURCES})
    # Without the compiler's macros moc leaves out the C++20 parts of the standard headers, which it cannot parse.
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTOMOC_COMPILER_PREDEFINES OFF)
    target_link_libraries(${name} PRIVATE understudy_flags Qt6::Test ${A_LINKS})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen" TIMEOUT 120 LABELS "unit;${A_LABELS}")
endfunction()
