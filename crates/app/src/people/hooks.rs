//! What this slice tells the rest: lists that should be gone, and whether snapshots are still what was imported.

use super::ERASE;
use super::service::{self, on_a_thread, snapshot_problem, snapshots};
use crate::app::App;
use platform::slice::{Attention, Finding};
use platform::{Page, Result};

/// Lists of persons that are kept for longer than the installation's rule says, for whoever may erase them.
pub async fn attention(app: &App, page: &Page, unit: Option<i64>) -> Result<Vec<Attention>> {
    if unit.is_some() || !page.may(ERASE) || !page.may(super::COUNT) {
        return Ok(Vec::new());
    }
    let listed = service::list(app, &page.actor).await?;
    let due = listed.into_iter().filter(|listed| listed.keep_until.is_some_and(|day| day <= app.today()));
    Ok(due
        .map(|listed| Attention {
            sentence: page.a("people-due-attention", "name", &listed.manifest.name),
            path: format!("/people/{}/erase?version={}", listed.manifest.name, listed.manifest.version),
            rank: 30,
        })
        .collect())
}

/// Whether the files of every version still have the digests that its manifest names.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let snapshots = snapshots(app);
    on_a_thread(move || {
        let mut findings = Vec::new();
        for missing in snapshots.unentered().map_err(snapshot_problem)? {
            let manifest = missing.snapshot().manifest();
            findings.push(Finding {
                check: "people.entries".to_owned(),
                sound: false,
                sentence: format!(
                    "Bản số liệu {} lần {} chưa có trong nhật ký thay đổi vì chương trình bị ngắt; lần chạy sau sẽ tự ghi bù.",
                    manifest.name, manifest.version
                ),
            });
        }
        for name in snapshots.names().map_err(snapshot_problem)? {
            for version in snapshots.versions(&name).map_err(snapshot_problem)? {
                let fault = snapshots.open_version(&name, version).and_then(|snapshot| snapshot.verify()).err();
                findings.push(Finding {
                    check: "people.snapshots".to_owned(),
                    sound: fault.is_none(),
                    sentence: match fault {
                        None => format!("Bản số liệu {name} lần {version} còn nguyên như lúc nạp."),
                        Some(fault) => format!("Bản số liệu {name} lần {version}: {fault}."),
                    },
                });
            }
        }
        Ok(findings)
    })
    .await
}
