//! Offices of Vietnam Social Security, with their names over time.
//!
//! An *office* is one body through its renamings: Ban Thu and Ban Quản lý Thu - Sổ, Thẻ are two
//! versions of one office. A *focal unit* is the part of an office that answers for emulation: at the
//! centre Vụ Thi đua - Khen thưởng, in a province Phòng Tổ chức cán bộ. Administrative places and
//! offices are apart: an office covers places, and since 2025 not one for one.
//!
//! Invariants: the name printed is the one in force on the paper's day; a day that is not known is
//! absent and shown as "chưa có căn cứ".

mod directory;
pub mod model;
mod pages;

#[cfg(test)]
mod tests;
pub use directory::{Directory, Focal, all, focal_unit, office_of};
pub use model::{FILE as OFFICES_FILE, OfficeKind};
pub use pages::path;

use crate::app::App;
use axum::Router;
use platform::gate::Actor;
use platform::slice::Hit;
use platform::table::Later;
use platform::words::WordFiles;

/// The slice.
pub struct OfficesSlice;

impl platform::Slice<App> for OfficesSlice {
    fn name(&self) -> &'static str {
        "offices"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn pages(&self) -> Router<App> {
        pages::router()
    }

    fn search<'a>(&'a self, app: &'a App, _actor: &'a Actor, text: &'a str) -> Later<'a, Vec<Hit>> {
        Box::pin(async move { Ok(pages::search(app, text)) })
    }
}
