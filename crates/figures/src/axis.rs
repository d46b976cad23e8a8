//! A linear axis with round ticks that need not start at zero.

use crate::number::{Unit, decimal};

pub(crate) struct Axis {
    pub low: f64,
    pub high: f64,
    step: f64,
}

impl Axis {
    /// An axis that shows all finite `values` with about `wanted` ticks. Percentages that stay within 0–100 keep the axis
    /// there, and counts never go below zero.
    pub fn covering(values: impl Iterator<Item = f64> + Clone, wanted: usize, unit: &Unit) -> Axis {
        let finite = values.filter(|value| value.is_finite());
        let least = finite.clone().fold(f64::INFINITY, f64::min);
        let most = finite.fold(f64::NEG_INFINITY, f64::max);
        let (least, most) = if least > most { (0.0, 100.0) } else { (least, most) };
        let spread = (most - least).max(most.abs() * 0.02).max(if *unit == Unit::Percent { 1.0 } else { 2.0 });
        let step = round_step(spread / wanted as f64, unit);
        let mut low = (least / step).floor() * step;
        let mut high = most;
        if high - low < step {
            high = low + step;
            if *unit == Unit::Percent && most <= 100.0 && high > 100.0 {
                high = 100.0;
                low = 100.0 - step;
            }
        }
        if least >= 0.0 {
            low = low.max(0.0);
        }
        Axis { low, high, step }
    }

    /// Share of the way from `low` to `high`.
    pub fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    pub fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step - 1e-9).ceil();
        let count = ((self.high / self.step + 1e-9).floor() - first).max(0.0) as usize;
        (0..=count).map(|index| (first + index as f64) * self.step).collect()
    }

    /// A tick in words, with only the decimals its step needs.
    pub fn tick_text(&self, tick: f64) -> String {
        let places = (0..6).find(|places| {
            let scaled = self.step * 10_f64.powi(*places);
            (scaled - scaled.round()).abs() < 1e-6
        });
        decimal(tick, places.unwrap_or(6) as usize)
    }
}

fn round_step(rough: f64, unit: &Unit) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= rough * 0.999).unwrap_or(10.0) * power;
    if matches!(unit, Unit::Count(_)) { step.max(1.0) } else { step }
}
