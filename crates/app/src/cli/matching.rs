//! `chungsuc match` and `chungsuc dedupe`: rows about one person, found without a common identifier.

use super::Answer;
use super::population::{Meter, Running, refused};
use crate::accounts;
use crate::app::Config;
use crate::people::{self, NewPair, PairContent, PairField};
use clap::Args;
use matching::{Decision, Options, Outcome, Phase, Schema, run_dedupe, run_match};
use platform::{Problem, Result};
use serde_json::json;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What both commands take.
#[derive(Debug, Args)]
pub struct Wanted {
    /// Tệp mô tả các cột (TOML)
    #[arg(long)]
    schema: PathBuf,
    /// Tệp cặp sẽ ghi ra: a_id,b_id,probability,decision
    #[arg(long)]
    out: PathBuf,
    /// Độ chính xác mong muốn của các cặp được nhận, từ 0 đến 1; bỏ trống: cân bằng giữa đúng và đủ
    #[arg(long)]
    precision: Option<f64>,
    /// Đưa các cặp chưa chắc vào lượt xét mang tên này
    #[arg(long)]
    review: Option<String>,
    #[command(flatten)]
    running: Running,
}

/// Matches two lists, or one with itself.
///
/// # Errors
/// A file cannot be read, the schema does not fit, or the pairs cannot be written.
pub async fn run(
    config: Config,
    acting: Option<&str>,
    first: &Path,
    second: Option<&Path>,
    wanted: Wanted,
) -> Result<Answer> {
    let schema = Schema::open(&wanted.schema).map_err(refused)?;
    let options = Options { threads: wanted.running.threads(), precision: wanted.precision, ..Options::default() };
    let meter = Meter::start(wanted.running.time);
    let mut observe = |phase: Phase| meter.phase(phase.word());
    let outcome = match second {
        Some(second) => run_match(first, second, &schema, &options, &mut observe),
        None => run_dedupe(first, &schema, &options, &mut observe),
    }
    .map_err(refused)?;
    meter.phase("write");
    let file = File::create(&wanted.out).map_err(|error| {
        Problem::refuse(
            format!("Không ghi được {}: {error}.", wanted.out.display()),
            "Kiểm tra đường dẫn và quyền ghi.",
        )
    })?;
    outcome.write_csv(file)?;
    meter.pause();
    let count = |decision| outcome.pairs.iter().filter(|pair| pair.decision == decision).count();
    let filed = match &wanted.review {
        Some(name) => Some(file_review(config, acting, name, &outcome, &schema, first, second.unwrap_or(first)).await?),
        None => None,
    };
    Ok(Answer::new(json!({
        "out": wanted.out.display().to_string(),
        "rows": [outcome.rows.0, outcome.rows.1],
        "compared": outcome.compared_pairs,
        "matches": count(Decision::Match),
        "to_review": count(Decision::Review),
        "threshold": outcome.threshold,
        "expected_precision": outcome.expected_precision,
        "expected_recall": outcome.expected_recall,
        "review": filed,
    }))
    .columns(&[
        ("out", "Đã ghi"),
        ("rows", "Số dòng"),
        ("compared", "Cặp đã so"),
        ("matches", "Cặp được nhận là một người"),
        ("to_review", "Cặp cần người xét"),
        ("threshold", "Ngưỡng xác suất"),
        ("expected_precision", "Độ chính xác dự kiến"),
        ("expected_recall", "Độ đầy đủ dự kiến"),
        ("review", "Đã đưa vào lượt xét số"),
    ])
    .timed(meter.finish()))
}

/// Files the unsure pairs for people to decide on.
async fn file_review(
    config: Config,
    acting: Option<&str>,
    name: &str,
    outcome: &Outcome,
    schema: &Schema,
    first: &Path,
    second: &Path,
) -> Result<i64> {
    let unsure: Vec<_> = outcome.pairs.iter().filter(|pair| pair.decision == Decision::Review).collect();
    let rows = |of: fn(&matching::Pair) -> u32| unsure.iter().map(|pair| of(pair)).collect::<Vec<u32>>();
    let a = matching::contents(first, schema, matching::Side::First, &rows(|pair| pair.left)).map_err(refused)?;
    let b = matching::contents(second, schema, matching::Side::Second, &rows(|pair| pair.right)).map_err(refused)?;
    let pairs = unsure.iter().zip(a.into_iter().zip(b)).map(|(pair, (a, b))| {
        let fields = outcome.agreements(pair).into_iter().zip(a.into_iter().zip(b));
        let fields = fields.map(|((name, agreement), (a, b))| PairField { name: name.to_owned(), a, b, agreement });
        let content = PairContent {
            a_id: outcome.left_id(pair).into_owned(),
            b_id: outcome.right_id(pair).into_owned(),
            fields: fields.collect(),
        };
        NewPair { content, probability: f64::from(pair.probability) }
    });
    let app = super::open(config).await?;
    let actor = accounts::operator(&app, acting).await?;
    let mut change = app.begin(&actor, people::REVIEW.0, None).await?;
    let review = people::file_review(&app, &actor, &mut change, name, None, pairs.collect()).await?;
    change.commit().await?;
    Ok(review)
}
