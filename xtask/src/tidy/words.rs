//! Rules about words: both languages define the same keys, every key that is asked for exists, and every key that
//! exists is asked for.
//!
//! Keys are asked for by `t("key")`, `a("key", …)`, `a2("key", …)` and `a3("key", …)`, in templates and in Rust. A key
//! that stands in Rust or a template as a plain string counts as used too, so tables of keys work. Keys that are put
//! together at run time are declared in a comment of the words: `## tidy: uses status-*`.

use std::collections::{BTreeMap, BTreeSet};

use super::source::line_of;
use super::{Fault, File};

/// Crates that speak to people; the same calls elsewhere mean something else.
const SPEAKING: [&str; 2] = ["crates/app/", "crates/platform/"];
const LANGUAGES: [&str; 2] = ["vi.ftl", "en.ftl"];
const CALLS: [&str; 4] = ["t", "a", "a2", "a3"];
const DECLARATION: &str = "## tidy: uses ";

/// All rules of this module.
pub fn check(files: &[File]) -> Vec<Fault> {
    let files: Vec<&File> =
        files.iter().filter(|file| SPEAKING.iter().any(|folder| file.path.starts_with(folder))).collect();
    let dictionaries: Vec<Dictionary> = files.iter().filter_map(|file| Dictionary::read(file)).collect();
    if dictionaries.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    faults.extend(check_pairs(&dictionaries));
    faults.extend(check_doubles(&dictionaries));

    let defined: BTreeSet<&str> =
        dictionaries.iter().flat_map(|dictionary| dictionary.keys.keys()).map(String::as_str).collect();
    let families: BTreeSet<&str> =
        dictionaries.iter().flat_map(|dictionary| &dictionary.families).map(String::as_str).collect();
    let mut used: BTreeSet<String> = dictionaries.iter().flat_map(|dictionary| dictionary.references.clone()).collect();
    for file in files {
        let Some(asked) = Asked::read(file) else {
            continue;
        };
        for (line, key) in asked.calls {
            let message = key.split('.').next().unwrap_or(&key);
            let is_family = families
                .iter()
                .any(|family| message.starts_with(family) || family.starts_with(message) && message.ends_with('-'));
            if !defined.contains(message) && !is_family {
                let message = format!(
                    "the key `{key}` has no words: write it into vi.ftl and en.ftl, or declare `{DECLARATION}{key}*`"
                );
                faults.push(Fault::new(&file.path, line, "word-missing", message));
            }
            used.insert(message.to_owned());
        }
        used.extend(asked.strings);
    }
    for dictionary in &dictionaries {
        for (key, line) in &dictionary.keys {
            if !used.contains(key) && !families.iter().any(|family| key.starts_with(family)) {
                let message = format!(
                    "nothing asks for `{key}`: remove it, or declare keys put together at run time by `{DECLARATION}prefix-*`"
                );
                faults.push(Fault::new(&dictionary.path, *line, "word-unused", message));
            }
        }
    }
    faults
}

/// One file of words.
struct Dictionary {
    path: String,
    keys: BTreeMap<String, usize>,
    /// Keys that stand more than once in this file, at the later line.
    doubles: Vec<(String, usize)>,
    families: Vec<String>,
    /// Keys that other words of the file are made of.
    references: BTreeSet<String>,
}

impl Dictionary {
    fn read(file: &File) -> Option<Dictionary> {
        if !LANGUAGES.contains(&file.name()) {
            return None;
        }
        let mut dictionary = Dictionary {
            path: file.path.clone(),
            keys: BTreeMap::new(),
            doubles: Vec::new(),
            families: Vec::new(),
            references: BTreeSet::new(),
        };
        for (index, line) in file.text.as_deref()?.lines().enumerate() {
            if let Some(family) = line.strip_prefix(DECLARATION) {
                // A bare star would excuse every key there is.
                let prefixes = family.split_whitespace().map(|word| word.trim_end_matches(['*', ',']));
                dictionary.families.extend(prefixes.filter(|prefix| !prefix.is_empty()).map(str::to_owned));
                continue;
            }
            if line.starts_with('#') {
                continue;
            }
            if let Some(key) = defined_key(line)
                && dictionary.keys.insert(key.to_owned(), index + 1).is_some()
            {
                dictionary.doubles.push((key.to_owned(), index + 1));
            }
            dictionary.references.extend(references(line));
        }
        Some(dictionary)
    }

    fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// The key of a line `key = words`; attributes, variants and terms (`-term`) define no key that anybody asks for.
fn defined_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    is_key(key).then_some(key)
}

fn is_key(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
}

/// `{ other-key }` inside words; variables (`$x`), terms, literals and function calls are none.
fn references(line: &str) -> Vec<String> {
    line.split('{')
        .skip(1)
        .map(|rest| rest.split(['}', '.', ' ']).find(|word| !word.is_empty()).unwrap_or_default())
        .filter(|word| is_key(word))
        .map(str::to_owned)
        .collect()
}

/// What a file asks for.
struct Asked {
    calls: Vec<(usize, String)>,
    strings: BTreeSet<String>,
}

impl Asked {
    fn read(file: &File) -> Option<Asked> {
        if let Some(source) = &file.source {
            let strings: Vec<(usize, &str)> = source.strings();
            let is_for_tests = file.is_for_tests();
            let calls = calls(&source.text)
                .into_iter()
                .filter(|(line, _)| !is_for_tests && !source.is_test_line(*line))
                .collect();
            return Some(Asked { calls, strings: strings.into_iter().map(|(_, text)| text.to_owned()).collect() });
        }
        if !file.path.contains("/templates/") {
            return None;
        }
        let text = file.text.as_deref()?;
        let strings = text.split('"').map(str::to_owned).collect();
        Some(Asked { calls: calls(text), strings })
    }
}

/// Every `t("key"` and its kin: line and key.
fn calls(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let name: String =
            text[..open].chars().rev().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let name: String = name.chars().rev().collect();
        if !CALLS.contains(&name.as_str()) {
            continue;
        }
        let rest = text[open + 1..].trim_start();
        if let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next())
            && is_key(key.split('.').next().unwrap_or(key))
        {
            found.push((line_of(text, text.len() - rest.len()), key.to_owned()));
        }
    }
    found
}

fn check_pairs(dictionaries: &[Dictionary]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for dictionary in dictionaries {
        let other_name = LANGUAGES.iter().find(|name| !dictionary.path.ends_with(*name)).copied().unwrap_or_default();
        let other_path = format!("{}/{other_name}", dictionary.folder());
        match dictionaries.iter().find(|other| other.path == other_path) {
            None => faults.push(Fault::new(
                &dictionary.path,
                0,
                "word-language",
                format!("{other_path} is missing: users read both"),
            )),
            Some(other) => faults.extend(dictionary.keys.iter().filter(|(key, _)| !other.keys.contains_key(*key)).map(
                |(key, line)| {
                    Fault::new(
                        &dictionary.path,
                        *line,
                        "word-language",
                        format!("`{key}` is not in {other_path}: write it there too"),
                    )
                },
            )),
        }
    }
    faults
}

/// All words live in one bundle, so a key belongs to one folder.
fn check_doubles(dictionaries: &[Dictionary]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for dictionary in dictionaries {
        for (key, line) in &dictionary.doubles {
            faults.push(Fault::new(
                &dictionary.path,
                *line,
                "word-double",
                format!("`{key}` is defined twice: keep one"),
            ));
        }
        for (key, line) in &dictionary.keys {
            let owner = owners.entry(key).or_insert_with(|| dictionary.folder());
            if *owner != dictionary.folder() {
                let message = format!("`{key}` belongs to {owner}: use that one, or name yours after its slice");
                faults.push(Fault::new(&dictionary.path, *line, "word-double", message));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = "crates/app/src/targets";

    fn rules(vi: &str, en: &str, others: &[(&str, &str)]) -> Vec<(&'static str, String, usize)> {
        let mut files = vec![File::new(&format!("{FOLDER}/vi.ftl"), vi), File::new(&format!("{FOLDER}/en.ftl"), en)];
        files.extend(others.iter().map(|(path, text)| File::new(&format!("{FOLDER}/{path}"), text)));
        check(&files)
            .into_iter()
            .map(|fault| {
                (fault.rule, fault.path.trim_start_matches(FOLDER).trim_start_matches('/').to_owned(), fault.line)
            })
            .collect()
    }

    #[test]
    fn words_in_both_languages_that_are_asked_for_are_fine() {
        let words = "# Targets\ntargets-title = Chỉ tiêu\ntargets-count = { $n } chỉ tiêu của { targets-unit }\n    .hint = gợi ý\ntargets-unit = đơn vị\n-brand = CS\ntargets-menu = a\n## tidy: uses targets-state-*\ntargets-state-late = trễ\ntargets-said = nói\n";
        let template = "<h1>{{ t(\"targets-title\") }}</h1>{{ a(\"targets-count.hint\", \"n\", n) }}";
        let code = "const MENU: &str = \"targets-menu\";\nfn f(words: &Words) { words.t(\n    \"targets-said\",\n) }";
        assert_eq!(rules(words, words, &[("templates/list.html", template), ("pages.rs", code)]), []);
    }

    #[test]
    fn a_key_without_words_is_a_fault_where_it_is_asked_for() {
        let faults = rules(
            "one = 1\n",
            "one = 1\n",
            &[
                ("templates/list.html", "{{ t(\"one\") }}\n{{ a2(\"two\", \"a\", b, \"c\", d) }}"),
                (
                    "pages.rs",
                    "words.t(\"three\"); list(\"four\"); words.t(name);\n#[cfg(test)]\nmod tests { fn a() { words.t(\"five\"); } }",
                ),
            ],
        );
        assert_eq!(
            faults,
            [("word-missing", "templates/list.html".to_owned(), 2), ("word-missing", "pages.rs".to_owned(), 1)]
        );
    }

    #[test]
    fn a_key_put_together_at_run_time_needs_its_declaration() {
        let template = [("templates/list.html", "{{ t(\"state-\" ~ state) }}")];
        let undeclared: Vec<_> =
            rules("state-late = a\n", "state-late = a\n", &template).into_iter().map(|fault| fault.0).collect();
        assert_eq!(undeclared, ["word-missing", "word-unused", "word-unused"]);
        let words = "## tidy: uses state-*\nstate-late = a\n";
        assert_eq!(rules(words, words, &template), []);
    }

    #[test]
    fn languages_must_agree_and_keys_have_one_owner() {
        let template = [("templates/list.html", "t(\"one\") t(\"two\")")];
        assert_eq!(rules("one = 1\ntwo = 2\n", "one = 1\n", &template), [("word-language", "vi.ftl".to_owned(), 2)]);
        assert_eq!(
            rules("one = 1\none = 2\ntwo = 2\n", "one = 1\ntwo = 2\n", &template),
            [("word-double", "vi.ftl".to_owned(), 2)]
        );
        let faults = check(&[
            File::new("crates/app/src/a/vi.ftl", "one = 1"),
            File::new("crates/app/src/b/vi.ftl", "one = 1"),
            File::new("crates/app/src/a/pages.rs", "t(\"one\")"),
        ]);
        let found: Vec<_> = faults.iter().map(|fault| (fault.rule, fault.path.as_str())).collect();
        assert_eq!(
            found,
            [
                ("word-language", "crates/app/src/a/vi.ftl"),
                ("word-language", "crates/app/src/b/vi.ftl"),
                ("word-double", "crates/app/src/b/vi.ftl")
            ]
        );
    }
}
