//! A small SVG writer that remembers where its labels are.

use std::fmt::Write as _;

use crate::number::text_width;

pub(crate) const INK: &str = "var(--ink,#1b2430)";
pub(crate) const SOFT: &str = "var(--ink-soft,#52606d)";
pub(crate) const PAPER: &str = "var(--paper,#ffffff)";
pub(crate) const LINE: &str = "var(--line,#d9e0e6)";
pub(crate) const ACCENT: &str = "var(--accent,#0b5c8a)";
pub(crate) const GOOD: &str = "var(--good,#1c7a4a)";
pub(crate) const WARN: &str = "var(--warn,#8a5a00)";
pub(crate) const BAD: &str = "var(--bad,#a3262a)";
pub(crate) const UNKNOWN: &str = "var(--unknown,#5b6472)";
pub(crate) const UNKNOWN_SOFT: &str = "var(--unknown-soft,#eceff2)";
const FONT: &str = "system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif";

/// The room a drawing is made for; each is laid out on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A column of a desktop page or of a printed page.
    Wide,
    /// A phone: fewer marks, larger words.
    Narrow,
}

/// Both drawings of a chart, in the two boxes of which the style sheet shows one.
pub fn both_widths(draw: impl Fn(Width) -> String) -> String {
    format!(
        "<div class=\"chart wide\">{}</div><div class=\"chart narrow\">{}</div>",
        draw(Width::Wide),
        draw(Width::Narrow)
    )
}

/// The drawing with every `var(--name,fallback)` replaced by its fallback, for readers that know no custom properties.
pub fn for_print(svg: &str) -> String {
    let mut text = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once("var(--") {
        text.push_str(before);
        let Some((property, tail)) = after.split_once(')') else {
            return text + "var(--" + after;
        };
        text.push_str(property.split_once(',').map_or("", |(_, fallback)| fallback));
        rest = tail;
    }
    text + rest
}

/// A rectangle of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub fn inside(&self, other: &Area) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    /// The box of a text with its baseline at `y`.
    pub fn of_text(anchor: Anchor, x: f64, y: f64, size: f64, text: &str) -> Area {
        let width = text_width(text, size);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        Area { left, top: y - size * 0.85, right: left + width, bottom: y + size * 0.25 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A piece of a line of text in one colour.
pub(crate) type Span<'a> = (&'a str, &'static str);

pub(crate) struct Drawing {
    body: String,
    width: f64,
    top: f64,
    height: f64,
    size: f64,
    /// Boxes of all texts so far.
    pub labels: Vec<(Area, String)>,
}

impl Drawing {
    /// An empty drawing whose texts have the given size.
    pub fn new(width: f64, size: f64) -> Drawing {
        Drawing { body: String::new(), width, top: 0.0, height: 0.0, size, labels: Vec::new() }
    }

    /// Where the drawing ends.
    pub fn set_bottom(&mut self, bottom: f64) {
        self.height = (bottom - self.top).ceil();
    }

    /// Where the drawing begins; to be said before its bottom.
    pub fn set_top(&mut self, top: f64) {
        self.top = top.floor();
    }

    #[cfg(test)]
    pub fn frame(&self) -> Area {
        Area { left: 0.0, top: self.top, right: self.width, bottom: self.top + self.height }
    }

    pub fn width(&self) -> f64 {
        self.width
    }

    pub fn size(&self) -> f64 {
        self.size
    }

    /// A line of text in spans; a halo of paper keeps it readable on lines.
    pub fn text(&mut self, anchor: Anchor, x: f64, y: f64, spans: &[Span]) {
        let whole = joined(spans);
        if whole.is_empty() {
            return;
        }
        self.labels.push((Area::of_text(anchor, x, y, self.size, &whole), whole));
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\"{anchor} stroke=\"{PAPER}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
            number(x),
            number(y)
        );
        if let [(text, ink)] = spans {
            let _ = write!(self.body, " fill=\"{ink}\">{}</text>", escape(text));
            return;
        }
        self.body.push('>');
        for (index, (text, ink)) in spans.iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            let _ = write!(self.body, "<tspan fill=\"{ink}\">{space}{}</tspan>", escape(text));
        }
        self.body.push_str("</text>");
    }

    /// A text on a filled mark, without halo.
    pub fn text_on(&mut self, x: f64, y: f64, text: &str, ink: &str) {
        self.labels.push((Area::of_text(Anchor::Middle, x, y, self.size, text), text.to_owned()));
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"{ink}\">{}</text>",
            number(x),
            number(y),
            escape(text)
        );
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: &str, thickness: f64) {
        let _ = write!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{ink}\" stroke-width=\"{}\"/>",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1),
            number(thickness)
        );
    }

    pub fn polyline(&mut self, points: &[(f64, f64)], ink: &str, thickness: f64) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        let _ = write!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{}\" stroke-linejoin=\"round\"/>",
            points.join(" "),
            number(thickness)
        );
    }

    /// A result: filled, or hollow and dashed for a period that is not over.
    pub fn point(&mut self, (x, y): (f64, f64), radius: f64, finished: bool) {
        let (fill, dashes) = if finished { (ACCENT, "") } else { (PAPER, " stroke-dasharray=\"4 3\"") };
        let _ = write!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" stroke=\"{ACCENT}\" stroke-width=\"2.5\"{dashes}/>",
            number(x),
            number(y),
            number(radius)
        );
    }

    pub fn rectangle(&mut self, area: Area, fill: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"/>",
            number(area.left),
            number(area.top),
            number(area.right - area.left),
            number(area.bottom - area.top)
        );
    }

    /// Draws `marks` as one group that says `title` when pointed at.
    pub fn titled(&mut self, title: &str, marks: impl FnOnce(&mut Drawing)) {
        let _ = write!(self.body, "<g><title>{}</title>", escape(title));
        marks(self);
        self.body.push_str("</g>");
    }

    /// The whole SVG element.
    pub fn finish(self, title: &str, description: &str) -> String {
        let (open, body) = (open((self.top, self.width, self.height), "img", title, description), self.body);
        format!("{} font-size=\"{}\">{}{body}</svg>", open.0, number(self.size), open.1)
    }
}

/// The start of an SVG element without its closing bracket, and its title and description.
pub(crate) fn open(
    (top, width, height): (f64, f64, f64),
    role: &str,
    title: &str,
    description: &str,
) -> (String, String) {
    let (width, height) = (number(width), number(height));
    (
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 {} {width} {height}\" role=\"{role}\" aria-label=\"{}\" font-family=\"{FONT}\"",
            number(top),
            escape(title)
        ),
        format!("<title>{}</title><desc>{}</desc>", escape(title), escape(description)),
    )
}

pub(crate) fn joined(spans: &[Span]) -> String {
    let texts: Vec<&str> = spans.iter().map(|(text, _)| *text).collect();
    texts.join(" ")
}

/// Text for XML; characters that XML forbids become U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ if letter.is_control() => escaped.push('\u{fffd}'),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// A coordinate with at most one decimal.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
