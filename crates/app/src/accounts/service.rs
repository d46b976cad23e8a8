//! The verbs of accounts: make one, log in and out, change a password, and who an actor is.

use super::model::{self, ATTEMPT_MINUTES, ATTEMPTS, SESSION_HOURS};
use super::table::{account, session};
use super::{MANAGE, store};
use crate::app::App;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::Duration;
use platform::gate::{self, Actor, Place, Scope};
use platform::problem::{Fault, Problem, Refusal};
use platform::table::Later;
use platform::web::Identify;
use platform::{Change, Result};
use sea_orm::ActiveValue;
use std::collections::BTreeSet;

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to log in with.
    pub name: String,
    /// Name on the screen.
    pub display_name: String,
    /// Keys of its roles.
    pub roles: Vec<String>,
    /// Unit of its scope; none for the whole country.
    pub scope_unit: Option<i64>,
    /// The first password; none to have one made.
    pub password: Option<String>,
}

/// Makes an account and returns its first password.
pub async fn create_account(app: &App, actor: &Actor, new: NewAccount) -> Result<String> {
    gate::authorise(actor, MANAGE, Place::Country, app.territory())?;
    let mut faults: Vec<Fault> = model::check_name(&new.name).err().into_iter().collect();
    if new.roles.is_empty() {
        faults.push(Fault::field("role", "chưa chọn vai trò", "Chọn ít nhất một vai trò."));
    }
    for role in new.roles.iter().filter(|role| model::role(role).is_none()) {
        let known: Vec<&str> = model::ROLES.iter().map(|role| role.key).collect();
        faults.push(Fault::field(
            "role",
            format!("không có vai trò “{role}”"),
            format!("Chọn một trong: {}.", known.join(", ")),
        ));
    }
    let password = match new.password {
        Some(password) => password,
        None => model::new_password()?,
    };
    faults.extend(model::check_password(&password).err());
    if store::find_by_name(app.reader(), &new.name).await?.is_some() {
        faults.push(Fault::field("name", format!("đã có tài khoản “{}”", new.name), "Chọn tên khác."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let hash = hash(password.clone()).await?;
    let mut change = app.begin(actor, MANAGE.0, None).await?;
    let row = account::ActiveModel {
        name: ActiveValue::Set(new.name.clone()),
        display_name: ActiveValue::Set(if new.display_name.is_empty() { new.name.clone() } else { new.display_name }),
        password_hash: ActiveValue::Set(hash),
        scope_unit: ActiveValue::Set(new.scope_unit),
        active: ActiveValue::Set(true),
        change_id: ActiveValue::Set(change.id()),
        ..Default::default()
    };
    let id = store::insert(change.connection(), row, &new.roles).await?;
    change.record(
        "account",
        id,
        serde_json::json!({ "name": new.name, "roles": new.roles, "scope": new.scope_unit }),
    )?;
    change.commit().await?;
    Ok(password)
}

/// Logs in: returns the session token for the cookie.
pub async fn open_session(app: &App, name: &str, password: &str, address: &str) -> Result<String> {
    let now = app.clock().now();
    let since = now - Duration::minutes(ATTEMPT_MINUTES);
    if store::count_failures(app.reader(), name, address, since).await? >= ATTEMPTS {
        return Err(Problem::refuse(
            format!("Đã đăng nhập sai {ATTEMPTS} lần trong {ATTEMPT_MINUTES} phút, nên tạm khóa."),
            format!("Đợi {ATTEMPT_MINUTES} phút rồi thử lại, hoặc nhờ người quản trị đặt lại mật khẩu."),
        ));
    }
    let account = store::find_by_name(app.reader(), name).await?.filter(|account| account.active);
    // A hash is checked even when there is no such account, so that timing does not tell which names exist.
    let stored = account.as_ref().map_or_else(|| NOBODY.to_owned(), |account| account.password_hash.clone());
    let right = verify(stored, password.to_owned()).await?;
    let Some(account) = account.filter(|_| right) else {
        store::note_failure(app.database().touch(), name, address, now).await?;
        return Err(Problem::refuse("Tên tài khoản hoặc mật khẩu không đúng.", "Kiểm tra lại cả hai rồi thử lần nữa."));
    };
    let token = model::new_token()?;
    let session = session::Model {
        token_hash: platform::audit::sha256(token.as_bytes()),
        account_id: account.id,
        expires_at: now + Duration::hours(SESSION_HOURS),
    };
    store::forget_failures(app.database().touch(), name, since).await?;
    store::open_session(app.database().touch(), session).await?;
    Ok(token)
}

/// Hash of a password nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$1u5eJGKMRkLyC0bZ3qv6sQ5R6iX9D4mYtq3yqTqUz1k";

/// Logs out.
pub async fn close_session(app: &App, token: &str) -> Result<()> {
    store::close_session(app.database().touch(), &platform::audit::sha256(token.as_bytes())).await
}

/// Changes one's own password and ends all sessions of the account.
pub async fn change_password(app: &App, actor: &Actor, old: &str, new: &str) -> Result<()> {
    let Some(id) = actor.account else { return Err(Problem::LoginNeeded) };
    let Some(account) = store::find(app.reader(), id).await? else { return Err(Problem::LoginNeeded) };
    if !verify(account.password_hash, old.to_owned()).await? {
        return Err(Refusal::of_faults(vec![Fault::field("old", "mật khẩu hiện tại không đúng", "Nhập lại.")]).into());
    }
    model::check_password(new).map_err(|fault| Refusal::of_faults(vec![fault]))?;
    let hash = hash(new.to_owned()).await?;
    let mut change: Change = app.begin(actor, "accounts.change_password", None).await?;
    store::set_password(change.connection(), id, hash, change.id()).await?;
    store::close_sessions(change.connection(), id, change.at()).await?;
    change.record("account", id, serde_json::json!({ "password": "changed" }))?;
    change.commit().await?;
    Ok(())
}

/// Gives an account a new password, ends its sessions, and returns the password.
pub async fn reset_password(app: &App, actor: &Actor, name: &str) -> Result<String> {
    gate::authorise(actor, MANAGE, Place::Country, app.territory())?;
    let account = store::find_by_name(app.reader(), name).await?.ok_or_else(|| {
        Problem::refuse(
            format!("Không có tài khoản “{name}”."),
            "Kiểm tra lại tên đăng nhập trong danh sách tài khoản.",
        )
    })?;
    let password = model::new_password()?;
    let hash = hash(password.clone()).await?;
    let mut change = app.begin(actor, MANAGE.0, None).await?;
    store::set_password(change.connection(), account.id, hash, change.id()).await?;
    store::close_sessions(change.connection(), account.id, change.at()).await?;
    store::forget_failures(change.connection(), name, change.at()).await?;
    change.record("account", account.id, serde_json::json!({ "password": "reset" }))?;
    change.commit().await?;
    Ok(password)
}

/// Whether there is an account of this name.
pub async fn exists(app: &App, name: &str) -> Result<bool> {
    Ok(store::find_by_name(app.reader(), name).await?.is_some())
}

/// The accounts with their roles.
pub async fn list_accounts(app: &App, actor: &Actor) -> Result<Vec<(account::Model, Vec<String>)>> {
    gate::authorise(actor, MANAGE, Place::Country, app.territory())?;
    store::list(app.reader()).await
}

/// The operator at the machine itself: enters for the whole country, confirms nothing.
pub fn local_operator() -> Actor {
    system("local", "Người vận hành tại máy", "local_operator")
}

/// An actor of the system itself with one role over the whole country, such as the loader of the demo.
pub fn system(name: &str, display_name: &str, role: &str) -> Actor {
    Actor {
        account: None,
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        roles: vec![role.to_owned()],
        permissions: permissions(&[role.to_owned()]),
        scope: Scope::Everywhere,
    }
}

/// The actor the command line acts as: an account by name, or the local operator.
pub async fn operator(app: &App, name: Option<&str>) -> Result<Actor> {
    let Some(name) = name else { return Ok(local_operator()) };
    match store::find_by_name(app.reader(), name).await? {
        Some(account) if account.active => actor_of(app, account).await,
        _ => Err(Problem::refuse(
            format!("Không có tài khoản “{name}” đang hoạt động."),
            "Tạo bằng lệnh: chungsuc user add TÊN --role VAI_TRÒ --scope ĐỊA_BÀN.",
        )),
    }
}

async fn actor_of(app: &App, account: account::Model) -> Result<Actor> {
    let roles = store::roles(app.reader(), account.id).await?;
    // An account of the whole country may do there what belongs to no territory, such as definitions.
    let country = i64::from(app.places().nation().id);
    Ok(Actor {
        account: Some(account.id),
        name: account.name,
        display_name: account.display_name,
        permissions: permissions(&roles),
        roles,
        scope: account.scope_unit.filter(|unit| *unit != country).map_or(Scope::Everywhere, Scope::Unit),
    })
}

fn permissions(roles: &[String]) -> BTreeSet<gate::Permission> {
    crate::SLICES
        .iter()
        .flat_map(|slice| slice.grants())
        .filter(|grant| roles.iter().any(|role| grant.roles.contains(&role.as_str())))
        .map(|grant| grant.permission)
        .collect()
}

/// Finds the actor of a session for the outer layer of the web.
pub struct Sessions(pub App);

impl Identify for Sessions {
    fn identify<'a>(&'a self, token: Option<&'a str>) -> Later<'a, Actor> {
        Box::pin(async move {
            let Some(token) = token else { return Ok(Actor::visitor()) };
            let app = &self.0;
            let now = app.clock().now();
            let hash = platform::audit::sha256(token.as_bytes());
            let Some(session) = store::live_session(app.reader(), &hash, now).await? else {
                return Ok(Actor::visitor());
            };
            if session.expires_at - now < Duration::hours(SESSION_HOURS - 1) {
                store::prolong_session(app.database().touch(), &hash, now + Duration::hours(SESSION_HOURS)).await?;
            }
            match store::find(app.reader(), session.account_id).await? {
                Some(account) if account.active => actor_of(app, account).await,
                _ => Ok(Actor::visitor()),
            }
        })
    }
}

async fn hash(password: String) -> Result<String> {
    off_the_runtime(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())).await
}

async fn verify(stored: String, password: String) -> Result<bool> {
    off_the_runtime(move || {
        let parsed = PasswordHash::new(&stored)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
}

/// Hashing takes tens of milliseconds of one core: not on the threads that answer requests.
async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, argon2::password_hash::Error> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Problem::internal(error.to_string()))?
        .map_err(|error| Problem::internal(error.to_string()))
}
