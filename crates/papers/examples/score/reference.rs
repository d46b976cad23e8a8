//! The reference documents' own form of truth in the form of the samples.

use toml::{Table, Value};

/// What a reference document says. Kinds of fact that its file never names are left out of the score; of others it names only some.
pub fn truth(document: &Value) -> Value {
    let empty = Table::new();
    let from = document.as_table().unwrap_or(&empty);
    let mut truth = Table::new();
    for key in ["number", "place", "issuer", "subject", "movement", "linked_movements", "recipients", "awards", "date"]
    {
        copy(from, key, &mut truth, key);
    }
    copy(from, "published", &mut truth, "date");
    copy(from, "unit", &mut truth, "issuer");
    if let Some(kind) = from.get("kind").and_then(Value::as_str) {
        truth.insert("kind".to_owned(), Value::String(kind_key(kind)));
    }
    if let Some(addressee) = from.get("addressee") {
        truth.insert("addressees".to_owned(), Value::Array(vec![addressee.clone()]));
    }
    for (key, value) in [
        ("signer", signer(from)),
        ("reports_on", from.get("reports_on").cloned()),
        ("citations", list(from, "legal_basis", citation)),
        ("targets", list(from, "targets", target)),
        ("results", results(from)),
        ("deadlines", list(from, "deadlines", |it| Some(pick(it, &["date", "rule"])))),
        ("reviews", list(from, "reviews", |it| Some(review(it)))),
        ("support", support(from)),
        ("assignments", list(from, "assignments", |it| Some(named("unit", it.clone())))),
        ("annexes", list(from, "annexes", annex)),
    ] {
        if let Some(value) = value {
            truth.insert(key.to_owned(), value);
        }
    }
    if let Some(forms) = list(from, "award_forms", |it| Some(named("form", it.clone()))) {
        truth.insert("awards".to_owned(), forms);
    }
    name_gaps(from, &mut truth);
    Value::Table(truth)
}

/// What the reference file leaves unsaid is not scored; what it says only in part counts misses alone.
fn name_gaps(from: &Table, truth: &mut Table) {
    let always =
        ["symbol", "parent_issuer", "duties", "money", "situation", "signer.capacity", "targets.scope", "reviews.soft"];
    let mut unscored: Vec<Value> = always.iter().map(|name| Value::from(*name)).collect();
    for name in [
        "subject",
        "place",
        "issuer",
        "movement",
        "linked_movements",
        "recipients",
        "annexes",
        "assignments",
        "addressees",
        "results",
    ] {
        if !truth.contains_key(name) {
            unscored.push(Value::from(name));
        }
    }
    if from.get("kind").and_then(Value::as_str) == Some("news") {
        unscored.push(Value::from("signer"));
    }
    truth.insert("unscored".to_owned(), Value::Array(unscored));
    // A review's quarter is a deadline too, and the reference file lists it once.
    let incomplete = ["deadlines", "results", "support", "assignments"];
    truth.insert("incomplete".to_owned(), Value::Array(incomplete.iter().map(|name| Value::from(*name)).collect()));
}

fn kind_key(kind: &str) -> String {
    match kind {
        "kế hoạch" => "ke_hoach",
        "công văn" => "cong_van",
        "quyết định" => "quyet_dinh",
        other => other,
    }
    .to_owned()
}

fn signer(from: &Table) -> Option<Value> {
    let signer = from.get("signer")?;
    let mut table = pick_table(signer, &["name", "title"]);
    if let Some(capacity) = signer.get("authority").and_then(Value::as_str).and_then(|text| text.split(' ').next()) {
        table.insert("capacity".to_owned(), Value::from(capacity));
    }
    Some(Value::Table(table))
}

fn citation(basis: &Value) -> Option<Value> {
    let mut table = pick_table(basis, &["number", "date", "issuer"]);
    if let Some(kind) = basis.get("kind").and_then(Value::as_str) {
        table.insert("kind".to_owned(), Value::String(kind_key(kind)));
    }
    Some(Value::Table(table))
}

fn target(target: &Value) -> Option<Value> {
    let mut table = pick_table(target, &["indicator", "group", "year", "comparator", "scope", "standard", "upper"]);
    for key in ["value", "upper"] {
        if let Some(number) = target.get(key).and_then(number) {
            table.insert(key.to_owned(), Value::Float(number));
        }
    }
    if target.get("rule").and_then(Value::as_str).is_some_and(|rule| rule.contains("men and for women")) {
        table.insert("both_sexes".to_owned(), Value::Boolean(true));
    }
    Some(Value::Table(table))
}

fn results(from: &Table) -> Option<Value> {
    let reached = |result: &Value| {
        let mut table = pick_table(result, &["year", "as_of"]);
        table.insert("indicator".to_owned(), Value::from("coverage_rate"));
        for (key, own) in [("value", "actual"), ("target", "target"), ("beyond", "beyond")] {
            table.insert(key.to_owned(), Value::Float(result.get(own).and_then(number)?));
        }
        Some(Value::Table(table))
    };
    let Value::Array(mut found) = list(from, "results", reached)? else { return None };
    if let Some(criterion) = from.get("criterion") {
        let mut table = pick_table(criterion, &["met", "of", "as_of"]);
        table.insert("indicator".to_owned(), Value::from("criterion_15_1"));
        if let Some(year) = criterion.get("as_of").and_then(Value::as_datetime).and_then(|date| date.date) {
            table.insert("year".to_owned(), Value::from(i64::from(year.year)));
        }
        found.push(Value::Table(table));
    }
    Some(Value::Array(found))
}

fn support(from: &Table) -> Option<Value> {
    let given = |support: &Value| {
        let mut table = pick_table(support, &["year", "cards", "amount", "valid_from", "valid_to"]);
        if let Some(share) = support.get("share").and_then(number) {
            table.insert("share".to_owned(), Value::Float(share));
        }
        Some(Value::Table(table))
    };
    let groups = from
        .get("support_groups")
        .map(|groups| Value::Array(vec![Value::Table(named_table("groups", groups.clone()))]));
    list(from, "support", given).or(groups)
}

fn review(review: &Value) -> Value {
    let mut table = pick_table(review, &["kind", "by", "at", "to", "soft"]);
    if let Some(year) =
        table.get("at").and_then(Value::as_str).and_then(|at| at.strip_prefix("end of ")).map(str::to_owned)
    {
        table.insert("at".to_owned(), Value::String(year));
    }
    Value::Table(table)
}

fn annex(annex: &Value) -> Option<Value> {
    let label = annex.as_str()?.split(':').next()?;
    Some(named("label", Value::from(label)))
}

fn list(from: &Table, key: &str, each: impl Fn(&Value) -> Option<Value>) -> Option<Value> {
    from.get(key)?.as_array().map(|items| Value::Array(items.iter().filter_map(each).collect()))
}

fn number(value: &Value) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "head counts are far below 2^52")]
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

fn copy(from: &Table, key: &str, to: &mut Table, name: &str) {
    if let Some(value) = from.get(key) {
        to.insert(name.to_owned(), value.clone());
    }
}

fn pick(value: &Value, keys: &[&str]) -> Value {
    Value::Table(pick_table(value, keys))
}

fn pick_table(value: &Value, keys: &[&str]) -> Table {
    let mut table = Table::new();
    if let Some(from) = value.as_table() {
        keys.iter().for_each(|key| copy(from, key, &mut table, key));
    }
    table
}

fn named(key: &str, value: Value) -> Value {
    Value::Table(named_table(key, value))
}

fn named_table(key: &str, value: Value) -> Table {
    let mut table = Table::new();
    table.insert(key.to_owned(), value);
    table
}
