//! Fifty users, each asking for one page a second.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use super::client::Client;
use super::national::Plan;
use super::statistics::{Times, milliseconds};

const USERS: usize = 50;
const SECONDS: u32 = 30;
/// What the 99th percentile must stay below.
const LIMIT: Duration = Duration::from_millis(50);

/// A group of pages, how often it is asked for among all, and its paths.
pub struct Group {
    /// Its name in the report.
    pub name: String,
    /// Share among the others.
    pub weight: u64,
    /// Its pages.
    pub paths: Vec<String>,
}

/// One request of each group on a server that has served nothing yet.
pub fn first_requests(plan: &Plan, address: SocketAddr) -> Result<(), String> {
    println!("\nfirst page of each group, ms:");
    let mut client = Client::new(address);
    client.login(&plan.readers[0].0, &plan.readers[0].1).map_err(|error| error.to_string())?;
    for group in &plan.groups {
        let begun = Instant::now();
        let answer = client.get(&group.paths[0]).map_err(|error| format!("{}: {error}", group.paths[0]))?;
        let kibibytes = answer.body.len() / 1024;
        println!("  {:<32}{:>9} {kibibytes:>6} KiB, {}", group.name, milliseconds(begun.elapsed()), answer.status);
    }
    Ok(())
}

/// Logins, one after another: a password hash is slow on purpose.
pub fn logins(plan: &Plan, address: SocketAddr) -> Result<Vec<Client>, String> {
    let mut times = Times::default();
    let mut clients = Vec::new();
    for user in 0..USERS {
        let mut client = Client::new(address);
        if user % 2 == 0 {
            let (name, password) = &plan.readers[user / 2 % plan.readers.len()];
            let begun = Instant::now();
            client.login(name, password).map_err(|error| error.to_string())?;
            times.add(begun.elapsed());
        }
        clients.push(client);
    }
    println!("\n{:<32}{}", "", Times::HEADINGS);
    println!("{:<32}{}", "login", times.row());
    Ok(clients)
}

/// Asks for pages and reports each group; whether all stay below the limit.
///
/// A time runs from the moment the user wanted the page, not from the moment the client got around to asking.
pub fn pages(plan: &Plan, clients: Vec<Client>) -> Result<bool, String> {
    let begun = Instant::now() + Duration::from_millis(100);
    let users: Vec<_> = clients
        .into_iter()
        .enumerate()
        .map(|(user, client)| {
            let groups = plan.groups.clone();
            thread::spawn(move || one_user(user, client, &groups, begun))
        })
        .collect();
    let mut groups: BTreeMap<String, Times> = BTreeMap::new();
    for user in users {
        for (name, times) in user.join().map_err(|_| "a user stopped")?? {
            groups.entry(name).or_default().extend(&times);
        }
    }
    let mut all = Times::default();
    for (name, times) in &mut groups {
        println!("{name:<32}{}", times.row());
        all.extend(times);
    }
    println!("{:<32}{}", "all pages", all.row());
    Ok(all.at(99) < LIMIT)
}

fn one_user(
    user: usize,
    mut client: Client,
    groups: &[std::sync::Arc<Group>],
    begun: Instant,
) -> Result<BTreeMap<String, Times>, String> {
    let mut times: BTreeMap<String, Times> = BTreeMap::new();
    let all: u64 = groups.iter().map(|group| group.weight).sum();
    let mut random = Random(user as u64);
    let share = Duration::from_secs(1) / USERS as u32 * user as u32;
    for second in 0..SECONDS {
        let wanted = begun + share + Duration::from_secs(second.into());
        thread::sleep(wanted.saturating_duration_since(Instant::now()));
        let mut place = random.below(all);
        let group = groups.iter().find(|group| {
            let found = place < group.weight;
            place = place.saturating_sub(group.weight);
            found
        });
        let Some(group) = group else { continue };
        let path = &group.paths[random.below(group.paths.len() as u64) as usize];
        let answer = client.get(path).map_err(|error| format!("{path}: {error}"))?;
        times.entry(group.name.clone()).or_default().add(wanted.elapsed());
        if answer.status >= 400 {
            return Err(format!("{path} answered {}", answer.status));
        }
    }
    Ok(times)
}

/// The same choices in every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}
