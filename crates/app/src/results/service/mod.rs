//! The verbs of results: enter, confirm, correct. Each writes its facts, its roll-ups and its audit entry in one change.

mod confirm;
mod correct;
mod enter;
mod guard;

pub use confirm::{Done, Which, confirm_results};
pub use correct::correct_result;
pub use enter::{Batch, Entered, enter_results, examine};
pub use guard::{Guard, may_confirm, waiting_changes, waiting_in_scope};
