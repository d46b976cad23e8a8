use crate::demo;
use crate::testing::on_each_world;
use axum::http::StatusCode;

#[tokio::test]
async fn the_page_of_ben_tre_says_what_the_paper_says() {
    on_each_world(async |world| {
        demo::load(&world.app).await.expect("the sample pack loads");
        let unit = world.unit("tỉnh Bến Tre");
        let page = world.get(&format!("/units/{unit}"), "").await;
        assert_eq!(page.status, StatusCode::OK);
        for text in [
            "+7,09",
            "+12,20",
            "+9,07",
            "vượt 5,62 điểm %",
            "chưa hết năm",
            "132 / 164 = 80,49 %",
            "43 / 50 = 86,00 %",
            "bao nhiêu xã",
            "tỉnh Vĩnh Long",
        ] {
            assert!(page.body.contains(text), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_page_opens_on_the_sample_data_and_in_english() {
    on_each_world(async |world| {
        demo::load(&world.app).await.expect("the sample pack loads");
        let paths =
            ["/", "/search?q=chau+binh", "/indicators/coverage_rate?year=2022", "/units/1", "/targets", "/new-rural"];
        for path in paths {
            for cookie in ["", "chungsuc_lang=en"] {
                let page = world.get(path, cookie).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                assert!(!page.body.contains("[overview-"), "{path} lacks a word");
            }
        }
        let found = world.get("/search?q=chau+binh", "").await;
        assert!(found.body.contains("Xã Châu Bình"), "{}", found.body);
    })
    .await;
}

#[tokio::test]
async fn the_map_follows_the_structure_of_the_year() {
    on_each_world(async |world| {
        demo::load(&world.app).await.expect("the sample pack loads");
        let old = world.get("/indicators/coverage_rate?year=2022", "").await;
        assert!(old.body.contains("Quần đảo Hoàng Sa") && old.body.contains("Tỉnh Bến Tre"));
        assert!(old.body.contains("63 tỉnh"), "the old structure");
        let new = world.get("/indicators/coverage_rate?year=2026", "").await;
        assert!(new.body.contains("34 tỉnh") && !new.body.contains("Tỉnh Bến Tre"), "the new structure");
    })
    .await;
}
