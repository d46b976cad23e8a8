//! `chungsuc demo`: the sample pack, the accounts to try it with, and where to look first.

#![expect(clippy::print_stderr, reason = "the demo tells its user where to look")]

use super::Answer;
use super::run::open;
use crate::app::{App, Config};
use crate::demo;
use crate::people;
use platform::{Problem, Result};
use std::net::SocketAddr;
use std::sync::Arc;

/// Loads the sample pack unless it is there, says how to try it, and serves.
pub async fn run(config: Config, no_serve: bool, fresh: bool, listen: &str) -> Result<Answer> {
    if fresh {
        forget(&config)?;
    }
    let app = open(config).await?;
    if !demo::is_loaded(&app).await? {
        // First, since what is loaded last says that everything is there.
        demo::load_people(&app).await?;
        demo::load(&app).await?;
        app.database().analyze().await?;
    }
    let accounts: Vec<_> = demo::ACCOUNTS
        .iter()
        .map(|account| serde_json::json!({ "name": account.name, "display_name": account.display_name, "password": demo::PASSWORD }))
        .collect();
    let answer =
        Answer::new(serde_json::json!({ "data": app.config().data.display().to_string(), "accounts": accounts }))
            .columns(&[("data", "Thư mục dữ liệu")]);
    if no_serve {
        return Ok(answer);
    }
    let listener = crate::server::listen(listen).await?;
    greet(&app, listener.local_addr()?);
    people::keep_swept(&app);
    crate::server::serve(&app, listener).await?;
    Ok(answer)
}

/// Removes the demo's own database and its made-up people, and nothing else.
fn forget(config: &Config) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let file = config.data.join(format!("chungsuc.db{ending}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    let snapshots = people::snapshots_in(&config.data);
    let internal = |error| Problem::Internal(Arc::new(error));
    for version in snapshots.versions(demo::SNAPSHOT).map_err(internal)? {
        snapshots.erase(demo::SNAPSHOT, version).map_err(internal)?;
    }
    Ok(())
}

fn greet(app: &App, address: SocketAddr) {
    eprintln!("Chung Sức đang chạy với dữ liệu mẫu tại http://{address}\n");
    eprintln!("Xem trước tiên:");
    let look = [("tỉnh Bến Tre", "chỉ tiêu và kết quả qua các năm"), ("Việt Nam", "chỉ tiêu cả nước")];
    for (name, what) in look {
        if let Ok(unit) = app.resolve_unit(name, None, None) {
            eprintln!("  http://{address}/units/{unit}  {name}: {what}");
        }
    }
    eprintln!("  http://{address}/people/{}  dân số giả lập: bao phủ và người chưa tham gia", demo::SNAPSHOT);
    eprintln!("\nTài khoản dùng thử (mật khẩu {}):", demo::PASSWORD);
    for account in demo::ACCOUNTS {
        eprintln!("  {:18} {}", account.name, account.display_name);
    }
    eprintln!("\nDữ liệu nằm ở {}. Dừng bằng Ctrl+C.", app.config().data.display());
}
