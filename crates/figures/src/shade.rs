//! The five ordered colours of bands and maps, and the one of what is unknown.

/// A colour of an ordered scale; `One` is the worst, `Five` the best. The colours differ in lightness too, so they stay
/// apart in print without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// Worst.
    One,
    /// Second worst.
    Two,
    /// Middle.
    Three,
    /// Second best.
    Four,
    /// Best.
    Five,
    /// Not known: hatched on maps.
    Unknown,
}

impl Shade {
    /// The class that the style sheet knows: `step-1` … `step-5`, `step-unknown`.
    pub fn css_class(self) -> &'static str {
        match self {
            Shade::One => "step-1",
            Shade::Two => "step-2",
            Shade::Three => "step-3",
            Shade::Four => "step-4",
            Shade::Five => "step-5",
            Shade::Unknown => "step-unknown",
        }
    }

    pub(crate) fn fill(self) -> &'static str {
        match self {
            Shade::One => "var(--step-1,#b63c41)",
            Shade::Two => "var(--step-2,#f3d38a)",
            Shade::Three => "var(--step-3,#a9d3bd)",
            Shade::Four => "var(--step-4,#2f7a53)",
            Shade::Five => "var(--step-5,#0f5132)",
            Shade::Unknown => "var(--unknown-soft,#eceff2)",
        }
    }

    pub(crate) fn ink(self) -> &'static str {
        match self {
            Shade::One => "var(--step-1-ink,#ffffff)",
            Shade::Two => "var(--step-2-ink,#4b3500)",
            Shade::Three => "var(--step-3-ink,#12372a)",
            Shade::Four => "var(--step-4-ink,#ffffff)",
            Shade::Five => "var(--step-5-ink,#ffffff)",
            Shade::Unknown => "var(--unknown,#5b6472)",
        }
    }
}
