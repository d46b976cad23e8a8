//! Whether a figure may stand: its indicator, level, denominator, sex, group, facet, days and numbers.

use super::model::{Facet, NewResult, Value, fault};
use crate::app::App;
use crate::catalogue::{Counted, Indicator};
use crate::places;
use platform::problem::Fault;
use rules::number::{Fixed, vietnamese_whole};
use rules::period::vietnamese_date;
use rules::place::{Level, ResolveError};

/// No count of people or units comes near; sums over the country stay far below 64 bits.
const LARGEST: i64 = 1_000_000_000_000;

/// Whether an indicator's value is a percentage.
pub fn is_rate(indicator: &Indicator) -> bool {
    indicator.measure.is_rate()
}

/// Fills in what is implied: the denominator where the indicator has only one.
pub fn complete(app: &App, result: &mut NewResult) {
    let only = app.catalogue().indicator(&result.indicator).map(|indicator| indicator.denominators.as_slice());
    if let (None, Value::Pair { .. }, Some([only])) = (&result.denominator, &result.value, only) {
        result.denominator = Some(only.clone());
    }
}

/// Everything wrong with a figure; empty when it may stand.
pub fn check(app: &App, result: &NewResult) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some(indicator) = app.catalogue().indicator(&result.indicator) else {
        let rule = format!("không có chỉ tiêu “{}”", result.indicator);
        return vec![fault("indicator", rule, "Ghi khóa hoặc tên của chỉ tiêu trong danh mục.")];
    };
    check_unit(app, indicator, result, &mut faults);
    check_days(app, result, &mut faults);
    check_split(app, indicator, result, &mut faults);
    check_facet(app, indicator, result, &mut faults);
    check_denominator(app, indicator, result, &mut faults);
    check_value(indicator, &result.value, &mut faults);
    if result.locator.trim().is_empty() {
        faults.push(fault("locator", "chưa ghi vị trí trong nguồn", "Ghi đoạn, trang, bảng hoặc dòng chứa số này."));
    }
    faults
}

fn check_unit(app: &App, indicator: &Indicator, result: &NewResult, faults: &mut Vec<Fault>) {
    let registry = app.places();
    let Some((id, unit)) = places::id(result.unit).and_then(|id| registry.unit(id).map(|unit| (id, unit))) else {
        faults.push(fault("unit", format!("không có đơn vị số {}", result.unit), "Chọn đơn vị trong danh sách."));
        return;
    };
    if !unit.valid_on(result.as_of) {
        let successors = registry.standing_for(id, result.as_of);
        let rule = ResolveError::NotValidOn { unit: id, on: result.as_of, successors }.message(registry, &unit.name);
        faults.push(fault("unit", rule, "Ghi số cho đơn vị kế tiếp, hoặc sửa lại ngày chốt số liệu."));
    }
    if !indicator.levels.contains(&unit.level()) {
        let rule = format!("chỉ tiêu “{}” không có ở cấp của {}", indicator.name, unit.full_name());
        faults.push(fault("unit", rule, "Chọn đơn vị thuộc cấp mà danh mục cho phép."));
    }
}

fn check_days(app: &App, result: &NewResult, faults: &mut Vec<Fault>) {
    let day = vietnamese_date(result.as_of);
    if !result.period.contains(result.as_of) {
        let rule = format!("ngày chốt {day} nằm ngoài kỳ {}", result.period.label());
        faults.push(fault("as_of", rule, "Sửa ngày chốt số liệu hoặc sửa kỳ."));
    } else if result.as_of > app.today() && !result.estimate {
        let rule = format!("ngày chốt {day} chưa tới");
        faults.push(fault("as_of", rule, "Ghi ngày đã chốt số liệu; số ước thì đánh dấu là số ước."));
    }
}

fn check_split(app: &App, indicator: &Indicator, result: &NewResult, faults: &mut Vec<Fault>) {
    if result.sex.is_some() && !indicator.sexes {
        let rule = format!("chỉ tiêu “{}” không tách theo giới", indicator.name);
        faults.push(fault("sex", rule, "Để trống ô giới."));
    }
    let Some(group) = &result.group else { return };
    if !indicator.groups {
        let rule = format!("chỉ tiêu “{}” không tách theo nhóm", indicator.name);
        faults.push(fault("group", rule, "Để trống ô nhóm."));
    } else if app.catalogue().group(group).is_none() {
        faults.push(fault("group", format!("không có nhóm “{group}”"), "Ghi khóa hoặc tên nhóm trong danh mục."));
    }
}

fn check_facet(app: &App, indicator: &Indicator, result: &NewResult, faults: &mut Vec<Fault>) {
    let set_of = |key: &str| app.catalogue().criteria_set(key);
    let known = match &result.facet {
        Facet::None => true,
        Facet::Set(set) => set_of(set).is_some(),
        Facet::Criterion { set, code } => set_of(set).is_some_and(|set| set.criterion(code).is_some()),
        Facet::Band { set, band } => set_of(set).is_some_and(|set| set.bands.iter().any(|row| row.key == *band)),
    };
    if !known {
        let rule = format!("không có tiêu chí hoặc mức “{}” trong danh mục", result.facet);
        faults.push(fault("facet", rule, "Ghi như qd_1980_2016/15.1 (tiêu chí) hoặc qd_1980_2016#15-18 (mức)."));
        return;
    }
    let (is_criterion, is_band) =
        (matches!(result.facet, Facet::Criterion { .. }), matches!(result.facet, Facet::Band { .. }));
    if indicator.per_criterion && !is_criterion {
        let rule = format!("chỉ tiêu “{}” phải nêu tiêu chí của một bộ tiêu chí", indicator.name);
        faults.push(fault("facet", rule, "Ghi bộ tiêu chí và mã, ví dụ qd_1980_2016/15.1."));
    }
    if indicator.per_band && !is_band {
        let rule = format!("chỉ tiêu “{}” phải nêu mức số tiêu chí đạt", indicator.name);
        faults.push(fault("facet", rule, "Ghi bộ tiêu chí và mức, ví dụ qd_1980_2016#15-18."));
    }
    if (is_criterion && !indicator.per_criterion) || (is_band && !indicator.per_band) {
        let rule = format!("chỉ tiêu “{}” không tính riêng cho từng tiêu chí hay mức", indicator.name);
        faults.push(fault("facet", rule, "Để trống ô tiêu chí."));
    }
}

fn check_denominator(app: &App, indicator: &Indicator, result: &NewResult, faults: &mut Vec<Fault>) {
    let Some(key) = &result.denominator else {
        if result.value.den().is_some() {
            let rule = "có mẫu số mà chưa nói mẫu số đếm gì";
            let choice = names(app, indicator);
            faults.push(fault("denominator", rule, format!("Chọn định nghĩa mẫu số: {choice}.")));
        }
        return;
    };
    let allowed = indicator.denominators.contains(key);
    match app.catalogue().denominator(key).filter(|_| allowed) {
        None => {
            let rule = format!("“{key}” không phải mẫu số của chỉ tiêu “{}”", indicator.name);
            let choice = names(app, indicator);
            let remedy = if choice.is_empty() {
                "Để trống mẫu số.".to_owned()
            } else {
                format!("Chọn một trong: {choice}.")
            };
            faults.push(fault("denominator", rule, remedy));
        }
        Some(denominator) => {
            if let Some(last) = denominator.valid_to.filter(|last| result.as_of > *last) {
                let rule = format!("mẫu số “{}” chỉ đếm được đến ngày {}", denominator.name, vietnamese_date(last));
                faults.push(fault("denominator", rule, "Chọn mẫu số khác, hoặc sửa ngày chốt số liệu."));
            }
        }
    }
}

fn names(app: &App, indicator: &Indicator) -> String {
    let names = indicator.denominators.iter().filter_map(|key| app.catalogue().denominator(key));
    names.map(|row| format!("{} ({})", row.name, row.key)).collect::<Vec<_>>().join(", ")
}

fn check_value(indicator: &Indicator, value: &Value, faults: &mut Vec<Fault>) {
    let negative = |number: i64| format!("số {} nhỏ hơn 0", vietnamese_whole(number));
    let remedy = "Ghi số từ 0 trở lên.";
    for number in [value.num(), value.den()].into_iter().flatten().filter(|number| *number > LARGEST) {
        let rule = format!("số {} quá lớn", vietnamese_whole(number));
        faults.push(fault("num", rule, "Kiểm tra lại dấu ngăn hàng nghìn và đơn vị tính."));
    }
    match value {
        Value::Pair { num, den } => {
            if *num < 0 {
                faults.push(fault("num", negative(*num), remedy));
            }
            if *den <= 0 {
                let rule = format!("mẫu số là {}", vietnamese_whole(*den));
                faults.push(fault("den", rule, "Ghi mẫu số lớn hơn 0, hoặc ghi lý do chưa rõ."));
            }
        }
        Value::Count(num) => {
            if *num < 0 {
                faults.push(fault("num", negative(*num), remedy));
            }
            if is_rate(indicator) {
                let rule = format!("chỉ tiêu “{}” là tỷ lệ mà thiếu mẫu số", indicator.name);
                faults.push(fault("den", rule, "Ghi mẫu số; chỉ có tỷ lệ đã công bố thì ghi vào ô tỷ lệ công bố."));
            }
        }
        Value::Published(percent) => {
            if *percent < Fixed::ZERO {
                faults.push(fault("published", format!("tỷ lệ {percent} nhỏ hơn 0"), remedy));
            }
            if !is_rate(indicator) {
                let rule = format!("chỉ tiêu “{}” không phải tỷ lệ", indicator.name);
                faults.push(fault("published", rule, "Ghi con số vào ô số đạt."));
            }
        }
        Value::Unknown(reason) => {
            if reason.trim().is_empty() {
                let rule = "chưa có số và chưa nói vì sao";
                faults.push(fault("num", rule, "Ghi số đạt và mẫu số, tỷ lệ công bố, hoặc lý do chưa rõ."));
            }
        }
    }
}

/// What is odd about a figure that may stand: more than all, or a denominator that is not the number of units.
pub fn oddities(app: &App, result: &NewResult) -> Vec<String> {
    let Value::Pair { num, den } = result.value else { return Vec::new() };
    let mut found = Vec::new();
    let name = || places::id(result.unit).map(|id| app.places().full_name(id)).unwrap_or_default();
    let denominator = result.denominator.as_deref().and_then(|key| app.catalogue().denominator(key));
    let planned = denominator.is_some_and(|row| row.counts == Counted::Planned);
    if num > den && !planned {
        let pair = format!("{}/{}", vietnamese_whole(num), vietnamese_whole(den));
        found.push(format!("{}: {pair} vượt 100 %; kiểm tra lại nơi đếm tử số và mẫu số.", name()));
    }
    if let Some(units) = units_counted(app, result).filter(|units| *units != den) {
        let (den, units) = (vietnamese_whole(den), vietnamese_whole(units));
        let day = vietnamese_date(result.as_of);
        found.push(format!("{}: mẫu số ghi {den} đơn vị, danh sách ngày {day} có {units}.", name()));
    }
    found
}

/// How many units the denominator counts, where it counts units and their list is known.
fn units_counted(app: &App, result: &NewResult) -> Option<i64> {
    let denominator = app.catalogue().denominator(result.denominator.as_deref()?)?;
    let level = denominator.level?;
    let counts = app.places().counts(places::id(result.unit)?, result.as_of).ok()?;
    let units = match (level, denominator.unit_kinds.as_slice()) {
        (Level::Commune, []) => counts.communes,
        (Level::Commune, kinds) => counts
            .by_kind
            .iter()
            .filter(|(kind, _)| kinds.iter().any(|key| key == kind.key()))
            .map(|(_, count)| count)
            .sum(),
        (Level::District, []) => counts.districts,
        _ => return None,
    };
    i64::try_from(units).ok()
}
