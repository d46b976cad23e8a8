//! The frame around every page: language, reader, menu, title. Templates reach words through it.

use crate::gate::{Actor, Permission};
use crate::words::{Lang, Words};
use axum::response::Html;
use std::sync::Arc;

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub struct MenuEntry {
    /// Key of its words.
    pub words: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// Shown only to those who hold it; `None` for everybody.
    pub permission: Option<Permission>,
}

/// What every template knows. Build it from the request (it is an extractor) and give it a title.
#[derive(Clone)]
pub struct Page {
    /// Language of this request.
    pub lang: Lang,
    /// Who reads.
    pub actor: Actor,
    /// Path and query of this request, for the language switch and for coming back after login.
    pub path: String,
    /// Title shown in the window.
    pub title: String,
    /// A sentence about what was just done, shown once.
    pub notice: Option<String>,
    pub(crate) words: Arc<Words>,
    pub(crate) menu: Arc<[MenuEntry]>,
}

impl Page {
    /// The page with its title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// A word.
    pub fn t(&self, key: &str) -> String {
        self.words.say(self.lang, key, &[])
    }

    /// A word with an argument.
    pub fn a(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.words.say(self.lang, key, &[(name, &value.to_string())])
    }

    /// A word with two arguments.
    pub fn a2(
        &self,
        key: &str,
        one: &str,
        first: impl std::fmt::Display,
        two: &str,
        second: impl std::fmt::Display,
    ) -> String {
        self.words.say(self.lang, key, &[(one, &first.to_string()), (two, &second.to_string())])
    }

    /// A word with any arguments.
    pub fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.words.say(self.lang, key, arguments)
    }

    /// The menu entries this reader sees.
    pub fn menu(&self) -> impl Iterator<Item = &MenuEntry> {
        self.menu.iter().filter(|entry| entry.permission.is_none_or(|permission| self.actor.holds(permission)))
    }

    /// Whether the entry leads to the area of this page.
    pub fn is_here(&self, entry: &&MenuEntry) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == entry.path
            || (entry.path != "/" && path.strip_prefix(entry.path).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The other language and its code, for the switch.
    pub fn other_lang(&self) -> &'static str {
        match self.lang {
            Lang::Vi => "en",
            Lang::En => "vi",
        }
    }

    /// This page's address as a query value.
    pub fn path_as_query(&self) -> String {
        crate::web::encode_query_value(&self.path)
    }

    /// Path of the style sheet.
    pub fn style_path(&self) -> &'static str {
        crate::web::style_path()
    }

    /// Sends a visitor to the login before a form is looked at.
    pub fn known(&self) -> crate::Result<()> {
        if self.actor.is_known() { Ok(()) } else { Err(crate::Problem::LoginNeeded) }
    }

    /// Whether the reader's roles allow it somewhere; the service decides for the place.
    pub fn may(&self, permission: Permission) -> bool {
        self.actor.holds(permission)
    }
}

/// Renders a template into a response.
pub fn render(template: &impl askama::Template) -> crate::Result<Html<String>> {
    Ok(Html(template.render()?))
}
