//! Parquet of every kind that other programs write.

use std::fs::File;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array, LargeStringArray, RecordBatch,
    StringArray, StringViewArray, TimestampMicrosecondArray, UInt8Array, UInt64Array,
};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

use super::*;

pub(super) fn file(world: &World, name: &str, group: usize, columns: Vec<(&str, ArrayRef)>) -> PathBuf {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.expect("columns of one length");
    let path = world.path(name);
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let file = File::create(&path).expect("the folder takes files");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("rows");
    writer.close().expect("a file");
    path
}

/// Three residents; identifiers, sexes and communes in the types that are asked about.
fn three(person: ArrayRef, sex: ArrayRef, commune: ArrayRef) -> Vec<(&'static str, ArrayRef)> {
    let births: ArrayRef = Arc::new(Date32Array::from(vec![Some(3_789), None, Some(0)]));
    vec![("person_id", person), ("sex", sex), ("commune_code", commune), ("birth_date", births)]
}

#[test]
fn identifiers_sexes_and_communes_come_in_many_types() {
    let texts = ["0000000007", "8", "9"];
    let keys = DictionaryArray::<Int32Type>::from_iter(texts);
    let people: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![7, 8, 9])),
        Arc::new(UInt64Array::from(vec![7, 8, 9])),
        Arc::new(Int32Array::from(vec![7, 8, 9])),
        Arc::new(Float64Array::from(vec![7.0, 8.0, 9.0])),
        Arc::new(StringArray::from(texts.to_vec())),
        Arc::new(LargeStringArray::from(texts.to_vec())),
        Arc::new(StringViewArray::from(texts.to_vec())),
        Arc::new(keys),
    ];
    let sexes: Vec<ArrayRef> = vec![
        Arc::new(UInt8Array::from(vec![1, 2, 1])),
        Arc::new(Int64Array::from(vec![1, 2, 1])),
        Arc::new(StringArray::from(vec!["M", "F", "M"])),
        Arc::new(LargeStringArray::from(vec!["nam", "Nữ", "NAM"])),
    ];
    let communes: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(vec!["28756", "00004", "4"])),
        Arc::new(Int32Array::from(vec![28_756, 4, 4])),
        Arc::new(DictionaryArray::<Int32Type>::from_iter(["28756", "00004", "00004"])),
    ];
    for (round, person) in people.iter().enumerate() {
        let world = World::new();
        let columns = three(person.clone(), sexes[round % 4].clone(), communes[round % 3].clone());
        let read = world.residents(&file(&world, "list.parquet", 2, columns));
        let told: Vec<(u64, u8, &str, &str)> = read
            .rows
            .iter()
            .map(|resident| (resident.person, resident.sex, resident.commune.as_str(), resident.birth.as_str()))
            .collect();
        assert_eq!(
            told,
            [(7, 1, "28756", "1980-05-17"), (8, 2, "00004", ""), (9, 1, "00004", "1970-01-01")],
            "{round}"
        );
        assert_eq!(read.rows.iter().map(|resident| resident.row).collect::<Vec<_>>(), [1, 2, 3]);
    }
}

#[test]
fn doubtful_rows_are_refused_by_the_same_rules_as_cells() {
    let world = World::new();
    let people: ArrayRef = Arc::new(Int64Array::from(vec![Some(7), None, Some(-1), Some(8), Some(9), Some(10)]));
    let sexes: ArrayRef = Arc::new(UInt8Array::from(vec![1, 1, 1, 3, 1, 1]));
    let communes: ArrayRef = Arc::new(StringArray::from(vec!["28756", "28756", "28756", "28756", "xx", "28756"]));
    let births: ArrayRef = Arc::new(Date32Array::from(vec![0, 0, 0, 0, 0, 30_000]));
    let path = file(
        &world,
        "list.parquet",
        6,
        vec![("person_id", people), ("sex", sexes), ("commune_code", communes), ("birth_date", births)],
    );
    let read = world.residents(&path);
    assert_eq!(
        read.refused(),
        [
            (2, Rule::PersonMissing),
            (3, Rule::PersonMalformed),
            (4, Rule::SexUnknown),
            (5, Rule::PlaceUnknown),
            (6, Rule::BirthAfterList)
        ]
    );
    assert_eq!((read.tally.rows, read.tally.accepted, read.rows.len()), (6, 1, 1));
    let rejected = read.rejected.expect("five rows");
    let text = std::fs::read_to_string(&rejected.path).expect("text");
    let mended = text
        .replace("\n,1,", "\n2,1,")
        .replace("-1,1,", "3,1,")
        .replace(",3,", ",2,")
        .replace("xx", "28757")
        .replace("2052-02-20", "2022-02-20");
    let again = world.residents(&world.write("mended.csv", &mended));
    assert_eq!((again.tally.accepted, again.tally.refused), (5, 0), "{mended}");
}

#[test]
fn cards_have_dates_moments_or_texts() {
    let days = vec![Some(19_723), Some(19_724), Some(19_725)];
    let micros: Vec<Option<i64>> = days.iter().map(|day| day.map(|day| i64::from(day) * 86_400_000_000 + 5)).collect();
    let texts: Vec<String> = days.iter().flatten().map(|day| written(*day)).collect();
    let from: Vec<ArrayRef> = vec![
        Arc::new(Date32Array::from(days)),
        Arc::new(TimestampMicrosecondArray::from(micros)),
        Arc::new(StringArray::from(texts)),
    ];
    for from in from {
        let world = World::new();
        let path = file(
            &world,
            "cards.parquet",
            100,
            vec![
                ("person_id", Arc::new(Int64Array::from(vec![1, 2, 3]))),
                ("valid_from", from),
                ("valid_to", Arc::new(Date32Array::from(vec![Some(19_723), None, Some(19_724)]))),
                ("group_code", Arc::new(StringArray::from(vec![Some("HN"), None, Some("hn ")]))),
            ],
        );
        let read = world.cards(&path);
        assert_eq!(read.refused(), [(3, Rule::PeriodReversed)]);
        let told: Vec<(&str, &str, &str)> =
            read.rows.iter().map(|card| (card.from.as_str(), card.until.as_str(), card.group.as_str())).collect();
        assert_eq!(told, [("2024-01-01", "2024-01-01", "HN"), ("2024-01-02", "", "")]);
    }
}

#[test]
fn identifiers_of_any_length_are_one_key_as_number_and_as_text() {
    let world = World::new();
    let long = 17_000_000_000_000_000_123_u64;
    let columns = |person: ArrayRef| {
        three(person, Arc::new(UInt8Array::from(vec![1; 3])), Arc::new(Int32Array::from(vec![28_756; 3])))
    };
    let numbers = columns(Arc::new(UInt64Array::from(vec![0, 12_345_678_901, long])));
    let texts = columns(Arc::new(StringArray::from(vec!["0".to_owned(), "12345678901".to_owned(), long.to_string()])));
    let numbers = world.residents(&file(&world, "numbers.parquet", 9, numbers));
    let texts = world.residents(&file(&world, "texts.parquet", 9, texts));
    assert_eq!(numbers.rows, texts.rows);
    assert_eq!(numbers.rows.len(), 3);
}

#[test]
fn refused_rows_stand_in_the_order_of_the_source_whatever_thread_read_them() {
    let mut world = World::new();
    world.threads = 3;
    let rows = 30_000;
    let sexes: ArrayRef = Arc::new((0..rows).map(|row| Some(if row % 7 < 3 { 9 } else { 1 })).collect::<UInt8Array>());
    let columns = vec![
        ("person_id", Arc::new((0..rows).map(Some).collect::<UInt64Array>()) as ArrayRef),
        ("sex", sexes),
        ("commune_code", Arc::new(StringArray::from(vec!["28756"; rows as usize]))),
    ];
    let read = world.residents(&file(&world, "list.parquet", 100, columns));
    let file = read.rejected.expect("some rows");
    let text = std::fs::read_to_string(&file.path).expect("text");
    let lines: Vec<u32> = text
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().and_then(|last| last.parse().ok()).expect("a line"))
        .collect();
    let expected: Vec<u32> = (0..rows as u32).filter(|row| row % 7 < 3).map(|row| row + 1).collect();
    assert_eq!((lines == expected, file.rows), (true, expected.len() as u64));
}

#[test]
fn a_column_that_cannot_be_read_is_named() {
    let world = World::new();
    let flags: ArrayRef = Arc::new(arrow_array::BooleanArray::from(vec![true; 3]));
    let columns = three(Arc::new(Int64Array::from(vec![1, 2, 3])), flags, Arc::new(Int32Array::from(vec![4; 3])));
    let path = file(&world, "list.parquet", 9, columns);
    let refusal = world.residents_by(&path, &Mapping::contract(List::Residents)).err().expect("no sex is a flag");
    assert!(refusal.to_string().contains("cột “sex”"), "{refusal}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// However a file is cut into row groups and parts, and whatever threads read it, every row comes once, and as
    /// the text of the same list gives it.
    #[test]
    fn parquet_gives_what_text_gives(
        rows in proptest::collection::vec((0_u64..50, 0_u8..4, 0_usize..4, -30_000..22_000_i32, 0_usize..4), 1..200),
        group in 1_usize..90,
        threads in 1_usize..4,
        details: bool,
    ) {
        let communes = ["28756", "4", "99999", "Phú Khương"];
        let groups = ["HN", "cn", "", "không có"];
        let mut world = World::new();
        (world.threads, world.details) = (threads, details);
        let path = file(&world, "list.parquet", group, vec![
            ("person_id", Arc::new(rows.iter().map(|row| Some(row.0)).collect::<UInt64Array>())),
            ("sex", Arc::new(rows.iter().map(|row| Some(row.1)).collect::<UInt8Array>())),
            ("commune_code", Arc::new(rows.iter().map(|row| Some(communes[row.2])).collect::<StringArray>())),
            ("birth_date", Arc::new(rows.iter().map(|row| Some(row.3)).collect::<Date32Array>())),
            ("group_code", Arc::new(rows.iter().map(|row| Some(groups[row.4])).collect::<StringArray>())),
        ]);
        let mut text = "person_id,sex,commune_code,birth_date,group_code\n".to_owned();
        for (person, sex, commune, birth, group) in &rows {
            let birth = date_of_epoch(*birth).expect("a date");
            text.push_str(&format!("{person},{sex},{},{birth},{}\n", communes[*commune], groups[*group]));
        }
        let mapping = Mapping::contract(List::Residents);
        let parquet = world.residents_by(&path, &mapping).expect("a list");
        let text = world.residents_by(&world.write("list.csv", &text), &mapping).expect("a list");
        prop_assert_eq!(&parquet.rows, &text.rows);
        prop_assert_eq!(parquet.tally.rows, rows.len() as u64);
        prop_assert_eq!(&parquet.tally.faults, &text.tally.faults);
    }

    #[test]
    fn bytes_that_are_no_parquet_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), framed: bool) {
        let world = World::new();
        let path = world.path("list.parquet");
        let framed = if framed { [b"PAR1".as_slice(), &bytes, &[20, 0, 0, 0], b"PAR1"].concat() } else { bytes };
        std::fs::write(&path, framed).expect("the folder takes files");
        prop_assert!(propose(&path, List::Residents).is_err());
    }
}
