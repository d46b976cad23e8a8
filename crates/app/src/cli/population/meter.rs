//! What `--time` prints: seconds of each phase, and the most memory that was in use.

use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(2);

/// Measures phases one after the other, and memory all the while.
pub struct Meter {
    phases: Mutex<Phases>,
    peak: Arc<Peak>,
    watcher: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Phases {
    done: Vec<(&'static str, f64)>,
    current: Option<(&'static str, Instant)>,
}

#[derive(Default)]
struct Peak {
    anonymous: AtomicU64,
    stop: AtomicBool,
}

impl Meter {
    /// Starts; memory is only watched if `wanted`.
    pub fn start(wanted: bool) -> Meter {
        let peak = Arc::new(Peak::default());
        let watcher = wanted.then(|| {
            let peak = peak.clone();
            std::thread::spawn(move || {
                while !peak.stop.load(Ordering::Relaxed) {
                    peak.look();
                    std::thread::sleep(EVERY);
                }
            })
        });
        Meter { phases: Mutex::default(), peak, watcher }
    }

    /// Ends the phase that runs and begins the next; a phase that was there before goes on where it ended.
    pub fn phase(&self, name: &'static str) {
        let mut phases = self.phases.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        phases.end();
        phases.current = Some((name, Instant::now()));
    }

    /// Ends the phase that runs.
    pub fn pause(&self) {
        self.phases.lock().unwrap_or_else(std::sync::PoisonError::into_inner).end();
        self.peak.look();
    }

    /// The line for standard error, if it was wanted: `{"phases":{name:seconds},"peak_rss":bytes,"peak_anon":bytes}`.
    pub fn finish(mut self) -> Option<Value> {
        self.pause();
        let watcher = self.watcher.take()?;
        self.peak.stop.store(true, Ordering::Relaxed);
        // It only reads numbers; if it failed, the peaks looked at between phases remain.
        let _ = watcher.join();
        let phases = self.phases.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let seconds: Map<String, Value> =
            phases.done.into_iter().map(|(name, seconds)| (name.to_owned(), json!(seconds))).collect();
        Some(json!({
            "phases": seconds,
            "peak_rss": status("VmHWM:"),
            "peak_anon": self.peak.anonymous.load(Ordering::Relaxed),
        }))
    }
}

impl Phases {
    fn end(&mut self) {
        let Some((name, since)) = self.current.take() else { return };
        let seconds = since.elapsed().as_secs_f64();
        match self.done.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += seconds,
            None => self.done.push((name, seconds)),
        }
    }
}

impl Peak {
    fn look(&self) {
        self.anonymous.fetch_max(status("RssAnon:"), Ordering::Relaxed);
    }
}

/// Bytes that the system says of this process under a heading; nought where it does not say.
fn status(heading: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(heading)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) * 1024
}
