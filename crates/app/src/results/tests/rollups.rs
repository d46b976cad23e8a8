use super::*;
use crate::testing::on_each_world;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use rules::place::Level;

fn communes(world: &World, province: &str, on: (i32, u32, u32)) -> Vec<i64> {
    let id = crate::places::id(world.unit(province)).expect("a unit");
    let on = day(on.0, on.1, on.2);
    world.app.places().descendants(id, Level::Commune, on).into_iter().map(|unit| unit.id.into()).collect()
}

async fn sums(world: &World, unit: i64, year: i32) -> Vec<Summed> {
    summed(&world.app, "coverage_rate", &Facet::None, &[unit], year).await.expect("the sums are read")
}

#[tokio::test]
async fn confirmed_figures_are_in_every_sum_above_at_once() {
    on_each_world(async |world| {
        let units = communes(&world, "Bến Tre", (2019, 10, 4));
        assert_eq!(units.len(), 164);
        let figures = |units: &[i64]| units.iter().map(|unit| pair(*unit, (2019, 10, 4), 9, 10)).collect::<Vec<_>>();
        enter_confirmed(&world, figures(&units[..100])).await;
        let province = world.unit("Bến Tre");
        let part = sums(&world, province, 2019).await;
        assert_eq!((part[0].num, part[0].den, part[0].leaves_known), (900, Some(1000), 100));
        assert_eq!(part[0].coverage_words(), "100/164 đơn vị");
        assert!(!part[0].is_complete());
        enter_confirmed(&world, figures(&units[100..])).await;
        let whole = sums(&world, province, 2019).await;
        assert_eq!(whole[0].value(), Value::Pair { num: 1476, den: 1640 });
        assert!(whole[0].is_complete());
        enter_confirmed(&world, vec![pair(province, (2019, 10, 4), 7, 10)]).await;
        let own = yearly(&world.app, province, "coverage_rate").await.expect("read");
        assert_eq!(own[&2019].value, Value::Pair { num: 7, den: 10 }, "what is reported is not what is summed");
        let nation = sums(&world, world.unit("Việt Nam"), 2019).await;
        let levels: Vec<_> = nation.iter().map(|sum| (sum.leaves, sum.num, sum.leaves_known)).collect();
        assert_eq!(levels, [(Level::Commune, 1476, 164), (Level::Province, 7, 1)]);
        assert_sound(&world).await;
    })
    .await;
}

#[tokio::test]
async fn the_old_provinces_sum_up_to_the_new_one() {
    on_each_world(async |world| {
        let on = day(2025, 6, 30);
        let unit = |text: &str| world.app.resolve_unit(text, None, Some(on)).expect("a province");
        let rows = ["tỉnh Bến Tre", "tỉnh Vĩnh Long", "tỉnh Trà Vinh"].map(unit);
        let value = |unit| pair(unit, (2025, 6, 30), 90, 100);
        enter_confirmed(&world, rows[..2].iter().copied().map(value).collect()).await;
        let carried = async || {
            let to = day(2025, 7, 1);
            let level = Level::Province;
            remapped(&world.app, "coverage_rate", None, level, (on, to), None).await.expect("it is carried over")
        };
        let new = world.unit("Vĩnh Long");
        let known = |num, den, inputs_known| {
            let value = Value::Pair { num, den };
            Some(RemappedValue::Known { value, inputs_known, inputs_expected: 3, apportioned: false })
        };
        assert_eq!(carried().await.value(&world.app, new), known(180, 200, 2), "a part never looks complete");
        enter_confirmed(&world, vec![value(rows[2])]).await;
        assert_eq!(carried().await.value(&world.app, new), known(270, 300, 3));
        let back = remapped(&world.app, "coverage_rate", None, Level::Province, (day(2025, 7, 1), on), None).await;
        assert_eq!(back.expect("it is carried over").value(&world.app, rows[0]), None);
        enter_confirmed(&world, vec![pair(new, (2025, 12, 31), 93, 100)]).await;
        let back = remapped(&world.app, "coverage_rate", None, Level::Province, (day(2025, 12, 31), on), None).await;
        let Some(RemappedValue::Unknown(reasons)) = back.expect("carried").value(&world.app, rows[0]) else {
            panic!("a merged figure cannot be taken apart")
        };
        assert!(reasons[0].starts_with("không quy đổi được"), "{reasons:?}");
    })
    .await;
}

#[tokio::test]
async fn forty_writers_at_once_and_none_fails() {
    on_each_world(async |world| {
        let units = communes(&world, "Bến Tre", (2019, 10, 4));
        let writers: Vec<_> = units[..40]
            .iter()
            .map(|unit| {
                let (world, row) = (world.clone(), pair(*unit, (2019, 10, 4), 9, 10));
                tokio::spawn(async move { enter_confirmed(&world, vec![row]).await })
            })
            .collect();
        for writer in writers {
            assert_eq!(writer.await.expect("no writer fails").len(), 1);
        }
        assert_eq!(sums(&world, world.unit("Bến Tre"), 2019).await[0].leaves_known, 40);
        assert_sound(&world).await;
    })
    .await;
}

/// What a random history does to the figure of one commune on one day.
#[derive(Debug, Clone)]
enum Step {
    Enter { unit: usize, month: u32, num: i64, den: i64 },
    Confirm { which: usize },
    Correct { which: usize, num: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6_usize, 1..4_u32, 0..50_i64, 1..50_i64).prop_map(|(unit, month, num, den)| Step::Enter {
            unit,
            month,
            num,
            den
        }),
        (0..20_usize).prop_map(|which| Step::Confirm { which }),
        (0..20_usize, 0..50_i64).prop_map(|(which, num)| Step::Correct { which, num }),
    ]
}

async fn play(world: &World, units: &[i64], steps: &[Step]) {
    let mut ids: Vec<i64> = Vec::new();
    for step in steps {
        let done = match *step {
            Step::Enter { unit, month, num, den } => {
                let rows = vec![pair(units[unit], (2019, month, 10), num, den)];
                enter_results(&world.app, &clerk(), Batch { rows, reason: None }).await.map(|done| done.ids)
            }
            Step::Confirm { which } if which < ids.len() => {
                let which = Which::Observations(vec![ids[which]]);
                confirm_results(&world.app, &director(), which, None).await.map(|_| Vec::new())
            }
            Step::Correct { which, num } if which < ids.len() => {
                let old = figure(&world.app, ids[which]).await.expect("it is there");
                let new = pair(old.unit, (2019, chrono::Datelike::month(&old.as_of), 10), num, 77);
                correct_result(&world.app, &clerk(), old.id, new, "sửa").await.map(|id| vec![id])
            }
            Step::Confirm { .. } | Step::Correct { .. } => Ok(Vec::new()),
        };
        match done {
            Ok(new) => ids.extend(new),
            Err(platform::Problem::Refused(_)) => {}
            Err(problem) => panic!("{problem}: {}", problem.causes()),
        }
    }
}

#[tokio::test]
async fn roll_ups_kept_step_by_step_equal_those_counted_again() {
    on_each_world(async |world| {
        let units = communes(&world, "Bến Tre", (2019, 10, 4));
        let mut runner = TestRunner::new_with_rng(
            Config::default(),
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let histories = prop::collection::vec(step(), 1..12);
        for round in 0..12 {
            let steps = histories.new_tree(&mut runner).expect("a history").current();
            let some: Vec<i64> = units.iter().copied().skip(round * 6).take(6).collect();
            play(&world, &some, &steps).await;
            for finding in books::check(&world.app).await.expect("the books are read") {
                assert!(finding.sound, "{}: {steps:?}", finding.sentence);
            }
        }
    })
    .await;
}
