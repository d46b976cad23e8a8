//! The gate: one function decides who may do what to which unit's things.

use crate::Result;
use crate::problem::Problem;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What may be done, as `area.verb`: `targets.enter`, `results.confirm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Permission(pub &'static str);

/// Where an actor's permissions hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Scope {
    /// One territorial unit and everything below it, through mergers and splits.
    Unit(i64),
    /// The whole country.
    Everywhere,
    /// Nowhere: an account without a territory may only read.
    Nowhere,
}

/// Who asks. Made at the door (session, command line) and passed first to every service function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Key of the account; none for the local operator of the command line and for visitors.
    pub account: Option<i64>,
    /// Account name, as the audit trail shows it.
    pub name: String,
    /// Name shown on pages.
    pub display_name: String,
    /// Roles held, by key.
    pub roles: Vec<String>,
    /// Everything the roles allow.
    pub permissions: BTreeSet<Permission>,
    /// Where it is allowed.
    pub scope: Scope,
}

impl Actor {
    /// Somebody who did not log in: may read what is public.
    pub fn visitor() -> Self {
        Self {
            account: None,
            name: String::new(),
            display_name: String::new(),
            roles: Vec::new(),
            permissions: BTreeSet::new(),
            scope: Scope::Nowhere,
        }
    }

    /// Whether somebody logged in.
    pub fn is_known(&self) -> bool {
        !self.name.is_empty()
    }

    /// Whether a role allows it at all, wherever.
    pub fn holds(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// What the gate has to know about places; the app implements it.
pub trait Territory: Send + Sync {
    /// Whether `unit` belongs to `scope` on that day or through its successions.
    fn contains(&self, scope: i64, unit: i64, on: NaiveDate) -> bool;
    /// The unit's name, for the sentence of a refusal.
    fn name(&self, unit: i64) -> String;
}

/// Where a thing lies that somebody wants to touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Things of a territorial unit on a day.
    Unit(i64, NaiveDate),
    /// Things that belong to nobody's territory (definitions, accounts, the country's papers).
    Country,
}

/// Refuses unless `actor` holds `permission` over `place`.
pub fn authorise(actor: &Actor, permission: Permission, place: Place, territory: &dyn Territory) -> Result<()> {
    if !actor.holds(permission) {
        if !actor.is_known() {
            return Err(Problem::LoginNeeded);
        }
        return Err(Problem::Forbidden(format!(
            "Tài khoản {} không có quyền {}. Người quản trị hệ thống cấp vai trò.",
            actor.name, permission.0
        )));
    }
    let allowed = match (actor.scope, place) {
        (Scope::Everywhere, _) => true,
        (Scope::Unit(scope), Place::Unit(unit, on)) => territory.contains(scope, unit, on),
        (Scope::Unit(_), Place::Country) | (Scope::Nowhere, _) => false,
    };
    if allowed {
        return Ok(());
    }
    let asked = match place {
        Place::Unit(unit, _) => territory.name(unit),
        Place::Country => "phạm vi cả nước".to_owned(),
    };
    let own = match actor.scope {
        Scope::Unit(unit) => territory.name(unit),
        Scope::Everywhere => "cả nước".to_owned(),
        Scope::Nowhere => "chưa có địa bàn nào".to_owned(),
    };
    Err(Problem::Forbidden(format!(
        "Quyền {} của tài khoản {} chỉ có ở địa bàn được giao ({own}); việc này thuộc {asked}.",
        permission.0, actor.name
    )))
}

/// Refuses somebody whose roles do not allow it anywhere, before a form or a file is looked at; the verb itself asks again
/// for the place.
pub fn anywhere(actor: &Actor, permission: Permission, territory: &dyn Territory) -> Result<()> {
    if actor.holds(permission) { Ok(()) } else { authorise(actor, permission, Place::Country, territory) }
}

/// Refuses when the approver is the one who proposed.
pub fn separate(proposer: &str, approver: &Actor) -> Result<()> {
    if proposer == approver.name {
        return Err(Problem::refuse(
            format!("Tài khoản {} đã nhập số liệu này nên không được tự xác nhận.", approver.name),
            "Nhờ người khác có quyền xác nhận trong cùng địa bàn.",
        ));
    }
    Ok(())
}
