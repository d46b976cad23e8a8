use proptest::prelude::*;

use super::*;

fn standard() -> PolicySets {
    PolicySets::parse("policy.toml", STANDARD).expect("the sets that come with the program are well formed")
}

fn keys(sets: &PolicySets, bits: SetBits) -> Vec<&str> {
    bits.places().map(|place| sets.sets()[place].key.as_str()).collect()
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[track_caller]
fn check(group: &str, ethnicity: &str, age: Option<u16>, belongs: &[&str], unknown: &[&str]) {
    let sets = standard();
    let membership = sets.sets_of(group, ethnicity, age);
    assert_eq!(keys(&sets, membership.belongs), belongs, "{group} {ethnicity} {age:?}");
    assert_eq!(keys(&sets, membership.unknown), unknown, "{group} {ethnicity} {age:?}: unknown");
}

#[test]
fn a_word_is_not_a_code() {
    // A poor Khmer woman of 71 carries HN, and is meant by three words.
    check("HN", "Khmer", Some(71), &["poor", "ethnic_minority", "elderly"], &[]);
    check("CN", "01", Some(40), &["near_poor"], &[]);
    check("DT", "", Some(30), &["ethnic_minority"], &[]);
    check(" sv ", "KINH", Some(20), &["student"], &[]);
    check("GD", "Việt", Some(59), &["household"], &[]);
    check("GD", "kinh", Some(60), &["elderly", "household"], &[]);
    check("NN", "Nước ngoài", Some(33), &[], &[]);
}

#[test]
fn what_is_not_stated_is_unknown() {
    check("HN", "Kinh", None, &["poor"], &["elderly"]);
    check("GD", "", Some(70), &["elderly", "household"], &["ethnic_minority"]);
    let all_by_code = ["poor", "near_poor", "meritorious", "student", "household", "social_policy"];
    let sets = standard();
    let membership = sets.sets_of("", "Tày", Some(8));
    assert_eq!(keys(&sets, membership.belongs), ["ethnic_minority"]);
    assert_eq!(keys(&sets, membership.unknown), all_by_code);
}

#[test]
fn an_office_writes_its_own_sets() {
    let text = r#"
[ethnicity]
majority = ["Kinh"]

[[sets]]
key = "poor_minority_child"
name = "Trẻ em dân tộc thiểu số nghèo"
any = [{ groups = ["hn", "CN"], minority = true, age_to = 15 }, { groups = ["TE"] }]
ground = "12/NQ-HĐND"
"#;
    let sets = PolicySets::parse("own.toml", text).expect("well formed");
    let is_in = |group, ethnicity, age| sets.sets_of(group, ethnicity, age).belongs.has(0);
    assert!(is_in("CN", "Mông", Some(15)));
    assert!(is_in("TE", "", None));
    assert!(!is_in("CN", "Mông", Some(16)));
    assert!(!is_in("CN", "Kinh", Some(3)));
    assert_eq!(sets.sets_of("HN", "", Some(16)), Membership::default(), "too old, whatever the ethnicity");
    assert_eq!(sets.sets()[0].ground.as_deref(), Some("12/NQ-HĐND"));
    assert_eq!(sets.age_limits(), [16]);
    assert_eq!(standard().age_limits(), [60]);
    assert_eq!(standard().bits_of(["poor", "elderly"]).map(|bits| bits.places().count()), Ok(2));
    assert_eq!(standard().bits_of(["poor", "rich"]), Err("rich"));
}

#[test]
fn faults_name_line_and_field() {
    let head = "[ethnicity]\nmajority = [\"Kinh\"]\n";
    let check = |text: &str, expected: &[(usize, &str)]| {
        let faults = PolicySets::parse("own.toml", &format!("{head}{text}")).expect_err("there is a fault");
        let found: Vec<(usize, &str)> = faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
        assert_eq!(found, expected, "{faults:?}");
    };
    check(
        "[[sets]]\nkey = \"a\"\nname = \"A\"\nground = \"\"\nany = [{ grups = [\"HN\"] }]\n",
        &[(7, "sets[0].any[0].grups")],
    );
    check(
        "[[sets]]\nkey = \"a\"\nname = \"A\"\nground = \"\"\nany = [{ age_from = \"x\" }]\n",
        &[(7, "sets[0].any[0].age_from")],
    );
    check(
        "[[sets]]\nkey = \"a\"\nname = \"\"\nground = \"\"\nany = [{ age_from = 70, age_to = 60 }, {}]\n",
        &[(5, "sets[0].name"), (7, "sets[0].any[0].age_from"), (7, "sets[0].any[1]")],
    );
    let none = PolicySets::parse("own.toml", "sets = []\n[ethnicity]\nmajority = []\n").expect_err("no sets");
    assert_eq!((none[0].line, none[0].field.as_str()), (1, "sets"));
    let twice = "[[sets]]\nkey = \"a\"\nname = \"A\"\nground = \"\"\nany = [{ groups = [\"HN\"] }]\n";
    check(&format!("{twice}{twice}"), &[(9, "sets[1].key")]);
    let fault = &PolicySets::parse("own.toml", "sets = [").expect_err("no TOML")[0];
    assert!(fault.to_string().starts_with("own.toml, dòng 1"), "{fault}");
}

#[test]
fn ages_change_on_birthdays() {
    assert_eq!(age_on(date("1960-07-01"), date("2020-06-30")), Some(59));
    assert_eq!(age_on(date("1960-07-01"), date("2020-07-01")), Some(60));
    assert_eq!(age_on(date("1960-02-29"), date("2021-02-28")), Some(60));
    assert_eq!(age_on(date("1960-02-29"), date("2021-03-01")), Some(61));
    assert_eq!(age_on(date("2020-01-02"), date("2020-01-01")), None);
}

proptest! {
    #[test]
    fn the_day_of_an_age_is_the_first_of_that_age(birth in 0_i64..60_000, years in 0_u16..120) {
        let birth = date("1900-01-01") + chrono::TimeDelta::days(birth);
        let day = day_of_age(birth, years).expect("within the calendar");
        prop_assert_eq!(age_on(birth, day), Some(years));
        let before = day.pred_opt().and_then(|day| age_on(birth, day));
        prop_assert_eq!(before, years.checked_sub(1));
    }

    #[test]
    fn knowing_more_never_contradicts(group in "(HN|CN|DT|HS|GD|BT)?", ethnicity in "(Kinh|Tày|99)?", age in 0_u16..100) {
        let sets = standard();
        let full = sets.sets_of(&group, &ethnicity, Some(age));
        for partial in [sets.sets_of("", &ethnicity, Some(age)), sets.sets_of(&group, "", Some(age)), sets.sets_of(&group, &ethnicity, None)] {
            prop_assert_eq!(partial.belongs.0 & !full.belongs.0, 0, "what was certain stays");
            prop_assert_eq!(full.belongs.0 & !(partial.belongs.0 | partial.unknown.0), 0, "nothing certain was denied");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = PolicySets::parse("any.toml", &text);
    }
}
