//! The test world: a whole application on a fresh database, driven through its front door.

use crate::accounts::{self, NewAccount};
use crate::app::{App, Config, Loaded};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use chrono::{NaiveDate, TimeZone, Utc};
use platform::clock::FixedClock;
use platform::testing::{on_each_database, on_sqlite};
use platform::web::Identify;
use platform::{Actor, Database};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tower::ServiceExt;

/// The day on which the test world stands still.
pub const TODAY: (i32, u32, u32) = (2026, 11, 22);
/// The password of every account of the test world.
pub const PASSWORD: &str = "mat-khau-thu-nghiem";

/// An application and its pages.
#[derive(Clone)]
pub struct World {
    pub app: App,
    router: Router,
    /// Goes with the last copy of the world.
    _folder: Arc<tempfile::TempDir>,
}

/// What a page answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// Runs the story on SQLite, and on PostgreSQL when there is a server.
pub async fn on_each_world<F: Future<Output = ()>>(story: impl Fn(World) -> F) {
    on_each_database(crate::migrations, |database| story(World::new(database))).await;
}

/// Runs the story on SQLite only, where nothing depends on the database.
pub async fn on_sqlite_world<F: Future<Output = ()>>(story: impl FnOnce(World) -> F) {
    on_sqlite(crate::migrations, |database| story(World::new(database))).await;
}

pub fn loaded() -> Loaded {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    let nowhere = PathBuf::from("/nonexistent");
    LOADED.get_or_init(|| crate::cli::load_definitions(&nowhere).expect("the embedded definitions are sound")).clone()
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
}

impl World {
    fn new(database: Database) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder can be made"));
        let now = Utc.with_ymd_and_hms(TODAY.0, TODAY.1, TODAY.2, 2, 0, 0).single().expect("a real moment");
        let app = App::new(Config::in_folder(folder.path().to_owned()), database, Arc::new(FixedClock(now)), loaded());
        let app = app.expect("it starts");
        Self { router: crate::server::router(&app), app, _folder: folder }
    }

    /// The same world, whose readers are who `identify` says they are.
    pub fn seen_by(&self, identify: Arc<dyn Identify>) -> Self {
        Self {
            app: self.app.clone(),
            router: crate::server::router_for(&self.app, identify),
            _folder: self._folder.clone(),
        }
    }

    /// The operator of the command line.
    pub fn operator(&self) -> Actor {
        accounts::local_operator()
    }

    /// The key of a unit by name.
    pub fn unit(&self, text: &str) -> i64 {
        self.app.resolve_unit(text, None, None).expect("the unit is found")
    }

    /// Makes an account and logs it in; the answer is its cookie.
    pub async fn login(&self, name: &str, role: &str, scope: Option<&str>) -> String {
        let new = NewAccount {
            name: name.to_owned(),
            display_name: String::new(),
            roles: vec![role.to_owned()],
            scope_unit: scope.map(|text| self.unit(text)),
            password: Some(PASSWORD.to_owned()),
        };
        accounts::create_account(&self.app, &self.operator(), new).await.expect("the account is made");
        let answer = self.post("/login", "", &[("name", name), ("password", PASSWORD), ("back", "/")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.headers.get("set-cookie").expect("a session cookie");
        cookie.split(';').next().expect("a cookie has a value").to_owned()
    }

    /// The actor of an account.
    pub async fn actor(&self, name: &str) -> Actor {
        accounts::operator(&self.app, Some(name)).await.expect("the account exists")
    }

    /// Opens a page; `cookie` may be empty.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = platform::web::encode_query_value;
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .expect("a request");
        self.send(request).await
    }

    /// Sends a form with files: (field, name of the file, content).
    pub async fn post_files(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &str)],
    ) -> Answer {
        const BOUNDARY: &str = "ranh-gioi-cua-bieu";
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        for (name, file, content) in files {
            let head = format!("form-data; name=\"{name}\"; filename=\"{file}\"");
            body += &format!("--{BOUNDARY}\r\nContent-Disposition: {head}\r\n\r\n{content}\r\n");
        }
        body += &format!("--{BOUNDARY}--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let status = response.status();
        let text = |value: &axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl World {
    /// Enters a decision into the register and returns its key.
    pub async fn decision(&self, number: &str, issuer: &str, date: NaiveDate) -> i64 {
        let text = format!(
            "key = \"{number}\"\nkind = \"decision\"\nnumber = \"{number}\"\ndate = \"{date}\"\nissuer = \"{issuer}\"\nsubject = \"Giao chỉ tiêu\""
        );
        let paper = platform::definition::parse("test.toml", &text).expect("a paper");
        crate::documents::enter_document(&self.app, &self.operator(), &paper).await.expect("the paper is entered")
    }
}
