//! Years side by side, values upward.

use super::{TargetChart, Year, legend_entries};
use crate::axis::Axis;
use crate::drawing::{Anchor, Area, Drawing, INK, LINE, SOFT, Span, joined};
use crate::legend::{Mark, legend};
use crate::number::{fit, text_width};

const SIZE: f64 = 13.0;
const WIDTH: f64 = 640.0;
const TOP: f64 = 6.0;
const BOTTOM: f64 = 216.0;
const RADIUS: f64 = 7.0;
const LEADING: f64 = 15.0;
/// Room kept for words above the highest and below the lowest mark.
const HEADROOM: f64 = 46.0;
const FOOTROOM: f64 = 26.0;

/// Where a year's marks stand.
struct Slot {
    centre: f64,
    half_bar: f64,
    target: Option<f64>,
    result: Option<f64>,
}

impl Slot {
    fn marks(&self) -> Vec<Area> {
        let around = |y: f64, half: f64, thick: f64| Area {
            left: self.centre - half,
            right: self.centre + half,
            top: y - thick,
            bottom: y + thick,
        };
        let mut marks = Vec::new();
        marks.extend(self.target.map(|y| around(y, self.half_bar, 2.0)));
        marks.extend(self.result.map(|y| around(y, RADIUS + 1.0, RADIUS + 1.0)));
        if let (Some(target), Some(result)) = (self.target, self.result) {
            marks.push(Area {
                left: self.centre - 3.0,
                right: self.centre + 3.0,
                top: target.min(result),
                bottom: target.max(result),
            });
        }
        marks
    }

    fn upper(&self) -> Option<f64> {
        let tops = [self.target.map(|y| y - 2.0), self.result.map(|y| y - RADIUS - 1.0)];
        tops.into_iter().flatten().reduce(f64::min)
    }

    fn lower(&self) -> Option<f64> {
        let bottoms = [self.target.map(|y| y + 2.0), self.result.map(|y| y + RADIUS + 1.0)];
        bottoms.into_iter().flatten().reduce(f64::max)
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
    let axis = Axis::covering(values.map(|value| value.at), 4, &chart.unit);
    let base = BOTTOM - FOOTROOM;
    let height_of = |value: f64| base - axis.share(value) * (base - TOP - HEADROOM);

    let mut ticks: Vec<(f64, String)> =
        axis.ticks().into_iter().map(|tick| (height_of(tick), axis.tick_text(tick))).collect();
    if let (Some((_, text)), sign) = (ticks.last_mut(), chart.unit.sign())
        && sign.chars().count() < 3
    {
        *text += &format!(" {sign}");
    }
    let left = ticks.iter().map(|(_, text)| text_width(text, SIZE)).fold(0.0, f64::max) + 10.0;
    for (y, text) in &ticks {
        drawing.line((left, *y), (WIDTH - 4.0, *y), LINE, 1.0);
        drawing.text(Anchor::End, left - 6.0, y + 4.0, &[(text, SOFT)]);
    }

    let slot_width = (WIDTH - 4.0 - left) / chart.years.len() as f64;
    let slots: Vec<Slot> = chart
        .years
        .iter()
        .enumerate()
        .map(|(index, year)| Slot {
            centre: left + slot_width * (index as f64 + 0.5),
            half_bar: (slot_width * 0.36).min(34.0),
            target: year.known_target().map(|value| height_of(value.at)),
            result: year.known_result().map(|value| height_of(value.at)),
        })
        .collect();
    for (year, slot) in chart.years.iter().zip(&slots) {
        drawing.titled(&year.sentence(&chart.unit, words), |drawing| draw_marks(drawing, year, slot));
    }
    let obstacles: Vec<Area> =
        slots.iter().flat_map(Slot::marks).chain(drawing.labels.iter().map(|(area, _)| *area)).collect();
    let marks_top = obstacles.iter().map(|area| area.top).fold(f64::INFINITY, f64::min);
    draw_values(&mut drawing, chart, &slots, obstacles);
    let labels_top = drawing.labels.iter().map(|(area, _)| area.top).fold(marks_top, f64::min);
    drawing.set_top(labels_top - TOP);
    let end = draw_years(&mut drawing, chart, &slots, slot_width);
    let end = legend(&mut drawing, end + 6.0, &legend_entries(chart, Mark::Bar));
    drawing.set_bottom(end + 2.0);
    drawing
}

fn draw_marks(drawing: &mut Drawing, year: &Year, slot: &Slot) {
    if let (Some(target), Some(result)) = (slot.target, slot.result) {
        drawing.line((slot.centre, target), (slot.centre, result), year.difference_ink(), 4.0);
    }
    if let Some(y) = slot.target {
        drawing.line((slot.centre - slot.half_bar, y), (slot.centre + slot.half_bar, y), INK, 3.0);
    }
    if let Some(y) = slot.result {
        drawing.point((slot.centre, y), RADIUS, year.full_year);
    }
}

/// One year's words in lines, placed at baselines.
struct Label<'a> {
    lines: Vec<Vec<Span<'a>>>,
    x: f64,
    first_baseline: f64,
}

impl Label<'_> {
    fn areas(&self) -> Vec<Area> {
        let line = |(index, spans): (usize, &Vec<Span>)| {
            Area::of_text(Anchor::Middle, self.x, self.first_baseline + LEADING * index as f64, SIZE, &joined(spans))
        };
        self.lines.iter().enumerate().map(line).collect()
    }
}

/// How much of a year's words is shown.
#[derive(Clone, Copy)]
enum Amount {
    OneLine,
    Stacked,
    Least,
}

/// Writes the values the same way for all years where that fits; else each as well as its place allows, dropping the
/// difference first. What is dropped is still said by the marks' title and the description.
fn draw_values(drawing: &mut Drawing, chart: &TargetChart, slots: &[Slot], obstacles: Vec<Area>) {
    let differences: Vec<String> = chart.years.iter().map(|year| year.difference_text(&chart.unit)).collect();
    let room = Area { left: 1.0, top: TOP, right: WIDTH - 1.0, bottom: BOTTOM };
    let make = |index: usize, amount: Amount, preferred: bool| {
        label(chart, index, &differences[index], &slots[index], amount, preferred)
    };
    let place = |options: &[Vec<(Amount, bool)>]| -> (Vec<Label>, bool) {
        let mut taken = obstacles.clone();
        let mut labels = Vec::new();
        let mut whole = true;
        for (index, options) in options.iter().enumerate() {
            let found = options.iter().map(|(amount, preferred)| make(index, *amount, *preferred)).find(|label| {
                let areas = label.areas();
                areas.iter().all(|area| area.inside(&room) && !taken.iter().any(|other| area.overlaps(other)))
            });
            whole &= found.is_some();
            if let Some(label) = found {
                taken.extend(label.areas().iter().map(|area| Area {
                    left: area.left - 4.0,
                    right: area.right + 4.0,
                    ..*area
                }));
                labels.push(label);
            }
        }
        (labels, whole)
    };
    let sides = |amount| [(amount, true), (amount, false)];
    let uniform = |amount| vec![vec![(amount, true)]; chart.years.len()];
    let any: Vec<(Amount, bool)> =
        [Amount::OneLine, Amount::Stacked, Amount::Least].into_iter().flat_map(sides).collect();
    let labels = [uniform(Amount::OneLine), uniform(Amount::Stacked), vec![any[2..].to_vec(); chart.years.len()]]
        .iter()
        .map(|options| place(options))
        .find(|(_, whole)| *whole)
        .unwrap_or_else(|| place(&vec![any; chart.years.len()]))
        .0;
    for label in labels {
        for (index, spans) in label.lines.iter().enumerate() {
            drawing.text(Anchor::Middle, label.x, label.first_baseline + LEADING * index as f64, spans);
        }
    }
}

fn label<'a>(
    chart: &'a TargetChart,
    index: usize,
    difference: &'a str,
    slot: &Slot,
    amount: Amount,
    preferred: bool,
) -> Label<'a> {
    let year = &chart.years[index];
    let words = chart.language.words();
    let spans = year.spans(difference, words);
    let lines: Vec<Vec<Span>> = match amount {
        Amount::OneLine if year.known_target().is_some() => vec![spans],
        Amount::OneLine => spans.into_iter().map(|span| vec![span]).collect(),
        Amount::Stacked => spans.into_iter().flat_map(|(text, ink)| stacked(text, words.missing, ink)).collect(),
        Amount::Least if year.known_result().is_some() => vec![vec![spans[0]]],
        Amount::Least => vec![vec![(words.missing, SOFT)]],
    };
    let height = LEADING * (lines.len() - 1) as f64;
    // Words stand beyond the result: below it where it is short of the target.
    let above = preferred == year.difference().is_none_or(|difference| difference >= 0.0);
    let first_baseline = match (slot.upper(), slot.lower()) {
        (Some(upper), _) if above => upper - 6.0 - height,
        (_, Some(lower)) => lower + 4.0 + SIZE * 0.85,
        _ => (TOP + BOTTOM) / 2.0,
    };
    Label { lines, x: slot.centre, first_baseline }
}

/// "chưa có kết quả" broken after "chưa có"; other words whole.
fn stacked<'a>(text: &'a str, missing: &'static str, ink: &'static str) -> Vec<Vec<Span<'a>>> {
    match text.strip_prefix(missing) {
        Some(rest) if !rest.is_empty() => {
            vec![vec![(missing, ink)], vec![(rest.trim_start(), ink)]]
        }
        _ => vec![vec![(text, ink)]],
    }
}

/// Writes the years under the axis, their notes beside them, under them, or in turn on two lines; answers the lowest line.
fn draw_years(drawing: &mut Drawing, chart: &TargetChart, slots: &[Slot], slot_width: f64) -> f64 {
    let y = BOTTOM + SIZE;
    let beside: Vec<String> = chart
        .years
        .iter()
        .map(|year| year.note.as_ref().map_or_else(|| year.label.clone(), |note| format!("{} ({note})", year.label)))
        .collect();
    let room = slot_width - 6.0;
    if beside.iter().all(|text| text_width(text, SIZE) <= room) {
        for (text, slot) in beside.iter().zip(slots) {
            drawing.text(Anchor::Middle, slot.centre, y, &[(text, SOFT)]);
        }
        return y;
    }
    let mut lowest = y;
    let mut level_ends = [f64::NEG_INFINITY; 2];
    for (year, slot) in chart.years.iter().zip(slots) {
        drawing.text(Anchor::Middle, slot.centre, y, &[(&fit(&year.label, SIZE, room), SOFT)]);
        let Some(note) = &year.note else { continue };
        let half = text_width(note, SIZE) / 2.0;
        let free = (0..2).find(|level| level_ends[*level] + 4.0 <= slot.centre - half && slot.centre + half < WIDTH);
        let (level, text) = free.map_or_else(|| (0, fit(note, SIZE, room)), |level| (level, note.clone()));
        let half = text_width(&text, SIZE) / 2.0;
        if level_ends[level] > slot.centre - half {
            continue;
        }
        level_ends[level] = slot.centre + half;
        let note_y = y + LEADING * (level + 1) as f64;
        drawing.text(Anchor::Middle, slot.centre, note_y, &[(&text, SOFT)]);
        lowest = lowest.max(note_y);
    }
    lowest
}
