//! A PostgreSQL server of our own for the time of a test run: in memory where possible, reachable only through a
//! socket in its own folder, and gone afterwards, however the run ends.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process;

/// The programs that must be there, in the order in which they are used.
const PROGRAMS: [&str; 2] = ["initdb", "postgres"];
/// The name of every folder that this module makes begins so; the number of the process that made it follows.
const FOLDER_PREFIX: &str = "chungsuc-postgres-";
/// Room that a run of the tests takes, with a database for each test that runs at the same time.
const ROOM_IN_BYTES: u64 = 2 << 30;
const START_LIMIT: Duration = Duration::from_secs(60);

/// Settings of a server whose data nobody will miss. Tests clone one template for each test, so connections come and
/// go quickly, and copying files is cheaper than logging them.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
    "shared_buffers=64MB",
    "dynamic_shared_memory_type=mmap",
    "timezone=UTC",
];

/// Lives as long as the server should. The supervisor is a shell that waits for its standard input to close, which
/// also happens when this process is killed; then it stops the server and removes the folder.
const SUPERVISOR: &str = r#"
folder=$1; shift
"$@" </dev/null >"$folder/log" 2>&1 &
server=$!
read -r _
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// A running server.
pub struct Server {
    folder: PathBuf,
    supervisor: Child,
    lifeline: Option<ChildStdin>,
}

impl Server {
    /// Makes a cluster and starts it; an error says what went wrong in the server's own words.
    pub fn start() -> Result<Server, String> {
        let programs = programs().ok_or_else(|| format!("{} are not there", PROGRAMS.join(" and ")))?;
        remove_leftovers();
        let account = Account::unprivileged()?;
        let folder = make_folder(&account).map_err(|error| format!("no folder for PostgreSQL: {error}"))?;
        let server = initialise(&programs[0], &folder, &account).and_then(|()| launch(&programs[1], &folder, &account));
        if server.is_err() {
            // The folder holds nothing but an empty cluster; failing to remove it must not hide the first error.
            let _ = fs::remove_dir_all(&folder);
        }
        let mut server = server?;
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Where tests find the server: the superuser `postgres`, no password.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let started = Instant::now();
        loop {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if log.contains("ready to accept connections") {
                return Ok(());
            }
            if started.elapsed() > START_LIMIT || log.contains("FATAL") {
                return Err(format!("PostgreSQL did not start:\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // The supervisor removes the folder last; waiting for it is waiting for the server to be gone.
        let _ = self.supervisor.wait();
    }
}

/// Whether this machine has a server to start.
pub fn is_available() -> bool {
    programs().is_some()
}

/// `initdb` and `postgres`: from one version's own folder (the newest), else from the search path.
fn programs() -> Option<[PathBuf; 2]> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| PROGRAMS.iter().all(|program| folder.join(program).is_file()))
        .collect();
    versions.sort();
    if let Some((_, folder)) = versions.pop() {
        return Some(PROGRAMS.map(|program| folder.join(program)));
    }
    Some([process::find(PROGRAMS[0])?, process::find(PROGRAMS[1])?])
}

/// Who runs the server: ourselves, or somebody without privileges, since PostgreSQL refuses the superuser.
struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    fn unprivileged() -> Result<Account, String> {
        if !process::is_superuser() {
            return Ok(Account { ids: None });
        }
        let accounts = fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| ids_of(&accounts, name))
            .map(|ids| Account { ids: Some(ids) })
            .ok_or_else(|| "no account postgres or nobody to run PostgreSQL as".to_owned())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.ids {
            command.uid(user).gid(group);
        }
        command
    }
}

fn ids_of(accounts: &str, name: &str) -> Option<(u32, u32)> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next()? == name;
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        found.then_some((user, group))
    })
}

fn make_folder(account: &Account) -> io::Result<PathBuf> {
    let shared_memory = Path::new("/dev/shm");
    let parent = if process::has_room(shared_memory, ROOM_IN_BYTES) {
        shared_memory.to_path_buf()
    } else {
        std::env::temp_dir()
    };
    let folder = parent.join(format!("{FOLDER_PREFIX}{}", std::process::id()));
    fs::create_dir(&folder)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if let Some((user, group)) = account.ids {
        chown(&folder, Some(user), Some(group))?;
    }
    Ok(folder)
}

fn initialise(initdb: &Path, folder: &Path, account: &Account) -> Result<(), String> {
    let output = account
        .command(initdb)
        .args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"])
        .arg("--pgdata")
        .arg(folder.join("data"))
        .current_dir(folder)
        .output()
        .map_err(|error| format!("{}: {error}", initdb.display()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "initdb failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn launch(postgres: &Path, folder: &Path, account: &Account) -> Result<Server, String> {
    let mut command = account.command(Path::new("/bin/sh"));
    command
        .args(["-c", SUPERVISOR, "sh"])
        .arg(folder)
        .arg(postgres)
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    // A group of its own, so that Ctrl-C reaches it only through us and the folder is removed after the server.
    command.process_group(0).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut supervisor = command.spawn().map_err(|error| format!("PostgreSQL could not be started: {error}"))?;
    let lifeline = supervisor.stdin.take();
    Ok(Server { folder: folder.to_path_buf(), supervisor, lifeline })
}

/// Removes folders of runs whose process is gone, which can only stay behind when the whole machine was stopped.
fn remove_leftovers() {
    for parent in [PathBuf::from("/dev/shm"), std::env::temp_dir()] {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let owner = name.to_str().and_then(|name| name.strip_prefix(FOLDER_PREFIX));
            if let Some(owner) = owner
                && owner.parse::<u32>().is_ok()
                && !Path::new("/proc").join(owner).exists()
                && !is_running(&entry.path())
            {
                // Somebody else's folder stays: it is theirs to remove.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

fn is_running(folder: &Path) -> bool {
    let Ok(lock) = fs::read_to_string(folder.join("data/postmaster.pid")) else {
        return false;
    };
    lock.lines().next().is_some_and(|process| Path::new("/proc").join(process.trim()).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_by_their_full_name() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\npostgresql:x:7:8::/:\npostgres:x:101:102::/:/bin/sh\n";
        assert_eq!(ids_of(accounts, "postgres"), Some((101, 102)));
        assert_eq!(ids_of(accounts, "nobody"), None);
    }

    #[test]
    fn a_server_starts_answers_and_leaves_nothing_behind() {
        if !is_available() {
            println!("skipped: no PostgreSQL server programs on this machine");
            return;
        }
        let server = Server::start().expect("PostgreSQL starts");
        let folder = server.folder.clone();
        assert!(server.url().starts_with("postgres://postgres@localhost/postgres?host=/"), "{}", server.url());
        std::os::unix::net::UnixStream::connect(folder.join(".s.PGSQL.5432")).expect("the socket answers");
        drop(server);
        assert!(!folder.exists(), "{} is still there", folder.display());
    }
}
