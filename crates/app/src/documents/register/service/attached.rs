//! Files that go out with a paper. They belong to what the paper says, so that each change of them is a version.

use super::super::super::WRITE;
use super::super::model::{AttachedFile, Content};
use super::super::store;
use super::{authorise, find, find_for, state_words, write_version};
use crate::app::App;
use platform::Result;
use platform::gate::Actor;
use platform::problem::Problem;

/// Most files of one paper.
const MOST_FILES: usize = 100;

/// Puts a file that is kept already to a paper that has no number yet; one of the same name takes its place.
pub async fn attach_file(app: &App, actor: &Actor, id: i64, name: &str, sha256: &str) -> Result<()> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    let file = AttachedFile { name: name.to_owned(), sha256: sha256.to_owned() };
    change_files(app, actor, id, |files| {
        if files.len() >= MOST_FILES {
            return Err(Problem::refuse(
                format!("Văn bản đã có {MOST_FILES} tệp kèm theo."),
                "Gộp các phụ lục vào ít tệp hơn.",
            ));
        }
        files.retain(|known| known.name != file.name && known.sha256 != file.sha256);
        files.push(file);
        Ok(())
    })
    .await
}

/// Takes a file away from a paper that has no number yet.
pub async fn detach_file(app: &App, actor: &Actor, id: i64, sha256: &str) -> Result<()> {
    change_files(app, actor, id, |files| {
        let before = files.len();
        files.retain(|known| known.sha256 != sha256);
        if files.len() == before {
            return Err(Problem::refuse("Văn bản không còn tệp này.", "Mở lại trang của văn bản."));
        }
        Ok(())
    })
    .await
}

async fn change_files(
    app: &App,
    actor: &Actor,
    id: i64,
    edit: impl FnOnce(&mut Vec<AttachedFile>) -> Result<()>,
) -> Result<()> {
    let paper = find_for(app, actor, id).await?;
    authorise(app, actor, WRITE, &paper.series)?;
    let mut change = app.begin(actor, WRITE.0, None).await?;
    let paper = find(change.connection(), id).await?;
    if !paper.state().takes_files() {
        return Err(Problem::refuse(
            format!("Văn bản {} nên không thêm, bớt tệp được.", state_words(paper.state())),
            "Tệp chỉ thêm, bớt trước khi cấp số; sau đó thì đính chính hoặc thay thế văn bản.",
        ));
    }
    let mut content: Content = paper.content;
    edit(&mut content.files)?;
    store::close_version(&change, id).await?;
    write_version(&mut change, id, &content, paper.series.secret).await?;
    change.commit().await?;
    Ok(())
}
