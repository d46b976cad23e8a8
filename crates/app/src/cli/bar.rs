//! How far a long command is, on standard error, if somebody is looking.
#![expect(clippy::print_stderr, reason = "the command line speaks on both streams")]

use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// One line that is written over while work goes on; nothing where standard error is no terminal.
pub struct Bar {
    shown: Option<Instant>,
    began: Instant,
    step: String,
    looking: bool,
}

impl Bar {
    /// A bar that has shown nothing yet.
    pub fn new() -> Bar {
        let now = Instant::now();
        Bar { shown: None, began: now, step: String::new(), looking: std::io::stderr().is_terminal() }
    }

    /// Shows a step, its share done and the time left, a few times a second.
    pub fn show(&mut self, step: &str, done: u64, total: u64) {
        if !self.looking {
            return;
        }
        if self.step != step {
            step.clone_into(&mut self.step);
            self.began = Instant::now();
            self.shown = None;
        }
        if self.shown.is_some_and(|shown| shown.elapsed() < Duration::from_millis(200)) {
            return;
        }
        self.shown = Some(Instant::now());
        eprint!("\r\x1b[2K{}", line(step, done, total, self.began.elapsed()));
    }

    /// Leaves an empty line for what comes next.
    pub fn end(&mut self) {
        if self.looking && self.shown.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}

/// The words of the line: step, share, and what is left at the present speed.
pub fn line(step: &str, done: u64, total: u64, spent: Duration) -> String {
    if total == 0 || done == 0 {
        return format!("{step}…");
    }
    let done = done.min(total);
    let left = spent.mul_f64((total - done) as f64 / done as f64).as_secs();
    let left = if left < 60 { format!("{left} giây") } else { format!("{} phút {:02} giây", left / 60, left % 60) };
    format!("{step}: {} %, còn khoảng {left}", done * 100 / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_much_is_left() {
        assert_eq!(line("đọc danh sách thẻ", 0, 100, Duration::ZERO), "đọc danh sách thẻ…");
        assert_eq!(
            line("đọc danh sách thẻ", 25, 100, Duration::from_secs(10)),
            "đọc danh sách thẻ: 25 %, còn khoảng 30 giây"
        );
        assert_eq!(line("đọc", 1, 10, Duration::from_secs(10)), "đọc: 10 %, còn khoảng 1 phút 30 giây");
    }
}
