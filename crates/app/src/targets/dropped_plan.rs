//! A plan is dropped as a file, and what it says becomes a movement, targets and grounds.

use crate::documents::{self, FindingRow, Judgement, decide, findings_of, take_in};
use crate::testing::{World, on_each_world};
use crate::{movements, targets};
use platform::blob::Blobs;
use platform::{Actor, Problem};
use std::collections::BTreeMap;
use std::path::Path;

const PLAN: &str = "029-ke-hoach-bhxh-viet-nam-2013.txt";

fn sample(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../papers/samples/open");
    std::fs::read(folder.join(name)).expect("the sample paper is there")
}

async fn officer(world: &World) -> Actor {
    world.login("vu.tdkt", "emulation_department", None).await;
    world.actor("vu.tdkt").await
}

async fn drop_plan(world: &World, actor: &Actor) -> (i64, Vec<FindingRow>) {
    let bytes = sample(PLAN);
    let address = Blobs::of(&world.app.config().data).keep(&bytes).expect("the file is kept");
    let id = take_in(&world.app, actor, PLAN, &address, &bytes).await.expect("the plan is taken in");
    (id, findings_of(&world.app, id).await.expect("the findings"))
}

fn of_kind<'a>(findings: &'a [FindingRow], kind: &str) -> Vec<&'a FindingRow> {
    findings.iter().filter(|finding| finding.kind == kind).collect()
}

async fn accept(world: &World, actor: &Actor, finding: &FindingRow) -> platform::Result<FindingRow> {
    decide(&world.app, actor, finding.id, Judgement::Accepted, BTreeMap::new(), None).await
}

#[tokio::test]
async fn a_dropped_plan_becomes_a_movement_its_targets_and_its_grounds() {
    on_each_world(async |world| {
        let officer = officer(&world).await;
        let (id, findings) = drop_plan(&world, &officer).await;
        let paper = documents::find(world.app.reader(), id).await.expect("a query").expect("it stands in the register");
        assert_eq!(paper.number.as_deref(), Some("3915/KH-BHXH"));
        assert_eq!(paper.issuer, "Bảo hiểm xã hội Việt Nam");
        assert!(movements::list_movements(&world.app).await.expect("movements").is_empty(), "nothing is believed yet");

        let movement = of_kind(&findings, "movement");
        accept(&world, &officer, movement[0]).await.expect("the movement is accepted");
        let all = movements::list_movements(&world.app).await.expect("movements");
        let made = all.values().next().expect("the movement is made");
        assert_eq!(made.body.name, "Vì sức khỏe nông thôn");
        assert_eq!(made.body.phases[0].plan.as_deref(), Some(paper.key.as_str()), "its phase is brought by the plan");

        let mut entered = 0;
        for finding in of_kind(&findings, "target") {
            match accept(&world, &officer, finding).await {
                Ok(_) => entered += 1,
                Err(Problem::Refused(refusal)) => {
                    assert!(!refusal.faults.is_empty(), "a field is named: {}", refusal.sentence)
                }
                Err(problem) => panic!("{}", problem.causes()),
            }
        }
        let nation = i64::from(world.app.places().nation().id);
        let standing = targets::of_unit(&world.app, nation).await.expect("targets");
        assert!(
            entered >= standing.len() && standing.len() >= 3,
            "{entered} entered, {} of the country",
            standing.len()
        );
        let rates: Vec<_> =
            standing.iter().filter(|target| target.indicator == "coverage_rate" && target.group.is_empty()).collect();
        assert!(rates.iter().any(|target| target.year == Some(2013)), "{rates:?}");
        assert!(standing.iter().all(|target| target.document == Some(id)), "each knows its paper");

        let grounds = of_kind(&findings, "citation");
        accept(&world, &officer, grounds[0]).await.expect("a ground is accepted");
        let again = accept(&world, &officer, movement[0]).await;
        assert!(matches!(again, Err(Problem::Refused(_))), "what became something is not made twice");
    })
    .await;
}

#[tokio::test]
async fn the_same_paper_dropped_twice_is_one_paper_with_two_texts() {
    on_each_world(async |world| {
        let officer = officer(&world).await;
        let (first, _) = drop_plan(&world, &officer).await;
        let (second, _) = drop_plan(&world, &officer).await;
        assert_eq!(first, second);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_no_paper_is_refused_with_what_is_missing() {
    on_each_world(async |world| {
        let officer = officer(&world).await;
        let taken = take_in(&world.app, &officer, "ghi-chu.txt", "", "Mua sữa, trứng, bánh mì.".as_bytes()).await;
        let Err(Problem::Refused(refusal)) = taken else { panic!("a shopping list was taken in") };
        assert!(refusal.faults.iter().any(|fault| fault.column == "issuer"), "{refusal:?}");
    })
    .await;
}
