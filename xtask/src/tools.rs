//! What the tests need beside Rust: found, installed where we may, else named exactly.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{postgres, process, workspace};

/// Something that part of the tests needs.
pub struct Tool {
    /// What it is, as a person would say it.
    pub name: &'static str,
    /// Debian's packages that bring it.
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

/// The server for the second half of the database tests.
pub const POSTGRESQL: Tool =
    Tool { name: "PostgreSQL server", packages: &["postgresql"], is_there: postgres::is_available };
/// The browser of the journeys.
pub const CHROMIUM: Tool = Tool { name: "Chromium", packages: &["chromium"], is_there: || chromium().is_some() };
/// What runs the journeys.
pub const NODE: Tool = Tool {
    name: "Node.js 20 or newer with npm",
    packages: &["nodejs", "npm"],
    is_there: || node_is_new_enough() && process::find("npm").is_some(),
};
/// Fonts with the measures of Times New Roman and Arial, and with all Vietnamese letters.
pub const FONTS: Tool = Tool {
    name: "fonts Liberation, Croscore and Noto",
    packages: &["fontconfig", "fonts-liberation2", "fonts-croscore", "fonts-noto-core"],
    is_there: has_fonts,
};

impl Tool {
    /// Whether this machine has it.
    pub fn is_there(&self) -> bool {
        (self.is_there)()
    }
}

/// Makes sure of these tools; gives back a sentence for each that is missing and could not be installed.
///
/// As the superuser of a Debian system what is missing is installed, each tool by a call of its own, so that one that
/// cannot be had does not keep the others away.
pub fn provide(tools: &[&Tool]) -> Vec<String> {
    let missing: Vec<&&Tool> = tools.iter().filter(|tool| !tool.is_there()).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    if process::is_superuser() && process::find("apt-get").is_some() {
        let updated = apt_get(&["update"]);
        for tool in &missing {
            println!("installing {}", tool.packages.join(" "));
            let installed = updated
                .clone()
                .and_then(|()| apt_get(&[&["install", "-y", "--no-install-recommends"], tool.packages].concat()));
            if let Err(reason) = installed {
                println!("{reason}");
            }
        }
    }
    missing
        .iter()
        .filter(|tool| !tool.is_there())
        .map(|tool| format!("missing: {}; install: {}", tool.name, tool.packages.join(" ")))
        .collect()
}

/// The browser, by the names under which distributions install it.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| process::find(name))
}

/// Installs the packages of the journeys unless they are those that the lock file names.
pub fn provide_journeys() -> Result<(), String> {
    let folder = workspace::root().join("e2e");
    let lock = fs::read(folder.join("package-lock.json")).map_err(|error| format!("e2e/package-lock.json: {error}"))?;
    let mark = folder.join("node_modules/.installed-from");
    if fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    process::succeed(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).stdin(Stdio::null()),
    )?;
    fs::write(&mark, lock).map_err(|error| format!("{}: {error}", mark.display()))
}

fn apt_get(arguments: &[&str]) -> Result<(), String> {
    process::succeed(
        Command::new("apt-get")
            .arg("-qq")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null()),
    )
}

fn node_is_new_enough() -> bool {
    process::answers("node", &["-e", "process.exit(Number(process.versions.node.split('.')[0]) < 20 ? 1 : 0)"])
}

/// Asks for one family of each package, whose names differ between releases of Debian.
fn has_fonts() -> bool {
    let Ok(output) = Command::new("fc-list").args([":", "family"]).stdin(Stdio::null()).output() else {
        return false;
    };
    let families = String::from_utf8_lossy(&output.stdout);
    ["Liberation Serif", "Tinos", "Noto Sans"].iter().all(|family| families.contains(family))
}
