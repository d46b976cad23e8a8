//! What the marks of a chart mean, drawn under it.

use crate::drawing::{ACCENT, Anchor, Area, Drawing, INK, SOFT, UNKNOWN};
use crate::number::{fit, text_width};
use crate::shade::Shade;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Point,
    HollowPoint,
    /// A target across an axis that goes up.
    Bar,
    /// A target across an axis that goes right.
    Post,
    Difference(&'static str),
    ThinLine,
    Shaded(Shade),
    Gap,
}

/// Draws the entries in as many lines as they need, below `top`; answers where they end.
pub(crate) fn legend(drawing: &mut Drawing, top: f64, entries: &[(Mark, String)]) -> f64 {
    let size = drawing.size();
    let (sign, gap, line_height) = (16.0, 18.0, size * 1.55);
    let mut x = 2.0;
    let mut y = top + line_height * 0.75;
    for (mark, text) in entries {
        let text = fit(text, size, drawing.width() - sign - 12.0);
        let width = sign + 6.0 + text_width(&text, size);
        if x > 2.0 && x + width > drawing.width() - 2.0 {
            x = 2.0;
            y += line_height;
        }
        draw_mark(drawing, *mark, x, y - size * 0.35, sign);
        drawing.text(Anchor::Start, x + sign + 6.0, y, &[(&text, SOFT)]);
        x += width + gap;
    }
    y + line_height * 0.45
}

fn draw_mark(drawing: &mut Drawing, mark: Mark, x: f64, y: f64, sign: f64) {
    let middle = x + sign / 2.0;
    match mark {
        Mark::Point => drawing.point((middle, y), 5.0, true),
        Mark::HollowPoint => drawing.point((middle, y), 5.0, false),
        Mark::Bar => drawing.line((x, y), (x + sign, y), INK, 3.0),
        Mark::Post => drawing.line((middle, y - 7.0), (middle, y + 7.0), INK, 3.0),
        Mark::Difference(ink) => drawing.line((middle, y - 6.0), (middle, y + 6.0), ink, 4.0),
        Mark::ThinLine => drawing.line((x, y), (x + sign, y), ACCENT, 2.5),
        Mark::Shaded(shade) => {
            drawing.rectangle(square(middle, y), shade.fill());
            if shade == Shade::Unknown {
                drawing.line((middle - 5.0, y + 5.0), (middle + 5.0, y - 5.0), UNKNOWN, 1.5);
            }
        }
        Mark::Gap => {
            drawing.rectangle(square(middle, y), crate::drawing::UNKNOWN_SOFT);
            drawing.line((middle - 6.0, y + 6.0), (middle + 6.0, y + 6.0), UNKNOWN, 1.0);
        }
    }
}

fn square(middle: f64, y: f64) -> Area {
    Area { left: middle - 6.0, top: y - 6.0, right: middle + 6.0, bottom: y + 6.0 }
}
