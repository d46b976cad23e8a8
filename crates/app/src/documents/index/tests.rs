use super::pages::found;
use super::words::{Postings, entries, query, snippet, tokens};
use super::{is_complete, reindex};
use crate::documents;
use crate::testing::{World, on_each_world};

#[test]
fn words_keep_their_places_and_their_tones() {
    let found: Vec<(String, String)> =
        tokens("Số 3036/BHXH-BT: hòa giải, THẠNH Hóa").map(|token| (token.toned, token.folded)).collect();
    let toned: Vec<&str> = found.iter().map(|(toned, _)| toned.as_str()).collect();
    assert_eq!(toned, ["số", "3036", "bhxh", "bt", "hoà", "giải", "thạnh", "hoá"]);
    assert_eq!(found[6].1, "thanh");
    let decomposed: String = "ba\u{309}o hie\u{302}\u{309}m".to_owned();
    let found: Vec<String> = tokens(&decomposed).map(|token| token.toned).collect();
    assert_eq!(found, ["bảo", "hiểm"]);
}

#[test]
fn postings_are_what_was_written() {
    let postings = Postings([(3, vec![1_000, 1_007]), (12, vec![10_005]), (255, vec![0])].into());
    assert_eq!(postings.write(), "3,1000,7;12,10005;255,0");
    assert_eq!(Postings::read(&postings.write()), postings);
    assert_eq!(entries("x;4,1,y;5,4294967295,9;7,2").map(|(paper, _)| paper).collect::<Vec<_>>(), [7]);
    assert_eq!(entries("").count(), 0);
}

#[test]
fn quotation_marks_and_symbols_bind_words() {
    let follows: Vec<bool> = query("kế hoạch \"bảo hiểm y tế\" 3036/BHXH-BT").iter().map(|word| word.follows).collect();
    assert_eq!(follows, [false, false, false, true, true, true, false, true, true]);
}

#[test]
fn a_snippet_shows_where_most_words_stand() {
    let text = format!("{} Mục tiêu: bao phủ bảo hiểm   y tế đạt 95% {}", "đầu ".repeat(100), "cuối ".repeat(100));
    let pieces = snippet(&text, &query("bao hiem y te"));
    let marked: Vec<&str> = pieces.iter().filter(|(_, hit)| *hit).map(|(text, _)| text.as_str()).collect();
    assert_eq!(marked, ["bao", "bảo", "hiểm", "y", "tế"]);
    let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    assert!(whole.starts_with("… ") && whole.ends_with(" …") && whole.len() < 400, "{whole}");
    assert!(snippet(&text, &query("không có")).is_empty());
}

async fn enter(world: &World, number: &str, subject: &str, text: &str) -> i64 {
    let source = format!(
        "key = \"{number}\"\nkind = \"plan\"\nnumber = \"{number}\"\ndate = \"2020-01-02\"\nissuer = \"BHXH Việt Nam\"\nsubject = \"{subject}\""
    );
    let paper = platform::definition::parse("test.toml", &source).expect("a paper");
    let id = documents::enter_document(&world.app, &world.operator(), &paper).await.expect("it is entered");
    if !text.is_empty() {
        let read = documents::ReadPaper { format: "txt".to_owned(), text: text.to_owned(), ..Default::default() };
        documents::store_text(&world.app, &world.operator(), id, None, read).await.expect("its text is stored");
    }
    id
}

async fn ids(world: &World, typed: &str) -> Vec<i64> {
    let (hits, count) = found(&world.app, &query(typed), 0, 100).await.expect("it searches");
    assert_eq!(hits.len(), count);
    hits.into_iter().map(|hit| hit.paper.id).collect()
}

#[tokio::test]
async fn papers_are_found_by_their_words_with_and_without_diacritics() {
    on_each_world(async |world| {
        let plain = enter(&world, "1/KH-BHXH", "Họp tại Thanh", "").await;
        let toned = enter(&world, "2/KH-BHXH", "Họp tại xã Thạnh Phú", "").await;
        let other = enter(&world, "3036/BHXH-BT", "Nhận thầu", "Giúp xã Thạnh Phú đạt tiêu chí bảo hiểm y tế.").await;
        assert_eq!(ids(&world, "thanh").await, [plain, toned, other], "as typed first, the subject before the text");
        assert_eq!(ids(&world, "Thạnh").await, [toned, other], "Thạnh is not Thanh");
        assert_eq!(ids(&world, "thành").await, Vec::<i64>::new());
        assert_eq!(ids(&world, "bao hiem").await, [other]);
        assert_eq!(ids(&world, "\"y tế\"").await, [other]);
        assert_eq!(ids(&world, "\"tế y\"").await, Vec::<i64>::new());
        assert_eq!(ids(&world, "3036/BHXH-BT").await, [other]);
        assert_eq!(ids(&world, "BHXH/3036").await, Vec::<i64>::new());
        assert_eq!(ids(&world, "").await, Vec::<i64>::new());
        documents::store_text(
            &world.app,
            &world.operator(),
            other,
            None,
            documents::ReadPaper { format: "txt".to_owned(), text: "Bản khác.".to_owned(), ..Default::default() },
        )
        .await
        .expect("a newer text is stored");
        assert_eq!(ids(&world, "Thạnh").await, [toned], "the older text is not searched any more");
        let page = world.get("/documents/search?q=th%C3%A0nh", "").await;
        assert!(page.body.contains("without=yes"), "{}", page.body);
        let page = world.get("/documents/search?q=thanh+phu", "").await;
        assert!(page.body.contains("<mark>Thạnh</mark>"), "{}", page.body);
        assert_eq!(is_complete(&world.app).await.expect("it counts"), (3, 3));
    })
    .await;
}

#[tokio::test]
async fn papers_that_came_in_another_way_are_indexed_later() {
    on_each_world(async |world| {
        enter(&world, "1/KH-BHXH", "Phong trào", "").await;
        let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) \
             INSERT INTO document (key, kind, issuer, subject, state, search_key, body, change_id) \
             SELECT 'đ-' || i, 'dispatch', 'BHXH Việt Nam', 'Số liệu ' || i, 'unknown', 'x', '{}', 1 FROM n";
        platform::testing::run(world.app.database(), rows).await;
        assert_eq!(is_complete(&world.app).await.expect("it counts"), (1501, 1));
        assert_eq!(reindex(&world.app, &world.operator()).await.expect("it indexes"), 1500);
        assert_eq!(ids(&world, "\"số liệu 777\"").await.len(), 1);
        assert_eq!(found(&world.app, &query("so lieu"), 0, 10).await.expect("it searches").1, 1500);
    })
    .await;
}
