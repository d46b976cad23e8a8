//! The national data set of the benchmarks, and the sheet of a hundred thousand results. Random figures, marked as such.
//!
//! `national fill DIR [MONTHS]` makes an installation with the samples, figures of every commune a month by sex, a target
//! for every province and commune, and `DIR/load.tsv`, which tells `cargo xtask bench` what to ask and who may write.
//! `national sheet DIR FILE ROWS` writes a sheet of results that the installation does not have yet.
//!
//! Everything goes through the same verbs as the product's own pages. The same words give the same figures.

#![expect(clippy::print_stderr, reason = "a tool of the benchmarks tells how far it is")]

mod national {
    pub mod figures;
    pub mod load;
    pub mod sheet;
}

use chungsuc::app::{App, Config};
use platform::{Problem, Result};
use std::path::PathBuf;
use std::process::ExitCode;

/// Ten years.
const MONTHS: u32 = 120;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let done = runtime.block_on(async {
        match words.as_slice() {
            ["fill", folder] => fill(folder, MONTHS).await,
            ["fill", folder, months] => fill(folder, number(months)?).await,
            ["sheet", folder, file, rows] => national::sheet::write(&open(folder).await?, file, number(rows)?),
            _ => Err(Problem::internal("usage: national fill DIR [MONTHS] | national sheet DIR FILE ROWS")),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}: {}", problem.causes());
            ExitCode::FAILURE
        }
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Problem::internal(format!("{text} is no number")))
}

async fn open(folder: &str) -> Result<App> {
    chungsuc::cli::open(Config::in_folder(PathBuf::from(folder))).await
}

async fn fill(folder: &str, months: u32) -> Result<()> {
    let app = open(folder).await?;
    chungsuc::demo::load(&app).await?;
    let last = national::figures::fill(&app, months).await?;
    national::load::prepare(&app, last).await?;
    app.database().analyze().await?;
    // Folds the write-ahead log into the file, which the bench copies.
    app.database().clone().close().await
}
