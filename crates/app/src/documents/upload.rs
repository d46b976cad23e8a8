//! Forms that may carry a file: the file is kept by its content at once, so that a form that comes back filled in does
//! not lose it.

use crate::app::App;
use axum::extract::Multipart;
use platform::blob::Blobs;
use platform::form::Fields;
use platform::{Problem, Result};

/// The fields of a form; a file of the field `file` becomes `file_name` and `file_address`.
pub async fn fields(app: &App, mut form: Multipart) -> Result<Fields> {
    let unreadable = |_| Problem::refuse("Không đọc được biểu gửi lên.", "Gửi lại, tệp tối đa 64 MB.");
    let mut fields = Fields::default();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        match field.file_name().map(str::to_owned) {
            Some(file) if !file.is_empty() => {
                let bytes = field.bytes().await.map_err(unreadable)?;
                fields.set("file_name", file);
                fields.set("file_address", Blobs::of(&app.config().data).keep(&bytes)?);
            }
            Some(_) => {}
            None => fields.set(&name, field.text().await.map_err(unreadable)?),
        }
    }
    Ok(fields)
}
