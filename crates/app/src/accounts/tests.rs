use super::*;
use crate::testing::{PASSWORD, on_each_world};
use axum::http::StatusCode;
use platform::Problem;

#[tokio::test]
async fn an_account_logs_in_and_out() {
    on_each_world(async |world| {
        let cookie = world.login("can.bo", "province_focal_unit", Some("tỉnh Vĩnh Long")).await;
        let own = world.get("/account", &cookie).await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(own.body.contains("tỉnh Vĩnh Long"), "the scope is shown");
        world.post("/logout", &cookie, &[]).await;
        let after = world.get("/account", &cookie).await;
        assert_eq!(after.headers["location"], "/login?back=/account");
    })
    .await;
}

#[tokio::test]
async fn the_door_shuts_after_five_wrong_passwords() {
    on_each_world(async |world| {
        world.login("can.bo", "viewer", None).await;
        for _ in 0..5 {
            let answer = world.post("/login", "", &[("name", "can.bo"), ("password", "sai")]).await;
            assert!(answer.body.contains("không đúng"));
        }
        let answer = world.post("/login", "", &[("name", "can.bo"), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("tạm khóa"), "{}", answer.body);
    })
    .await;
}

#[tokio::test]
async fn only_an_administrator_makes_accounts() {
    on_each_world(async |world| {
        let cookie = world.login("nguoi.xem", "viewer", None).await;
        let answer = world.get("/accounts", &cookie).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        let new = NewAccount {
            name: "Tên Sai".to_owned(),
            display_name: String::new(),
            roles: vec!["vua".to_owned()],
            scope_unit: None,
            password: Some("ngắn".to_owned()),
        };
        let Err(Problem::Refused(refusal)) = create_account(&world.app, &world.operator(), new).await else {
            panic!("three things are wrong")
        };
        let columns: Vec<&str> = refusal.faults.iter().map(|fault| fault.column.as_str()).collect();
        assert_eq!(columns, ["name", "role", "password"]);
    })
    .await;
}

#[tokio::test]
async fn every_change_joins_the_chain_and_a_forged_entry_breaks_it() {
    on_each_world(async |world| {
        world.login("mot", "viewer", None).await;
        world.login("hai", "viewer", None).await;
        let report = platform::audit::verify(world.app.reader()).await.expect("the chain is walked");
        assert_eq!((report.entries, report.breaks.len()), (2, 0));
        platform::testing::run(world.app.database(), "UPDATE \"change\" SET verb = 'x' WHERE id = 1").await;
        let report = platform::audit::verify(world.app.reader()).await.expect("the chain is walked");
        assert_eq!(report.breaks, ["Nội dung thay đổi số 1 không khớp dấu niêm của nó."]);
    })
    .await;
}

#[tokio::test]
async fn the_trail_shows_each_change_and_marks_a_forged_one() {
    on_each_world(async |world| {
        let cookie = world.login("kiem.tra", "inspection_department", None).await;
        world.login("hai", "viewer", None).await;
        let list = world.get("/audit", &cookie).await;
        assert_eq!(list.status, StatusCode::OK);
        let head = platform::audit::verify(world.app.reader()).await.expect("the chain is walked").head;
        assert!(list.body.contains(&head), "the head of the chain is shown");
        assert!(list.body.contains("09:00:00 22/11/2026"), "in the time of Vietnam: {}", list.body);
        assert!(list.body.contains("lập hoặc sửa tài khoản") && list.body.contains("tài khoản × 1"), "{}", list.body);
        let one = world.get("/audit/2", &cookie).await;
        assert!(one.body.contains("khớp dấu niêm") && one.body.contains("hai"), "{}", one.body);
        assert_eq!(world.get("/audit/9", &cookie).await.status, StatusCode::NOT_FOUND);
        platform::testing::run(world.app.database(), "UPDATE \"change\" SET actor = 'x' WHERE id = 2").await;
        assert!(world.get("/audit/2", &cookie).await.body.contains("không khớp dấu niêm"));
        let viewer = world.login("ba", "viewer", None).await;
        assert_eq!(world.get("/audit/1", &viewer).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.get("/audit", "").await.headers["location"], "/login?back=/audit");
    })
    .await;
}

#[tokio::test]
async fn what_was_done_is_said_in_words_and_a_long_change_in_pages() {
    on_each_world(async |world| {
        let cookie = world.login("kiem.tra", "inspection_department", None).await;
        let unsaid = ["audit.read", "installation.maintain", "plans.approve"];
        for grant in crate::SLICES.iter().flat_map(|slice| slice.grants()) {
            let key = format!("accounts-verb-{}", grant.permission.0.replace(['.', '_'], "-"));
            let known = world.app.words().knows(&key) || unsaid.contains(&grant.permission.0);
            assert!(known, "say {key} in both languages");
        }
        let mut change = world.app.begin(&world.operator(), "test.unheard_of", None).await.expect("it begins");
        for id in 1..=45 {
            change.record("thing", id, serde_json::json!({ "row": id })).expect("it is recorded");
        }
        let id = change.commit().await.expect("it is committed");
        let list = world.get("/audit", &cookie).await.body;
        assert!(list.contains("test.unheard_of") && list.contains("thing × 45"), "no words: the code, {list}");
        let first = world.get(&format!("/audit/{id}"), &cookie).await.body;
        assert!(first.contains("thing 20") && !first.contains("thing 21") && first.contains("?page=2"), "{first}");
        let last = world.get(&format!("/audit/{id}?page=9"), &cookie).await.body;
        assert!(last.contains("thing 45") && !last.contains("thing 40") && last.contains("Trang 3 trên 3"), "{last}");
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_password_is_reset_and_its_sessions_end() {
    on_each_world(async |world| {
        let cookie = world.login("can.bo", "viewer", None).await;
        let password = reset_password(&world.app, &world.operator(), "can.bo").await.expect("it is reset");
        assert_eq!(world.get("/account", &cookie).await.status, StatusCode::SEE_OTHER, "the old session is over");
        let answer = world.post("/login", "", &[("name", "can.bo"), ("password", &password)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let refused = reset_password(&world.app, &world.operator(), "khong.co").await;
        assert!(matches!(refused, Err(Problem::Refused(_))));
    })
    .await;
}
