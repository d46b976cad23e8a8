//! What can be seen on pages that Typst set: words and rules with their places in millimetres.

use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::text::{FontStyle, FontWeight};
use typst::visualize::Geometry;
use typst_layout::PagedDocument;

/// A run of words of one look on one line.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub page: usize,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    /// Points.
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
    pub family: String,
    pub text: String,
}

impl Words {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn middle(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    /// The top edge of a Times letter box.
    pub(super) fn top(&self) -> f64 {
        self.baseline - 0.891 * self.size * 25.4 / 72.0
    }
}

/// A straight rule or a box.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub page: usize,
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Drawn {
    pub(super) fn middle(&self) -> f64 {
        self.left + self.width / 2.0
    }
}

/// All that is seen.
#[derive(Default)]
pub(super) struct Seen {
    /// Width and height of each page, mm.
    pub pages: Vec<(f64, f64)>,
    pub words: Vec<Words>,
    pub drawn: Vec<Drawn>,
}

impl Seen {
    pub(super) fn on(document: &PagedDocument) -> Self {
        let mut seen = Self::default();
        for (index, page) in document.pages().iter().enumerate() {
            seen.pages.push((page.frame.width().to_mm(), page.frame.height().to_mm()));
            seen.look(index + 1, &page.frame, Point::zero());
        }
        seen
    }

    /// The first words that contain the text.
    pub(super) fn find(&self, text: &str) -> &Words {
        self.words
            .iter()
            .find(|words| words.text.contains(text))
            .unwrap_or_else(|| panic!("“{text}” is not on the pages"))
    }

    /// The rule that stands nearest below the words, within 3 mm.
    pub(super) fn rule_below(&self, words: &Words) -> &Drawn {
        self.drawn
            .iter()
            .filter(|rule| rule.page == words.page && rule.height < 0.01 && rule.width > 1.0)
            .filter(|rule| rule.top > words.baseline && rule.top < words.baseline + 3.0)
            .find(|rule| (rule.middle() - words.middle()).abs() < 1.0)
            .unwrap_or_else(|| panic!("no rule below “{}”", words.text))
    }

    /// All words without white space, in the order of the pages.
    pub(super) fn text(&self) -> String {
        self.words.iter().flat_map(|words| words.text.chars()).filter(|letter| !letter.is_whitespace()).collect()
    }

    fn look(&mut self, page: usize, frame: &Frame, origin: Point) {
        for (position, item) in frame.items() {
            let place = origin + *position;
            match item {
                FrameItem::Group(group) => {
                    let moved = Point::new(place.x + group.transform.tx, place.y + group.transform.ty);
                    self.look(page, &group.frame, moved);
                }
                FrameItem::Text(text) => {
                    let info = text.font.info();
                    self.words.push(Words {
                        page,
                        left: place.x.to_mm(),
                        right: (place.x + text.width()).to_mm(),
                        baseline: place.y.to_mm(),
                        size: text.size.to_pt(),
                        bold: info.variant.weight >= FontWeight::BOLD,
                        italic: info.variant.style != FontStyle::Normal,
                        family: info.family.to_string(),
                        text: text.text.to_string(),
                    });
                }
                FrameItem::Shape(shape, _) => self.drawn.extend(measured(page, place, &shape.geometry)),
                FrameItem::Image(_, size, _) => self.drawn.push(Drawn {
                    page,
                    left: place.x.to_mm(),
                    top: place.y.to_mm(),
                    width: size.x.to_mm(),
                    height: size.y.to_mm(),
                }),
                _ => {}
            }
        }
    }
}

fn measured(page: usize, place: Point, geometry: &Geometry) -> Option<Drawn> {
    let size = match geometry {
        Geometry::Line(to) => *to,
        Geometry::Rect(size) => size.to_point(),
        Geometry::Curve(curve) => curve.bbox(None).size().to_point(),
    };
    let mm = |length: Abs| length.to_mm();
    Some(Drawn { page, left: mm(place.x), top: mm(place.y), width: mm(size.x), height: mm(size.y) })
}
