//! People for tests, in the order given.

use super::columns::{People, merge};
use crate::day::epoch_days;
use crate::source::{NO_DAY, OPEN};

/// Somebody, with cards as (from, until); an empty until has no end.
pub(crate) struct Somebody {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) birth: &'static str,
    pub(crate) sex: u8,
    pub(crate) group: &'static str,
    pub(crate) ethnicity: &'static str,
    pub(crate) household: &'static str,
    pub(crate) cards: &'static [(&'static str, &'static str)],
}

pub(crate) fn people(list: &[Somebody]) -> People {
    let day = |text: &str, none| match text {
        "" => none,
        text => epoch_days(text.parse().expect("a date")),
    };
    let mut people = People::default();
    for one in list {
        people.person_id.push(one.id);
        people.full_name.push(one.name);
        people.national_id.push("");
        people.birth.push(day(one.birth, NO_DAY));
        people.sex.push(one.sex);
        for (coded, text) in [
            (&mut people.group, one.group),
            (&mut people.ethnicity, one.ethnicity),
            (&mut people.household, one.household),
        ] {
            coded.codes.push(coded.texts.len() as u32);
            coded.texts.push(text);
        }
        let mut cards: Vec<(i32, i32)> =
            one.cards.iter().map(|(from, until)| (day(from, NO_DAY), day(until, OPEN))).collect();
        cards.sort();
        merge(cards.into_iter(), &mut people.spells);
        people.spell_ends.push(people.spells.len() as u32);
    }
    people
}
