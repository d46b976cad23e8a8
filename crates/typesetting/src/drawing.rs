//! Drawings: SVG checked before it is drawn, and as a picture for programs that show no SVG.

use std::sync::{Arc, LazyLock};

use quick_xml::Reader;
use quick_xml::events::Event;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::fonts::{BUNDLED, FALLBACK};

/// Drawings larger than this are no charts.
const LARGEST: usize = 4 * 1024 * 1024;

/// The widest picture made of a drawing, in pixels: 165 mm at about 300 dots an inch.
const PICTURE_WIDTH: f32 = 1950.0;

/// Whether the SVG can be drawn and needs nothing from outside; the message is Vietnamese.
pub(crate) fn check(svg: &str) -> Result<(), String> {
    if svg.len() > LARGEST {
        return Err("Hình SVG quá lớn (tối đa 4 MB).".to_owned());
    }
    if let Some(outside) = outside(svg) {
        return Err(format!("Hình SVG gọi tới “{outside}” ở ngoài; hãy đưa hẳn vào trong hình."));
    }
    tree(svg).map(|_| ()).map_err(|error| format!("Không đọc được hình SVG: {error}."))
}

/// Height over width of a drawing that can be read.
pub(crate) fn steepness(svg: &str) -> Option<f64> {
    let size = tree(svg).ok()?.size();
    Some(f64::from(size.height()) / f64::from(size.width()))
}

/// The first thing outside itself that the drawing refers to.
fn outside(svg: &str) -> Option<String> {
    let mut reader = Reader::from_str(svg);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let values =
                    element.attributes().flatten().filter(|attribute| attribute.key.local_name().as_ref() == "href");
                for value in values {
                    let value = value.value.trim().to_owned();
                    if !value.starts_with('#') && !value.starts_with("data:") {
                        return Some(value);
                    }
                }
            }
            // What is not XML is refused by whoever draws it.
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// The drawing's size, and itself as a PNG.
pub(crate) fn picture(svg: &str) -> Option<(f32, f32, Vec<u8>)> {
    let tree = tree(svg).ok()?;
    let size = tree.size();
    let scale = (PICTURE_WIDTH / size.width()).min(PICTURE_WIDTH / size.height());
    let pixels = |length: f32| (length * scale).ceil().clamp(1.0, PICTURE_WIDTH) as u32;
    let mut pixmap = Pixmap::new(pixels(size.width()), pixels(size.height()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Some((size.width(), size.height(), pixmap.encode_png().ok()?))
}

fn tree(svg: &str) -> Result<Tree, resvg::usvg::Error> {
    Tree::from_str(svg.trim(), &OPTIONS)
}

/// Only the bundled fonts, no files, no network.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in BUNDLED {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_serif_family(FALLBACK);
    fonts.set_sans_serif_family(FALLBACK);
    fonts.set_monospace_family(FALLBACK);
    fonts.set_cursive_family(FALLBACK);
    fonts.set_fantasy_family(FALLBACK);
    let mut options = Options { fontdb: Arc::new(fonts), font_family: FALLBACK.to_owned(), ..Options::default() };
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options
});
