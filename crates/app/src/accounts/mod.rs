//! Accounts: who may enter, with which roles, in which territory, and the sessions of those who did.
//!
//! A *role* is a bundle of permissions (each slice grants its own); a *scope* is one territorial unit, through its
//! mergers and splits, or the whole country. The local operator of the command line is no account: it enters, it never
//! confirms. Passwords are argon2id hashes; sessions are kept by the hash of their token; failed logins are counted in
//! the database so that every replica knows them.

pub mod cli;
mod model;
mod pages;
mod service;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod trail;

pub use model::{ROLES, Role, SESSION_HOURS};
pub use service::{NewAccount, Sessions, create_account, exists, local_operator, operator, reset_password, system};

use crate::app::App;
use axum::Router;
use platform::gate::Permission;
use platform::page::MenuEntry;
use platform::slice::Grant;
use platform::table::{Migration, Portable, whole};
use platform::words::WordFiles;

/// Making accounts, giving roles.
pub const MANAGE: Permission = Permission("accounts.manage");
/// Reading the audit trail.
pub const AUDIT: Permission = Permission("audit.read");
/// Backup, restore and checking the books of the whole installation.
pub const MAINTAIN: Permission = Permission("installation.maintain");

/// The slice.
pub struct Accounts;

impl platform::Slice<App> for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn words(&self) -> WordFiles {
        WordFiles { vi: include_str!("vi.ftl"), en: include_str!("en.ftl") }
    }

    fn migrations(&self) -> Vec<Migration> {
        vec![table::migration()]
    }

    fn tables(&self) -> Vec<Box<dyn Portable>> {
        vec![whole::<table::account::Entity>(), whole::<table::account_role::Entity>()]
    }

    fn pages(&self) -> Router<App> {
        pages::router().merge(trail::router())
    }

    fn menu(&self) -> Option<MenuEntry> {
        Some(MenuEntry { words: "accounts-menu", path: "/accounts", permission: Some(MANAGE) })
    }

    fn grants(&self) -> &'static [Grant] {
        &[
            Grant { permission: MANAGE, roles: &["system_admin", "local_operator"] },
            Grant { permission: MAINTAIN, roles: &["system_admin", "local_operator"] },
            Grant {
                permission: AUDIT,
                roles: &["system_admin", "director_general", "emulation_department", "inspection_department"],
            },
        ]
    }
}
