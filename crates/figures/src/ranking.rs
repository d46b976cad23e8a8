//! Units one under the other as points on one axis, with the target across all of them.

use crate::axis::Axis;
use crate::drawing::{Anchor, Area, Drawing, INK, LINE, SOFT, Span, UNKNOWN_SOFT, Width, joined};
use crate::language::{Language, Standing};
use crate::legend::{Mark, legend};
use crate::number::{Unit, Value, fit, text_width};

/// Units to compare, in the order to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// What is drawn, in words.
    pub title: String,
    /// What all values are counted in.
    pub unit: Unit,
    /// Drawn as given: the caller sorts, and puts the unknown last.
    pub rows: Vec<RankingRow>,
    /// One target for all, drawn as a line; `None` when there is no such target.
    pub target: Option<Value>,
    /// Language of the chart's own words.
    pub language: Language,
}

/// One unit of a [`Ranking`].
#[derive(Clone, Debug, PartialEq)]
pub struct RankingRow {
    /// The unit ("Bến Tre").
    pub name: String,
    /// What it reached; `None` when not known.
    pub value: Option<Value>,
    /// Its state in a word after the number.
    pub standing: Standing,
    /// The unit the page is about, set apart from the others.
    pub highlighted: bool,
}

/// The chart as an SVG element.
pub fn ranking(chart: &Ranking, width: Width) -> String {
    draw(chart, width).finish(&chart.title, &description(chart))
}

impl RankingRow {
    fn known(&self) -> Option<&Value> {
        self.value.as_ref().filter(|value| value.at.is_finite())
    }

    fn spans(&self, language: Language) -> Vec<Span<'_>> {
        let words = language.words();
        match self.known() {
            Some(value) => vec![(&value.text, INK), (words.standing(self.standing), ink(self.standing))],
            None => vec![(words.missing, SOFT)],
        }
    }

    fn sentence(&self, unit: &Unit, language: Language) -> String {
        match self.known() {
            Some(value) => {
                format!("{}: {} {}, {}", self.name, value.text, unit.sign(), language.words().standing(self.standing))
            }
            None => format!("{}: {}", self.name, language.words().missing_data),
        }
    }
}

fn ink(standing: Standing) -> &'static str {
    match standing {
        Standing::Exceeded | Standing::Met => crate::drawing::GOOD,
        Standing::Missed => crate::drawing::BAD,
        Standing::Unknown => crate::drawing::UNKNOWN,
    }
}

fn description(chart: &Ranking) -> String {
    if chart.rows.is_empty() {
        return format!("{}.", chart.language.words().missing_data);
    }
    let rows: Vec<String> = chart.rows.iter().map(|row| row.sentence(&chart.unit, chart.language)).collect();
    rows.join("; ") + "."
}

pub(crate) fn draw(chart: &Ranking, width: Width) -> Drawing {
    let (full, size, row_height, ticks_wanted) = match width {
        Width::Wide => (640.0, 13.0, 20.0, 4),
        Width::Narrow => (360.0, 15.0, 27.0, 2),
    };
    let mut drawing = Drawing::new(full, size);
    let words = chart.language.words();
    if chart.rows.is_empty() {
        drawing.text(Anchor::Start, 2.0, size + 6.0, &[(words.missing_data, SOFT)]);
        drawing.set_bottom(size + 16.0);
        return drawing;
    }
    let target = chart.target.as_ref().filter(|target| target.at.is_finite());
    let values = chart.rows.iter().filter_map(RankingRow::known).chain(target).map(|value| value.at);
    let axis = Axis::covering(values, ticks_wanted, &chart.unit);
    let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
    let names = widest(&mut chart.rows.iter().map(|row| text_width(&row.name, size))).min(full * 0.36);
    let numbers = widest(&mut chart.rows.iter().map(|row| text_width(&joined(&row.spans(chart.language)), size)));
    let numbers = numbers.min(full * 0.4);
    let (left, right) = (names + 18.0, full - numbers - 16.0);
    let x_of = |value: f64| left + axis.share(value) * (right - left);

    let top = size + 10.0;
    let bottom = top + row_height * chart.rows.len() as f64;
    for (index, row) in chart.rows.iter().enumerate() {
        if row.highlighted {
            let y = top + row_height * index as f64;
            drawing.rectangle(Area { left: 0.0, top: y, right: full, bottom: y + row_height }, UNKNOWN_SOFT);
        }
    }
    draw_axis(&mut drawing, chart, &axis, &x_of, (top, bottom));
    if let Some(target) = target {
        drawing.line((x_of(target.at), top - 4.0), (x_of(target.at), bottom), INK, 2.0);
    }
    for (index, row) in chart.rows.iter().enumerate() {
        let y = top + row_height * (index as f64 + 0.5);
        drawing.titled(&row.sentence(&chart.unit, chart.language), |drawing| {
            drawing.text(Anchor::Start, 4.0, y + size * 0.35, &[(&fit(&row.name, size, names), INK)]);
            drawing.line((left, y), (right, y), LINE, 1.0);
            if let Some(value) = row.known() {
                drawing.point((x_of(value.at), y), size * 0.34, true);
            }
            let spans = row.spans(chart.language);
            let whole = joined(&spans);
            match fit(&whole, size, numbers) {
                cut if cut != whole => drawing.text(Anchor::End, full - 4.0, y + size * 0.35, &[(&cut, INK)]),
                _ => drawing.text(Anchor::End, full - 4.0, y + size * 0.35, &spans),
            }
        });
    }
    let mut entries = vec![(Mark::Point, words.result.to_owned())];
    if let Some(target) = target {
        entries.push((Mark::Post, format!("{} {} {}", words.target, target.text, chart.unit.sign())));
    }
    let end = legend(&mut drawing, bottom + 6.0, &entries);
    drawing.set_bottom(end + 2.0);
    drawing
}

fn draw_axis(
    drawing: &mut Drawing,
    chart: &Ranking,
    axis: &Axis,
    x_of: &dyn Fn(f64) -> f64,
    (top, bottom): (f64, f64),
) {
    let size = drawing.size();
    let ticks = axis.ticks();
    let mut free_from = 0.0;
    for (index, tick) in ticks.iter().enumerate() {
        let x = x_of(*tick);
        drawing.line((x, top), (x, bottom), LINE, 1.0);
        let mut text = axis.tick_text(*tick);
        if index + 1 == ticks.len() && chart.unit.sign().chars().count() < 3 {
            text += &format!(" {}", chart.unit.sign());
        }
        let half = text_width(&text, size) / 2.0;
        let centre = x.min(drawing.width() - half - 1.0);
        if centre - half >= free_from {
            drawing.text(Anchor::Middle, centre, size, &[(&text, SOFT)]);
            free_from = centre + half + 8.0;
        }
    }
}
