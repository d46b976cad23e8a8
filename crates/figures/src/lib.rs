//! Charts and maps as SVG text from plain data: one look for the web and for print.
//!
//! Colours are CSS custom properties with a fallback, so a page's light, dark and print palettes apply and the drawing
//! still has its colours alone; [`for_print`] writes the fallbacks in for readers that know no custom properties. State is
//! always a word as well as a colour, and every drawing carries a title and a description made from its data. The same
//! data give the same text, byte for byte. What is not known is drawn as "chưa có", never as zero.
//!
//! The writer is our own because chart libraries draw columns, lines and pies, while these are points with a target bar
//! and a difference in words, laid out anew for phones.

mod axis;
mod bands;
mod drawing;
mod language;
mod legend;
mod line_series;
mod map;
mod number;
mod outlines;
mod ranking;
mod shade;
mod target_chart;
#[cfg(test)]
mod tests;

pub use bands::{Band, Bands, bands};
pub use drawing::{Width, both_widths, for_print};
pub use language::{Language, Standing};
pub use line_series::{LineSeries, Moment, line_series};
pub use map::{ATTRIBUTION, LegendEntry, Map, MapClass, MapFigure, Place, UnknownProvinces, map};
pub use number::{Unit, Value, decimal, signed};
pub use outlines::Structure;
pub use ranking::{Ranking, RankingRow, ranking};
pub use shade::Shade;
pub use target_chart::{TargetChart, Year, target_chart};
