//! Every drawing with real figures and with hard cases, on one page:
//! `cargo run -p figures --example gallery > gallery.html`.

#![expect(clippy::print_stdout, reason = "the page is this example's output")]

use figures::{
    Band, Bands, Language, LineSeries, Map, MapClass, Moment, Place, Ranking, RankingRow, Shade, Standing, Structure,
    TargetChart, Unit, Value, Year, bands, both_widths, line_series, map, ranking, target_chart,
};

fn main() {
    println!(
        "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>Hình vẽ</title><style>{}</style><main id=\"main\">\
         <h1>Hình vẽ</h1><div class=\"cols\">",
        include_str!("../../platform/src/assets/app.css")
    );
    for (title, years) in target_cases() {
        let chart = TargetChart { title: title.to_owned(), unit: Unit::Percent, years, language: Language::Vietnamese };
        card(title, "w7", &both_widths(|width| target_chart(&chart, width)));
    }
    let people = TargetChart {
        title: "Số người tham gia BHYT".to_owned(),
        unit: Unit::Count("người".to_owned()),
        years: (0..4)
            .map(|index| {
                Year::new((2022 + index).to_string())
                    .target(Value::count(91_641_000 + index * 1_400_000))
                    .result(Value::count(91_074_000 + index * 1_700_000))
            })
            .collect(),
        language: Language::Vietnamese,
    };
    card("Số người tham gia BHYT", "w7", &both_widths(|width| target_chart(&people, width)));
    for (title, counts) in [
        ("Xã theo số tiêu chí đạt", [43, 12, 62, 30, 0]),
        ("Bốn phần nhỏ đầu dãy", [1, 1, 2, 1, 900]),
        ("Phần nhỏ cuối dãy", [1200, 3, 1, 1, 2]),
        ("Chưa có gì", [0, 0, 0, 0, 0]),
    ] {
        let chart = bands_of(title, counts);
        card(title, "w5", &both_widths(|width| bands(&chart, width)));
    }
    for (title, series) in series_cases() {
        card(title, "w7", &both_widths(|width| line_series(&series, width)));
    }
    let chart = ranking_of();
    card("Xếp hạng 63 tỉnh", "w7", &both_widths(|width| ranking(&chart, width)));
    for structure in [Structure::Provinces63, Structure::Provinces34] {
        card("Bản đồ", "w6", &map_of(structure));
    }
    println!("</div></main></html>");
}

fn card(title: &str, columns: &str, drawing: &str) {
    println!("<section class=\"card {columns}\"><h2>{title}</h2>{drawing}</section>");
}

fn year(label: i32, target: Option<f64>, result: Option<f64>) -> Year {
    Year { target: target.map(Value::percent), result: result.map(Value::percent), ..Year::new(label.to_string()) }
}

fn target_cases() -> Vec<(&'static str, Vec<Year>)> {
    let ben_tre = vec![
        year(2016, Some(75.20), Some(82.29)),
        year(2017, Some(79.0), Some(91.20)),
        year(2018, Some(82.80), Some(91.87)),
        year(2019, Some(86.50), Some(92.12)).until("đến 31/8"),
    ];
    let twelve = (0..12)
        .map(|index| {
            let target = 70.0 + 2.0 * f64::from(index);
            year(2014 + index, Some(target), Some(target + 5.0 - 1.1 * f64::from(index)))
        })
        .collect();
    let missing = vec![
        year(2020, Some(88.0), None),
        year(2021, None, Some(90.44)),
        year(2022, None, None),
        year(2023, Some(93.2), Some(93.2)),
        year(2024, Some(90.0), Some(89.996)),
        year(2025, Some(95.15), Some(93.1)).until("đến 30/6").standing(Standing::Missed),
    ];
    vec![
        ("Tỉnh Bến Tre: bao phủ BHYT so với chỉ tiêu", ben_tre),
        ("Mười hai năm, dần hụt", twelve),
        ("Thiếu số, bằng nhau, hụt rất ít", missing),
        ("Một năm", vec![year(2019, Some(86.5), Some(92.12)).until("đến 31/8")]),
        ("Không năm nào", Vec::new()),
    ]
}

fn bands_of(title: &str, counts: [u64; 5]) -> Bands {
    let labels = ["đã công nhận", "15–18", "10–14", "5–9", "dưới 5"];
    let shades = [Shade::Five, Shade::Four, Shade::Three, Shade::Two, Shade::One];
    Bands {
        title: title.to_owned(),
        unit: "xã".to_owned(),
        bands: (0..5).map(|i| Band { label: labels[i].to_owned(), count: counts[i], shade: shades[i] }).collect(),
        language: Language::Vietnamese,
    }
}

fn series_cases() -> Vec<(&'static str, LineSeries)> {
    let make = |title: &str, months: i32, gap: std::ops::Range<i32>| LineSeries {
        title: title.to_owned(),
        unit: Unit::Percent,
        moments: (0..months)
            .map(|index| {
                let (year, month) = (2016 + index / 12, index % 12 + 1);
                let value = 80.0 + 14.0 * (f64::from(index) / f64::from(months)) + f64::from(index * 7 % 5) * 0.3;
                Moment {
                    label: format!("{month}/{year}"),
                    tick: (month == 1).then(|| year.to_string()),
                    value: (!gap.contains(&index)).then(|| Value::percent(value)),
                    target: Some(79.0 + 2.0 * f64::from(year - 2016)),
                }
            })
            .collect(),
        language: Language::Vietnamese,
    };
    vec![("Theo tháng, mười năm", make("Theo tháng, mười năm", 120, 40..47)), ("Một năm", make("Một năm", 8, 20..21))]
}

/// Figures made up for the drawing, spread evenly.
fn made_up(index: usize) -> f64 {
    98.4 - 0.21 * index as f64
}

fn ranking_of() -> Ranking {
    let mut rows: Vec<RankingRow> = Structure::Provinces63
        .provinces()
        .enumerate()
        .map(|(index, (code, name))| RankingRow {
            name: name.trim_start_matches("Tỉnh ").trim_start_matches("Thành phố ").to_owned(),
            value: (index < 60).then(|| Value::percent(made_up(index))),
            standing: if made_up(index) >= 90.0 { Standing::Exceeded } else { Standing::Missed },
            highlighted: code == "83",
        })
        .collect();
    rows[62].standing = Standing::Unknown;
    Ranking {
        title: "Bao phủ BHYT theo tỉnh".to_owned(),
        unit: Unit::Percent,
        rows,
        target: Some(Value::percent(90.0)),
        language: Language::Vietnamese,
    }
}

fn map_of(structure: Structure) -> String {
    let shades = [Shade::Five, Shade::Four, Shade::Three, Shade::Two, Shade::One];
    let labels = ["vượt từ 5 điểm %", "vượt", "đạt", "thiếu dưới 2 điểm %", "thiếu từ 2 điểm %"];
    let places = structure
        .provinces()
        .enumerate()
        .map(|(index, (code, _))| Place {
            code: code.to_owned(),
            name: None,
            words: format!("{} %", figures::decimal(made_up(index), 2)),
            class: (index % 7 < 5).then_some(index % 7),
            link: Some(format!("/dia-ban/{code}")),
        })
        .collect();
    let drawn = map(&Map {
        id: format!("ban-do-{structure:?}").to_lowercase(),
        title: "Bao phủ BHYT theo tỉnh".to_owned(),
        structure,
        classes: (0..5).map(|i| MapClass { label: labels[i].to_owned(), shade: shades[i] }).collect(),
        places,
        language: Language::Vietnamese,
    })
    .expect("the places come from the structure itself");
    let legend: String = drawn
        .legend
        .iter()
        .map(|entry| format!("<li><i class=\"{}\"></i>{}: {}</li>", entry.shade.css_class(), entry.label, entry.count))
        .collect();
    format!("{}<ul class=\"legend\">{legend}</ul>", drawn.svg)
}
