//! How sure a definition is of what it says.

use serde::{Deserialize, Serialize};

/// How sure a statement of law or organisation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Stated in a paper named as the ground.
    Stated,
    /// Published somewhere that is named as the ground; the paper itself was not read.
    Published,
    /// Commonly said, without a ground: shown as "chưa có căn cứ".
    #[default]
    Unverified,
    /// Looked for and not found: the value is absent and shown as unknown.
    NotFound,
}

impl Mark {
    /// Whether a statement with this mark must name its ground.
    pub fn needs_ground(self) -> bool {
        matches!(self, Self::Stated | Self::Published)
    }
}
