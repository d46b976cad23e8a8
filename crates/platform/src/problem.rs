//! What can go wrong, as data: refusals explain what, where, which rule and what to do; everything else is a fault of
//! ours, logged with its cause and shown without it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The result of anything that can be refused.
pub type Result<T> = std::result::Result<T, Problem>;

/// One fault of an input: a form field, a cell of a sheet, an argument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Fault {
    /// Name of the sheet, when the input was a workbook.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Row as the user counts it (the heading is row 1).
    #[serde(default)]
    pub row: Option<u32>,
    /// Column heading or field name.
    pub column: String,
    /// What is wrong and which rule says so, in Vietnamese.
    pub rule: String,
    /// What to do, in Vietnamese.
    pub remedy: String,
}

impl Fault {
    /// A fault of a form field.
    pub fn field(column: &str, rule: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { sheet: None, row: None, column: column.to_owned(), rule: rule.into(), remedy: remedy.into() }
    }

    /// What is wrong and what to do, in words.
    pub fn words(&self) -> String {
        format!("{}. {}", self.rule.trim_end_matches('.'), self.remedy).trim_end().to_owned()
    }

    /// Where it is, in words: sheet or file, row, column.
    pub fn place(&self) -> String {
        let row = self.row.map(|row| format!("dòng {row}"));
        let parts = [self.sheet.clone(), row, Some(self.column.clone()).filter(|column| !column.is_empty())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A refusal in words: the same value serves the page, the command line and the returned sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// One sentence in Vietnamese: what was refused, where, and by which rule.
    pub sentence: String,
    /// What to do about it, in Vietnamese; empty when the sentence says it.
    pub remedy: String,
    /// Faults by field or cell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

impl Refusal {
    /// A refusal of one sentence and a remedy.
    pub fn new(sentence: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), remedy: remedy.into(), faults: Vec::new() }
    }

    /// A refusal that lists faults of fields.
    pub fn of_faults(faults: Vec<Fault>) -> Self {
        let first = faults.first().map(|fault| format!("{}: {}", fault.place(), fault.rule)).unwrap_or_default();
        let sentence = match faults.len() {
            1 => first,
            many => format!("Có {many} chỗ cần sửa. Chỗ đầu tiên: {first}"),
        };
        let remedy = faults.first().map(|fault| fault.remedy.clone()).unwrap_or_default();
        Self { sentence, remedy, faults }
    }

    /// What is wrong with one field and what to do, in words; empty when nothing is.
    pub fn words_of(&self, column: &str) -> String {
        self.fault_of(column).map(Fault::words).unwrap_or_default()
    }

    /// The fault of one field, for a form that comes back filled in.
    pub fn fault_of(&self, column: &str) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.column == column)
    }
}

/// Anything that ends a request or a command early.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Problem {
    /// The input or the state does not allow it.
    #[error("{}", .0.sentence)]
    Refused(Refusal),
    /// There is no such thing, or none that this actor may see.
    #[error("không tìm thấy {0}")]
    NotFound(String),
    /// Somebody has to log in first.
    #[error("cần đăng nhập")]
    LoginNeeded,
    /// The actor may not do this; the sentence says which permission and which territory.
    #[error("{0}")]
    Forbidden(String),
    /// A fault of ours; the cause goes to the log, never to the page.
    #[error("lỗi của hệ thống")]
    Internal(#[source] std::sync::Arc<dyn std::error::Error + Send + Sync>),
}

impl Problem {
    /// A refusal of one sentence and a remedy.
    pub fn refuse(sentence: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(sentence, remedy))
    }

    /// A fault of ours with a message for the log.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::Internal(std::sync::Arc::new(std::io::Error::other(message.into())))
    }

    /// The HTTP status of this problem.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::LoginNeeded => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The chain of causes, for the log.
    pub fn causes(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        text
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

macro_rules! internal_from {
    ($($error:ty),*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                Self::Internal(std::sync::Arc::new(error))
            }
        }
    )*};
}
internal_from!(sea_orm::DbErr, askama::Error, serde_json::Error, std::io::Error);

/// The bare response; the outer layer of the web (see [`crate::web`]) turns it into a page in the reader's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if matches!(self, Self::Internal(_)) {
            tracing::error!(causes = %self.causes(), "internal problem");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
