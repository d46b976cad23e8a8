use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;

use super::bytes::{Bytes, put_number, put_texts};
use super::chunk::{decode_cards, decode_people, decode_strays, encode_cards, encode_people};
use super::file::directory_of;
use super::*;
use crate::person::{PersonKey, person_key};
use crate::places::Communes;
use crate::source::{CardBatch, NO_DAY, OPEN, ResidentBatch, ResidentDetails, TextColumn};
use crate::testing::COMMUNES;

/// A resident as a list has them: person, commune, name, birth, sex, group, household.
#[derive(Clone, Debug)]
struct Listed {
    id: String,
    commune: u16,
    name: String,
    birth: i32,
    household: String,
    group: u16,
}

#[derive(Clone, Debug)]
struct ListedCard {
    id: String,
    from: i32,
    until: i32,
    number: String,
    group: u16,
}

fn communes() -> &'static Communes {
    &COMMUNES
}

/// Chance that can be foreseen: a test needs no secret.
fn chance(bytes: &mut [u8]) -> std::io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    for chunk in bytes.chunks_mut(8) {
        let value = COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        chunk.copy_from_slice(&value.to_le_bytes()[..chunk.len()]);
    }
    Ok(())
}

fn groups() -> Vec<String> {
    ["HN", "CN", "GD"].map(str::to_owned).to_vec()
}

fn batch(residents: &[Listed], first_row: u32) -> ResidentBatch {
    let mut details = ResidentDetails::default();
    let mut batch = ResidentBatch::default();
    for (index, resident) in residents.iter().enumerate() {
        batch.person.push(person_key(&resident.id).expect("an identifier"));
        batch.commune.push(resident.commune);
        batch.sex.push(1 + (index % 2) as u8);
        batch.birth.push(resident.birth);
        batch.group.push(resident.group);
        batch.ethnicity.push(0);
        batch.row.push(first_row + index as u32);
        details.person_id.push(&resident.id);
        details.full_name.push(&resident.name);
        details.household.push(&resident.household);
        details.national_id.push("");
    }
    batch.details = Some(details);
    batch
}

fn card_batch(cards: &[ListedCard]) -> CardBatch {
    let mut batch = CardBatch { number: Some(TextColumn::default()), ..CardBatch::default() };
    for card in cards {
        batch.person.push(person_key(&card.id).expect("an identifier"));
        batch.from.push(card.from);
        batch.until.push(card.until);
        batch.group.push(card.group);
        batch.number.as_mut().expect("just made").push(&card.number);
    }
    batch
}

fn seal(folder: &Path, key: &DataKey, residents: &[Listed], cards: &[ListedCard], memory: usize) -> PeopleFiles {
    let writer = PeopleWriter::new(folder, communes(), key, &chance, WriterOptions { memory }).expect("a folder");
    // Cards come first and in pieces: nothing may hang on the order.
    for cards in cards.chunks(7) {
        writer.add_cards(&card_batch(cards)).expect("cards");
    }
    for (part, residents) in residents.chunks(5).enumerate() {
        writer.add_residents(&batch(residents, 5 * part as u32)).expect("residents");
    }
    writer.finish(Codes { groups: &groups(), ethnicities: &[] }).expect("sealed")
}

fn keyring(data: &Path) -> Keyring {
    Keyring::open_or_make(data, false, &chance).expect("a key file")
}

fn resident(id: &str, commune: u16, name: &str, birth: i32, household: &str, group: u16) -> Listed {
    Listed { id: id.into(), commune, name: name.into(), birth, household: household.into(), group }
}

fn card(id: &str, from: i32, until: i32, number: &str) -> ListedCard {
    ListedCard { id: id.into(), from, until, number: number.into(), group: 3 }
}

fn province(commune: u16) -> &'static str {
    let provinces = communes().provinces();
    &provinces.iter().find(|province| province.communes.contains(&usize::from(commune))).expect("of a province").code
}

#[test]
fn the_key_file_is_made_once_and_never_anew() {
    let data = tempfile::tempdir().expect("a folder");
    let first = keyring(data.path());
    let path = Keyring::path(data.path());
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(data.path().join("keys")).expect("there").count(), 1, "no draft stays");
    let (_, wrapped) = first.make_data_key("2024-01", &chance).expect("a data key");
    keyring(data.path()).unwrap("2024-01", &wrapped).expect("the same key file opens it");
    let other = first.unwrap("2024-02", &wrapped).err().expect("another snapshot's");
    assert!(matches!(other, PeopleError::WrongKey { .. }), "{other}");

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("chmod");
    let error = Keyring::open(data.path()).err().expect("others may read it");
    assert!(error.to_string().contains("chmod 600"), "{error}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("chmod");

    fs::write(&path, [7; 31]).expect("written");
    let error = Keyring::open_or_make(data.path(), true, &chance).err().expect("half a key");
    assert!(matches!(error, PeopleError::KeyMalformed { .. }), "{error}");

    fs::remove_file(&path).expect("removed");
    let error = Keyring::open_or_make(data.path(), true, &chance).err().expect("gone");
    assert!(error.to_string().contains("bản sao lưu") && !path.exists(), "{error}");
    let stranger = keyring(data.path()).unwrap("2024-01", &wrapped).err().expect("a new key is another");
    assert!(matches!(stranger, PeopleError::WrongKey { .. }));
}

#[test]
fn a_commune_opens_in_household_order_with_cards_as_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let keyring = keyring(folder.path());
    let (key, wrapped) = keyring.make_data_key("one", &chance).expect("a data key");
    wrapped.write(folder.path()).expect("written");
    let residents = [
        resident("8321000003", 9000, "Lê Văn Ba", 3000, "HO-10", 3),
        resident("8321000001", 9000, "Nguyễn Thị Hai", -9000, "HO-9", 1),
        resident("8321000002", 9000, "Nguyễn Văn Tư", 12_000, "HO-9", 1),
        resident("HN-17", 9000, "Y Bing", NO_DAY, "", 0),
        resident("8321000009", 9001, "Trần Năm", 100, "HO-1", 2),
        resident("8321000001", 9001, "Nguyễn Thị Hai", -9000, "HO-2", 1),
    ];
    let cards = [
        card("8321000001", 200, 299, "HN28321000001"),
        card("8321000001", 100, 199, "HN2838321000001"),
        card("8321000001", 100, 150, "8321000001"),
        card("8321000001", 401, OPEN, ""),
        card("HN-17", 5, 6, "DN4830000000017"),
        card("7700000000", 1, 2, "7700000000"),
        card("ghost", 1, 2, "GD4837700000000"),
    ];
    let files = seal(folder.path(), &key, &residents, &cards, 1 << 20);
    let expected = PeopleCounts { people: 5, cards: 5, repeated: 1, stray_people: 2, stray_cards: 2 };
    assert_eq!(files.counts, expected);
    assert_eq!(files.files.last().map(|file| file.name.as_str()), Some("people/strays.sealed"));
    for file in &files.files {
        let bytes = fs::read(folder.path().join(&file.name)).expect("a file");
        assert_eq!(bytes.len() as u64, file.bytes);
        assert!(!bytes.windows(10).any(|bytes| bytes == b"8321000001"), "no identifier in the clear");
        assert_eq!(fs::metadata(folder.path().join(&file.name)).expect("there").permissions().mode() & 0o777, 0o600);
    }

    let key = keyring.unwrap_in("one", folder.path()).expect("the snapshot's key");
    let sealed = SealedPeople::open(folder.path(), &key).expect("people");
    let opened = sealed.commune_with_cards(province(9000), communes().code(9000)).expect("opens").expect("has people");
    let people = &opened.people;
    let names: Vec<&str> = (0..people.len()).map(|person| people.full_name(person)).collect();
    assert_eq!(names, ["Nguyễn Thị Hai", "Nguyễn Văn Tư", "Lê Văn Ba", "Y Bing"]);
    assert_eq!(people.spells(0), [Spell { from: 100, until: 299 }, Spell { from: 401, until: OPEN }]);
    assert_eq!((people.group(0), people.group(3), people.person_id(3)), ("HN", "", "HN-17"));
    assert_eq!(people.households().collect::<Vec<_>>(), [0..2, 2..3, 3..4]);
    let numbers: Vec<&str> = opened.cards.as_ref().expect("asked for").of(0).map(|card| card.number).collect();
    assert_eq!(numbers, ["8321000001", "HN2838321000001", "HN28321000001", ""]);
    let without = sealed.commune(province(9000), communes().code(9000)).expect("opens").expect("has people");
    assert_eq!((&without.people, without.cards), (people, None));
    assert_eq!(sealed.commune(province(9000), "99999").expect("opens"), None);
    assert_eq!(sealed.commune("../..", "99999").expect("opens"), None);
    assert_eq!(sealed.communes(province(9000)).expect("a directory")[0].1, 4);

    let stray = sealed.stray(person_key("7700000000").expect("a key")).expect("opens").expect("has a card");
    assert_eq!(stray.cards().of(0).map(|card| card.number).collect::<Vec<_>>(), ["7700000000"]);
    assert_eq!(sealed.stray(person_key("8321000001").expect("a key")).expect("opens"), None);
    let mut met = 0;
    sealed
        .each_stray::<PeopleError>(|strays| {
            met += strays.len();
            Ok(())
        })
        .expect("opens");
    assert_eq!(met, 2);

    // The data key of another snapshot opens nothing here.
    let (other, _) = keyring.make_data_key("two", &chance).expect("a data key");
    let foreign = SealedPeople::open(folder.path(), &other).expect("a folder");
    assert!(matches!(foreign.commune(province(9000), communes().code(9000)), Err(PeopleError::Damaged { .. })));
}

#[test]
fn bytes_that_were_changed_or_moved_do_not_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let (key, _) = keyring(folder.path()).make_data_key("one", &chance).expect("a data key");
    let people = |commune| resident(&format!("{commune}"), commune, "Nguyễn Văn An", 0, "1", 1);
    let files = seal(folder.path(), &key, &[people(9000), people(9001)], &[], 1 << 20);
    let path = folder.path().join(&files.files[0].name);
    let good = fs::read(&path).expect("a file");
    let open = |commune: u16| {
        SealedPeople::open(folder.path(), &key)
            .and_then(|sealed| sealed.commune_with_cards(province(commune), communes().code(commune)))
    };
    assert!(open(9000).is_ok_and(|people| people.is_some()));

    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 0x20;
        fs::write(&path, &bad).expect("written");
        let intact = [9000, 9001].map(|commune| open(commune).is_ok());
        assert_ne!(intact, [true, true], "byte {place} is bound to something");
    }
    for length in 0..good.len() {
        fs::write(&path, &good[..length]).expect("written");
        assert!(open(9000).is_err(), "cut at {length}");
    }
    fs::write(&path, &good).expect("written");
    fs::copy(&path, folder.path().join("people/01.sealed")).expect("copied");
    let moved = SealedPeople::open(folder.path(), &key).and_then(|sealed| sealed.commune("01", communes().code(9000)));
    assert!(moved.is_err(), "another province's file");
}

#[test]
fn an_erased_person_is_gone_and_everybody_else_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let keyring = keyring(folder.path());
    let (key, wrapped) = keyring.make_data_key("one", &chance).expect("a data key");
    wrapped.write(folder.path()).expect("written");
    let residents: Vec<Listed> =
        (0..50).map(|n| resident(&format!("83{n:08}"), 9000 + n % 3, "Lê Thị Hoa", i32::from(n), "7", 2)).collect();
    let cards: Vec<ListedCard> = (0..80).map(|n| card(&format!("83{:08}", n % 60), n, n + 9, "")).collect();
    let before = seal(folder.path(), &key, &residents, &cards, 1 << 20);
    let read = || {
        let sealed = SealedPeople::open(folder.path(), &key).expect("people");
        (9000..9003)
            .map(|commune| {
                sealed
                    .commune_with_cards(province(commune), communes().code(commune))
                    .expect("opens")
                    .expect("has people")
            })
            .collect::<Vec<_>>()
    };
    let old = read();
    let person = person_key("8300000010").expect("a key");
    let erased = erase_person(folder.path(), &key, person, &chance).expect("erased");
    assert_eq!((erased.people, erased.cards, erased.communes), (1, 2, vec![communes().code(9001).to_owned()]));
    assert_eq!(erased.files.len(), 1);
    assert_eq!(read(), old, "until the new file is in place");
    put_in_place(folder.path(), &erased.files).expect("in place");
    assert_ne!(erased.files[0].sha256, before.files[0].sha256);
    let new = read();
    assert_eq!((&new[0], &new[2]), (&old[0], &old[2]));
    assert_eq!(new[1].people.len() + 1, old[1].people.len());
    assert!((0..new[1].people.len()).all(|index| new[1].people.key(index) != Some(person)));
    let again = erase_person(folder.path(), &key, person, &chance).expect("nothing to do");
    assert_eq!(again, Erased::default());

    let stray = erase_person(folder.path(), &key, person_key("8300000055").expect("a key"), &chance).expect("erased");
    assert_eq!((stray.people, stray.cards, stray.communes.len()), (0, 1, 0));

    assert!(erase_snapshot(folder.path()).expect("erased"));
    assert!(!erase_snapshot(folder.path()).expect("nothing to do"));
    let error = keyring.unwrap_in("one", folder.path()).err().expect("the key is gone");
    assert!(matches!(error, PeopleError::NoPeople { .. }), "{error}");
}

/// One commune by naive means: people with their cards and merged days.
type Naive = BTreeMap<u16, Vec<(String, String, Vec<(i32, i32, String)>, Vec<i32>)>>;

fn naive(residents: &[Listed], cards: &[ListedCard], days: i32) -> Naive {
    let mut seen: Vec<PersonKey> = Vec::new();
    let mut naive = Naive::new();
    for resident in residents {
        let key = person_key(&resident.id).expect("an identifier");
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let mut own: Vec<(i32, i32, String)> = (cards.iter())
            .filter(|card| person_key(&card.id) == Some(key))
            .map(|card| (card.from, card.until, card.number.clone()))
            .collect();
        own.sort();
        let covered = (0..days).filter(|day| own.iter().any(|card| card.0 <= *day && *day <= card.1)).collect();
        naive.entry(resident.commune).or_default().push((resident.id.clone(), resident.name.clone(), own, covered));
    }
    naive.values_mut().for_each(|people| people.sort());
    naive
}

fn opened(folder: &Path, key: &DataKey, days: i32) -> Naive {
    let sealed = SealedPeople::open(folder, key).expect("people");
    let mut found = Naive::new();
    for commune in 0..communes().len() as u16 {
        if !(9000..9006).contains(&commune) {
            continue;
        }
        let Some(opened) = sealed.commune_with_cards(province(commune), communes().code(commune)).expect("opens")
        else {
            continue;
        };
        let (people, cards) = (&opened.people, opened.cards.as_ref().expect("asked for"));
        let mut list: Vec<_> = (0..people.len())
            .map(|person| {
                let mut own: Vec<_> =
                    cards.of(person).map(|card| (card.from, card.until, card.number.to_owned())).collect();
                own.sort();
                let covered = (0..days).filter(|&day| people.is_covered(person, day)).collect();
                (people.person_id(person).to_owned(), people.full_name(person).to_owned(), own, covered)
            })
            .collect();
        list.sort();
        found.insert(commune, list);
    }
    found
}

fn any_identifier() -> impl Strategy<Value = String> {
    prop_oneof![4 => (0_u32..60).prop_map(|n| format!("83{n:08}")), 1 => (0_u32..9).prop_map(|n| format!("K-{n}")), 1 => (0_u32..9).prop_map(|n| n.to_string())]
}

fn any_resident() -> impl Strategy<Value = Listed> {
    (any_identifier(), 9000_u16..9006, "[A-ZĐa-zơễ ]{0,12}", -9..40_i32, "(HO-[0-9]{1,2}|[0-9]{3}|)", 0_u16..4)
        .prop_map(|(id, commune, name, birth, household, group)| Listed { id, commune, name, birth, household, group })
}

fn any_card() -> impl Strategy<Value = ListedCard> {
    (
        any_identifier(),
        0..30_i32,
        prop_oneof![5 => (0..15_i32).prop_map(Some), 1 => Just(None)],
        "(|[A-Z]{2}[0-9]{3}|x)",
        any::<bool>(),
    )
        .prop_map(|(id, from, length, number, own)| {
            let number = if own { format!("{number}{id}") } else { number };
            let until = length.map_or(OPEN, |length| from + length);
            ListedCard { id, from, until, number, group: 1 }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_sealed_is_what_was_listed(
        residents in prop::collection::vec(any_resident(), 0..80),
        cards in prop::collection::vec(any_card(), 0..160),
        spills in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let (key, _) = keyring(folder.path()).make_data_key("any", &chance).expect("a data key");
        let files = seal(folder.path(), &key, &residents, &cards, if spills { 0 } else { 1 << 24 });
        let expected = naive(&residents, &cards, 50);
        prop_assert_eq!(&opened(folder.path(), &key, 50), &expected);
        let counts = files.counts;
        prop_assert_eq!(counts.people + counts.repeated, residents.len() as u64);
        prop_assert_eq!(counts.cards + counts.stray_cards, cards.len() as u64);
        let left: Vec<String> = fs::read_dir(folder.path().join(PEOPLE_FOLDER)).expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        prop_assert_eq!(left.len(), files.files.len(), "no spilt file has a name: {:?}", left);
    }
}

fn some_people(count: u16) -> (People, Cards) {
    let folder = tempfile::tempdir().expect("a folder");
    let (key, _) = keyring(folder.path()).make_data_key("some", &chance).expect("a data key");
    let residents: Vec<Listed> = (0..count)
        .map(|n| resident(&format!("83{n:08}"), 9000, "Phạm Thị Đào", i32::from(n), &format!("{}", n / 4), n % 4))
        .collect();
    let cards: Vec<ListedCard> = (0..count)
        .map(|n| card(&format!("83{n:08}"), i32::from(n), i32::from(n) + 40, &format!("GD48383{n:08}")))
        .collect();
    seal(folder.path(), &key, &residents, &cards, 1 << 20);
    let sealed = SealedPeople::open(folder.path(), &key).expect("people");
    let opened = sealed.commune_with_cards(province(9000), communes().code(9000)).expect("opens").expect("has people");
    (opened.people, opened.cards.expect("asked for"))
}

#[test]
fn a_large_commune_is_several_chunks_and_no_household_is_torn() {
    let (people, cards) = some_people(40_000);
    assert_eq!((people.len(), cards.len()), (40_000, 40_000));
    let mut sizes: Vec<usize> = people.households().map(|household| household.len()).collect();
    sizes.dedup();
    assert_eq!(sizes, [4]);
    assert_eq!(cards.of(39_999).map(|card| card.from).collect::<Vec<_>>(), [39_999]);
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode_people(&bytes);
        let _ = decode_strays(&bytes);
        let _ = decode_cards(&bytes, &Texts::default());
        let _ = directory_of(&bytes);
        // The same behind a compression that holds, so that the columns themselves are reached.
        let mut framed = vec![1];
        put_number(&mut framed, bytes.len() as u64);
        framed.extend(zstd::bulk::compress(&bytes, 1).expect("compressed"));
        let _ = decode_people(&framed);
        let _ = decode_strays(&framed);
        let mut identifiers = Texts::default();
        identifiers.push("8300000001");
        let _ = decode_cards(&framed, &identifiers);
    }

    #[test]
    fn texts_come_back(texts in prop::collection::vec("([0-9]{6}|[0-9]{0,20}|\\PC{0,9})", 0..40), digits in prop::collection::vec("([0-9]{12})?", 0..40)) {
        for list in [texts, digits] {
            let mut column = Texts::default();
            list.iter().for_each(|text| column.push(text));
            let mut bytes = Vec::new();
            put_texts(&mut bytes, &column);
            let mut read = Bytes::of(&bytes);
            prop_assert_eq!(read.texts(list.len()), Ok(column));
            prop_assert_eq!(read.end(), Ok(()));
        }
    }
}

#[test]
fn every_byte_of_a_chunk_may_be_wrong() {
    let (people, cards) = some_people(30);
    let unpacked = |bytes: &[u8]| {
        let mut rest = Bytes::of(&bytes[1..]);
        let length = rest.number().expect("a length");
        zstd::bulk::decompress(rest.rest(), length as usize).expect("its own bytes")
    };
    let packed = |plain: &[u8]| {
        let mut bytes = vec![1];
        put_number(&mut bytes, plain.len() as u64);
        bytes.extend(zstd::bulk::compress(plain, 1).expect("compressed"));
        bytes
    };
    let plain = unpacked(&encode_people(&people).expect("fits"));
    let listed = unpacked(&encode_cards(&cards, &people.person_id).expect("fits"));
    assert_eq!(decode_people(&packed(&plain)), Ok(people.clone()));
    for place in 0..plain.len().max(listed.len()) {
        for change in [0x01, 0x80, 0xff] {
            let altered = |bytes: &[u8]| {
                let mut altered = bytes.to_vec();
                if let Some(byte) = altered.get_mut(place) {
                    *byte ^= change;
                }
                packed(&altered)
            };
            if let Ok(read) = decode_people(&altered(&plain)) {
                (0..read.len()).for_each(|person| {
                    std::hint::black_box((read.birth(person), read.group(person), read.spells(person).len()));
                });
            }
            if let Ok(read) = decode_cards(&altered(&listed), &people.person_id) {
                (0..read.people()).for_each(|person| {
                    std::hint::black_box(read.of(person).count());
                });
            }
        }
    }
}
