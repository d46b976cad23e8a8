//! Numbers in Vietnamese format, and how wide a text will be.

/// A quantity to draw: where it stands on the axis, and the words that stand for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Position on the axis, in the chart's unit (82.29 for 82,29 %). A position that is not finite is drawn as missing.
    pub at: f64,
    /// As printed, Vietnamese format, without its unit ("82,29").
    pub text: String,
}

impl Value {
    /// A value whose printed form the caller decides ("1–2", "trên 95,15").
    pub fn new(at: f64, text: impl Into<String>) -> Value {
        Value { at, text: text.into() }
    }

    /// A percentage with two decimals.
    pub fn percent(at: f64) -> Value {
        Value::new(at, decimal(at, 2))
    }

    /// A whole count.
    pub fn count(count: i64) -> Value {
        let at = count as f64;
        Value::new(at, decimal(at, 0))
    }
}

/// What the numbers of a chart count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Percent; differences are percentage points.
    Percent,
    /// A count of something, named as it stands after a number ("người", "xã").
    Count(String),
}

impl Unit {
    pub(crate) fn sign(&self) -> &str {
        match self {
            Unit::Percent => "%",
            Unit::Count(name) => name,
        }
    }

    pub(crate) fn difference_sign(&self) -> &str {
        match self {
            Unit::Percent => "điểm %",
            Unit::Count(name) => name,
        }
    }

    pub(crate) fn places(&self) -> usize {
        match self {
            Unit::Percent => 2,
            Unit::Count(_) => 0,
        }
    }
}

/// `value` with a comma before `places` decimals and points between thousands: 1234.5 → "1.234,50".
pub fn decimal(value: f64, places: usize) -> String {
    let plain = format!("{:.places$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

/// A difference with its sign: "+7,09", "−0,3". A difference that `places` decimals would print as zero gets as many
/// more as it needs, so that 89,996 against 90 reads "−0,004".
pub fn signed(difference: f64, places: usize) -> String {
    if is_zero(difference) {
        return decimal(0.0, places);
    }
    let shown = (places..=places + 6)
        .map(|places| decimal(difference.abs(), places))
        .find(|text| text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)))
        .unwrap_or_else(|| decimal(difference.abs(), places));
    format!("{}{shown}", if difference < 0.0 { '−' } else { '+' })
}

/// Whether a difference is only what floating point leaves of two equal numbers.
pub(crate) fn is_zero(difference: f64) -> bool {
    difference.abs() < 1e-9
}

/// Estimated width of `text` in a sans-serif face at `size`; on the wide side for the faces of the font stack.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(letter_width).sum::<f64>() * size
}

fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '·' => 0.3,
        ' ' | '(' | ')' | '/' | '-' | 'f' | 't' | 'r' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' | '…' => 0.92,
        '+' | '−' | '–' | '0'..='9' => 0.59,
        _ if letter.is_uppercase() => 0.7,
        _ => 0.59,
    }
}

/// `text`, cut with "…" where it is wider than `width`.
pub(crate) fn fit(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while !kept.is_empty() {
        kept.pop();
        let candidate = format!("{}…", kept.iter().collect::<String>().trim_end());
        if text_width(&candidate, size) <= width {
            return candidate;
        }
    }
    String::new()
}
