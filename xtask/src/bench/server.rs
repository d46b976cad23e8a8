//! The release server as a process: started, watched, stopped.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::workspace;

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took until it listened.
    pub start: Duration,
}

/// The release binary.
pub fn binary() -> PathBuf {
    workspace::target_folder().join("release").join("chungsuc")
}

impl Server {
    /// Starts it on an installation.
    pub fn start(data: &Path) -> Result<Self, String> {
        let begun = Instant::now();
        let mut child = Command::new(binary())
            .arg("--data")
            .arg(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", binary().display()))?;
        let stderr = child.stderr.take().ok_or("the server has no standard error")?;
        let mut reader = BufReader::new(stderr);
        let mut line = String::new();
        reader.read_line(&mut line).map_err(|error| format!("the server: {error}"))?;
        let start = begun.elapsed();
        let address = line.trim_end().rsplit("http://").next().and_then(|address| address.parse().ok());
        let Some(address) = address else {
            drop(child.kill());
            return Err(format!("the server did not start: {line}"));
        };
        // Nobody reads on; a full pipe would stop the server.
        std::thread::spawn(move || reader.lines().map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Ok(Self { child, address, start })
    }

    /// Memory of its own, and pages of the database file that it looks at in the system's cache (counted once for each
    /// connection that looks), in mebibytes.
    pub fn memory(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kibibytes = |key: &str| {
            let line = status.lines().find(|line| line.starts_with(key));
            line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0)
        };
        (kibibytes("RssAnon:") / 1024, kibibytes("RssFile:") / 1024)
    }

    /// Time it computed on any core.
    pub fn computed(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u64 =
            after_name.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
        // Linux reports hundredths of a second on every machine we build for.
        Duration::from_millis(ticks * 10)
    }

    /// Stops it.
    pub fn stop(mut self) -> Result<(), String> {
        self.child.kill().and_then(|()| self.child.wait()).map(drop).map_err(|error| format!("the server: {error}"))
    }
}
