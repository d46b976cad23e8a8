//! `chungsuc user`.

use super::service::{self, NewAccount};
use crate::app::App;
use crate::cli::Answer;
use clap::Subcommand;
use platform::{Actor, Result};
use serde_json::json;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Thêm một tài khoản và in mật khẩu đầu tiên
    Add {
        /// Tên đăng nhập
        name: String,
        /// Vai trò
        #[arg(long)]
        role: Vec<String>,
        /// Địa bàn: mã hoặc tên đơn vị hành chính; bỏ trống là cả nước
        #[arg(long)]
        scope: Option<String>,
        /// Tên hiển thị
        #[arg(long, default_value = "")]
        display_name: String,
    },
    /// Đặt lại mật khẩu của một tài khoản và in mật khẩu mới
    Reset {
        /// Tên đăng nhập
        name: String,
    },
}

/// Runs the command.
pub async fn run(app: &App, actor: &Actor, command: Command) -> Result<Answer> {
    match command {
        Command::Add { name, role, scope, display_name } => {
            let scope_unit = scope.map(|text| app.resolve_unit(&text, None, None)).transpose()?;
            let new = NewAccount { name: name.clone(), display_name, roles: role.clone(), scope_unit, password: None };
            let password = service::create_account(app, actor, new).await?;
            let scope = app.unit_name_or_country(scope_unit);
            Ok(Answer::new(json!({ "name": name, "roles": role, "scope": scope, "password": password })).columns(&[
                ("name", "Tài khoản"),
                ("roles", "Vai trò"),
                ("scope", "Địa bàn"),
                ("password", "Mật khẩu đầu tiên"),
            ]))
        }
        Command::Reset { name } => {
            let password = service::reset_password(app, actor, &name).await?;
            Ok(Answer::new(json!({ "name": name, "password": password }))
                .columns(&[("name", "Tài khoản"), ("password", "Mật khẩu mới")]))
        }
    }
}
