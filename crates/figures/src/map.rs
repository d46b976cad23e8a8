//! Maps of the country by province. Every map shows and names Hoàng Sa and Trường Sa and carries the attribution that the
//! outlines' licence asks for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::drawing::{Anchor, INK, SOFT, UNKNOWN, UNKNOWN_SOFT, escape, number, open};
use crate::language::Language;
use crate::outlines::{HEIGHT, Outline, Part, STEPS, Structure, WIDTH};
use crate::shade::Shade;

/// What the licence of the outlines asks every map to say; drawn in the map itself.
pub const ATTRIBUTION: &str = "Đường nét: @svg-maps/vietnam, Victor Cazanave, CC BY 4.0";

/// Provinces coloured by class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// Start of the identifiers inside the drawing, its own on each page ("ban-do"); letters, digits and "-".
    pub id: String,
    /// What is drawn, in words.
    pub title: String,
    /// Which provinces.
    pub structure: Structure,
    /// The classes, in the order of the legend; one for the unknown is added where it is needed.
    pub classes: Vec<MapClass>,
    /// What is known of the provinces, in any order; those left out are drawn as unknown.
    pub places: Vec<Place>,
    /// Language of the map's own words.
    pub language: Language,
}

/// One class of a [`Map`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapClass {
    /// What belongs here ("vượt từ 5 điểm %").
    pub label: String,
    /// Its colour.
    pub shade: Shade,
}

/// One province of a [`Map`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Code of the General Statistics Office ("83").
    pub code: String,
    /// Its name, if not the one of the outlines ("Tỉnh Bến Tre").
    pub name: Option<String>,
    /// Its figure and state in words ("92,12 %, vượt").
    pub words: String,
    /// Position of its class in [`Map::classes`]; `None` is unknown.
    pub class: Option<usize>,
    /// Where a click leads.
    pub link: Option<String>,
}

/// A drawn map and what a page needs beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapFigure {
    /// The map as an SVG element, attribution included.
    pub svg: String,
    /// Its classes, to be written beside it.
    pub legend: Vec<LegendEntry>,
    /// The same attribution as in the drawing, for exports that need it as text.
    pub attribution: &'static str,
}

/// A line of a map's legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// What belongs to the class.
    pub label: String,
    /// Its colour; [`Shade::css_class`] is the class of its sign.
    pub shade: Shade,
    /// How many provinces are in it.
    pub count: usize,
}

/// Codes that are no province of the map's structure, for example an old province on the map of the 34.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownProvinces {
    /// The codes, in the order given.
    pub codes: Vec<String>,
    language: Language,
}

impl std::fmt::Display for UnknownProvinces {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "{} {}", self.language.words().not_on_map, self.codes.join(", "))
    }
}

impl std::error::Error for UnknownProvinces {}

/// The archipelagos' names, in two lines, with the place of the first.
const NAMES: [([&str; 2], f64, f64); 2] =
    [(["Quần đảo Hoàng Sa", "(Việt Nam)"], 600.0, 322.0), (["Quần đảo Trường Sa", "(Việt Nam)"], 604.0, 586.0)];
/// The style sheet may write the names smaller on wide screens and up to [`LARGEST_NAME`] on phones.
const NAME_SIZE: f64 = 30.0;
const NAME_LEADING: f64 = 38.0;
const ATTRIBUTION_SIZE: f64 = 24.0;
#[cfg(test)]
const LARGEST_NAME: f64 = 34.0;
const FOOT: f64 = 40.0;

/// Draws the map; refused when a place's code is not in the structure.
pub fn map(map: &Map) -> Result<MapFigure, UnknownProvinces> {
    let outlines: Vec<Outline> = map.structure.outlines().collect();
    let known = |code: &str| outlines.iter().any(|outline| outline.code == code);
    let codes: Vec<String> =
        map.places.iter().filter(|place| !known(&place.code)).map(|place| place.code.clone()).collect();
    if !codes.is_empty() {
        return Err(UnknownProvinces { codes, language: map.language });
    }
    let places: BTreeMap<&str, &Place> = map.places.iter().map(|place| (place.code.as_str(), place)).collect();
    let legend = legend(map, &outlines, &places);
    Ok(MapFigure { svg: draw(map, &outlines, &places, &legend), legend, attribution: ATTRIBUTION })
}

fn class_of(map: &Map, place: Option<&&Place>) -> Option<usize> {
    place.and_then(|place| place.class).filter(|class| *class < map.classes.len())
}

fn legend(map: &Map, outlines: &[Outline], places: &BTreeMap<&str, &Place>) -> Vec<LegendEntry> {
    let provinces = || outlines.iter().filter(|outline| outline.part == Part::Land);
    let count =
        |class: Option<usize>| provinces().filter(|outline| class_of(map, places.get(outline.code)) == class).count();
    let mut entries: Vec<LegendEntry> = map
        .classes
        .iter()
        .enumerate()
        .map(|(index, class)| LegendEntry { label: class.label.clone(), shade: class.shade, count: count(Some(index)) })
        .collect();
    let unknown = count(None);
    if unknown > 0 {
        let label = map.language.words().unknown.to_owned();
        entries.push(LegendEntry { label, shade: Shade::Unknown, count: unknown });
    }
    entries
}

fn draw(map: &Map, outlines: &[Outline], places: &BTreeMap<&str, &Place>, legend: &[LegendEntry]) -> String {
    let classes: Vec<String> = legend.iter().map(|entry| format!("{}: {}", entry.label, entry.count)).collect();
    let description = format!("{}. {}", classes.join("; "), ATTRIBUTION);
    let linked = map.places.iter().any(|place| place.link.is_some());
    let role = if linked { "group" } else { "img" };
    let (opening, titles) = open((0.0, WIDTH, HEIGHT + FOOT), role, &map.title, &description);
    let id = escape(&map.id);
    let mut svg = format!("{opening} class=\"map\">{titles}");
    let _ = write!(
        svg,
        "<defs><pattern id=\"{id}-unknown\" width=\"24\" height=\"24\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"24\" height=\"24\" fill=\"{UNKNOWN_SOFT}\"/>\
         <rect width=\"5\" height=\"24\" fill=\"{UNKNOWN}\"/></pattern></defs>\
         <g transform=\"scale({})\" stroke=\"{SOFT}\" stroke-width=\"2\" stroke-linejoin=\"round\">",
        1.0 / STEPS
    );
    // A province with far islands keeps them in its own group, so they share its colour, title and link.
    for parts in outlines.chunk_by(|before, after| before.code == after.code) {
        draw_province(&mut svg, map, parts, places.get(parts[0].code), &id);
    }
    svg.push_str("</g>");
    for (anchor, x, y, size, text) in texts() {
        let anchor = if anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
        let (class, ink) = if size < NAME_SIZE { ("source", SOFT) } else { ("name", INK) };
        let _ = write!(
            svg,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor} font-size=\"{}\" fill=\"{ink}\">{}</text>",
            number(x),
            number(y),
            number(size),
            escape(text)
        );
    }
    svg + "</svg>"
}

/// All words drawn on the map.
fn texts() -> Vec<(Anchor, f64, f64, f64, &'static str)> {
    let mut texts = Vec::new();
    for (lines, x, y) in NAMES {
        for (index, line) in lines.into_iter().enumerate() {
            texts.push((Anchor::Middle, x, y + NAME_LEADING * index as f64, NAME_SIZE, line));
        }
    }
    texts.push((Anchor::Start, 4.0, HEIGHT + FOOT - 12.0, ATTRIBUTION_SIZE, ATTRIBUTION));
    texts
}

/// The boxes of the words at their largest, for proofs that they neither collide nor leave the drawing.
#[cfg(test)]
pub(crate) fn text_areas() -> (crate::drawing::Area, Vec<(crate::drawing::Area, String)>) {
    use crate::drawing::Area;
    let frame = Area { left: 0.0, top: 0.0, right: WIDTH, bottom: HEIGHT + FOOT };
    let largest = |size: f64| if size < NAME_SIZE { size } else { LARGEST_NAME };
    let areas = texts()
        .into_iter()
        .map(|(anchor, x, y, size, text)| (Area::of_text(anchor, x, y, largest(size), text), text.to_owned()))
        .collect();
    (frame, areas)
}

fn draw_province(svg: &mut String, map: &Map, parts: &[Outline], place: Option<&&Place>, id: &str) {
    let name = place.and_then(|place| place.name.as_deref()).unwrap_or(parts[0].name);
    let words = place.map_or(map.language.words().unknown, |place| place.words.as_str());
    let shade = class_of(map, place).map_or(Shade::Unknown, |class| map.classes[class].shade);
    let title = escape(&format!("{name}: {words}"));
    let fill = if shade == Shade::Unknown { format!("url(#{id}-unknown)") } else { shade.fill().to_owned() };
    let link = place.and_then(|place| place.link.as_deref());
    if let Some(link) = link {
        let _ = write!(svg, "<a href=\"{}\" aria-label=\"{title}\">", escape(link));
    }
    for part in parts {
        // A stronger outline, so that the smallest islands are seen in every colour.
        let islands = match part.part {
            Part::Land => "",
            Part::HoangSa | Part::TruongSa => " stroke-width=\"5\"",
        };
        let _ = write!(
            svg,
            "<path class=\"{}\" data-code=\"{}\" fill=\"{fill}\"{islands} d=\"{}\"><title>{title}</title></path>",
            shade.css_class(),
            part.code,
            part.path
        );
    }
    if link.is_some() {
        svg.push_str("</a>");
    }
}
