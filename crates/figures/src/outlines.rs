//! The outlines that ship with the crate; see `data/outlines/NOTICE.md`.

/// Which provinces a map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// The 63 provinces until 30 June 2025.
    Provinces63,
    /// The 34 provinces since 1 July 2025 (Resolution 202/2025/QH15).
    Provinces34,
}

/// A province's land, or one of the two archipelagos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Land,
    HoangSa,
    TruongSa,
}

pub(crate) struct Outline {
    pub code: &'static str,
    pub name: &'static str,
    pub part: Part,
    pub path: &'static str,
}

/// Path steps in one unit of the drawing.
pub(crate) const STEPS: f64 = 4.0;
pub(crate) const WIDTH: f64 = 812.0;
pub(crate) const HEIGHT: f64 = 873.0;

impl Structure {
    /// Codes and names of its provinces, in the order of the codes.
    pub fn provinces(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.outlines().filter(|outline| outline.part == Part::Land).map(|outline| (outline.code, outline.name))
    }

    pub(crate) fn outlines(self) -> impl Iterator<Item = Outline> {
        let table = match self {
            Structure::Provinces63 => include_str!("../data/outlines/provinces_63.tsv"),
            Structure::Provinces34 => include_str!("../data/outlines/provinces_34.tsv"),
        };
        table.lines().skip(1).filter_map(|line| {
            let mut fields = line.split('\t');
            let (code, name) = (fields.next()?, fields.next()?);
            let part = match fields.next()? {
                "hoang_sa" => Part::HoangSa,
                "truong_sa" => Part::TruongSa,
                _ => Part::Land,
            };
            Some(Outline { code, name, part, path: fields.next()? })
        })
    }
}
