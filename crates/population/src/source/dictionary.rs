//! Texts and the small numbers that stand for them.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Codes and their numbers, shared by all threads that read.
///
/// Nought is no code. Codes are trimmed and in capitals, so "hn " and "HN" are one. Numbers are given in the order in
/// which codes come; where several threads read, only codes that were there from the beginning ([`Dictionary::of`])
/// have the same number each time.
#[derive(Debug, Default)]
pub struct Dictionary {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    numbers: HashMap<Box<str>, u16>,
    texts: Vec<Box<str>>,
}

impl Dictionary {
    /// Without codes.
    pub fn new() -> Dictionary {
        Dictionary::default()
    }

    /// With these codes, numbered from 1 in their order.
    pub fn of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Dictionary {
        let dictionary = Dictionary::new();
        for code in codes {
            dictionary.number(code);
        }
        dictionary
    }

    /// The number of a code, given to it now if it had none. Nought for an empty one; `None` when 65,535 codes are there
    /// and this is yet another.
    pub fn number(&self, code: &str) -> Option<u16> {
        let code = normal(code);
        if code.is_empty() {
            return Some(0);
        }
        if let Some(number) = self.read(|inner| inner.numbers.get(code.as_str()).copied()) {
            return Some(number);
        }
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(&number) = inner.numbers.get(code.as_str()) {
            return Some(number);
        }
        let number = u16::try_from(inner.texts.len() + 1).ok()?;
        inner.texts.push(code.as_str().into());
        inner.numbers.insert(code.into(), number);
        Some(number)
    }

    /// The number of a code that is there.
    pub fn find(&self, code: &str) -> Option<u16> {
        self.read(|inner| inner.numbers.get(normal(code).as_str()).copied())
    }

    /// The code of a number; `None` for nought and for numbers not given.
    pub fn text(&self, number: u16) -> Option<String> {
        let place = usize::from(number).checked_sub(1)?;
        self.read(|inner| inner.texts.get(place).map(|text| text.to_string()))
    }

    /// Every code, in the order of numbers: the first has number 1.
    pub fn texts(&self) -> Vec<String> {
        self.read(|inner| inner.texts.iter().map(|text| text.to_string()).collect())
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.read(|inner| inner.texts.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read<T>(&self, ask: impl FnOnce(&Inner) -> T) -> T {
        ask(&self.inner.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn normal(code: &str) -> String {
    code.trim().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_number_however_it_is_written() {
        let groups = Dictionary::of(["HN", "CN"]);
        assert_eq!(groups.number(" hn"), Some(1));
        assert_eq!(groups.number("GD"), Some(3));
        assert_eq!(groups.number("  "), Some(0));
        assert_eq!(groups.find("đt"), None);
        assert_eq!((groups.text(0), groups.text(3), groups.text(4)), (None, Some("GD".to_owned()), None));
        assert_eq!(groups.texts(), ["HN", "CN", "GD"]);
    }

    #[test]
    fn threads_that_meet_a_code_at_once_agree_on_its_number() {
        let groups = Dictionary::new();
        let seen = std::thread::scope(|scope| {
            let ask = || (0..2_000_u32).map(|code| groups.number(&format!("{}", code % 500))).collect::<Vec<_>>();
            let (one, two) = (scope.spawn(ask), scope.spawn(ask));
            (one.join().expect("it only counts"), two.join().expect("it only counts"))
        });
        assert_eq!(seen.0, seen.1);
        assert_eq!(groups.len(), 500);
    }

    #[test]
    fn a_column_of_something_else_does_not_fit() {
        let groups = Dictionary::new();
        for code in 0..65_535_u32 {
            assert_ne!(groups.number(&format!("X{code}")), None);
        }
        assert_eq!(groups.number("one more"), None);
        assert_eq!(groups.number("x7"), Some(8));
    }
}
