//! A series of months (up to about 130) as a line, with the target as a stepped line.

use crate::axis::Axis;
use crate::drawing::{ACCENT, Anchor, Area, Drawing, INK, LINE, SOFT, Span, UNKNOWN_SOFT, Width};
use crate::language::{Language, Words};
use crate::legend::{Mark, legend};
use crate::number::{Unit, Value, fit, text_width};

/// A series in time.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSeries {
    /// What is drawn, in words.
    pub title: String,
    /// What all values are counted in.
    pub unit: Unit,
    /// In order of time, equally spaced.
    pub moments: Vec<Moment>,
    /// Language of the chart's own words.
    pub language: Language,
}

/// One month (or other equal step) of a [`LineSeries`].
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Its name ("8/2019").
    pub label: String,
    /// What to write under the axis here ("2019" at each January); `None` writes nothing.
    pub tick: Option<String>,
    /// What was reached; `None` breaks the line.
    pub value: Option<Value>,
    /// The target in force; `None` breaks the target's line.
    pub target: Option<f64>,
}

/// The chart as an SVG element.
pub fn line_series(series: &LineSeries, width: Width) -> String {
    draw(series, width).finish(&series.title, &description(series))
}

impl Moment {
    fn known(&self) -> Option<&Value> {
        self.value.as_ref().filter(|value| value.at.is_finite())
    }

    fn known_target(&self) -> Option<f64> {
        self.target.filter(|target| target.is_finite())
    }
}

fn known(series: &LineSeries) -> Vec<(usize, &Moment, &Value)> {
    series.moments.iter().enumerate().filter_map(|(index, moment)| Some((index, moment, moment.known()?))).collect()
}

fn extremes<'a>(known: &[(usize, &'a Moment, &'a Value)]) -> Option<[(usize, &'a Moment, &'a Value); 4]> {
    let by = |a: &&(usize, &Moment, &Value), b: &&(usize, &Moment, &Value)| a.2.at.total_cmp(&b.2.at);
    Some([*known.last()?, *known.first()?, *known.iter().max_by(by)?, *known.iter().min_by(by)?])
}

fn description(series: &LineSeries) -> String {
    let words = series.language.words();
    let known = known(series);
    let Some([last, first, highest, lowest]) = extremes(&known) else {
        return format!("{}.", words.missing_data);
    };
    let said = |(_, moment, value): (usize, &Moment, &Value)| {
        format!("{}: {} {}", moment.label, value.text, series.unit.sign())
    };
    let mut text = format!(
        "{} {}; {} {}; {} {}; {} {}.",
        words.first,
        said(first),
        words.last.to_lowercase(),
        said(last),
        words.highest,
        said(highest),
        words.lowest,
        said(lowest)
    );
    text += &against_target(series, words);
    let missing = series.moments.len() - known.len();
    if missing > 0 {
        text += &format!(" {}: {missing}/{}.", words.missing_data, series.moments.len());
    }
    text
}

fn against_target(series: &LineSeries, words: &Words) -> String {
    let pairs: Vec<bool> =
        series.moments.iter().filter_map(|moment| Some(moment.known()?.at < moment.known_target()? - 1e-9)).collect();
    if pairs.is_empty() {
        return format!(" {}.", words.missing_target);
    }
    let missed = pairs.iter().filter(|missed| **missed).count();
    format!(" {}: {missed}/{}.", words.missed, pairs.len())
}

/// Where things stand in one of the two widths.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    base: f64,
    count: usize,
}

impl Frame {
    fn x(&self, index: usize) -> f64 {
        if self.count < 2 {
            return f64::midpoint(self.left, self.right);
        }
        self.left + (self.right - self.left) * index as f64 / (self.count - 1) as f64
    }

    /// From halfway before `index` to halfway after it.
    fn cell(&self, index: usize) -> (f64, f64) {
        let half = (self.right - self.left) / (2.0 * (self.count.max(2) - 1) as f64);
        ((self.x(index) - half).max(self.left), (self.x(index) + half).min(self.right))
    }
}

pub(crate) fn draw(series: &LineSeries, width: Width) -> Drawing {
    let (full, size, base, ticks_wanted) = match width {
        Width::Wide => (640.0, 13.0, 206.0, 4),
        Width::Narrow => (360.0, 16.0, 226.0, 3),
    };
    let mut drawing = Drawing::new(full, size);
    let words = series.language.words();
    let known = known(series);
    if known.is_empty() && series.moments.iter().all(|moment| moment.known_target().is_none()) {
        drawing.text(Anchor::Start, 2.0, size + 6.0, &[(words.missing_data, SOFT)]);
        drawing.set_bottom(size + 16.0);
        return drawing;
    }
    let values = series.moments.iter().flat_map(|moment| [moment.known().map(|value| value.at), moment.known_target()]);
    let axis = Axis::covering(values.flatten(), ticks_wanted, &series.unit);
    let ticks: Vec<(f64, String)> = axis.ticks().into_iter().map(|tick| (tick, axis.tick_text(tick))).collect();
    let left = ticks.iter().map(|(_, text)| text_width(text, size)).fold(0.0, f64::max) + 16.0;
    let frame = Frame { left, right: full - 10.0, top: size * 2.0 + 10.0, base, count: series.moments.len() };
    let y_of = |value: f64| frame.base - 8.0 - axis.share(value) * (frame.base - 8.0 - frame.top);

    draw_gaps(&mut drawing, series, &frame);
    for (tick, text) in &ticks {
        drawing.line((left, y_of(*tick)), (full - 4.0, y_of(*tick)), LINE, 1.0);
        drawing.text(Anchor::End, left - 8.0, y_of(*tick) + size * 0.32, &[(text, SOFT)]);
    }
    if series.unit.sign().chars().count() < 20 {
        drawing.text(Anchor::Start, 2.0, size, &[(series.unit.sign(), SOFT)]);
    }
    for steps in target_steps(series, &frame, &y_of) {
        drawing.polyline(&steps, INK, 2.0);
    }
    for run in runs(&known) {
        let points: Vec<(f64, f64)> = run.iter().map(|(index, _, value)| (frame.x(*index), y_of(value.at))).collect();
        match points.as_slice() {
            [single] => drawing.point(*single, 2.5, true),
            _ => drawing.polyline(&points, ACCENT, 2.5),
        }
    }
    draw_words(&mut drawing, series, &known, &frame, &y_of);
    let end = draw_ticks(&mut drawing, series, &frame);
    let end = legend(&mut drawing, end + 6.0, &entries(series, &known, words));
    drawing.set_bottom(end + 2.0);
    drawing
}

fn entries(series: &LineSeries, known: &[(usize, &Moment, &Value)], words: &Words) -> Vec<(Mark, String)> {
    let mut entries = Vec::new();
    if !known.is_empty() {
        entries.push((Mark::ThinLine, words.result.to_owned()));
    }
    if series.moments.iter().any(|moment| moment.known_target().is_some()) {
        entries.push((Mark::Bar, words.target.to_owned()));
    }
    if known.len() < series.moments.len() {
        entries.push((Mark::Gap, words.missing_data.to_owned()));
    }
    entries
}

fn draw_gaps(drawing: &mut Drawing, series: &LineSeries, frame: &Frame) {
    let mut index = 0;
    while index < series.moments.len() {
        let start = index;
        while index < series.moments.len() && series.moments[index].known().is_none() {
            index += 1;
        }
        if index > start {
            let area =
                Area { left: frame.cell(start).0, right: frame.cell(index - 1).1, top: frame.top, bottom: frame.base };
            drawing.rectangle(area, UNKNOWN_SOFT);
        }
        index += 1;
    }
}

/// The target's line: level through each moment's cell, a step where it changes, broken where there is none.
fn target_steps(series: &LineSeries, frame: &Frame, y_of: &dyn Fn(f64) -> f64) -> Vec<Vec<(f64, f64)>> {
    let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut previous: Option<f64> = None;
    for (index, moment) in series.moments.iter().enumerate() {
        let target = moment.known_target();
        if let Some(target) = target {
            let (left, right) = frame.cell(index);
            let y = y_of(target);
            match (previous, lines.last_mut()) {
                (Some(before), Some(line)) if before.total_cmp(&target).is_eq() => {
                    line.pop();
                    line.push((right, y));
                }
                (Some(_), Some(line)) => line.extend([(left, y), (right, y)]),
                _ => lines.push(vec![(left, y), (right, y)]),
            }
        }
        previous = target;
    }
    lines
}

/// The known moments in unbroken runs.
fn runs<'a, 'b>(
    known: &'b [(usize, &'a Moment, &'a Value)],
) -> impl Iterator<Item = &'b [(usize, &'a Moment, &'a Value)]> {
    known.chunk_by(|before, after| before.0 + 1 == after.0)
}

/// Names the last, the first, the highest and the lowest value, in this order of importance, where there is room.
fn draw_words(
    drawing: &mut Drawing,
    series: &LineSeries,
    known: &[(usize, &Moment, &Value)],
    frame: &Frame,
    y_of: &dyn Fn(f64) -> f64,
) {
    let size = drawing.size();
    let room = Area { left: 0.0, top: 0.0, right: drawing.width(), bottom: frame.base };
    let line_area = |(index, _, value): &(usize, &Moment, &Value)| {
        let (x, y) = (frame.x(*index), y_of(value.at));
        Area { left: x - 2.0, right: x + 2.0, top: y - 3.0, bottom: y + 3.0 }
    };
    let targets = series.moments.iter().enumerate().filter_map(|(index, moment)| {
        let (left, right) = frame.cell(index);
        let y = y_of(moment.known_target()?);
        Some(Area { left, right, top: y - 2.0, bottom: y + 2.0 })
    });
    let mut taken: Vec<Area> = known.iter().map(line_area).chain(targets).collect();
    taken.extend(drawing.labels.iter().map(|(area, _)| *area));
    let mut named = Vec::new();
    for (index, _, value) in extremes(known).into_iter().flatten() {
        if named.contains(&index) {
            continue;
        }
        named.push(index);
        let (x, y) = (frame.x(index), y_of(value.at));
        let spans: [Span; 1] = [(&value.text, INK)];
        let half = text_width(&value.text, size) / 2.0;
        let centred = x.min(drawing.width() - half - 1.0).max(frame.left + half);
        let places: Vec<f64> = [8.0, 20.0, 34.0].iter().flat_map(|away| [y - away, y + away + size * 0.7]).collect();
        let free = places.into_iter().find(|baseline| {
            let area = Area::of_text(Anchor::Middle, centred, *baseline, size, &value.text);
            area.inside(&room) && !taken.iter().any(|other| area.overlaps(other))
        });
        drawing.titled(&format!("{}: {} {}", series.moments[index].label, value.text, series.unit.sign()), |drawing| {
            drawing.point((x, y), 3.5, true);
        });
        if let Some(baseline) = free {
            drawing.text(Anchor::Middle, centred, baseline, &spans);
            taken.push(Area::of_text(Anchor::Middle, centred, baseline, size, &value.text));
        }
    }
}

fn draw_ticks(drawing: &mut Drawing, series: &LineSeries, frame: &Frame) -> f64 {
    let size = drawing.size();
    let y = frame.base + size + 4.0;
    drawing.line((frame.left, frame.base), (frame.right, frame.base), SOFT, 1.0);
    let mut free_from = 0.0;
    for (index, moment) in series.moments.iter().enumerate() {
        let Some(tick) = &moment.tick else { continue };
        let text = fit(tick, size, drawing.width() / 3.0);
        let x = frame.x(index);
        let half = text_width(&text, size) / 2.0;
        let centre = x.max(half + 1.0).min(drawing.width() - half - 1.0);
        drawing.line((x, frame.base), (x, frame.base + 4.0), SOFT, 1.0);
        if centre - half >= free_from {
            drawing.text(Anchor::Middle, centre, y, &[(&text, SOFT)]);
            free_from = centre + half + 8.0;
        }
    }
    y
}
