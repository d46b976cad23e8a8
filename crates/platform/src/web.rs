//! The outer layer of the web: who asks, in which language, is the request from our own pages, and the error page.

use crate::gate::Actor;
use crate::page::{MenuEntry, Page, render};
use crate::problem::{Problem, Refusal};
use crate::table::Later;
use crate::words::{Lang, Words};
use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::net::SocketAddr;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "chungsuc_session";
const LANG_COOKIE: &str = "chungsuc_lang";
const UPLOAD_LIMIT: usize = 64 * 1024 * 1024;
const STYLE: &str = include_str!("assets/app.css");

/// Turns the session cookie into an actor.
pub trait Identify: Send + Sync {
    /// The actor of a session token; a visitor when there is none or it is over.
    fn identify<'a>(&'a self, token: Option<&'a str>) -> Later<'a, Actor>;
}

/// What the outer layer needs.
#[derive(Clone)]
pub struct Frame {
    /// Messages of all slices.
    pub words: Arc<Words>,
    /// Menu of all slices.
    pub menu: Arc<[MenuEntry]>,
    /// Who is who.
    pub identify: Arc<dyn Identify>,
}

/// Puts the outer layer around the pages.
pub fn wrap(pages: Router, frame: Frame) -> Router {
    pages
        .route("/assets/{name}", get(asset))
        .route("/lang/{code}", get(switch_language))
        .fallback(async || Problem::NotFound("trang này".to_owned()))
        .layer(middleware::from_fn_with_state(frame, around))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .layer(CompressionLayer::new())
}

/// Path of the style sheet; its name changes with its content, so browsers may keep it for ever.
pub fn style_path() -> &'static str {
    static PATH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    PATH.get_or_init(|| format!("/assets/app-{}.css", &crate::audit::sha256(STYLE.as_bytes())[..12]))
}

async fn asset(axum::extract::Path(name): axum::extract::Path<String>) -> Response {
    if style_path().strip_prefix("/assets/") == Some(name.as_str()) {
        let headers = [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        return (headers, STYLE).into_response();
    }
    Problem::NotFound(format!("tệp {name}")).into_response()
}

async fn switch_language(
    axum::extract::Path(code): axum::extract::Path<String>,
    axum::extract::Query(query): axum::extract::Query<std::collections::BTreeMap<String, String>>,
) -> Response {
    let lang = Lang::of_code(&code);
    let back = local_path(query.get("back").map_or("/", String::as_str));
    let cookie = format!("{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.code());
    ([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response()
}

/// Only paths of this site may be redirected to.
pub fn local_path(path: &str) -> &str {
    let local =
        path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") && !path.contains(['\r', '\n']);
    if local { path } else { "/" }
}

/// Percent-encodes a value for a query string.
pub fn encode_query_value(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push_str(&crate::audit::hex(&[byte]).to_uppercase());
        }
    }
    text
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

async fn around(State(frame): State<Frame>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let lang = Lang::of_code(cookie(headers, LANG_COOKIE).unwrap_or("vi"));
    let own = is_from_own_pages(request.method(), headers);
    let wants_page = !request.uri().path().starts_with("/assets/");
    let actor = match cookie(headers, SESSION_COOKIE).filter(|_| wants_page) {
        Some(token) => frame.identify.identify(Some(token)).await,
        None => Ok(Actor::visitor()),
    };
    let path = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let mut page = Page {
        lang,
        actor: Actor::visitor(),
        path,
        title: String::new(),
        notice: None,
        words: frame.words.clone(),
        menu: frame.menu.clone(),
    };
    let response = match actor {
        Err(problem) => problem.into_response(),
        Ok(_) if !own => Problem::Forbidden(
            "Yêu cầu này đến từ một trang khác nên bị từ chối. Hãy mở lại trang của Chung Sức và làm lại.".to_owned(),
        )
        .into_response(),
        Ok(actor) => {
            page.actor = actor;
            request.extensions_mut().insert(page.clone());
            next.run(request).await
        }
    };
    let mut response = match response.extensions().get::<Problem>().cloned() {
        Some(problem) => error_page(problem, page),
        None => response,
    };
    secure(response.headers_mut());
    response
}

/// Cross-site request forgery: browsers say where an unsafe request comes from, and only our own pages may send one.
/// A client that says neither is no browser, and carries no cookie it did not choose to send.
fn is_from_own_pages(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, sender)| sender == host),
        (Some(_), None) => false,
    }
}

fn secure(headers: &mut HeaderMap) {
    const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: Page,
    status: u16,
    heading: String,
    sentence: String,
    remedy: String,
    refusal: Option<Refusal>,
}

fn error_page(problem: Problem, page: Page) -> Response {
    let status = problem.status();
    if matches!(problem, Problem::LoginNeeded) {
        return Redirect::to(&format!("/login?back={}", page.path_as_query())).into_response();
    }
    let (key, sentence, remedy, refusal) = match problem {
        Problem::Refused(refusal) => ("error-refused", refusal.sentence.clone(), refusal.remedy.clone(), Some(refusal)),
        Problem::NotFound(what) => (
            "error-not-found",
            page.a("error-not-found-sentence", "what", what),
            page.t("error-not-found-remedy"),
            None,
        ),
        Problem::Forbidden(sentence) => ("error-forbidden", sentence, String::new(), None),
        Problem::LoginNeeded | Problem::Internal(_) => {
            ("error-internal", page.t("error-internal-sentence"), page.t("error-internal-remedy"), None)
        }
    };
    let heading = page.t(key);
    let view =
        ErrorPage { page: page.titled(heading.clone()), status: status.as_u16(), heading, sentence, remedy, refusal };
    match render(&view) {
        Ok(html) => (status, html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Address of the client as the socket says it; empty where requests come without one, as in tests.
#[derive(Debug, Clone)]
pub struct ClientAddress(pub String);

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(address.map_or_else(String::new, |ConnectInfo(address)| address.ip().to_string())))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::internal("the outer layer is missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        assert!(is_from_own_pages(&Method::GET, &headers(&[("sec-fetch-site", "cross-site")])));
        assert!(is_from_own_pages(&Method::POST, &headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_from_own_pages(&Method::POST, &headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_from_own_pages(
            &Method::POST,
            &headers(&[("origin", "https://evil.example"), ("host", "127.0.0.1:8080")])
        ));
        assert!(is_from_own_pages(
            &Method::POST,
            &headers(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")])
        ));
    }

    #[test]
    fn only_local_paths_are_redirected_to() {
        assert_eq!(local_path("/targets?year=2019"), "/targets?year=2019");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", "x"] {
            assert_eq!(local_path(foreign), "/");
        }
    }

    #[test]
    fn cookies_are_found_among_others() {
        let headers = headers(&[("cookie", "a=1; chungsuc_lang=en"), ("cookie", "b=2")]);
        assert_eq!(cookie(&headers, LANG_COOKIE), Some("en"));
        assert_eq!(cookie(&headers, "b"), Some("2"));
        assert_eq!(cookie(&headers, "c"), None);
    }

    #[test]
    fn query_values_are_encoded() {
        assert_eq!(encode_query_value("/a?b=c&đ"), "/a%3Fb%3Dc%26%C4%91");
    }
}
