//! Times in order, and what stands at which share of them.

use std::time::Duration;

/// Times of one group of requests.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// One more.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The times of another.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// "count  p50  p95  p99  max" in milliseconds, under the headings of [`Times::HEADINGS`].
    pub fn row(&mut self) -> String {
        let [half, most, nearly_all, all] = [50, 95, 99, 100].map(|percent| milliseconds(self.at(percent)));
        format!("{:>6} {half:>9} {most:>9} {nearly_all:>9} {all:>9}", self.0.len())
    }

    /// Headings of a row.
    pub const HEADINGS: &'static str = " count    p50 ms    p95 ms    p99 ms    max ms";

    /// The time that `percent` of all do not exceed; zero when there is none.
    pub fn at(&mut self, percent: usize) -> Duration {
        self.0.sort_unstable();
        let place = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// A time in milliseconds with one decimal.
pub fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundredth_of_the_times_may_be_above_the_ninety_ninth() {
        let mut times = Times::default();
        assert_eq!(times.at(99), Duration::ZERO);
        (1..=200).for_each(|number| times.add(Duration::from_millis(number)));
        assert_eq!(times.at(50), Duration::from_millis(100));
        assert_eq!(times.at(99), Duration::from_millis(198));
        assert_eq!(times.at(100), Duration::from_millis(200));
    }
}
