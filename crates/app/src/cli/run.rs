//! Opening the installation and running one command.

#![expect(clippy::print_stderr, reason = "the command line speaks on both streams")]

use super::{Answer, Arguments, Command};
use crate::accounts;
use crate::app::{App, Config, Loaded};
use crate::catalogue::Catalogue;
use crate::offices::model::Offices;
use clap::Parser;
use platform::clock::SystemClock;
use platform::problem::Refusal;
use platform::{Database, Fault, Problem, Result};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("Không khởi động được: {error}");
            return ExitCode::FAILURE;
        }
    };
    let json = arguments.json;
    match runtime.block_on(run(arguments)) {
        Ok(answer) => print(&answer, json),
        Err(problem) => {
            report(&problem);
            ExitCode::FAILURE
        }
    }
}

fn print(answer: &Answer, json: bool) -> ExitCode {
    let text = if json { format!("{}\n", answer.value) } else { answer.table() };
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever read the answer has read enough (`… | head`).
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => {
            eprintln!("Không in được kết quả: {error}");
            return ExitCode::FAILURE;
        }
        Ok(()) => {}
    }
    if let Some(time) = &answer.time {
        eprintln!("{time}");
    }
    match &answer.refused {
        Some(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
    }
}

fn report(problem: &Problem) {
    match problem {
        Problem::Refused(refusal) => {
            eprintln!("{} {}", refusal.sentence, refusal.remedy);
            for fault in refusal.faults.iter().skip(1) {
                eprintln!("{}", fault_line(fault));
            }
        }
        Problem::Internal(_) => eprintln!("Lỗi của hệ thống: {}", problem.causes()),
        other => eprintln!("{other}"),
    }
}

fn fault_line(fault: &Fault) -> String {
    format!("  {}: {}. {}", fault.place(), fault.rule, fault.remedy)
}

async fn run(arguments: Arguments) -> Result<Answer> {
    let mut config = Config::in_folder(arguments.data.clone());
    if let Some(url) = arguments.database {
        config.database_url = url;
    }
    match arguments.command {
        Command::Read { files, text } => super::papers::read(&files, text.as_deref()),
        Command::Write { kind: Some(kind), output: Some(output), .. } => {
            super::papers::write(&kind, &arguments.data, &output)
        }
        Command::Write { example, .. } => super::papers::example(&example.unwrap_or_default()),
        Command::Places(command) => crate::places::cli::run(&open(config).await?, &command),
        Command::Export { table, output } => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            super::export::run(&app, &actor, &table, &output).await
        }
        Command::Targets(command) => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            crate::targets::cli::run(&app, &actor, command).await
        }
        Command::Results(command) => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            crate::results::cli::run(&app, &actor, command).await
        }
        Command::Recognitions(command) => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            crate::criteria::cli::run(&app, &actor, command).await
        }
        Command::Documents(command) => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            crate::documents::cli::run(&app, &actor, command).await
        }
        Command::User(command) => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            accounts::cli::run(&app, &actor, command).await
        }
        Command::Backup { file } => {
            let app = open(config).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            crate::maintenance::cli::backup(&app, &actor, &file).await
        }
        Command::Restore { file } => {
            let loaded = load_definitions(&config.data)?;
            let app = open_with(config, loaded).await?;
            let actor = accounts::operator(&app, arguments.acting.as_deref()).await?;
            crate::maintenance::cli::restore(&app, &actor, &file).await
        }
        Command::Population(command) => super::population::run(config, arguments.acting.as_deref(), command).await,
        Command::Match { first, second, wanted } => {
            super::matching::run(config, arguments.acting.as_deref(), &first, Some(&second), wanted).await
        }
        Command::Dedupe { list, wanted } => {
            super::matching::run(config, arguments.acting.as_deref(), &list, None, wanted).await
        }
        Command::Doctor => doctor(config, arguments.acting.as_deref()).await,
        Command::Serve { listen, https } => {
            config.public_https = https;
            serve(&open(config).await?, &listen).await
        }
        Command::Demo { no_serve, fresh, listen } => super::demo::run(config, no_serve, fresh, &listen).await,
    }
}

/// Checks even an installation whose own definitions do not load: then against those of the binary.
async fn doctor(config: Config, acting: Option<&str>) -> Result<Answer> {
    let (loaded, refusal) = match load_definitions(&config.data) {
        Err(Problem::Refused(refusal)) => (load_over(None)?, Some(refusal)),
        loaded => (loaded?, None),
    };
    let app = open_with(config, loaded).await?;
    let actor = accounts::operator(&app, acting).await?;
    crate::maintenance::cli::doctor(&app, &actor, refusal.as_ref()).await
}

async fn serve(app: &App, address: &str) -> Result<Answer> {
    let listener = crate::server::listen(address).await?;
    let address = listener.local_addr()?;
    eprintln!("Chung Sức đang chạy tại http://{address}");
    crate::people::keep_swept(app);
    crate::server::serve(app, listener).await?;
    Ok(Answer::new(serde_json::json!({ "served": address.to_string() })))
}

/// Opens the installation in a folder, making it with places and definitions, and nothing else, when it is missing.
pub async fn open(config: Config) -> Result<App> {
    let loaded = load_definitions(&config.data)?;
    let app = open_with(config, loaded).await?;
    crate::movements::sync_packs(&app, &accounts::local_operator()).await?;
    crate::people::enter_left_over(&app).await?;
    Ok(app)
}

/// Opens it with these definitions and brings its tables up to date; writes no row, so that it can still be restored into.
async fn open_with(config: Config, loaded: Loaded) -> Result<App> {
    std::fs::create_dir_all(&config.data)?;
    let database = Database::open(&config.database_url).await?;
    database.migrate(crate::migrations).await?;
    App::new(config, database, Arc::new(SystemClock), loaded)
}

/// Reads the embedded definitions and lays those of `DIR/definitions` over them.
pub fn load_definitions(data: &Path) -> Result<Loaded> {
    load_over(Some(&data.join("definitions")))
}

fn load_over(folder: Option<&Path>) -> Result<Loaded> {
    let mut definitions = crate::catalogue::embedded::definitions();
    if let Some(folder) = folder {
        definitions.overlay(read_folder(folder)?);
    }
    Ok(Loaded {
        places: Arc::new(crate::places::load(folder)?),
        offices: Offices::load(&definitions).map_err(refuse)?,
        catalogue: Catalogue::load(&definitions).map_err(refuse)?,
        definitions,
    })
}

fn refuse(faults: Vec<platform::definition::Fault>) -> Problem {
    let faults = faults
        .into_iter()
        .map(|fault| Fault {
            sheet: Some(fault.file.clone()),
            row: u32::try_from(fault.line).ok(),
            column: fault.field.clone(),
            rule: fault.message,
            remedy: "Sửa tệp định nghĩa rồi chạy lại.".to_owned(),
        })
        .collect();
    Problem::Refused(Refusal::of_faults(faults))
}

/// Every TOML file under the folder, by its path relative to it.
fn read_folder(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        if !current.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(current)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    Ok(files)
}
