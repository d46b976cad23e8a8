//! Rust source as the rules see it: without comments, with or without its strings, and with its test code marked.

/// One Rust file, cut into views whose lines and columns are those of the file.
pub struct Source {
    /// Comments and the insides of strings and characters are blanks.
    pub code: String,
    /// Comments are blanks; strings are as they stand.
    pub text: String,
    /// For each line, whether it lies inside `#[cfg(test)]`.
    test_lines: Vec<bool>,
}

impl Source {
    /// Cuts a file.
    pub fn parse(file: &str) -> Source {
        let (code, text) = cut(file);
        let test_lines = mark_tests(&code);
        Source { code, text, test_lines }
    }

    /// Whether this line (from 1) is compiled only for tests.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.test_lines.get(line.saturating_sub(1)).copied().unwrap_or(false)
    }

    /// Every string literal with the line on which it begins; escapes are left as written.
    pub fn strings(&self) -> Vec<(usize, &str)> {
        let (code, text) = (self.code.as_bytes(), self.text.as_bytes());
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(begin) = next(code, at) {
            let Some(end) = next(code, begin + 1) else {
                break;
            };
            if text.get(begin) == Some(&b'"') {
                found.push((line_of(&self.code, begin), &self.text[begin + 1..end]));
            }
            at = end + 1;
        }
        found
    }
}

/// The line (from 1) of a byte.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Every place where `word` stands and no letter, digit or underscore touches an end of it that is one itself.
pub fn find_word(text: &str, word: &str) -> Vec<usize> {
    let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let (open, close) = (is_part(word.chars().next()), is_part(word.chars().next_back()));
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(|&at| !(open && is_part(text[..at].chars().next_back())))
        .filter(|&at| !(close && is_part(text[at + word.len()..].chars().next())))
        .collect()
}

fn next(code: &[u8], from: usize) -> Option<usize> {
    code.get(from..)?.iter().position(|&byte| byte == b'"').map(|distance| from + distance)
}

/// Both views. Blanks replace bytes one for one, so that positions stay; line ends stay line ends.
fn cut(file: &str) -> (String, String) {
    let bytes = file.as_bytes();
    let mut code = bytes.to_vec();
    let mut text = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end;
        if rest.starts_with(b"//") {
            end = at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            blank(&mut code[at..end]);
            blank(&mut text[at..end]);
        } else if rest.starts_with(b"/*") {
            end = at + comment_length(rest);
            blank(&mut code[at..end]);
            blank(&mut text[at..end]);
        } else if let Some((before, hashes)) = raw_string_start(bytes, at) {
            let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
            let begin = at + before;
            let length = bytes[begin..].windows(close.len()).position(|window| window == close);
            let stop = length.map_or(bytes.len(), |length| begin + length);
            blank(&mut code[begin..stop]);
            end = (stop + close.len()).min(bytes.len());
        } else if rest[0] == b'"' {
            let stop = at + 1 + string_length(&rest[1..]);
            blank(&mut code[at + 1..stop]);
            end = (stop + 1).min(bytes.len());
        } else if let Some(length) = character_length(rest) {
            end = at + length;
            blank(&mut code[at..end]);
            blank(&mut text[at..end]);
        } else {
            end = at + 1;
        }
        at = end;
    }
    (into_text(code), into_text(text))
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("only whole comments, strings and characters were blanked")
}

fn comment_length(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// For a raw string that begins here: how many bytes lie before its inside, and how many `#` close it.
fn raw_string_start(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let is_inside_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    let prefix = [b"br".as_slice(), b"cr", b"r"].into_iter().find(|prefix| bytes[at..].starts_with(prefix))?;
    let hashes = bytes[at + prefix.len()..].iter().take_while(|&&byte| byte == b'#').count();
    let quote = at + prefix.len() + hashes;
    (!is_inside_word && bytes.get(quote) == Some(&b'"')).then_some((prefix.len() + hashes + 1, hashes))
}

fn string_length(inside: &[u8]) -> usize {
    let mut at = 0;
    while at < inside.len() && inside[at] != b'"' {
        at += if inside[at] == b'\\' { 2 } else { 1 };
    }
    at.min(inside.len())
}

/// The length of a character literal that begins here; a lifetime is none.
fn character_length(rest: &[u8]) -> Option<usize> {
    if rest[0] != b'\'' {
        return None;
    }
    if rest.get(1) == Some(&b'\\') {
        return rest.iter().skip(3).position(|&byte| byte == b'\'').map(|distance| distance + 4);
    }
    let letter = std::str::from_utf8(&rest[1..rest.len().min(5)])
        .map_or_else(|error| std::str::from_utf8(&rest[1..1 + error.valid_up_to()]).ok(), Some)?
        .chars()
        .next()?;
    let close = 1 + letter.len_utf8();
    (rest.get(close) == Some(&b'\'')).then_some(close + 1)
}

fn mark_tests(code: &str) -> Vec<bool> {
    let mut marks = vec![false; code.lines().count()];
    for (at, attribute) in code.match_indices("#[cfg(test)]") {
        let from = at + attribute.len();
        let end = item_end(code, from);
        for mark in &mut marks[line_of(code, at) - 1..line_of(code, end)] {
            *mark = true;
        }
    }
    marks
}

/// The end of the item that begins here: its closing brace, or the semicolon of one without a body.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (distance, byte) in code.as_bytes()[from..].iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return from + distance,
            b'}' => depth -= 1,
            b';' if depth == 0 => return from + distance,
            _ => {}
        }
    }
    code.len().saturating_sub(1).max(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanks_and_lines_stay() {
        let source = Source::parse(
            "let a = \"Utc::now\"; // Utc::now\n/* a /* b */ Utc::now */ let b = 'x';\nlet c = r#\"a\"Utc::now\"#;\nfn d<'a>(e: &'a str) {}",
        );
        assert!(!source.code.contains("now"), "{}", source.code);
        assert_eq!(source.text.matches("Utc::now").count(), 2);
        assert_eq!(source.code.lines().count(), 4);
        assert!(source.code.contains("fn d<'a>(e: &'a str) {}"));
        let strings: Vec<_> = source.strings().into_iter().map(|(line, _)| line).collect();
        assert_eq!(strings, [1, 3]);
    }

    #[test]
    fn quotes_inside_strings_and_characters_do_not_confuse() {
        let source =
            Source::parse("let a = \"\\\"\"; let b = '\"'; let c = '\\''; let d = \"đ\"; let e = 'ế'; call();");
        assert_eq!(source.strings(), [(1, "\\\""), (1, "đ")]);
        assert!(source.code.contains("call();"));
    }

    #[test]
    fn test_code_is_marked() {
        let source = Source::parse(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}\n",
        );
        let marks: Vec<bool> = (1..=9).map(|line| source.is_test_line(line)).collect();
        assert_eq!(marks, [false, true, true, true, true, false, true, true, false]);
    }

    #[test]
    fn words_stand_alone() {
        assert_eq!(find_word("time::now now_then now", "now"), [6, 19]);
        assert_eq!(find_word("x.begin( y.begin_with( ", ".begin("), [1]);
    }
}
