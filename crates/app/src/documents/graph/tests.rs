use super::model::{Edge, End, How, Line, Verdict, judge, lines, parents};
use super::service::{self, Way, note_expiry};
use crate::documents::{self, find_document};
use crate::testing::{World, day, on_each_world};
use std::collections::BTreeMap;

fn end(since: Option<chrono::NaiveDate>) -> End {
    End { since, how: How::Replaced, by: "X".to_owned() }
}

#[test]
fn a_ground_is_judged_by_the_day_it_was_cited_on() {
    let today = day(2026, 11, 22);
    let gone = end(Some(day(2022, 1, 1)));
    let judged = |ends: &[End], cited| judge(ends, Some(day(2017, 8, 21)), cited, today);
    assert_eq!(judged(&[], Some(day(2020, 1, 1))), Verdict::Holds);
    assert_eq!(judged(std::slice::from_ref(&gone), Some(day(2020, 1, 1))), Verdict::GoneSince(gone.clone()));
    assert_eq!(judged(std::slice::from_ref(&gone), Some(day(2022, 1, 1))), Verdict::GoneBefore(gone.clone()));
    assert_eq!(judged(std::slice::from_ref(&gone), None), Verdict::GoneUnknown(gone));
    assert_eq!(judged(&[end(None)], Some(day(2020, 1, 1))), Verdict::GoneUnknown(end(None)));
    assert_eq!(judged(&[end(Some(day(2027, 1, 1)))], Some(day(2020, 1, 1))), Verdict::Holds, "it still holds today");
    assert_eq!(judged(&[], Some(day(2017, 1, 1))), Verdict::NotYet(day(2017, 8, 21)));
}

fn edge(near: i64, far: i64, relation: &str) -> Edge {
    Edge { near, far, relation: relation.to_owned() }
}

fn shape(lines: &[Line]) -> String {
    let mut depth = 0;
    let mut text = String::new();
    for line in lines {
        text.push_str(&format!("{}{} ", ">".repeat(depth), line.id));
        depth = depth + usize::from(line.opens) - line.closes;
    }
    assert_eq!(depth, 0, "every list is closed");
    text.trim_end().to_owned()
}

#[test]
fn a_district_plan_stands_under_the_province_and_not_under_the_decision_both_cite() {
    let dates: BTreeMap<i64, chrono::NaiveDate> =
        [(1, day(2017, 8, 21)), (2, day(2017, 10, 3)), (3, day(2018, 1, 5)), (4, day(2018, 2, 1))].into();
    let edges = [
        edge(1, 2, "implements"),
        edge(1, 3, "implements"),
        edge(1, 4, "cites"),
        edge(2, 3, "implements"),
        edge(3, 4, "implements"),
    ];
    assert_eq!(shape(&lines(1, &parents(1, &edges, &dates), &dates)), "1 >2 >>3 >>>4");
    let ring = [edge(1, 2, "cites"), edge(2, 3, "implements"), edge(3, 2, "implements"), edge(2, 1, "cites")];
    assert_eq!(shape(&lines(1, &parents(1, &ring, &dates), &dates)), "1 >2 >>3");
    assert_eq!(shape(&lines(1, &BTreeMap::new(), &dates)), "1");
}

async fn paper(world: &World, text: &str) -> i64 {
    let paper = platform::definition::parse("test.toml", text).expect("a paper");
    documents::enter_document(&world.app, &world.operator(), &paper).await.expect("it is entered")
}

fn toml(number: &str, date: &str, more: &str) -> String {
    format!(
        "key = \"{number}\"\nkind = \"plan\"\nnumber = \"{number}\"\ndate = \"{date}\"\nissuer = \"BHXH\"\nsubject = \"Phong trào {number}\"\n{more}"
    )
}

#[tokio::test]
async fn the_way_down_and_up_and_the_grounds_that_are_gone() {
    on_each_world(async |world| {
        let root = paper(&world, &toml("1258/QĐ-TTg", "2017-08-21", "")).await;
        paper(&world, &toml("4575/KH-BHXH", "2017-10-03", "implements = [\"1258/QĐ-TTg\"]")).await;
        paper(&world, &toml("12/KH-BHXH", "2018-01-05", "cites = [\"1258/QĐ-TTg\"]\nimplements = [\"4575/KH-BHXH\"]"))
            .await;
        let last = paper(
            &world,
            &toml("3/KH-BHXH", "2023-02-01", "cites = [\"1258/QĐ-TTg\", \"9/NQ-CP\"]\nimplements = [\"12/KH-BHXH\"]"),
        )
        .await;
        let row = find_document(world.app.reader(), "1258/QĐ-TTg").await.expect("the decision");
        let tree = service::walk(&world.app, &row, Way::Down).await.expect("the tree");
        assert_eq!(shape(&tree.lines).matches('>').count(), 1 + 2 + 3, "{}", shape(&tree.lines));
        let page = world.get(&format!("{}/tree", documents::path(root)), "").await;
        assert!(
            page.body.contains("3/KH-BHXH ngày 1/2/2023") || page.body.contains("3/KH-BHXH ngày 01/02/2023"),
            "{}",
            page.body
        );
        let up = world.get(&format!("{}/tree?way=up", documents::path(last)), "").await;
        assert!(up.body.contains("1258/QĐ-TTg") && up.body.contains("9/NQ-CP"), "{}", up.body);

        assert!(service::grounds_to_review(&world.app).await.expect("the list").is_empty());
        paper(&world, &toml("587/QĐ-TTg", "2022-05-18", "replaces = [\"1258/QĐ-TTg\"]")).await;
        let review = service::grounds_to_review(&world.app).await.expect("the list");
        assert_eq!(review.len(), 3);
        assert!(matches!(review[0].verdict, Verdict::GoneBefore(_)) && review[0].paper.id == last);
        assert!(review[1..].iter().all(|ground| matches!(ground.verdict, Verdict::GoneSince(_))));
        let shown = world.get(&documents::path(last), "").await;
        assert!(shown.body.contains("587/QĐ-TTg"), "{}", shown.body);
        let list = world.get("/documents/bases", "").await;
        assert!(list.body.contains("4575/KH-BHXH"), "{}", list.body);
        note_expiry(&world.app, &world.operator(), last, Some(day(2024, 1, 1)), "Hết giai đoạn")
            .await
            .expect("it is noted");
        let review = service::grounds_to_review(&world.app).await.expect("the list");
        assert_eq!(review.len(), 2, "a paper that is over needs no review");
    })
    .await;
}
