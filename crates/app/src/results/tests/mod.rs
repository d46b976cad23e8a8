//! Stories of results, on each database.

mod rollups;
mod sheets;
mod stories;

use super::*;
use crate::accounts;
use crate::demo::pack::Pack;
use crate::testing::{World, day, loaded};
use platform::Actor;
use rules::period::Period;
use std::sync::Arc;

/// Somebody who may enter everywhere.
fn clerk() -> Actor {
    accounts::system("nhap.lieu", "Người nhập", "local_officer")
}

/// Somebody else who may confirm everywhere.
fn director() -> Actor {
    accounts::system("giam.doc", "Giám đốc", "province_director")
}

/// The commune of the old Bến Tre.
fn chau_binh(world: &World) -> i64 {
    let province = world.unit("Bến Tre");
    world.app.resolve_unit("xã Châu Bình", Some(province), Some(day(2019, 12, 31))).expect("it is there")
}

/// A pair of a unit, entered by hand.
fn pair(unit: i64, as_of: (i32, u32, u32), num: i64, den: i64) -> NewResult {
    let as_of = day(as_of.0, as_of.1, as_of.2);
    NewResult {
        unit,
        indicator: "coverage_rate".to_owned(),
        denominator: Some("population_average".to_owned()),
        facet: Facet::None,
        period: Period::year(chrono::Datelike::year(&as_of)).expect("a year"),
        as_of,
        sex: None,
        group: None,
        value: Value::Pair { num, den },
        estimate: false,
        printed: None,
        rounded_to: None,
        note: None,
        source: Arc::new(Origin::Form),
        locator: "biểu nhập".to_owned(),
    }
}

async fn enter(world: &World, rows: Vec<NewResult>) -> Entered {
    enter_results(&world.app, &clerk(), Batch { rows, reason: None }).await.expect("they are entered")
}

async fn enter_confirmed(world: &World, rows: Vec<NewResult>) -> Vec<i64> {
    let entered = enter(world, rows).await;
    confirm_results(&world.app, &director(), Which::Change(entered.change), None).await.expect("they are confirmed");
    entered.ids
}

/// Papers and results of the sample pack.
async fn load_samples(world: &World) {
    let loaded = loaded();
    let pack = Pack::load(&loaded.definitions, &loaded.catalogue).expect("the pack is sound");
    let loader = accounts::system("demo", "Dữ liệu mẫu", "demo");
    for paper in &pack.documents {
        crate::documents::enter_document(&world.app, &loader, paper).await.expect("the paper is entered");
    }
    crate::demo::results::load_results(&world.app, &pack).await.expect("the results are entered");
}

fn sentence<T: std::fmt::Debug>(result: platform::Result<T>) -> String {
    result.expect_err("it is refused").to_string()
}

async fn assert_sound(world: &World) {
    for finding in books::check(&world.app).await.expect("the books are read") {
        assert!(finding.sound, "{}", finding.sentence);
    }
}
