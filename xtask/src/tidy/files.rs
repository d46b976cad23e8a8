//! Rules about any file: its size, and what it must not mention.

use super::source::line_of;
use super::{Fault, File};

const LONGEST_RUST_FILE_IN_LINES: usize = 700;
const LARGEST_FILE_IN_BYTES: u64 = 1_000_000;
/// Folders of one machine, which mean nothing on another. Cut in two, so that this file does not break the rule.
const MACHINE_FOLDERS: [&str; 2] = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];

/// All rules of this module.
pub fn check(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    if file.length > LARGEST_FILE_IN_BYTES {
        let message = format!("{} bytes: keep files under 1 MB, make large data by `cargo xtask data`", file.length);
        faults.push(Fault::new(&file.path, 0, "large-file", message));
    }
    let Some(text) = &file.text else {
        return faults;
    };
    let lines = text.lines().count();
    if file.source.is_some() && lines > LONGEST_RUST_FILE_IN_LINES {
        let message = format!("{lines} lines: split it by what it does, {LONGEST_RUST_FILE_IN_LINES} is the most");
        faults.push(Fault::new(&file.path, lines, "long-file", message));
    }
    faults.extend(check_machine_folders(&file.path, text));
    faults
}

fn check_machine_folders(path: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for folder in MACHINE_FOLDERS {
        for (at, _) in text.match_indices(folder) {
            // Inside a longer path or an address the same letters are no folder of a machine.
            let before = text[..at].chars().next_back();
            if before.is_none_or(|letter| !letter.is_alphanumeric() && !"._-}~/".contains(letter)) {
                let message = format!("{folder} exists on one machine only: use a path relative to the workspace");
                faults.push(Fault::new(path, line_of(text, at), "machine-path", message));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(file: &File) -> Vec<(&'static str, usize)> {
        check(file).into_iter().map(|fault| (fault.rule, fault.line)).collect()
    }

    #[test]
    fn long_and_large_files_are_found() {
        assert_eq!(rules(&File::new("crates/rules/src/law.rs", &"//\n".repeat(701))), [("long-file", 701)]);
        assert_eq!(rules(&File::new("crates/rules/src/law.rs", &"//\n".repeat(700))), []);
        assert_eq!(rules(&File::new("definitions/places/a.csv", &"a".repeat(1_000_001))), [("large-file", 0)]);
    }

    #[test]
    fn folders_of_one_machine_are_found() {
        let text = concat!("see\n", "/wo", "rk/main and https://example.org/wo", "rk/ and ../shared/wo", "rk/a");
        assert_eq!(rules(&File::new("README.md", text)), [("machine-path", 2)]);
    }
}
