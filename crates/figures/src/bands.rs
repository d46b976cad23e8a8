//! A whole split into ordered parts, each with its count: 43 / 12 / 62 / 30 / 0.

use crate::drawing::{Anchor, Area, Drawing, INK, PAPER, SOFT, UNKNOWN, UNKNOWN_SOFT, Width};
use crate::language::Language;
use crate::legend::{Mark, legend};
use crate::number::{decimal, text_width};
use crate::shade::Shade;

/// A partition to draw as one bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    /// What is drawn, in words ("Xã theo số tiêu chí đạt").
    pub title: String,
    /// What is counted, as it stands after a number ("xã").
    pub unit: String,
    /// The parts in order; empty ones stay in the legend with their zero.
    pub bands: Vec<Band>,
    /// Language of the chart's own words.
    pub language: Language,
}

/// One part of [`Bands`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// What belongs here ("15–18 tiêu chí").
    pub label: String,
    /// How many.
    pub count: u64,
    /// Its colour.
    pub shade: Shade,
}

const BAR: f64 = 30.0;
const LEADER: f64 = 8.0;
/// Least width of a part that is not empty.
const LEAST: f64 = 4.0;

/// The bar as an SVG element.
pub fn bands(chart: &Bands, width: Width) -> String {
    draw(chart, width).finish(&chart.title, &description(chart))
}

fn total(chart: &Bands) -> u64 {
    chart.bands.iter().map(|band| band.count).sum()
}

fn description(chart: &Bands) -> String {
    let words = chart.language.words();
    let parts: Vec<String> =
        chart.bands.iter().map(|band| format!("{}: {} {}", band.label, count(band.count), chart.unit)).collect();
    match total(chart) {
        0 => format!("{}.", words.missing_data),
        total => format!("{}. {}: {} {}.", parts.join("; "), words.total, count(total), chart.unit),
    }
}

fn count(count: u64) -> String {
    decimal(count as f64, 0)
}

/// A part of the bar with its label: inside where it fits, else above the bar.
struct Segment {
    left: f64,
    right: f64,
    text: String,
    shade: Shade,
    inside: bool,
}

pub(crate) fn draw(chart: &Bands, width: Width) -> Drawing {
    let (full, size) = match width {
        Width::Wide => (520.0, 14.0),
        Width::Narrow => (360.0, 16.0),
    };
    let mut drawing = Drawing::new(full, size);
    let words = chart.language.words();
    let total = total(chart);
    if total == 0 {
        drawing.rectangle(Area { left: 0.0, top: 2.0, right: full, bottom: 2.0 + BAR }, UNKNOWN_SOFT);
        drawing.text_on(full / 2.0, 2.0 + BAR / 2.0 + size * 0.35, words.missing_data, UNKNOWN);
        drawing.set_bottom(BAR + 4.0);
        return drawing;
    }
    let segments = segments(chart, total, full, size);
    let outside: Vec<&Segment> = segments.iter().filter(|segment| !segment.inside).collect();
    let positions = spread(&outside, full, size);
    let top = if outside.is_empty() { 2.0 } else { size + LEADER + 4.0 };
    for (segment, band) in segments.iter().zip(chart.bands.iter().filter(|band| band.count > 0)) {
        drawing.titled(&format!("{}: {} {}", band.label, segment.text, chart.unit), |drawing| {
            let area = Area { left: segment.left, top, right: segment.right, bottom: top + BAR };
            drawing.rectangle(area, segment.shade.fill());
            drawing.line((segment.right, top), (segment.right, top + BAR), PAPER, 1.5);
            if segment.inside {
                let x = f64::midpoint(segment.left, segment.right);
                drawing.text_on(x, top + BAR / 2.0 + size * 0.35, &segment.text, segment.shade.ink());
            }
        });
    }
    for (segment, x) in outside.iter().zip(positions) {
        if let Some(x) = x {
            drawing.text(Anchor::Middle, x, size, &[(&segment.text, INK)]);
            drawing.line((x, size + 3.0), (f64::midpoint(segment.left, segment.right), top), SOFT, 1.0);
        }
    }
    let entries: Vec<(Mark, String)> = chart
        .bands
        .iter()
        .map(|band| (Mark::Shaded(band.shade), format!("{}: {}", band.label, count(band.count))))
        .collect();
    let end = legend(&mut drawing, top + BAR + 6.0, &entries);
    drawing.set_bottom(end + 2.0);
    drawing
}

fn segments(chart: &Bands, total: u64, full: f64, size: f64) -> Vec<Segment> {
    let filled: Vec<&Band> = chart.bands.iter().filter(|band| band.count > 0).collect();
    let exact = |band: &Band| band.count as f64 / total as f64 * full;
    // What the thinnest parts gain to be seen, the others give in proportion.
    let least = LEAST.min(full / filled.len() as f64);
    let thin: f64 = filled.iter().map(|band| exact(band)).filter(|width| *width < least).sum();
    let lifted = filled.iter().filter(|band| exact(band) < least).count() as f64 * least;
    let shrink = if thin < full { (full - lifted) / (full - thin) } else { 1.0 };
    let mut right = 0.0;
    filled
        .into_iter()
        .map(|band| {
            let left = right;
            right += if exact(band) < least { least } else { exact(band) * shrink };
            let text = count(band.count);
            let inside = text_width(&text, size) + 6.0 <= right - left;
            Segment { left, right, text, shade: band.shade, inside }
        })
        .collect()
}

/// Places for the labels above the bar: over their parts, pushed apart; `None` where the line is full (the legend has the
/// number too).
fn spread(outside: &[&Segment], full: f64, size: f64) -> Vec<Option<f64>> {
    let width = |segment: &Segment| text_width(&segment.text, size);
    let mut room_needed: f64 = outside.iter().map(|segment| width(segment) + 8.0).sum();
    let mut free_from = 0.0;
    outside
        .iter()
        .map(|segment| {
            let half = width(segment) / 2.0;
            let wished = f64::midpoint(segment.left, segment.right);
            let latest = (full - room_needed + half).max(free_from + half);
            room_needed -= width(segment) + 8.0;
            let x = wished.max(free_from + half).min(latest);
            if x + half > full {
                return None;
            }
            free_from = x + half + 8.0;
            Some(x)
        })
        .collect()
}
