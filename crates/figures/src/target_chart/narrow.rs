//! For phones: a row for each year, values to the right, so that no number of years makes the words collide.

use super::{TargetChart, Year, legend_entries};
use crate::axis::Axis;
use crate::drawing::{Anchor, Drawing, INK, LINE, SOFT, Span, joined};
use crate::legend::{Mark, legend};
use crate::number::{fit, text_width};

const SIZE: f64 = 16.0;
const WIDTH: f64 = 360.0;
const LEFT: f64 = 14.0;
const RIGHT: f64 = WIDTH - 14.0;
const LINE_HEIGHT: f64 = 21.0;
const TRACK: f64 = 28.0;

/// A year's words: what stands at the left, and whether the right needs a line of its own.
struct Row<'a> {
    year: &'a Year,
    left: String,
    right: Vec<Span<'a>>,
    two_lines: bool,
}

impl Row<'_> {
    fn height(&self) -> f64 {
        TRACK + if self.two_lines { 2.0 * LINE_HEIGHT } else { LINE_HEIGHT } + 10.0
    }
}

pub(super) fn draw(chart: &TargetChart) -> Drawing {
    let mut drawing = Drawing::new(WIDTH, SIZE);
    let words = chart.language.words();
    if chart.years.is_empty() {
        drawing.text(Anchor::Start, 2.0, 20.0, &[(words.missing_data, SOFT)]);
        drawing.set_bottom(32.0);
        return drawing;
    }
    let values = chart.years.iter().flat_map(|year| [year.known_target(), year.known_result()]).flatten();
    let axis = Axis::covering(values.map(|value| value.at), 3, &chart.unit);
    let place_of = |value: f64| LEFT + axis.share(value) * (RIGHT - LEFT);

    let differences: Vec<String> = chart.years.iter().map(|year| year.difference_text(&chart.unit)).collect();
    let rows: Vec<Row> = chart.years.iter().zip(&differences).map(|(year, text)| row(year, text, chart)).collect();
    let top = SIZE + 8.0;
    let bottom = top + rows.iter().map(Row::height).sum::<f64>();

    let ticks = axis.ticks();
    let mut free_from = f64::NEG_INFINITY;
    for (index, tick) in ticks.iter().enumerate() {
        let x = place_of(*tick);
        drawing.line((x, top), (x, bottom), LINE, 1.0);
        let mut text = axis.tick_text(*tick);
        if index + 1 == ticks.len() && chart.unit.sign().chars().count() < 3 {
            text += &format!(" {}", chart.unit.sign());
        }
        let half = text_width(&text, SIZE) / 2.0;
        let centre = x.max(half + 1.0).min(WIDTH - half - 1.0);
        if centre - half >= free_from {
            drawing.text(Anchor::Middle, centre, SIZE, &[(&text, SOFT)]);
            free_from = centre + half + 8.0;
        }
    }

    let mut y = top;
    for row in &rows {
        drawing.titled(&row.year.sentence(&chart.unit, words), |drawing| {
            draw_row(drawing, row, y, &place_of);
        });
        y += row.height();
    }
    let end = legend(&mut drawing, bottom + 6.0, &legend_entries(chart, Mark::Post));
    drawing.set_bottom(end + 2.0);
    drawing
}

fn row<'a>(year: &'a Year, difference: &'a str, chart: &TargetChart) -> Row<'a> {
    let left = year.note.as_ref().map_or_else(|| year.label.clone(), |note| format!("{} ({note})", year.label));
    let right = year.spans(difference, chart.language.words());
    let widths = text_width(&left, SIZE) + text_width(&joined(&right), SIZE);
    Row { year, left: fit(&left, SIZE, WIDTH - 4.0), right, two_lines: widths > WIDTH - 24.0 }
}

fn draw_row(drawing: &mut Drawing, row: &Row, top: f64, place_of: &dyn Fn(f64) -> f64) {
    let mut y = top + LINE_HEIGHT - 4.0;
    drawing.text(Anchor::Start, 2.0, y, &[(&row.left, SOFT)]);
    if row.two_lines {
        y += LINE_HEIGHT;
    }
    let whole = fit(&joined(&row.right), SIZE, WIDTH - 4.0);
    if whole == joined(&row.right) {
        drawing.text(Anchor::End, WIDTH - 2.0, y, &row.right);
    } else {
        drawing.text(Anchor::End, WIDTH - 2.0, y, &[(&whole, INK)]);
    }
    let track = y + 4.0 + TRACK / 2.0;
    drawing.line((LEFT, track), (RIGHT, track), LINE, 1.0);
    let target = row.year.known_target().map(|value| place_of(value.at));
    let result = row.year.known_result().map(|value| place_of(value.at));
    if let (Some(target), Some(result)) = (target, result) {
        drawing.line((target, track), (result, track), row.year.difference_ink(), 5.0);
    }
    if let Some(x) = target {
        drawing.line((x, track - 11.0), (x, track + 11.0), INK, 3.5);
    }
    if let Some(x) = result {
        drawing.point((x, track), 8.0, row.year.full_year);
    }
}
