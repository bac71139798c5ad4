#pragma once
// What a joining has on the disk of a node: its record, the staged keys and settings, and the switch to them.
// All of it lies in <settings folder>/joining/, which is gone when no joining is open. Blocks for the disk;
// thread: the loop. Every function that changes something is durable on return, and done twice it is the same
// as done once; after a crash inside one, its call completes it.

#include "api/types/reports.h"
#include "joining/decision.h"
#include "security/key_set.h"
#include "store/settings.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace understudy::joining {

struct Record {
    Side side = Side::Guest;
    Stage stage = Stage::None;
    JoiningId id{};
    security::SecretKey resume{};  // both have it: proves who asks how a joining ended
    std::string peerAddress;       // guest: where the host is
    std::string peerName;          // as a person typed it; host: the guest's host name
    std::vector<std::string> made; // files of the node's state that the switch makes

    bool operator==(const Record&) const = default;
};

struct StagedFiles {
    security::KeySet keys;
    std::string caKey;
    std::string settings; // with "self"
};

// What would keep a node with that part from replicating the folders. May block; any thread.
using FolderCheck = std::function<std::vector<api::ConfigProblem>(const store::Settings&, Side)>;

class Files {
public:
    struct Hooks {
        // What a node needs beside keys and settings: made before the settings count (idempotent).
        std::function<Status(const std::string& settings)> makeState;
        std::function<std::vector<std::string>(const std::string& settings)>
            stateFiles; // which are not there yet
    };
    Files(std::string settingsFolder, Hooks hooks);

    // None is there: a record with Stage::None. Corrupt: it cannot be read; nothing is touched then.
    Result<Record> load() const;
    Status write(const Record& record);
    Status stage(const JoiningId& id, const StagedFiles& files);
    Status switchOver(const Record& record); // NotFound: nothing is staged, and it is not switched
    Status putBack(const Record& record);
    Status removeRecord();

    std::vector<std::string> stateFiles(const std::string& settings) const;
    bool isConfigured() const; // there are settings in force

private:
    std::string inForce(const char* name) const { return m_settingsFolder + name; }
    std::string ours(const char* name) const { return m_folder + name; }
    bool areOurKeys(const JoiningId& id) const;
    Status makeFolder() const;
    Status removeLeftovers() const;

    const std::string m_settingsFolder;
    const std::string m_folder;
    const Hooks m_hooks;
};

std::string recordText(const Record& record);
Result<Record> parseRecord(const std::string& text, const std::string& path);

} // namespace understudy::joining
