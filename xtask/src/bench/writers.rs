//! Forty people who enter a result at the same moment, and forty who confirm it.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use super::client::Client;
use super::national::{Plan, Writer};
use super::statistics::Times;

/// Times of one writer's steps.
#[derive(Default)]
struct Steps {
    login: Times,
    enter: Times,
    confirm: Times,
}

/// Lets all of them write at once; an error when one fails or does not see its figure in the roll-up of its province at
/// the next request.
pub fn run(plan: &Plan, address: SocketAddr) -> Result<(), String> {
    let together = Arc::new(Barrier::new(plan.writers.len()));
    let threads: Vec<_> = (100..)
        .zip(plan.writers.iter().cloned())
        .map(|(number, writer)| {
            let together = together.clone();
            thread::spawn(move || write(&writer, number, address, &together))
        })
        .collect();
    let mut steps = Steps::default();
    let mut failed = Vec::new();
    for thread in threads {
        match thread.join().map_err(|_| "a writer stopped")? {
            Ok(own) => {
                steps.login.extend(&own.login);
                steps.enter.extend(&own.enter);
                steps.confirm.extend(&own.confirm);
            }
            Err(error) => failed.push(error.to_string()),
        }
    }
    println!("\n{:<32}{}", format!("{} writers at once", plan.writers.len()), Times::HEADINGS);
    println!("{:<32}{}", "login", steps.login.row());
    println!("{:<32}{}", "enter a result", steps.enter.row());
    println!("{:<32}{}", "confirm it", steps.confirm.row());
    match failed.first() {
        None => {
            println!("none failed, each saw its figure in the roll-up of its province at the next request");
            Ok(())
        }
        Some(first) => Err(format!("{} writers failed; the first: {first}", failed.len())),
    }
}

fn write(writer: &Writer, number: u32, address: SocketAddr, together: &Barrier) -> io::Result<Steps> {
    let mut steps = Steps::default();
    let mut entering = Client::new(address);
    let mut confirming = Client::new(address);
    together.wait();
    for (client, name) in [(&mut entering, &writer.name), (&mut confirming, &writer.confirmer)] {
        let begun = Instant::now();
        client.login(name, &writer.password)?;
        steps.login.add(begun.elapsed());
    }
    let (num, den) = (number.to_string(), "200");
    let fields = [
        ("unit", writer.unit.as_str()),
        ("indicator", "coverage_rate"),
        ("denominator", "population_average"),
        ("period", &writer.period),
        ("as_of", &writer.day),
        ("num", &num),
        ("den", den),
    ];
    let begun = Instant::now();
    let entered = entering.post("/results", &fields)?;
    steps.enter.add(begun.elapsed());
    let failed = |what: &str| io::Error::other(format!("{}: {what}", writer.name));
    if entered.status != 303 {
        return Err(failed(&format!("entering answered {}", entered.status)));
    }
    let figure = entered.location.rsplit('/').next().unwrap_or_default();
    let begun = Instant::now();
    let confirmed = confirming.post("/results/confirm", &[(&format!("observation-{figure}"), "yes")])?;
    steps.confirm.add(begun.elapsed());
    if confirmed.status != 200 {
        return Err(failed(&format!("confirming answered {}", confirmed.status)));
    }
    let page = entering.read(&entered.location)?;
    let province = format!("href=\"/units/{}\"", writer.province);
    let row = page.rsplit(&province).next().and_then(|rest| rest.split("</tr>").next()).unwrap_or_default();
    if page.contains(&province) && row.contains(&format!("({num}/{den})")) {
        return Ok(steps);
    }
    Err(failed(&format!("{} does not show {num}/{den} in the sum of the province", entered.location)))
}
