//! Login, one's own account, and the administrator's list.

use super::AUDIT;
use super::model::{ROLES, Role};
use super::service::{self, NewAccount};
use crate::app::App;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use platform::form::Fields;
use platform::page::render;
use platform::problem::{Problem, Refusal};
use platform::web::{ClientAddress, SESSION_COOKIE, cookie, local_path};
use platform::{Lang, Page, Result};
use std::collections::BTreeMap;

pub fn router() -> Router<App> {
    Router::new()
        .route("/login", get(login_form).post(login))
        .route("/logout", post(logout))
        .route("/account", get(own_account).post(change_password))
        .route("/accounts", get(list).post(create))
        .route("/accounts/reset", post(reset))
}

#[derive(Template)]
#[template(path = "accounts/templates/login.html")]
struct LoginPage {
    page: Page,
    fields: Fields,
    refusal: Option<Refusal>,
}

async fn login_form(page: Page, Query(query): Query<BTreeMap<String, String>>) -> Result<Response> {
    let title = page.t("accounts-login");
    let fields = Fields::of([("back", query.get("back").map_or("/", String::as_str))]);
    Ok(render(&LoginPage { page: page.titled(title), fields, refusal: None })?.into_response())
}

async fn login(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    page: Page,
    mut fields: Fields,
) -> Result<Response> {
    match service::open_session(&app, fields.value("name"), fields.value("password"), &address).await {
        Ok(token) => {
            let secure = if app.config().public_https { "; Secure" } else { "" };
            let cookie = format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{secure}");
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(local_path(fields.value("back")))).into_response())
        }
        Err(Problem::Refused(refusal)) => {
            fields.set("password", "");
            let title = page.t("accounts-login");
            let view = LoginPage { page: page.titled(title), fields, refusal: Some(refusal) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn logout(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    if let Some(token) = cookie(&headers, SESSION_COOKIE) {
        service::close_session(&app, token).await?;
    }
    let cookie = format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

#[derive(Template)]
#[template(path = "accounts/templates/own.html")]
struct OwnPage {
    page: Page,
    roles: Vec<&'static str>,
    scope: String,
    refusal: Option<Refusal>,
}

async fn own_account(State(app): State<App>, page: Page) -> Result<Response> {
    Ok(own_page(&app, page, None)?.into_response())
}

fn own_page(app: &App, page: Page, refusal: Option<Refusal>) -> Result<impl IntoResponse> {
    if !page.actor.is_known() {
        return Err(Problem::LoginNeeded);
    }
    let held = |role: &&Role| page.actor.roles.iter().any(|key| key == role.key);
    let roles = ROLES.iter().filter(held).map(|role| role_name(role, page.lang)).collect();
    let scope = app.scope_name(&page.actor);
    let title = page.actor.display_name.clone();
    render(&OwnPage { page: page.titled(title), roles, scope, refusal })
}

fn role_name(role: &'static Role, lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => role.name,
        Lang::En => role.name_en,
    }
}

async fn change_password(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    match service::change_password(&app, &page.actor, fields.value("old"), fields.value("password")).await {
        Ok(()) => Ok(Redirect::to("/login").into_response()),
        Err(Problem::Refused(refusal)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, own_page(&app, page, Some(refusal))?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

struct AccountRow {
    name: String,
    display_name: String,
    roles: String,
    scope: String,
}

#[derive(Template)]
#[template(path = "accounts/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<AccountRow>,
    roles: Vec<(&'static str, &'static str)>,
    fields: Fields,
    refusal: Option<Refusal>,
    made: Option<(String, String)>,
}

async fn list(State(app): State<App>, page: Page) -> Result<Response> {
    list_page(&app, page, Fields::default(), None, None).await
}

async fn list_page(
    app: &App,
    page: Page,
    fields: Fields,
    refusal: Option<Refusal>,
    made: Option<(String, String)>,
) -> Result<Response> {
    let rows = service::list_accounts(app, &page.actor)
        .await?
        .into_iter()
        .map(|(account, keys)| AccountRow {
            roles: ROLES
                .iter()
                .filter(|role| keys.iter().any(|key| key == role.key))
                .map(|role| role_name(role, page.lang))
                .collect::<Vec<_>>()
                .join(", "),
            scope: app.unit_name_or_country(account.scope_unit),
            name: account.name,
            display_name: account.display_name,
        })
        .collect();
    let roles = ROLES.iter().map(|role| (role.key, role_name(role, page.lang))).collect();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = page.t("accounts-menu");
    let view = ListPage { page: page.titled(title), rows, roles, fields, refusal, made };
    Ok((status, render(&view)?).into_response())
}

async fn create(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    let scope = match fields.filled("scope") {
        None => Ok(None),
        Some(text) => app.resolve_unit(text, None, None).map(Some),
    };
    let made = match scope {
        Err(refusal) => Err(Problem::Refused(refusal)),
        Ok(scope_unit) => {
            let new = NewAccount {
                name: fields.value("name").to_owned(),
                display_name: fields.value("display_name").to_owned(),
                roles: fields.filled("role").map(str::to_owned).into_iter().collect(),
                scope_unit,
                password: None,
            };
            service::create_account(&app, &page.actor, new).await
        }
    };
    match made {
        Ok(password) => {
            let name = fields.value("name").to_owned();
            list_page(&app, page, Fields::default(), None, Some((name, password))).await
        }
        Err(Problem::Refused(refusal)) => list_page(&app, page, fields, Some(refusal), None).await,
        Err(problem) => Err(problem),
    }
}

async fn reset(State(app): State<App>, page: Page, fields: Fields) -> Result<Response> {
    let name = fields.value("name").to_owned();
    match service::reset_password(&app, &page.actor, &name).await {
        Ok(password) => list_page(&app, page, Fields::default(), None, Some((name, password))).await,
        Err(Problem::Refused(refusal)) => list_page(&app, page, Fields::default(), Some(refusal), None).await,
        Err(problem) => Err(problem),
    }
}
