//! `chungsuc population`: lists of people in, coverage and the names of those not covered out.

mod coverage;
mod gap;
mod import;
mod meter;
mod voluntary;

use super::Answer;
use crate::app::Config;
use crate::people;
use chrono::NaiveDate;
use clap::{Args, Subcommand};
pub use meter::Meter;
use platform::{Problem, Result};
use population::synthetic;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tạo dân số giả lập (không có ai là thật) để thử: residents.parquet, cards.parquet, truth.json
    Synthesize {
        /// Số người
        #[arg(long)]
        persons: u64,
        /// Hạt giống ngẫu nhiên: cùng hạt giống cho cùng dữ liệu
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Thư mục ghi ra
        #[arg(long)]
        out: PathBuf,
        /// Tỷ lệ dòng cố ý ghi sai, từ 0 đến 1
        #[arg(long, default_value_t = 0.0)]
        errors: f64,
        /// Ghi thêm bản xếp theo xã và người
        #[arg(long)]
        sorted: bool,
        #[command(flatten)]
        running: Running,
    },
    /// Nạp danh sách dân cư và danh sách thẻ thành một bản số liệu
    Import {
        /// Tên bản số liệu: chữ thường không dấu, chữ số, gạch nối
        name: String,
        /// Danh sách dân cư (.parquet, .xlsx, .csv)
        #[arg(long)]
        residents: PathBuf,
        /// Danh sách thẻ (.parquet, .xlsx, .csv)
        #[arg(long)]
        cards: PathBuf,
        /// Ngày của danh sách; bỏ trống: ngày gần nhất mà các mã xã trong danh sách đều có
        #[arg(long)]
        as_of: Option<NaiveDate>,
        /// Tệp ghép cột (TOML); bỏ trống: nhận ra theo tên cột
        #[arg(long)]
        columns: Option<PathBuf>,
        /// Nạp các dòng đúng dù có dòng bị trả lại
        #[arg(long)]
        accept_valid: bool,
        /// Chỉ giữ số đếm, không giữ người
        #[arg(long)]
        numbers_only: bool,
        /// Thư mục ghi các dòng bị trả lại
        #[arg(long, default_value = ".")]
        rejects: PathBuf,
        /// Bộ nhớ cho dòng và sự kiện, tính bằng MiB; phần vượt quá ghi tạm ra đĩa
        #[arg(long, default_value_t = 2048)]
        memory: usize,
        #[command(flatten)]
        running: Running,
    },
    /// Số dân và số người có thẻ theo xã, giới tính, nhóm… tại một ngày hoặc cuối mỗi tháng
    Coverage {
        /// Tên bản số liệu
        name: String,
        /// Tại ngày
        #[arg(long, conflicts_with_all = ["from", "to"], required_unless_present = "from")]
        as_of: Option<NaiveDate>,
        /// Từ tháng (2020-01), tính tại ngày cuối tháng
        #[arg(long, requires = "to", value_parser = people::month)]
        from: Option<NaiveDate>,
        /// Đến tháng
        #[arg(long, requires = "from", value_parser = people::month)]
        to: Option<NaiveDate>,
        /// Chia theo: commune, district, province, sex, group, ethnic, age
        #[arg(long, value_delimiter = ',', default_value = "commune,sex,group")]
        by: Vec<coverage::Dimension>,
        /// Theo đơn vị hành chính của ngày khác
        #[arg(long)]
        structure: Option<NaiveDate>,
        /// Tệp định nghĩa nhóm đối tượng theo chữ của văn bản (TOML), thay cho mã đối tượng; “default”: tệp của hệ thống
        #[arg(long)]
        groups: Option<PathBuf>,
        /// Tệp .parquet, .csv hoặc .xlsx ghi ra
        #[arg(long)]
        out: PathBuf,
        /// Ghi thêm tỷ lệ bao phủ của đơn vị này và các xã của nó vào sổ kết quả, chờ người khác xác nhận; không nêu đơn
        /// vị: cả nước
        #[arg(long, value_name = "ĐƠN VỊ", num_args = 0..=1, default_missing_value = "Việt Nam")]
        record: Option<String>,
        #[command(flatten)]
        running: Running,
    },
    /// Danh sách người chưa có thẻ của một xã (che tên nếu không nêu mục đích)
    Gap {
        /// Tên bản số liệu
        name: String,
        /// Mã xã, theo ngày của danh sách
        #[arg(long)]
        commune: String,
        /// Tại ngày
        #[arg(long)]
        as_of: NaiveDate,
        /// Thay vào đó: những người hết hạn thẻ trong từng ấy ngày mà chưa có thẻ nối tiếp
        #[arg(long)]
        running_out: Option<u32>,
        /// Mở đầy đủ họ tên và số, ghi mục đích vào nhật ký
        #[arg(long)]
        purpose: Option<String>,
        /// Tệp .parquet, .csv hoặc .xlsx ghi ra
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        running: Running,
    },
    /// Người tham gia BHXH tự nguyện và người mới theo tháng, theo hộ nghèo, cận nghèo và đối tượng khác
    Voluntary {
        /// Danh sách: mã số, từ ngày, đến ngày, mã đối tượng (.parquet, .xlsx, .csv)
        list: PathBuf,
        /// Từ tháng (2020-01)
        #[arg(long, value_parser = people::month)]
        from: NaiveDate,
        /// Đến tháng
        #[arg(long, value_parser = people::month)]
        to: NaiveDate,
        /// Tệp ghép cột (TOML), mục [cards]; bỏ trống: nhận ra theo tên cột
        #[arg(long)]
        columns: Option<PathBuf>,
        /// Thư mục ghi các dòng bị trả lại
        #[arg(long, default_value = ".")]
        rejects: PathBuf,
        /// Đếm các dòng đúng dù có dòng bị trả lại
        #[arg(long)]
        accept_valid: bool,
        #[command(flatten)]
        running: Running,
    },
    /// Các bản số liệu đang có
    List,
}

/// What every command of lists and matches takes.
#[derive(Clone, Copy, Debug, Args)]
pub struct Running {
    /// Số luồng; mặc định: số nhân của máy
    #[arg(long)]
    pub threads: Option<usize>,
    /// In thời gian từng bước và bộ nhớ ra dòng lỗi chuẩn
    #[arg(long)]
    pub time: bool,
}

impl Running {
    /// How many threads work.
    pub fn threads(self) -> usize {
        self.threads
            .filter(|&threads| threads > 0)
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
    }

    /// Does the work on threads of its own, measured.
    ///
    /// # Errors
    /// Those of the work; threads that cannot be started.
    pub fn run<T: Send>(self, work: impl FnOnce(&Meter) -> Result<T> + Send) -> Result<(T, Option<serde_json::Value>)> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads()).build().map_err(|error| {
            Problem::refuse(format!("Không mở được {} luồng: {error}.", self.threads()), "Giảm số luồng (--threads).")
        })?;
        let meter = Meter::start(self.time);
        let done = pool.install(|| work(&meter))?;
        Ok((done, meter.finish()))
    }
}

/// Runs a command.
///
/// # Errors
/// What was asked for cannot be done; nothing has changed then.
pub async fn run(config: Config, acting: Option<&str>, command: Command) -> Result<Answer> {
    match command {
        Command::Synthesize { persons, seed, out, errors, sorted, running } => synthesize(
            &config,
            &synthetic::Options { persons, seed, errors, sorted, threads: running.threads() },
            &out,
            running,
        ),
        Command::Import {
            name,
            residents,
            cards,
            as_of,
            columns,
            accept_valid,
            numbers_only,
            rejects,
            memory,
            running,
        } => {
            let wanted =
                import::Wanted { name, residents, cards, as_of, columns, accept_valid, numbers_only, rejects, memory };
            import::run(config, acting, wanted, running).await
        }
        Command::Coverage { name, as_of, from, to, by, structure, groups, out, record, running } => {
            let dates = match (as_of, from.zip(to)) {
                (Some(day), _) => coverage::Dates::Day(day),
                (None, Some((from, to))) => coverage::Dates::Months(from, to),
                (None, None) => {
                    return Err(Problem::refuse(
                        "Chưa nói tính tại ngày nào.",
                        "Ghi --as-of NGÀY, hoặc --from và --to THÁNG.",
                    ));
                }
            };
            let wanted = coverage::Wanted { name, dates, by, structure, groups, out, record };
            coverage::run(config, acting, wanted, running).await
        }
        Command::Gap { name, commune, as_of, running_out, purpose, out, running } => {
            gap::run(config, acting, gap::Wanted { name, commune, as_of, running_out, purpose, out }, running).await
        }
        Command::Voluntary { list, from, to, columns, rejects, accept_valid, running } => {
            voluntary::run(&config, &voluntary::Wanted { list, from, to, columns, rejects, accept_valid }, running)
        }
        Command::List => list(&config),
    }
}

fn synthesize(config: &Config, options: &synthetic::Options, out: &Path, running: Running) -> Result<Answer> {
    let registry = crate::places::load(Some(&config.data.join("definitions")))?;
    let day = NaiveDate::from_ymd_opt(2024, 12, 31).ok_or_else(|| Problem::internal("a date"))?;
    let communes = population::places::Communes::on(&registry, day);
    let (truth, time) = running.run(|meter| {
        meter.phase("synthesize");
        let mut bar = super::bar::Bar::new();
        let made = synthetic::synthesize(&communes, options, out, &mut |step| {
            bar.show(step.step.word(), step.done, step.total)
        });
        bar.end();
        made.map_err(|error| {
            Problem::refuse(format!("Không tạo được dân số giả lập: {error}."), "Sửa tham số rồi làm lại.")
        })
    })?;
    let value = serde_json::to_value(&truth)?;
    Ok(Answer::new(json!({ "out": out.display().to_string(), "persons": truth.persons, "cards": truth.cards.rows, "truth": value }))
        .columns(&[("out", "Thư mục"), ("persons", "Số người (giả lập)"), ("cards", "Số thẻ")])
        .timed(time))
}

fn list(config: &Config) -> Result<Answer> {
    let snapshots = people::snapshots_in(&config.data);
    let mut rows = Vec::new();
    for name in snapshots.names().map_err(refused)? {
        for version in snapshots.versions(&name).map_err(refused)? {
            let snapshot = snapshots.open_version(&name, version).map_err(refused)?;
            let manifest = snapshot.manifest();
            rows.push(json!({
                "name": name, "version": version, "as_of": manifest.as_of, "made_at": manifest.made_at,
                "residents": manifest.tally.residents, "cards": manifest.tally.cards, "people": manifest.people.is_some(),
            }));
        }
    }
    Ok(Answer::new(rows.into()).columns(&[
        ("name", "Bản số liệu"),
        ("version", "Lần"),
        ("as_of", "Ngày của danh sách"),
        ("made_at", "Nạp lúc"),
        ("residents", "Số dân"),
        ("cards", "Số thẻ"),
        ("people", "Có giữ người"),
    ]))
}

/// A refusal that says what an engine says.
pub fn refused(error: impl std::error::Error) -> Problem {
    Problem::refuse(people::sentence(&causes(&error)), "Sửa rồi làm lại; chưa có gì thay đổi.")
}

/// A message and what lies behind it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    text
}
