//! The golden permission matrix: which role holds which permission, and what every page and form answers to each role
//! inside and outside its territory. Routes are read from the sources, so a new one changes the golden file and is
//! reviewed; `cargo xtask bless` writes it anew.

use crate::accounts::{self, ROLES};
use crate::people;
use crate::testing::{World, on_sqlite_world};
use platform::Actor;
use platform::gate::Scope;
use platform::table::Later;
use platform::web::Identify;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Actors of the system that are no roles of accounts.
const OTHERS: &[&str] = &["local_operator", "demo", "demo_confirmer"];

/// What routes with a key are asked for.
const OFFICE: &str = "bhxh_vn";
const CRITERIA_SET: &str = "qd_1980_2016";
const MOVEMENT: &str = "nong_thon_moi";
const DUTY: &str = "bao_cao_hang_nam";
const INDICATOR: &str = "coverage_rate";

/// A territory in which the sample pack has no facts.
const ELSEWHERE: &str = "tỉnh Cao Bằng";

#[test]
fn every_role_holds_what_the_golden_table_says() {
    let roles: Vec<&str> = ROLES.iter().map(|role| role.key).chain(OTHERS.iter().copied()).collect();
    let mut text = String::new();
    for (index, role) in roles.iter().enumerate() {
        text.push_str(&format!("{:2} {role}\n", index + 1));
    }
    let width = 28;
    let numbers: String = (1..=roles.len()).map(|number| format!("{number:>3}")).collect();
    text.push_str(&format!("\n{:width$}{numbers}\n", ""));
    let mut seen = BTreeSet::new();
    for grant in crate::SLICES.iter().flat_map(|slice| slice.grants()) {
        let name = grant.permission.0;
        assert!(seen.insert(name), "{name} is granted twice");
        for role in grant.roles {
            assert!(roles.contains(role), "{name} is granted to {role}, which is no role");
        }
        let marks: String = roles.iter().map(|role| if grant.roles.contains(role) { "  x" } else { "  ." }).collect();
        text.push_str(&format!("{name:width$}{marks}\n"));
    }
    insta::assert_snapshot!("roles", text);
}

#[test]
fn who_enters_at_the_machine_confirms_nothing() {
    for grant in crate::SLICES.iter().flat_map(|slice| slice.grants()) {
        let decides = ["confirm", "approve"].iter().any(|verb| grant.permission.0.contains(verb));
        assert!(!(decides && grant.roles.contains(&"local_operator")), "{}", grant.permission.0);
    }
}

/// The session token names the role and, after a dot, where it is held.
struct ByRole {
    account: Option<i64>,
    elsewhere: i64,
}

impl Identify for ByRole {
    fn identify<'a>(&'a self, token: Option<&'a str>) -> Later<'a, Actor> {
        Box::pin(async move {
            let Some(token) = token else { return Ok(Actor::visitor()) };
            let (role, scope) = token.split_once('.').unwrap_or((token, ""));
            let mut actor = accounts::system("mau", "Mẫu", role);
            actor.account = self.account;
            if scope == "elsewhere" {
                actor.scope = Scope::Unit(self.elsewhere);
            }
            Ok(actor)
        })
    }
}

#[tokio::test]
async fn every_route_answers_each_role_as_the_golden_table_says() {
    on_sqlite_world(async |world: World| {
        crate::movements::sync_packs(&world.app, &world.operator()).await.expect("the packs load");
        crate::demo::load(&world.app).await.expect("the sample pack loads");
        people::tests::sample_snapshot(&world).await;
        people::tests::sample_review(&world).await;
        world.login("mau", "viewer", None).await;
        let account = world.actor("mau").await.account;
        let elsewhere = world.unit(ELSEWHERE);
        let world = world.seen_by(Arc::new(ByRole { account, elsewhere }));
        let mut text = String::new();
        for (method, pattern) in routes() {
            text.push_str(&format!("{method} {pattern}\n"));
            for (status, readers) in answers(&world, method, &sample(&pattern)).await {
                text.push_str(&format!("    {status}  {readers}\n"));
            }
        }
        insta::assert_snapshot!("routes", text);
    })
    .await;
}

/// Who gets which status; roles that all get the same in both territories are put together.
async fn answers(world: &World, method: &str, path: &str) -> BTreeMap<u16, String> {
    let ask = async |cookie: &str| {
        let answer = match method {
            "GET" => world.get(path, cookie).await,
            _ => world.post(path, cookie, &[]).await,
        };
        assert!(!answer.status.is_server_error(), "{method} {path} as {cookie:?}: {}", answer.body);
        answer.status.as_u16()
    };
    let mut here: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    let mut elsewhere: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    let mut visitor: BTreeMap<u16, ()> = BTreeMap::new();
    visitor.insert(ask("").await, ());
    for role in ROLES {
        let token = |scope: &str| format!("{}={}{scope}", platform::web::SESSION_COOKIE, role.key);
        here.entry(ask(&token("")).await).or_default().push(role.key);
        elsewhere.entry(ask(&token(".elsewhere")).await).or_default().push(role.key);
    }
    let statuses: BTreeSet<u16> = here.keys().chain(elsewhere.keys()).chain(visitor.keys()).copied().collect();
    let group = |roles: Option<&Vec<&str>>| match roles {
        None => "nobody".to_owned(),
        Some(roles) if roles.len() == ROLES.len() => "every role".to_owned(),
        Some(roles) if roles.len() > ROLES.len() / 2 => {
            let others: Vec<&str> = ROLES.iter().map(|role| role.key).filter(|role| !roles.contains(role)).collect();
            format!("all but {}", others.join(" "))
        }
        Some(roles) => roles.join(" "),
    };
    let line = |status: u16| {
        let (here, elsewhere) = (group(here.get(&status)), group(elsewhere.get(&status)));
        let roles = if here == elsewhere { here } else { format!("in its territory: {here}; outside: {elsewhere}") };
        if !visitor.contains_key(&status) {
            roles
        } else if roles == "nobody" {
            "visitor".to_owned()
        } else {
            format!("visitor; {roles}")
        }
    };
    statuses.into_iter().map(|status| (status, line(status))).collect()
}

/// An address that the route answers.
fn sample(pattern: &str) -> String {
    let keys = [
        ("/offices/{key}", OFFICE),
        ("/catalogue/criteria/{key}", CRITERIA_SET),
        ("/movements/{key}", MOVEMENT),
        ("/indicators/{key}", INDICATOR),
    ];
    if ["/people", "/matching"].iter().any(|area| pattern.starts_with(area)) {
        let names = [("{name}", people::tests::NAME), ("{commune}", people::tests::COMMUNE)];
        let keys = ["{job}", "{review}"].map(|key| (key, "1"));
        let path = names.into_iter().chain(keys).chain([("{number}", "0")]);
        return path.fold(pattern.to_owned(), |path, (key, value)| path.replace(key, value));
    }
    let key = keys.into_iter().find(|(known, _)| pattern.starts_with(known)).map(|(_, key)| key);
    let path = match (pattern, key) {
        ("/assets/{name}", _) => platform::web::style_path().to_owned(),
        ("/lang/{code}", _) => "/lang/en".to_owned(),
        (other, Some(key)) => other.replace("{key}", key).replace("{duty}", DUTY),
        (other, None) => other.replace("{id}", "1").replace("{item}", DUTY).replace("{sha256}", "0"),
    };
    assert!(!path.contains('{'), "{pattern}: say here what its parameters may be");
    path
}

/// Every route of the sources with its methods.
fn routes() -> BTreeSet<(&'static str, String)> {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let web = app.join("../../platform/src/web.rs");
    let mut files = vec![web];
    let mut folders: Vec<_> = crate::SLICES.iter().map(|slice| app.join(slice.name())).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut found = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source in UTF-8");
        for hidden in [".nest(", ".route_service(", ".nest_service("] {
            assert!(!text.contains(hidden), "{}: {hidden} hides routes from the golden table", file.display());
        }
        for call in text.split(".route(").skip(1) {
            let literal = call.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let (pattern, rest) =
                literal.unwrap_or_else(|| panic!("{}: a route's path is written as a literal", file.display()));
            let methods = methods(rest);
            assert!(!methods.is_empty(), "{}: {pattern} has no method", file.display());
            found.extend(methods.into_iter().map(|method| (method, pattern.to_owned())));
        }
    }
    found
}

/// The methods named in the rest of a call, up to the parenthesis that closes it.
fn methods(rest: &str) -> Vec<&'static str> {
    let mut depth = 1;
    let end = rest.find(|letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let call = &rest[..end.unwrap_or(rest.len())];
    [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("patch(", "PATCH"), ("delete(", "DELETE")]
        .into_iter()
        .filter(|(word, _)| {
            call.match_indices(word)
                .any(|(at, _)| !call[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
        })
        .map(|(_, method)| method)
        .collect()
}

#[test]
fn routes_are_read_with_their_methods() {
    assert_eq!(methods(", get(list).post(create))\n.route(\"/b\", delete(x))"), ["GET", "POST"]);
    assert_eq!(methods(", axum::routing::post(entry::get))"), ["POST"]);
    let routes = routes();
    for route in [("GET", "/documents/{id}"), ("POST", "/documents"), ("GET", "/audit"), ("GET", "/lang/{code}")] {
        assert!(routes.contains(&(route.0, route.1.to_owned())), "{route:?} in {routes:?}");
    }
}
