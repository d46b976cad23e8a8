//! Rules about which words may stand in which file: the database, transactions, the clock, chance, the environment,
//! and talking to a terminal.

use std::collections::BTreeSet;

use super::source::{find_word, line_of};
use super::{Fault, File};

/// Words that only some files may use.
struct Reserved {
    rule: &'static str,
    words: &'static [&'static str],
    /// Whether this file may.
    may: fn(&File) -> bool,
    /// Whether test code may anywhere.
    tests_may: bool,
    remedy: &'static str,
}

const RESERVED: &[Reserved] = &[
    Reserved {
        rule: "database",
        words: &["sea_orm::", "sea_orm_migration::"],
        may: |file| {
            in_crate(file, "platform") || (in_crate(file, "app") && is_part(file, &["table", "store", "service"]))
        },
        tests_may: true,
        remedy: "the database is spoken in table.rs, store.rs and service.rs of a slice and in platform: move the query there",
    },
    Reserved {
        rule: "transaction",
        words: &[
            "TransactionTrait",
            "begin_with_options",
            "begin_with_config",
            "transaction_with_config",
            "BEGIN IMMEDIATE",
        ],
        may: |file| in_crate(file, "platform"),
        tests_may: false,
        remedy: "only platform begins a transaction: take a Change from App::begin",
    },
    Reserved {
        rule: "clock",
        words: &["Utc::now", "Local::now", "SystemTime::now", "Instant::now"],
        may: |file| is_entry_point(file) || in_crate(file, "platform") && is_part(file, &["clock"]),
        tests_may: true,
        remedy: "time is passed in: take a Clock or a date as an argument",
    },
    Reserved {
        rule: "chance",
        words: &["getrandom", "rand::", "thread_rng"],
        may: |file| is_entry_point(file) || in_crate(file, "platform") && is_part(file, &["random"]),
        tests_may: true,
        remedy: "chance is passed in: take the bytes as an argument, or ask platform's random module",
    },
    Reserved {
        rule: "environment",
        words: &["std::env", "env::var", "env::vars", "env::args", "env::current_dir"],
        may: |file| is_entry_point(file) || in_crate(file, "platform") && is_part(file, &["configuration"]),
        tests_may: true,
        remedy: "configuration is read once at start and passed in",
    },
    Reserved {
        rule: "terminal",
        words: &["println!", "eprintln!", "print!", "eprint!", "dbg!"],
        may: is_entry_point,
        tests_may: true,
        remedy: "give the text back to the command line, or log it with tracing",
    },
];

/// All rules of this module.
pub fn check(file: &File) -> Vec<Fault> {
    let Some(source) = &file.source else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for reserved in RESERVED {
        if (reserved.may)(file) || is_outside_product(file) || (reserved.tests_may && file.is_for_tests()) {
            continue;
        }
        let mut lines = BTreeSet::new();
        for word in reserved.words {
            for at in find_word(&source.code, word) {
                let line = line_of(&source.code, at);
                if !(reserved.tests_may && source.is_test_line(line)) && lines.insert(line) {
                    let message = format!("`{}` here: {}", word.trim_matches(['.', ':', '(']), reserved.remedy);
                    faults.push(Fault::new(&file.path, line, reserved.rule, message));
                }
            }
        }
    }
    faults
}

fn in_crate(file: &File, name: &str) -> bool {
    file.path.strip_prefix("crates/").and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the file is `NAME.rs` or lies in a folder `NAME`, for one of these names.
fn is_part(file: &File, names: &[&str]) -> bool {
    file.path.split('/').any(|part| names.contains(&part.strip_suffix(".rs").unwrap_or(part)))
}

/// Where a person's command line meets the product.
fn is_entry_point(file: &File) -> bool {
    file.name() == "main.rs" || is_part(file, &["cli"])
}

/// Tasks and build scripts are not part of what runs for users.
fn is_outside_product(file: &File) -> bool {
    file.path.starts_with("xtask/") || file.name() == "build.rs"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<(&'static str, usize)> {
        check(&File::new(path, text)).into_iter().map(|fault| (fault.rule, fault.line)).collect()
    }

    #[test]
    fn the_database_is_spoken_in_few_files() {
        let text = "use sea_orm::EntityTrait;";
        assert_eq!(rules("crates/app/src/targets/pages.rs", text), [("database", 1)]);
        assert_eq!(rules("crates/rules/src/table.rs", text), [("database", 1)]);
        for path in [
            "targets/table.rs",
            "targets/store.rs",
            "targets/service.rs",
            "targets/store/search.rs",
            "targets/tests.rs",
        ] {
            assert_eq!(rules(&format!("crates/app/src/{path}"), text), [], "{path}");
        }
        assert_eq!(rules("crates/platform/src/write.rs", text), []);
    }

    #[test]
    fn only_platform_begins_a_transaction_even_in_tests() {
        let text =
            "use sea_orm::TransactionTrait;\nconnection.begin_with_options(options);\napp.begin(actor, verb, None);";
        assert_eq!(rules("crates/app/src/targets/tests.rs", text), [("transaction", 1), ("transaction", 2)]);
        assert_eq!(rules("crates/platform/src/write.rs", text), []);
    }

    #[test]
    fn time_chance_environment_and_terminal_stay_at_the_entry() {
        let text = "Utc::now();\ngetrandom::fill(&mut bytes);\nstd::env::var(\"A\");\nprintln!(\"a\");\n";
        let expected = [("clock", 1), ("chance", 2), ("environment", 3), ("terminal", 4)];
        assert_eq!(rules("crates/app/src/targets/service.rs", text), expected);
        for path in [
            "crates/app/src/main.rs",
            "crates/app/src/targets/cli.rs",
            "crates/app/benches/pages.rs",
            "xtask/src/test.rs",
        ] {
            assert_eq!(rules(path, text), [], "{path}");
        }
        assert_eq!(rules("crates/platform/src/clock.rs", "Utc::now()"), []);
        assert_eq!(rules("crates/platform/src/random.rs", "getrandom::fill(&mut bytes)"), []);
        assert_eq!(
            rules("crates/rules/src/law.rs", "#[cfg(test)]\nmod tests {\n  fn a() { println!(\"skipped\"); }\n}"),
            []
        );
        assert_eq!(rules("crates/rules/src/law.rs", "// Utc::now is not ours to ask.\nlet a = \"println!\";"), []);
        assert_eq!(rules("crates/rules/src/law.rs", "eprintln!();"), [("terminal", 1)]);
    }
}
