//! What only the rows of a job can show.

use super::super::store;
use super::super::table::people_import;
use super::super::tests::{CARDS, NAME, RESIDENTS, collector, ended};
use super::*;
use crate::testing::{World, on_each_world};
use axum::http::StatusCode;
use sea_orm::ActiveValue::Set;

#[tokio::test]
async fn an_import_whose_process_is_gone_can_be_started_again() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let fields = [("name", NAME), ("as_of", "31/12/2024"), ("numbers_only", "yes")];
        let files = [("residents", "dan-cu.csv", RESIDENTS), ("cards", "the.csv", CARDS)];
        let sent = world.post_files("/people/import", &cookie, &fields, &files).await;
        let path = sent.headers["location"].clone();
        let id: i64 = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its key");
        let long_ago = world.app.clock().now() - chrono::Duration::minutes(5);
        let row = people_import::ActiveModel {
            id: Set(id),
            state: Set(Standing::Running.key().to_owned()),
            beat_at: Set(Some(long_ago)),
            ..Default::default()
        };
        store::update_import(world.app.database().touch(), row).await.expect("it is written");
        let page = world.get(&path, &cookie).await;
        assert!(page.body.contains("bị ngắt, có thể chạy lại"), "{}", page.body);
        let again = world.post(&format!("{path}/again"), &cookie, &[]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        let page = ended(&world, &path, &cookie).await;
        assert!(page.body.contains("Xem bao phủ"), "{}", page.body);
        let snapshot = find(&world.app, NAME, None).await.expect("it is there");
        assert!(snapshot.manifest().people.is_none(), "numbers only");
    })
    .await;
}
