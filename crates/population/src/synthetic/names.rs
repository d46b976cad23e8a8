//! Names as common as they are in life.

use super::chance::{Chance, Chooser, Subject};
use super::country::Country;
use super::people::Person;

type Weighted = &'static [(&'static str, u32)];

/// Family names of the Kinh, of a thousand.
const FAMILIES: Weighted = &[
    ("Nguyễn", 384),
    ("Trần", 110),
    ("Lê", 95),
    ("Phạm", 71),
    ("Phan", 45),
    ("Đặng", 21),
    ("Bùi", 21),
    ("Trương", 20),
    ("Đỗ", 19),
    ("Hồ", 15),
    ("Ngô", 14),
    ("Dương", 12),
    ("Đinh", 10),
    ("Đoàn", 10),
    ("Lý", 8),
    ("Trịnh", 8),
    ("Lâm", 7),
    ("Mai", 7),
    ("Đào", 7),
    ("Cao", 7),
    ("Lương", 6),
    ("Hà", 6),
    ("Lưu", 5),
    ("Tạ", 4),
    ("Phùng", 4),
    ("Châu", 3),
    ("Tô", 3),
    ("Vương", 3),
    ("Kiều", 2),
    ("Chu", 2),
    ("Quách", 2),
    ("Thái", 2),
    ("Tống", 2),
    ("La", 1),
    ("Nghiêm", 1),
    ("Doãn", 1),
    ("Khuất", 1),
];

/// What is Hoàng and Vũ in the north is Huỳnh and Võ in the south, of a thousand.
const NORTHERN: Weighted = &[("Hoàng", 51), ("Vũ", 39)];
const SOUTHERN: Weighted = &[("Huỳnh", 51), ("Võ", 39)];

const MIDDLE_MEN: Weighted = &[
    ("Văn", 270),
    ("Đức", 62),
    ("Minh", 60),
    ("Quang", 52),
    ("Xuân", 50),
    ("Thanh", 48),
    ("Hữu", 48),
    ("Ngọc", 46),
    ("Đình", 44),
    ("Quốc", 42),
    ("Thành", 34),
    ("Trọng", 30),
    ("Công", 30),
    ("Duy", 28),
    ("Tuấn", 26),
    ("Mạnh", 24),
    ("Bá", 22),
    ("Viết", 18),
    ("Tiến", 18),
    ("Anh", 16),
    ("Hồng", 14),
    ("Việt", 14),
    ("Trung", 12),
    ("Tấn", 12),
];

const MIDDLE_BOYS: Weighted = &[
    ("Minh", 120),
    ("Gia", 92),
    ("Đức", 76),
    ("Hoàng", 74),
    ("Văn", 64),
    ("Quang", 56),
    ("Anh", 52),
    ("Bảo", 50),
    ("Tuấn", 46),
    ("Quốc", 44),
    ("Duy", 44),
    ("Thành", 36),
    ("Nhật", 34),
    ("Hải", 32),
    ("Ngọc", 30),
    ("Đăng", 28),
    ("Thiên", 26),
    ("Khánh", 24),
    ("Trung", 22),
    ("Tiến", 20),
    ("Việt", 20),
];

const MIDDLE_WOMEN: Weighted = &[
    ("Thị", 640),
    ("Ngọc", 66),
    ("Thanh", 54),
    ("Thị Thu", 26),
    ("Thị Thanh", 24),
    ("Kim", 24),
    ("Thị Hồng", 20),
    ("Thị Ngọc", 20),
    ("Thu", 18),
    ("Thị Kim", 18),
    ("Thị Minh", 14),
    ("Bích", 14),
    ("Mỹ", 14),
    ("Phương", 12),
    ("Hồng", 12),
    ("Thúy", 12),
    ("Diệu", 8),
    ("Xuân", 8),
];

const MIDDLE_GIRLS: Weighted = &[
    ("Thị", 130),
    ("Ngọc", 122),
    ("Bảo", 82),
    ("Khánh", 72),
    ("Minh", 70),
    ("Phương", 62),
    ("Thanh", 50),
    ("Gia", 46),
    ("Thùy", 42),
    ("Quỳnh", 40),
    ("Hà", 36),
    ("Kim", 34),
    ("Mai", 32),
    ("Diệu", 30),
    ("Tường", 26),
    ("Như", 24),
    ("Thảo", 24),
    ("Hoàng", 22),
    ("Cẩm", 18),
    ("Ánh", 18),
    ("Nhã", 14),
    ("Thị Ngọc", 14),
];

const MEN: Weighted = &[
    ("Hùng", 62),
    ("Tuấn", 56),
    ("Dũng", 52),
    ("Hải", 44),
    ("Minh", 42),
    ("Sơn", 40),
    ("Thắng", 38),
    ("Cường", 38),
    ("Hòa", 34),
    ("Bình", 34),
    ("Long", 32),
    ("Hiếu", 30),
    ("Thành", 30),
    ("Nam", 30),
    ("Tâm", 28),
    ("Tùng", 26),
    ("Phong", 24),
    ("Lợi", 24),
    ("Phúc", 24),
    ("Hưng", 24),
    ("Quang", 24),
    ("Đức", 22),
    ("Lâm", 20),
    ("Trung", 20),
    ("Toàn", 20),
    ("Kiên", 18),
    ("Linh", 18),
    ("Thanh", 18),
    ("Chiến", 16),
    ("Tiến", 16),
    ("Vinh", 16),
    ("An", 16),
    ("Khánh", 14),
    ("Quý", 14),
    ("Thuận", 14),
    ("Bé", 6),
    ("Út", 6),
    ("Đạt", 14),
    ("Tài", 14),
    ("Hậu", 12),
    ("Nghĩa", 12),
    ("Duy", 12),
    ("Huy", 12),
];

const BOYS: Weighted = &[
    ("Anh", 62),
    ("Huy", 58),
    ("Khang", 54),
    ("Bảo", 50),
    ("Minh", 50),
    ("Phúc", 46),
    ("Khôi", 42),
    ("Đạt", 40),
    ("Phát", 38),
    ("Long", 36),
    ("Nam", 36),
    ("Hiếu", 34),
    ("Quân", 34),
    ("Duy", 32),
    ("Thịnh", 30),
    ("Nguyên", 30),
    ("Kiệt", 30),
    ("Đức", 28),
    ("Dũng", 26),
    ("Khoa", 26),
    ("Phong", 26),
    ("Hưng", 24),
    ("Lâm", 24),
    ("Tuấn", 22),
    ("Việt", 20),
    ("Trí", 20),
    ("Tùng", 18),
    ("An", 18),
    ("Thiện", 16),
    ("Tiến", 16),
    ("Quang", 16),
    ("Hải", 14),
];

const WOMEN: Weighted = &[
    ("Hương", 48),
    ("Hoa", 46),
    ("Lan", 46),
    ("Hạnh", 40),
    ("Thủy", 40),
    ("Hà", 38),
    ("Hằng", 36),
    ("Nga", 34),
    ("Hồng", 34),
    ("Mai", 34),
    ("Loan", 30),
    ("Liên", 30),
    ("Phương", 30),
    ("Thảo", 28),
    ("Tuyết", 28),
    ("Dung", 28),
    ("Huệ", 28),
    ("Yến", 26),
    ("Hiền", 26),
    ("Vân", 26),
    ("Nhung", 24),
    ("Thu", 24),
    ("Oanh", 22),
    ("Tâm", 22),
    ("Lý", 20),
    ("Bình", 20),
    ("Ngọc", 20),
    ("Xuân", 18),
    ("Trang", 18),
    ("Cúc", 18),
    ("Đào", 16),
    ("Bé", 12),
    ("Sen", 12),
    ("Chi", 10),
    ("Thơm", 10),
    ("Gái", 6),
    ("Linh", 18),
    ("Thanh", 18),
];

const GIRLS: Weighted = &[
    ("Anh", 78),
    ("Linh", 64),
    ("Ngọc", 58),
    ("Trang", 48),
    ("Như", 46),
    ("Vy", 46),
    ("Hân", 42),
    ("Châu", 38),
    ("Nhi", 38),
    ("Trâm", 34),
    ("Thư", 34),
    ("My", 34),
    ("Ngân", 32),
    ("Chi", 32),
    ("Thảo", 30),
    ("Huyền", 28),
    ("Phương", 26),
    ("Hà", 24),
    ("Uyên", 22),
    ("Yến", 22),
    ("An", 20),
    ("Mai", 18),
    ("Quỳnh", 18),
    ("Diệp", 16),
    ("Khuê", 8),
    ("Tiên", 14),
    ("Duyên", 14),
    ("Hương", 14),
];

/// How a people names its own.
enum Naming {
    /// Family, middle and given name, the family names being these.
    Families(Weighted),
    /// A word that tells men from women, a given name, then the family.
    Marked { men: &'static str, women: &'static str, given: Weighted, families: Weighted },
}

const HIGHLAND_GIVEN: Weighted = &[
    ("Blơ", 8),
    ("Thương", 10),
    ("Bin", 8),
    ("Hiền", 6),
    ("Ngun", 6),
    ("Lem", 6),
    ("Juăn", 6),
    ("Blếch", 4),
    ("Đam", 4),
    ("Ril", 6),
    ("Krong", 4),
    ("Mlem", 4),
    ("Ngọc", 4),
    ("Yam", 4),
    ("Sương", 4),
    ("Bram", 4),
];

/// The naming of a people by its code in the list of peoples; the others are named as the Kinh are.
fn naming(ethnicity: u8) -> Option<Naming> {
    let families: Weighted = match ethnicity {
        2 => &[
            ("Nông", 16),
            ("Hoàng", 22),
            ("Lý", 8),
            ("Ma", 8),
            ("Bế", 4),
            ("Nguyễn", 16),
            ("Hà", 6),
            ("Đàm", 6),
            ("Triệu", 6),
        ],
        3 => &[
            ("Lò", 34),
            ("Cà", 8),
            ("Quàng", 10),
            ("Lường", 10),
            ("Tòng", 7),
            ("Vì", 6),
            ("Hà", 6),
            ("Hoàng", 6),
            ("Cầm", 4),
        ],
        4 => &[
            ("Trần", 18),
            ("Lý", 10),
            ("Lâm", 14),
            ("Huỳnh", 8),
            ("Quách", 6),
            ("Vương", 5),
            ("Tăng", 5),
            ("Ngô", 6),
            ("Mã", 3),
        ],
        5 => &[
            ("Thạch", 24),
            ("Sơn", 14),
            ("Kim", 12),
            ("Danh", 14),
            ("Lâm", 9),
            ("Châu", 8),
            ("Lý", 8),
            ("Trần", 6),
            ("Néang", 3),
        ],
        6 => {
            &[("Bùi", 50), ("Đinh", 10), ("Quách", 8), ("Hà", 9), ("Bạch", 4), ("Phạm", 7), ("Trương", 6), ("Phùng", 2)]
        }
        7 => &[
            ("Nông", 20),
            ("Hoàng", 18),
            ("Lương", 10),
            ("Vi", 12),
            ("Lý", 9),
            ("Mông", 5),
            ("Chu", 5),
            ("Triệu", 6),
            ("Hứa", 5),
        ],
        8 => &[
            ("Giàng", 20),
            ("Vàng", 18),
            ("Thào", 14),
            ("Sùng", 13),
            ("Lý", 7),
            ("Mùa", 7),
            ("Hờ", 4),
            ("Lầu", 5),
            ("Vừ", 6),
            ("Cứ", 3),
        ],
        9 => {
            &[("Triệu", 22), ("Bàn", 20), ("Đặng", 18), ("Phàn", 10), ("Chảo", 7), ("Tẩn", 9), ("Lý", 8), ("Dương", 6)]
        }
        17 => &[
            ("Kiều", 10),
            ("Thập", 6),
            ("Bá", 6),
            ("Lưu", 7),
            ("Đạo", 5),
            ("Não", 3),
            ("Qua", 4),
            ("Thành", 6),
            ("Châu", 4),
        ],
        18 => &[("Lê", 10), ("Trần", 12), ("Từ", 6), ("Diệp", 8), ("Ninh", 8), ("Lý", 6), ("Tạ", 5)],
        19 => &[("Phạm", 40), ("Đinh", 52), ("Nguyễn", 6)],
        23 | 31 => &[("Hồ", 88), ("Lê", 6), ("Nguyễn", 6)],
        26 => &[("Alăng", 14), ("Bhling", 8), ("Zơrâm", 9), ("Arất", 8), ("Coor", 6), ("Pơloong", 8), ("Briu", 7)],
        10 => {
            return Some(Naming::Marked {
                men: "",
                women: "H'",
                given: HIGHLAND_GIVEN,
                families: &[
                    ("Rơ Châm", 12),
                    ("Siu", 16),
                    ("Ksor", 14),
                    ("Rmah", 12),
                    ("Kpă", 10),
                    ("Nay", 8),
                    ("Rah Lan", 7),
                ],
            });
        }
        12 => {
            return Some(Naming::Marked {
                men: "Y ",
                women: "H'",
                given: HIGHLAND_GIVEN,
                families: &[
                    ("Niê", 30),
                    ("Mlô", 16),
                    ("Êban", 14),
                    ("Ayŭn", 8),
                    ("Byă", 10),
                    ("Kbuôr", 8),
                    ("Ksơr", 6),
                ],
            });
        }
        13 | 14 | 27 => {
            return Some(Naming::Marked { men: "A ", women: "Y ", given: HIGHLAND_GIVEN, families: &[("", 1)] });
        }
        16 | 28 | 36 => {
            return Some(Naming::Marked { men: "K'", women: "Ka ", given: HIGHLAND_GIVEN, families: &[("", 1)] });
        }
        _ => return None,
    };
    Some(Naming::Families(families))
}

/// The part of a name that is a middle or given name, by sex and by whether the bearer was born since 1995.
#[derive(Debug)]
struct Part([Chooser<&'static str>; 4]);

impl Part {
    fn of(lists: [Weighted; 4]) -> Part {
        Part(lists.map(table))
    }

    #[inline]
    fn choose(&self, person: &Person, chance: &mut Chance) -> &'static str {
        let place = usize::from(person.sex == 2) * 2 + usize::from(person.birth_year >= 1995);
        self.0[place].choose(chance)
    }
}

/// The names of a people other than the Kinh.
#[derive(Debug)]
struct Own {
    families: Chooser<&'static str>,
    /// The words for men and women, and the given names.
    marked: Option<([&'static str; 2], Chooser<&'static str>)>,
}

/// All names, ready to be chosen from.
#[derive(Debug)]
pub(super) struct Names {
    northern: Chooser<&'static str>,
    southern: Chooser<&'static str>,
    middle: Part,
    given: Part,
    own: Vec<Option<Own>>,
}

fn table(list: Weighted) -> Chooser<&'static str> {
    Chooser::new(list).expect("the weights are not all nought")
}

impl Names {
    pub fn new() -> Names {
        let own = (0..=55)
            .map(|ethnicity| {
                Some(match naming(ethnicity)? {
                    Naming::Families(families) => Own { families: table(families), marked: None },
                    Naming::Marked { men, women, given, families } => {
                        Own { families: table(families), marked: Some(([men, women], table(given))) }
                    }
                })
            })
            .collect();
        let families =
            |more: Weighted| Chooser::new(&[FAMILIES, more].concat()).expect("the weights are not all nought");
        Names {
            northern: families(NORTHERN),
            southern: families(SOUTHERN),
            middle: Part::of([MIDDLE_MEN, MIDDLE_BOYS, MIDDLE_WOMEN, MIDDLE_GIRLS]),
            given: Part::of([MEN, BOYS, WOMEN, GIRLS]),
            own,
        }
    }

    /// Writes the full name of a resident after what `text` holds.
    #[inline]
    pub fn write(&self, person: &Person, country: &Country<'_>, text: &mut String) {
        let mut chance = Chance::about(country.seed, Subject::Name, person.number);
        let mut kin = Chance::about(country.seed, Subject::Name, !person.household.number);
        let of_family = if person.bears_household_name { &mut kin } else { &mut chance };
        let own = self.own.get(usize::from(person.household.ethnicity)).and_then(Option::as_ref);
        let family = match own {
            Some(own) => own.families.choose(of_family),
            // Provinces are numbered from north to south; Đà Nẵng is 48.
            None if country.province(person.province).number < 48 => self.northern.choose(of_family),
            None => self.southern.choose(of_family),
        };
        if let Some(Own { marked: Some((marks, given)), .. }) = own {
            text.push_str(marks[usize::from(person.sex == 2)]);
            text.push_str(given.choose(&mut chance));
            if !family.is_empty() {
                text.push(' ');
                text.push_str(family);
            }
            return;
        }
        text.push_str(family);
        text.push(' ');
        text.push_str(self.middle.choose(person, &mut chance));
        text.push(' ');
        text.push_str(self.given.choose(person, &mut chance));
    }
}

/// The name as a machine without Vietnamese letters would write it.
pub(super) fn without_diacritics(name: &str) -> String {
    let folded = rules::text::search_key(name);
    let mut plain = String::with_capacity(folded.len());
    let mut begins = true;
    for letter in folded.chars() {
        plain.push(if begins { letter.to_ascii_uppercase() } else { letter });
        begins = letter == ' ';
    }
    plain
}
