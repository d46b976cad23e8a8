//! Queries of accounts and sessions.

use super::table::{account, account_role, failed_login, session};
use chrono::{DateTime, Utc};
use platform::Result;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};

pub async fn find_by_name<C: ConnectionTrait>(connection: &C, name: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Name.eq(name)).one(connection).await?)
}

pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).one(connection).await?)
}

pub async fn list<C: ConnectionTrait>(connection: &C) -> Result<Vec<(account::Model, Vec<String>)>> {
    let accounts = account::Entity::find().order_by_asc(account::Column::Name).all(connection).await?;
    let roles = account_role::Entity::find().order_by_asc(account_role::Column::Id).all(connection).await?;
    Ok(accounts
        .into_iter()
        .map(|account| {
            let own = roles.iter().filter(|role| role.account_id == account.id).map(|role| role.role.clone()).collect();
            (account, own)
        })
        .collect())
}

pub async fn roles<C: ConnectionTrait>(connection: &C, account: i64) -> Result<Vec<String>> {
    let rows = account_role::Entity::find()
        .filter(account_role::Column::AccountId.eq(account))
        .order_by_asc(account_role::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.role).collect())
}

pub async fn insert<C: ConnectionTrait>(
    connection: &C,
    account: account::ActiveModel,
    roles: &[String],
) -> Result<i64> {
    let change = account.change_id.clone();
    let row = account.insert(connection).await?;
    for role in roles {
        let role = account_role::ActiveModel {
            account_id: ActiveValue::Set(row.id),
            role: ActiveValue::Set(role.clone()),
            change_id: change.clone(),
            ..Default::default()
        };
        role.insert(connection).await?;
    }
    Ok(row.id)
}

pub async fn set_password<C: ConnectionTrait>(connection: &C, account: i64, hash: String, change: i64) -> Result<()> {
    let row = account::ActiveModel {
        id: ActiveValue::Unchanged(account),
        password_hash: ActiveValue::Set(hash),
        change_id: ActiveValue::Set(change),
        ..Default::default()
    };
    row.update(connection).await?;
    Ok(())
}

pub async fn open_session<C: ConnectionTrait>(connection: &C, session: session::Model) -> Result<()> {
    let row = session::ActiveModel {
        token_hash: ActiveValue::Set(session.token_hash),
        account_id: ActiveValue::Set(session.account_id),
        expires_at: ActiveValue::Set(session.expires_at),
    };
    session::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

pub async fn live_session<C: ConnectionTrait>(
    connection: &C,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<session::Model>> {
    let row =
        session::Entity::find_by_id(hash.to_owned()).filter(session::Column::ExpiresAt.gt(now)).one(connection).await?;
    Ok(row)
}

pub async fn prolong_session<C: ConnectionTrait>(connection: &C, hash: &str, until: DateTime<Utc>) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::ExpiresAt, sea_orm::sea_query::Expr::value(until))
        .filter(session::Column::TokenHash.eq(hash))
        .exec(connection)
        .await?;
    Ok(())
}

pub async fn close_session<C: ConnectionTrait>(connection: &C, hash: &str) -> Result<()> {
    session::Entity::delete_by_id(hash.to_owned()).exec(connection).await?;
    Ok(())
}

/// Ends every session of an account, and all that are over.
pub async fn close_sessions<C: ConnectionTrait>(connection: &C, account: i64, now: DateTime<Utc>) -> Result<()> {
    session::Entity::delete_many()
        .filter(Condition::any().add(session::Column::AccountId.eq(account)).add(session::Column::ExpiresAt.lt(now)))
        .exec(connection)
        .await?;
    Ok(())
}

pub async fn count_failures<C: ConnectionTrait>(
    connection: &C,
    name: &str,
    address: &str,
    since: DateTime<Utc>,
) -> Result<u64> {
    let who = Condition::any().add(failed_login::Column::Name.eq(name)).add(failed_login::Column::Address.eq(address));
    Ok(failed_login::Entity::find().filter(who).filter(failed_login::Column::At.gt(since)).count(connection).await?)
}

pub async fn note_failure<C: ConnectionTrait>(
    connection: &C,
    name: &str,
    address: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    let row = failed_login::ActiveModel {
        name: ActiveValue::Set(name.to_owned()),
        address: ActiveValue::Set(address.to_owned()),
        at: ActiveValue::Set(at),
        ..Default::default()
    };
    row.insert(connection).await?;
    Ok(())
}

pub async fn forget_failures<C: ConnectionTrait>(connection: &C, name: &str, before: DateTime<Utc>) -> Result<()> {
    failed_login::Entity::delete_many()
        .filter(Condition::any().add(failed_login::Column::Name.eq(name)).add(failed_login::Column::At.lt(before)))
        .exec(connection)
        .await?;
    Ok(())
}
