//! Results against targets through the years: points, the target as a bar, the difference as a line in words.

mod narrow;
mod wide;

use crate::drawing::{BAD, Drawing, GOOD, INK, SOFT, Span, WARN, Width};
use crate::language::{Language, Standing, Words};
use crate::legend::Mark;
use crate::number::{Unit, Value, is_zero, signed};

/// Years of one indicator of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetChart {
    /// What is drawn, in words ("Tỉnh Bến Tre: bao phủ BHYT so với chỉ tiêu").
    pub title: String,
    /// What all values are counted in.
    pub unit: Unit,
    /// In the order to draw, usually one to twelve.
    pub years: Vec<Year>,
    /// Language of the chart's own words.
    pub language: Language,
}

/// One year (or other period) of a [`TargetChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// Under the axis ("2019").
    pub label: String,
    /// Beside the label ("đến 31/8").
    pub note: Option<String>,
    /// What was to be reached; `None` when no target is known.
    pub target: Option<Value>,
    /// What was reached; `None` when no result is known.
    pub result: Option<Value>,
    /// Whether the result covers the whole year.
    pub full_year: bool,
    /// The caller's verdict where "at least the target" is not the rule; `None` compares the two positions.
    pub standing: Option<Standing>,
}

impl Year {
    /// A full year without target or result yet.
    pub fn new(label: impl Into<String>) -> Year {
        Year { label: label.into(), note: None, target: None, result: None, full_year: true, standing: None }
    }

    /// The year with its target.
    #[must_use]
    pub fn target(self, target: Value) -> Year {
        Year { target: Some(target), ..self }
    }

    /// The year with its result.
    #[must_use]
    pub fn result(self, result: Value) -> Year {
        Year { result: Some(result), ..self }
    }

    /// The year as one that is not over, with the words that say until when.
    #[must_use]
    pub fn until(self, note: impl Into<String>) -> Year {
        Year { note: Some(note.into()), full_year: false, ..self }
    }

    /// The year with the caller's verdict.
    #[must_use]
    pub fn standing(self, standing: Standing) -> Year {
        Year { standing: Some(standing), ..self }
    }
}

/// The chart as an SVG element.
pub fn target_chart(chart: &TargetChart, width: Width) -> String {
    draw(chart, width).finish(&chart.title, &description(chart))
}

pub(crate) fn draw(chart: &TargetChart, width: Width) -> Drawing {
    match width {
        Width::Wide => wide::draw(chart),
        Width::Narrow => narrow::draw(chart),
    }
}

fn finite(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| value.at.is_finite())
}

impl Year {
    fn known_target(&self) -> Option<&Value> {
        finite(self.target.as_ref())
    }

    fn known_result(&self) -> Option<&Value> {
        finite(self.result.as_ref())
    }

    fn difference(&self) -> Option<f64> {
        Some(self.known_result()?.at - self.known_target()?.at)
    }

    fn verdict(&self) -> Standing {
        match (self.standing, self.difference()) {
            (Some(standing), _) => standing,
            (None, None) => Standing::Unknown,
            (None, Some(difference)) if is_zero(difference) => Standing::Met,
            (None, Some(difference)) if difference > 0.0 => Standing::Exceeded,
            (None, Some(_)) => Standing::Missed,
        }
    }

    /// Green where the target is reached; short of it red, or amber while the year is not over.
    fn difference_ink(&self) -> &'static str {
        match self.verdict() {
            Standing::Exceeded | Standing::Met => GOOD,
            Standing::Missed if self.full_year => BAD,
            Standing::Missed => WARN,
            Standing::Unknown => SOFT,
        }
    }

    /// The words beside the year's marks, each line a few spans.
    fn spans<'a>(&'a self, difference: &'a str, words: &'static Words) -> Vec<Span<'a>> {
        match (self.known_result(), self.known_target()) {
            (Some(result), Some(_)) => {
                vec![(&result.text, INK), (difference, self.difference_ink())]
            }
            (Some(result), None) => vec![(&result.text, INK), (words.missing_target, SOFT)],
            (None, Some(_)) => vec![(words.missing_result, SOFT)],
            (None, None) => vec![(words.missing_data, SOFT)],
        }
    }

    fn difference_text(&self, unit: &Unit) -> String {
        self.difference().map_or_else(String::new, |difference| signed(difference, unit.places()))
    }

    fn sentence(&self, unit: &Unit, words: &Words) -> String {
        let value = |value: Option<&Value>, missing: &str| {
            value.map_or_else(|| missing.to_owned(), |value| format!("{} {}", value.text, unit.sign()))
        };
        let mut sentence = match &self.note {
            Some(note) => format!("{} ({note}): ", self.label),
            None => format!("{}: ", self.label),
        };
        sentence += &format!("{} {}", words.result.to_lowercase(), value(self.known_result(), words.missing));
        sentence += &format!(", {} {}", words.target.to_lowercase(), value(self.known_target(), words.missing));
        sentence += &format!(", {}", words.standing(self.verdict()));
        if self.difference().is_some() {
            sentence += &format!(" ({} {})", self.difference_text(unit), unit.difference_sign());
        }
        if !self.full_year {
            sentence += &format!(", {}", words.unfinished.to_lowercase());
        }
        sentence
    }
}

fn description(chart: &TargetChart) -> String {
    let words = chart.language.words();
    if chart.years.is_empty() {
        return words.missing_data.to_owned();
    }
    let sentences: Vec<String> = chart.years.iter().map(|year| year.sentence(&chart.unit, words)).collect();
    sentences.join(". ") + "."
}

fn legend_entries(chart: &TargetChart, target: Mark) -> Vec<(Mark, String)> {
    let words = chart.language.words();
    let drawn =
        |full_year: bool| chart.years.iter().any(|year| year.full_year == full_year && year.known_result().is_some());
    let coloured = |inks: &'static [&'static str]| {
        chart
            .years
            .iter()
            .filter(|year| year.difference().is_some())
            .map(Year::difference_ink)
            .find(|ink| inks.contains(ink))
    };
    let sign = chart.unit.difference_sign();
    let mut entries = Vec::new();
    if drawn(true) {
        entries.push((Mark::Point, words.result.to_owned()));
    }
    if drawn(false) {
        let text = if drawn(true) {
            words.unfinished.to_owned()
        } else {
            format!("{} ({})", words.result, words.unfinished.to_lowercase())
        };
        entries.push((Mark::HollowPoint, text));
    }
    if chart.years.iter().any(|year| year.known_target().is_some()) {
        entries.push((target, words.target.to_owned()));
    }
    if coloured(&[GOOD]).is_some() {
        entries.push((Mark::Difference(GOOD), format!("{} ({sign})", words.over)));
    }
    if let Some(ink) = coloured(&[BAD]).or_else(|| coloured(&[WARN])) {
        entries.push((Mark::Difference(ink), format!("{} ({sign})", words.under)));
    }
    entries
}
