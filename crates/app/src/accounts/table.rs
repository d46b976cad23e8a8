//! Tables of accounts and sessions.

use platform::table::{Migration, NewTable};

/// An account.
pub mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub display_name: String,
        pub password_hash: String,
        /// The unit of its scope; none for the whole country.
        pub scope_unit: Option<i64>,
        pub active: bool,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A role held by an account.
pub mod account_role {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, serde::Serialize, serde::Deserialize)]
    #[sea_orm(table_name = "account_role")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account_id: i64,
        pub role: String,
        pub change_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A session, kept by the hash of its token. No fact: written without an audit entry.
pub mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub account_id: i64,
        pub expires_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A failed login.
pub mod failed_login {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "failed_login")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub address: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Creates them.
pub fn migration() -> Migration {
    Migration::new("0100_accounts")
        .table(
            NewTable::new("account")
                .key()
                .text("name")
                .text("display_name")
                .text("password_hash")
                .optional_whole("scope_unit")
                .flag("active")
                .change()
                .unique(&["name"]),
        )
        .table(
            NewTable::new("account_role")
                .key()
                .whole("account_id")
                .refers("account_id", "account")
                .text("role")
                .change()
                .unique(&["account_id", "role"]),
        )
        .table(
            NewTable::new("session")
                .text_key("token_hash")
                .whole("account_id")
                .refers("account_id", "account")
                .instant("expires_at")
                .index(&["account_id"]),
        )
        .table(
            NewTable::new("failed_login")
                .key()
                .text("name")
                .text("address")
                .instant("at")
                .index(&["name", "at"])
                .index(&["address", "at"]),
        )
}
