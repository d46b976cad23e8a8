//! Makes two lists of made-up Vietnamese people with a known truth: `make_lists ROWS SEED OUT_DIR`.
//!
//! Four fifths of the rows of `a.parquet` have the same person in `b.parquet`, there with the errors of everyday lists:
//! names without diacritics or with the middle name shortened, day and month swapped, a year for a day, a digit mistaken,
//! identity numbers missing, people who moved. `truth.csv` tells the pairs, `schema.toml` the columns.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

const SURNAMES: &str = "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Phạm Phạm Hoàng Huỳnh Phan Vũ Võ \
    Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Trịnh Mai Đào Cao Hà Lương Tạ Châu Tô Quách Thạch Sơn Vàng Giàng Lò Hoàng";
const MIDDLES_OF_MEN: &str =
    "Văn Văn Văn Văn Hữu Đức Công Quang Minh Xuân Ngọc Thanh Đình Quốc Gia Bá Duy Anh Hoàng Trọng Tuấn Viết";
const MIDDLES_OF_WOMEN: &str =
    "Thị Thị Thị Thị Thị Ngọc Thu Kim Thanh Minh Mỹ Hồng Bích Phương Thùy Diệu Như Khánh Bảo Hoài Ánh Tuyết";
const GIVEN_OF_MEN: &str = "Hùng Dũng Tuấn Minh Nam Long Sơn Hải Thắng Cường Anh Đức Quân Huy Khoa Phúc Lộc Thành Trung Hiếu Tài Đạt Bình \
    Khánh Phong Vinh Tùng Kiên Nghĩa Tâm Hòa Thịnh Quang Việt Toàn Hậu Nhân Phát Tiến Vũ Khang Bảo Duy Hoàng Lâm Thái Trí An Sang Giang";
const GIVEN_OF_WOMEN: &str = "Hương Lan Hoa Mai Thu Hằng Hà Linh Nga Phương Thảo Trang Yến Nhung Hạnh Loan Oanh Hồng Thúy Dung Vân Anh Ngọc \
    Hiền Liên Xuân Tuyết Bích Thanh Trinh Nhi My Vy Ngân Quyên Thơm Tâm Hòa Lý Diệp Quỳnh Châu Giang Mỹ Huyền Chi Trâm Bình An Thủy";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, seed, out] = &arguments[..] else { return Err("usage: make_lists ROWS SEED OUT_DIR".into()) };
    let (rows, out) = (rows.parse::<usize>()?, Path::new(out));
    std::fs::create_dir_all(out)?;
    let mut chance = Chance(seed.parse::<u64>()?);
    let words = Words::new();
    let common = rows * 4 / 5;
    let people: Vec<Person> = (0..2 * rows - common).map(|_| words.person(&mut chance)).collect();
    let left: Vec<(usize, Person)> =
        (0..rows).map(|at| (at, people[at].clone().without_id(0.45, &mut chance))).collect();
    let mut right: Vec<(usize, Person)> = Vec::with_capacity(rows);
    for at in (0..common).chain(rows..people.len()) {
        let person = people[at].clone();
        right.push((
            at,
            if at < common { words.with_errors(person, &mut chance) } else { person }.without_id(0.45, &mut chance),
        ));
    }
    for at in (1..rows).rev() {
        right.swap(at, chance.below(at + 1));
    }
    write_list(&out.join("a.parquet"), &left)?;
    write_list(&out.join("b.parquet"), &right)?;
    let mut truth = BufWriter::new(File::create(out.join("truth.csv"))?);
    writeln!(truth, "a,b")?;
    for (row, (person, _)) in right.iter().enumerate().filter(|(_, (person, _))| *person < common) {
        writeln!(truth, "{person},{row}")?;
    }
    let mut schema = String::from("[id]\ncolumn = \"ma\"\n");
    for (column, kind) in
        [("ho_ten", "name"), ("ngay_sinh", "date"), ("gioi_tinh", "sex"), ("xa", "place"), ("cccd", "identifier")]
    {
        schema.push_str(&format!("\n[[field]]\ncolumn = \"{column}\"\nkind = \"{kind}\"\n"));
    }
    Ok(std::fs::write(out.join("schema.toml"), schema)?)
}

/// A sequence of numbers that follows from its seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ number >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn happens(&mut self, share: f64) -> bool {
        ((self.next() >> 11) as f64) < share * (1_u64 << 53) as f64
    }

    /// One of several, those in front being more frequent.
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.below(from.len()).min(self.below(from.len() * 3 / 2));
        from[at]
    }
}

#[derive(Clone)]
struct Person {
    name: Vec<String>,
    year: usize,
    month: usize,
    day: usize,
    woman: bool,
    commune: usize,
    id: Option<String>,
}

impl Person {
    fn without_id(mut self, share: f64, chance: &mut Chance) -> Person {
        if chance.happens(share) {
            self.id = None;
        }
        self
    }
}

struct Words {
    surnames: Vec<&'static str>,
    middles: [Vec<&'static str>; 2],
    given: [Vec<&'static str>; 2],
}

impl Words {
    fn new() -> Words {
        let list = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
        Words {
            surnames: list(SURNAMES),
            middles: [list(MIDDLES_OF_MEN), list(MIDDLES_OF_WOMEN)],
            given: [list(GIVEN_OF_MEN), list(GIVEN_OF_WOMEN)],
        }
    }

    fn person(&self, chance: &mut Chance) -> Person {
        let woman = chance.happens(0.5);
        let side = usize::from(woman);
        let mut name = vec![self.surnames[chance.below(self.surnames.len())].to_owned()];
        let middles = if chance.happens(0.08) { 0 } else { 1 + usize::from(chance.happens(0.35)) };
        for _ in 0..middles {
            name.push(chance.pick(&self.middles[side]).to_owned());
        }
        name.push(chance.pick(&self.given[side]).to_owned());
        let commune = self.commune(chance);
        let (year, month, day) =
            (1935 + chance.below(90).max(chance.below(90)), 1 + chance.below(12), 1 + chance.below(28));
        let century = usize::from(woman) + if year >= 2000 { 2 } else { 0 };
        let id = format!("{:03}{century}{:02}{:06}", commune / 175 + 1, year % 100, chance.below(1_000_000));
        Person { name, year, month, day, woman, commune, id: Some(id) }
    }

    /// One of 10,598 communes, some much larger than others.
    fn commune(&self, chance: &mut Chance) -> usize {
        let share = chance.below(1 << 20) as f64 / f64::from(1 << 20);
        (share.powf(1.6) * 10_598.0) as usize
    }

    fn with_errors(&self, mut person: Person, chance: &mut Chance) -> Person {
        if chance.happens(0.08) && person.name.len() > 2 {
            person.name = if chance.happens(0.5) {
                vec![person.name[0].clone(), person.name[person.name.len() - 1].clone()]
            } else {
                let last = person.name.len() - 1;
                let initial = |(at, word): (usize, &String)| {
                    if at == 0 || at == last { word.clone() } else { word.chars().take(1).collect() }
                };
                person.name.iter().enumerate().map(initial).collect()
            };
        }
        if chance.happens(0.01) {
            person.name.rotate_right(1);
        }
        if chance.happens(0.02) {
            let at = chance.below(person.name.len());
            let word: Vec<char> = person.name[at].chars().collect();
            let slip = chance.below(word.len());
            let letter = (b'a' + chance.below(26) as u8) as char;
            person.name[at] =
                word.iter().enumerate().map(|(place, &old)| if place == slip { letter } else { old }).collect();
        }
        if chance.happens(0.12) {
            person.name.iter_mut().for_each(|word| *word = without_diacritics(word));
        }
        match chance.below(100) {
            0..3 if person.day <= 12 => std::mem::swap(&mut person.day, &mut person.month),
            3..9 => (person.day, person.month) = (1, 1),
            9..11 => person.day = 1 + chance.below(28),
            11 => person.year -= 1 + chance.below(9),
            _ => {}
        }
        if chance.happens(0.005) {
            person.woman = !person.woman;
        }
        if chance.happens(0.1) {
            person.commune = self.commune(chance);
        }
        if let (true, Some(id)) = (chance.happens(0.03), &mut person.id) {
            let at = chance.below(id.len());
            let digit = chance.below(10).to_string();
            id.replace_range(at..at + 1, &digit);
        }
        person
    }
}

/// Letters with their marks taken off.
fn without_diacritics(word: &str) -> String {
    let plain = |letter: char| match letter {
        'đ' => "d".to_owned(),
        'Đ' => "D".to_owned(),
        letter if letter.is_ascii() => letter.to_string(),
        letter => {
            let key = rules::text::search_key(&letter.to_string());
            if letter.is_uppercase() { key.to_uppercase() } else { key }
        }
    };
    word.chars().map(plain).collect()
}

fn write_list(path: &Path, people: &[(usize, Person)]) -> Result<(), Box<dyn Error>> {
    let text = |make: &dyn Fn(&Person) -> Option<String>| -> ArrayRef {
        Arc::new(people.iter().map(|(_, person)| make(person)).collect::<StringArray>())
    };
    let ids: ArrayRef = Arc::new((0..people.len() as i64).collect::<Int64Array>());
    let batch = RecordBatch::try_from_iter([
        ("ma", ids),
        ("ho_ten", text(&|person| Some(person.name.join(" ")))),
        ("ngay_sinh", text(&|person| Some(format!("{:04}-{:02}-{:02}", person.year, person.month, person.day)))),
        ("gioi_tinh", text(&|person| Some(if person.woman { "Nữ" } else { "Nam" }.to_owned()))),
        ("xa", text(&|person| Some(format!("{:05}", person.commune + 1)))),
        ("cccd", text(&|person| person.id.clone())),
    ])?;
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}
