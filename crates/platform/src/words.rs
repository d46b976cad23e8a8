//! The words on the screen: Fluent messages, Vietnamese first, English second. Each slice brings its own file for each
//! language; `cargo xtask tidy` proves that every key used exists in both.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The code in `lang` attributes and cookies.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a code; anything unknown is Vietnamese.
    pub fn of_code(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Vi }
    }
}

/// All messages of all slices in both languages.
pub struct Words {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

/// One slice's messages: the text of `vi.ftl` and of `en.ftl`.
#[derive(Debug, Clone, Copy)]
pub struct WordFiles {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Gathers the messages; a file that does not parse or a key given twice is a fault of the build.
    pub fn gather(files: &[WordFiles]) -> std::result::Result<Self, String> {
        let mut words = Self { vi: bundle("vi")?, en: bundle("en")? };
        for file in files {
            add(&mut words.vi, file.vi)?;
            add(&mut words.en, file.en)?;
        }
        Ok(words)
    }

    /// The message of `key` with its arguments. A key that does not exist shows itself in brackets, so that it is seen.
    pub fn say(&self, lang: Lang, key: &str, arguments: &[(&str, &str)]) -> String {
        let bundle = match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("[{key}]");
        };
        let values: FluentArgs<'_> = arguments.iter().copied().collect();
        let mut faults = Vec::new();
        bundle.format_pattern(pattern, Some(&values), &mut faults).into_owned()
    }

    /// Whether both languages know the key.
    pub fn knows(&self, key: &str) -> bool {
        self.vi.has_message(key) && self.en.has_message(key)
    }
}

fn bundle(code: &str) -> std::result::Result<FluentBundle<FluentResource>, String> {
    let identifier: LanguageIdentifier = code.parse().map_err(|_| format!("not a language: {code}"))?;
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    bundle.set_use_isolating(false);
    Ok(bundle)
}

fn add(bundle: &mut FluentBundle<FluentResource>, text: &str) -> std::result::Result<(), String> {
    let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| format!("{errors:?}"))?;
    bundle.add_resource(resource).map_err(|errors| format!("{errors:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: WordFiles = WordFiles { vi: "due = Đến hạn { $day }\n", en: "due = Due { $day }\n" };

    #[test]
    fn a_message_speaks_both_languages() {
        let words = Words::gather(&[FILES]).expect("the files parse");
        assert_eq!(words.say(Lang::Vi, "due", &[("day", "31/10")]), "Đến hạn 31/10");
        assert_eq!(words.say(Lang::En, "due", &[("day", "31/10")]), "Due 31/10");
    }

    #[test]
    fn a_missing_key_is_seen_and_a_double_one_refused() {
        let words = Words::gather(&[FILES]).expect("the files parse");
        assert_eq!(words.say(Lang::Vi, "nothing", &[]), "[nothing]");
        assert!(Words::gather(&[FILES, FILES]).is_err());
    }
}
