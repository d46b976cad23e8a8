use super::*;

const PRIME_MINISTER: &str = "Thủ tướng Chính phủ";
const PARTY_COMMITTEE: &str = "Tỉnh ủy";

fn candidate(key: u16, authority: &str, decided_on: &str, supersedes: &[u16]) -> Candidate<u16> {
    Candidate { key, authority: authority.to_owned(), decided_on: day(decided_on), supersedes: supersedes.to_vec() }
}

fn ranking() -> Vec<String> {
    vec![PRIME_MINISTER.to_owned(), PARTY_COMMITTEE.to_owned()]
}

#[track_caller]
fn check_in_use(
    candidates: &[Candidate<u16>],
    on: &str,
    in_use: Option<u16>,
    reason: PrecedenceReason,
    others: &[(u16, Option<SetAside<u16>>)],
) {
    let found = precedence(candidates, &ranking(), day(on));
    assert_eq!((found.in_use, &found.reason), (in_use, &reason));
    assert_eq!(found.others, others);
    assert!(found.reason.sentence().ends_with('.'));
}

/// Quyết định 546/QĐ-TTg against a resolution of the province's party committee, whose day is made up here.
#[test]
fn ba_ria_vung_tau_had_two_targets_for_2022() {
    let both = [candidate(1, PARTY_COMMITTEE, "2021-01-15", &[]), candidate(2, PRIME_MINISTER, "2022-04-29", &[])];
    check_in_use(&both, "2022-04-28", Some(1), PrecedenceReason::OnlyOne, &[(2, Some(SetAside::NotYetDecided))]);
    let reason = PrecedenceReason::AuthorityGoesFirst { authority: PRIME_MINISTER.to_owned() };
    check_in_use(&both, "2022-09-30", Some(2), reason, &[(1, Some(SetAside::AuthorityGoesLater))]);
}

/// Quyết định 1167/QĐ-TTg replaced the targets that Quyết định 1584/QĐ-TTg had set the year before.
#[test]
fn the_target_of_2016_depends_on_the_day_one_asks() {
    let decisions =
        [candidate(1584, PRIME_MINISTER, "2015-09-14", &[]), candidate(1167, PRIME_MINISTER, "2016-06-28", &[1584])];
    check_in_use(
        &decisions,
        "2016-06-27",
        Some(1584),
        PrecedenceReason::OnlyOne,
        &[(1167, Some(SetAside::NotYetDecided))],
    );
    check_in_use(
        &decisions,
        "2016-06-28",
        Some(1167),
        PrecedenceReason::Supersedes,
        &[(1584, Some(SetAside::SupersededBy { key: 1167 }))],
    );
}

#[test]
fn a_later_decision_of_one_authority_goes_first() {
    let decisions =
        [candidate(1, PARTY_COMMITTEE, "2021-01-15", &[]), candidate(2, PARTY_COMMITTEE, "2022-01-15", &[])];
    let reason =
        PrecedenceReason::LatestDecision { authority: PARTY_COMMITTEE.to_owned(), decided_on: day("2022-01-15") };
    check_in_use(&decisions, "2022-09-30", Some(2), reason, &[(1, Some(SetAside::EarlierDecision))]);
}

#[test]
fn what_cannot_be_decided_is_left_open() {
    check_in_use(&[], "2022-09-30", None, PrecedenceReason::NoneDecided, &[]);
    let same_day = [candidate(1, PRIME_MINISTER, "2022-04-29", &[]), candidate(2, PRIME_MINISTER, "2022-04-29", &[])];
    let reason = PrecedenceReason::SameDay { authority: PRIME_MINISTER.to_owned(), decided_on: day("2022-04-29") };
    check_in_use(&same_day, "2022-09-30", None, reason, &[(1, None), (2, None)]);
    let unranked = [candidate(1, PRIME_MINISTER, "2022-04-29", &[]), candidate(2, "HĐND tỉnh", "2022-04-29", &[])];
    let reason = PrecedenceReason::AuthorityNotRanked { authority: "HĐND tỉnh".to_owned() };
    check_in_use(&unranked, "2022-09-30", None, reason, &[(1, None), (2, None)]);
    let circle = [candidate(1, PRIME_MINISTER, "2022-04-29", &[2]), candidate(2, PRIME_MINISTER, "2022-04-29", &[1])];
    let others = [(1, Some(SetAside::SupersededBy { key: 2 })), (2, Some(SetAside::SupersededBy { key: 1 }))];
    check_in_use(&circle, "2022-09-30", None, PrecedenceReason::Circle, &others);
}
