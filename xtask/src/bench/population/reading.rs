//! What programs say about a run: one line of JSON, of which a few fields are wanted.

/// What one program said about its runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Seconds of each run.
    pub seconds: Vec<f64>,
    /// The most anonymous memory, in bytes.
    pub peak_anon: u64,
    /// Seconds of the whole process, start and end included.
    pub whole: Vec<f64>,
    /// What stands for the answer: equal only for equal answers.
    pub digest: String,
}

impl Reading {
    /// The middle run, in seconds.
    pub fn median(&self) -> f64 {
        median(&self.seconds)
    }

    /// The middle whole process, in seconds.
    pub fn whole_median(&self) -> f64 {
        median(&self.whole)
    }
}

/// The middle of some numbers; not a number if there are none.
pub fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        len if len % 2 == 1 => sorted[len / 2],
        len => f64::midpoint(sorted[len / 2 - 1], sorted[len / 2]),
    }
}

/// The text of what follows `"name":` up to the end of the value, braces and brackets matched.
pub fn field<'t>(json: &'t str, name: &str) -> Option<&'t str> {
    let key = format!("\"{name}\"");
    let rest = json.split_once(&key)?.1.trim_start().strip_prefix(':')?.trim_start();
    let mut depth = 0_u32;
    let mut within_text = false;
    for (place, letter) in rest.char_indices() {
        match letter {
            '"' => within_text = !within_text,
            _ if within_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' | ',' if depth == 0 => return Some(rest[..place].trim()),
            '}' | ']' => depth -= 1,
            _ => {}
        }
    }
    Some(rest.trim())
}

/// The number of a field.
pub fn number(json: &str, name: &str) -> Option<f64> {
    field(json, name)?.parse().ok()
}

/// The numbers of a field that is a list.
pub fn numbers(json: &str, name: &str) -> Option<Vec<f64>> {
    let list = field(json, name)?.strip_prefix('[')?.strip_suffix(']')?;
    list.split(',').map(|number| number.trim().parse().ok()).collect()
}

/// The last line that is an object of JSON.
pub fn last_object(text: &str) -> Option<&str> {
    text.lines().rev().map(str::trim).find(|line| line.starts_with('{') && line.ends_with('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_what_programs_say() {
        let said = "made\n{\"phases\":{\"open\":0.001,\"scan\":0.0125},\"peak_rss\":10,\"peak_anon\":4096}\n";
        let line = last_object(said).expect("an object");
        assert_eq!(number(line, "scan"), Some(0.0125));
        assert_eq!(number(line, "peak_anon"), Some(4096.0));
        assert_eq!(field(line, "phases"), Some("{\"open\":0.001,\"scan\":0.0125}"));
        assert_eq!(numbers("{\"seconds\": [1.5, 2]}", "seconds"), Some(vec![1.5, 2.0]));
        assert_eq!(field("{\"digest\": \"a,b\"}", "digest"), Some("\"a,b\""));
        assert_eq!(number(line, "write"), None);
    }

    #[test]
    fn the_middle_run_counts() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }
}
