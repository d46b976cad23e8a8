//! Counting what passed, failed and was skipped, from what the runners themselves print.

use std::fmt;

/// Results of a run of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that ran and held.
    pub passed: u64,
    /// Tests that ran and did not hold, and stages that broke before they could count.
    pub failed: u64,
    /// Tests that did not run, or that said themselves that they could not.
    pub skipped: u64,
}

impl Tally {
    /// One thing that held.
    pub const PASSED: Tally = Tally { passed: 1, failed: 0, skipped: 0 };
    /// One thing that did not hold.
    pub const FAILED: Tally = Tally { passed: 0, failed: 1, skipped: 0 };
    /// One thing that could not be tried.
    pub const SKIPPED: Tally = Tally { passed: 0, failed: 0, skipped: 1 };

    /// Adds the results of another run.
    pub fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// A runner that ended badly without naming a failed test (a build error, say) still counts as a failure.
    pub fn settled(mut self, runner_succeeded: bool) -> Tally {
        if !runner_succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Reads the output of a runner line by line: decides what is worth showing, and counts.
pub trait Reader {
    /// Takes one line; whether a person should see it.
    fn take(&mut self, line: &str) -> bool;
    /// What was counted.
    fn tally(&self) -> Tally;
    /// Why tests said that they skipped, in the order in which they said it.
    fn reasons(&self) -> &[String] {
        &[]
    }
}

/// Reads `cargo nextest run --success-output immediate`, hiding what tests that passed have printed.
///
/// A test that cannot run says so by a line that begins with `skipped`; it counts as skipped, not as passed.
#[derive(Debug, Default)]
pub struct Nextest {
    tally: Tally,
    reasons: Vec<String>,
    /// The test that passed and whose output is being read, until its first `skipped` line.
    speaking: Option<String>,
    hides: bool,
}

impl Reader for Nextest {
    fn take(&mut self, line: &str) -> bool {
        let word = line.trim_start();
        if let Some(name) = test_that_passed(word) {
            self.speaking = Some(name.to_owned());
            self.hides = true;
            return true;
        }
        if is_status(word) {
            self.speaking = None;
            self.hides = false;
            if word.starts_with("Summary [") {
                let said = self.tally.skipped;
                let counted = counts(word);
                self.tally = Tally {
                    passed: counted.passed.saturating_sub(said),
                    failed: counted.failed,
                    skipped: counted.skipped + said,
                };
            }
            return true;
        }
        if self.hides
            && is_skip(word)
            && let Some(name) = self.speaking.take()
        {
            self.tally.skipped += 1;
            self.reasons.push(format!("{name}: {word}"));
        }
        !self.hides
    }

    fn tally(&self) -> Tally {
        self.tally
    }

    fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

/// Reads `cargo test -- --show-output`, whose every test binary ends with
/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, hiding what tests that passed have printed.
///
/// A test that says that it skipped counts as with [`Nextest`].
#[derive(Debug, Default)]
pub struct CargoTest {
    tally: Tally,
    reasons: Vec<String>,
    /// Tests of this binary that said so.
    said: u64,
    speaking: Option<String>,
    hides: bool,
}

impl Reader for CargoTest {
    fn take(&mut self, line: &str) -> bool {
        if line == "successes:" {
            self.hides = true;
        } else if line == "failures:" {
            self.hides = false;
        } else if line.starts_with("test result:") {
            self.hides = false;
            let counted = counts(line);
            self.tally.add(Tally {
                passed: counted.passed.saturating_sub(self.said),
                skipped: counted.skipped + self.said,
                ..counted
            });
            self.said = 0;
        } else if let Some(name) = line.strip_prefix("---- ").and_then(|rest| rest.strip_suffix(" stdout ----")) {
            self.speaking = Some(name.to_owned());
        } else if self.hides
            && is_skip(line)
            && let Some(name) = self.speaking.take()
        {
            self.said += 1;
            self.reasons.push(format!("{name}: {line}"));
        }
        !self.hides
    }

    fn tally(&self) -> Tally {
        self.tally
    }

    fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

/// Reads the browser journeys, which end with `N passed, N failed, N skipped`.
#[derive(Debug, Default)]
pub struct Journeys {
    tally: Tally,
    reasons: Vec<String>,
}

impl Reader for Journeys {
    fn take(&mut self, line: &str) -> bool {
        if is_skip(line.trim_start()) {
            self.reasons.push(line.trim().to_owned());
        }
        if line.starts_with(|first: char| first.is_ascii_digit()) && line.contains(" passed, ") {
            self.tally = counts(line);
            return false;
        }
        true
    }

    fn tally(&self) -> Tally {
        self.tally
    }

    fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

/// Reads `node --test --test-reporter tap`, which ends with `# pass 3`, `# fail 0` and `# skipped 0`.
#[derive(Debug, Default)]
pub struct NodeTest {
    tally: Tally,
    /// Whether the lines that are read explain a failed test.
    explains: bool,
}

impl Reader for NodeTest {
    fn take(&mut self, line: &str) -> bool {
        if let Some((word, number)) = line.strip_prefix("# ").and_then(|rest| rest.split_once(' '))
            && let Ok(number) = number.parse::<u64>()
        {
            match word {
                "pass" => self.tally.passed += number,
                "fail" | "cancelled" => self.tally.failed += number,
                "skipped" | "todo" => self.tally.skipped += number,
                _ => {}
            }
            return false;
        }
        if !line.starts_with(' ') {
            self.explains = line.starts_with("not ok");
        }
        self.explains || line.starts_with("ok")
    }

    fn tally(&self) -> Tally {
        self.tally
    }
}

/// Every number before `passed`, `failed`, `timed out`, `skipped` or `ignored` in a runner's closing line.
fn counts(line: &str) -> Tally {
    let words: Vec<&str> =
        line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut tally = Tally::default();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u64>() else {
            continue;
        };
        match pair[1] {
            "passed" => tally.passed += number,
            // "exec" and "timed" are nextest's "2 exec failed" and "1 timed out".
            "failed" | "exec" | "timed" => tally.failed += number,
            "skipped" | "ignored" => tally.skipped += number,
            _ => {}
        }
    }
    tally
}

fn test_that_passed(word: &str) -> Option<&str> {
    let rest = ["PASS [", "LEAK [", "FLAKY"].iter().find_map(|status| word.strip_prefix(status))?;
    let (_, place_and_name) = rest.split_once("] ")?;
    let name = place_and_name.trim();
    // "( 2/33) " tells how far the run is.
    Some(name.split_once(") ").filter(|(place, _)| place.starts_with('(')).map_or(name, |(_, name)| name))
}

fn is_status(word: &str) -> bool {
    const STATUSES: &[&str] = &[
        "FAIL [",
        "SLOW [",
        "TERMINATING [",
        "TIMEOUT [",
        "SIGABRT [",
        "SIGSEGV [",
        "ABORT [",
        "Summary [",
        "Cancelling",
        "Canceling",
        "error:",
    ];
    STATUSES.iter().any(|status| word.starts_with(status)) || word.starts_with("TRY ")
}

fn is_skip(word: &str) -> bool {
    word.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("skipped"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut reader: impl Reader, text: &str) -> (Tally, Vec<String>, Vec<String>) {
        let shown = text.lines().filter(|line| reader.take(line)).map(str::to_owned).collect();
        (reader.tally(), reader.reasons().to_vec(), shown)
    }

    #[test]
    fn nextest_counts_a_test_that_says_it_skipped_as_skipped() {
        let (tally, reasons, shown) = read(
            Nextest::default(),
            "    Starting 3 tests across 2 binaries\n\
             \x20       PASS [   0.004s] ( 1/33) rules law::tests::shares\n\
             \x20 stdout ───\n\
             \x20   running 1 test\n\
             \x20   skipped: 2 files of facts are not there\n\
             \x20   skipped: again\n\
             \x20       PASS [   0.004s] (2/3) rules law::tests::bonus\n\
             \x20   noise\n\
             \x20       FAIL [   0.010s] (3/3) rules law::tests::vote\n\
             \x20 stdout ───\n\
             \x20   skipped is what this failing test prints\n\
             ────────────\n\
             \x20    Summary [   0.014s] 3 tests run: 2 passed (1 slow), 1 failed, 4 skipped",
        );
        assert_eq!(tally, Tally { passed: 1, failed: 1, skipped: 5 });
        assert_eq!(reasons, ["rules law::tests::shares: skipped: 2 files of facts are not there"]);
        assert!(!shown.iter().any(|line| line.contains("noise")), "{shown:?}");
        assert!(shown.iter().any(|line| line.contains("failing test prints")), "{shown:?}");
    }

    #[test]
    fn nextest_counts_time_outs_as_failures() {
        let (tally, ..) = read(
            Nextest::default(),
            "Summary [   9.1s] 5 tests run: 2 passed, 1 failed, 1 timed out, 1 exec failed, 0 skipped",
        );
        assert_eq!(tally, Tally { passed: 2, failed: 3, skipped: 0 });
    }

    #[test]
    fn cargo_test_adds_up_all_binaries() {
        let (tally, ..) = read(
            CargoTest::default(),
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n\
             test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        assert_eq!(tally, Tally { passed: 4, failed: 2, skipped: 1 });
    }

    #[test]
    fn cargo_test_counts_a_test_that_says_it_skipped_as_skipped() {
        let (tally, reasons, shown) = read(
            CargoTest::default(),
            "test a ... ok\ntest b ... FAILED\n\nsuccesses:\n\n---- a stdout ----\nskipped: no data\nskipped: more\n\nsuccesses:\n    a\n\nfailures:\n\n---- b stdout ----\nskipped is what this failing test prints\n\nfailures:\n    b\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        assert_eq!(tally, Tally { passed: 0, failed: 1, skipped: 1 });
        assert_eq!(reasons, ["a: skipped: no data"]);
        assert!(shown.iter().any(|line| line.contains("failing test prints")), "{shown:?}");
    }

    #[test]
    fn journeys_close_with_their_counts() {
        let (tally, reasons, shown) =
            read(Journeys::default(), "passed  home (1.2 s)\nskipped search: no data\n4 passed, 1 failed, 1 skipped");
        assert_eq!(tally, Tally { passed: 4, failed: 1, skipped: 1 });
        assert_eq!(reasons, ["skipped search: no data"]);
        assert_eq!(shown.len(), 2);
    }

    #[test]
    fn node_explains_only_what_failed() {
        let (tally, _, shown) = read(
            NodeTest::default(),
            "TAP version 13\n# Subtest: a\nok 1 - a\n  ---\n# Subtest: b\nnot ok 2 - b\n  why\n1..2\n# tests 2\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 0",
        );
        assert_eq!(tally, Tally { passed: 1, failed: 1, skipped: 0 });
        assert_eq!(shown, ["ok 1 - a", "not ok 2 - b", "  why"]);
    }

    #[test]
    fn a_runner_that_breaks_without_a_count_is_a_failure() {
        assert_eq!(Tally::default().settled(false), Tally::FAILED);
        assert_eq!(Tally::PASSED.settled(true), Tally::PASSED);
        assert_eq!(Tally { passed: 1, failed: 3, skipped: 0 }.settled(false).failed, 3);
    }
}
