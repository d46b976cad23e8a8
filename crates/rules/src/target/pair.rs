//! A headcount beside a rate: together they imply a population, and that tells how the headcount was meant.

use serde::{Deserialize, Serialize};

use crate::number::{Convention, Fixed, Reading, vietnamese_whole};

/// One reading is plausible where its population is within this many times each neighbour's. Readings of a separator
/// differ a thousandfold, populations of neighbouring years or units of one level by far less.
const PLAUSIBLE_FACTOR: i128 = 10;

/// Why a headcount and a rate imply no population.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// Nothing to divide by.
    #[error("Tỷ lệ {rate} % không suy ra được dân số: hãy nhập tỷ lệ lớn hơn 0.", rate = rate.vietnamese_shortest())]
    NoRate {
        /// The rate in percent.
        rate: Fixed,
    },
    /// There is no such number of people.
    #[error("“{people}” không phải là số người: hãy nhập số nguyên từ 0 trở lên.")]
    NotPeople {
        /// What was given.
        people: String,
    },
    /// The population does not fit.
    #[error("Dân số suy ra quá lớn: hãy kiểm tra lại số người và tỷ lệ.")]
    TooLarge,
}

/// The population of which so many people are so many percent, in whole people rounded half up.
pub fn implied_population(people: i64, rate: Fixed) -> Result<i64, PairError> {
    if people < 0 {
        return Err(PairError::NotPeople { people: vietnamese_whole(people) });
    }
    if rate <= Fixed::ZERO {
        return Err(PairError::NoRate { rate });
    }
    let (num, den) = (i128::from(people) * 100 * i128::from(Fixed::UNIT), i128::from(rate.ten_thousandths()));
    i64::try_from((2 * num + den) / (2 * den)).map_err(|_| PairError::TooLarge)
}

/// How a headcount beside a rate was meant. All readings are kept by the caller; this names the one to use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairResolution {
    /// The reading to use; nothing where none or several fit.
    pub chosen: Option<Reading>,
    /// The population it implies.
    pub implied_population: Option<i64>,
    /// Whether it is not the reading the Vietnamese way of writing would give: a fault of number format.
    pub is_format_fault: bool,
    /// The other readings.
    pub others: Vec<Reading>,
    /// Why, in Vietnamese.
    pub reason: String,
}

/// Resolves the readings of a headcount by the population each implies with the rate (in percent), held against the
/// populations that neighbouring rows imply or state.
///
/// "91.641 triệu" at 92.6 % is 98 963 million people by the Vietnamese reading and 98.964 million by the other; beside
/// 99.806 million only the second can be meant.
pub fn resolve_pair(readings: &[Reading], rate: Fixed, neighbours: &[i64]) -> PairResolution {
    let implied: Vec<Result<i64, PairError>> = readings.iter().map(|reading| population_of(reading, rate)).collect();
    let fitting: Vec<usize> = (0..readings.len())
        .filter(|index| implied[*index].as_ref().is_ok_and(|population| is_plausible(*population, neighbours)))
        .collect();
    let chosen = match fitting[..] {
        [index] => Some(index),
        _ => None,
    };
    let is_format_fault = chosen.is_some_and(|index| {
        readings[index].convention == Convention::English
            && readings.iter().any(|reading| reading.convention == Convention::Vietnamese)
    });
    let others =
        (0..readings.len()).filter(|index| Some(*index) != chosen).map(|index| readings[index].clone()).collect();
    let described: Vec<String> =
        readings.iter().zip(&implied).map(|(reading, population)| describe(reading, population, neighbours)).collect();
    let conclusion = match (chosen, fitting.len()) {
        (Some(_), _) if is_format_fault => "Số bị viết sai dấu ngăn; giữ cả các cách đọc",
        (Some(_), _) => "Chỉ một cách đọc phù hợp",
        (None, 0) => "Không cách đọc nào phù hợp; cần người xem lại",
        (None, _) => "Nhiều cách đọc cùng phù hợp; cần người xem lại",
    };
    PairResolution {
        implied_population: chosen.and_then(|index| implied[index].as_ref().ok().copied()),
        chosen: chosen.map(|index| readings[index].clone()),
        is_format_fault,
        others,
        reason: format!("{}. {conclusion}.", described.join("; ")),
    }
}

fn population_of(reading: &Reading, rate: Fixed) -> Result<i64, PairError> {
    let people = reading.value.as_whole().ok_or_else(|| PairError::NotPeople { people: reading.written() })?;
    implied_population(people, rate)
}

fn is_plausible(population: i64, neighbours: &[i64]) -> bool {
    let population = i128::from(population);
    neighbours.iter().all(|neighbour| {
        let neighbour = i128::from(*neighbour);
        population <= neighbour * PLAUSIBLE_FACTOR && neighbour <= population * PLAUSIBLE_FACTOR
    })
}

fn describe(reading: &Reading, population: &Result<i64, PairError>, neighbours: &[i64]) -> String {
    let head = format!("“{}” đọc là {} ({})", reading.text, reading.written(), reading.convention.assumption());
    let population = match population {
        Err(error) => return format!("{head}: {}", error.to_string().trim_end_matches('.')),
        Ok(population) => *population,
    };
    let implied = format!("{head} thì dân số suy ra là {} người", vietnamese_whole(population));
    match neighbours.iter().find(|neighbour| !is_plausible(population, &[**neighbour])) {
        Some(neighbour) => format!("{implied}, không thể đứng cạnh {} người", vietnamese_whole(*neighbour)),
        None if neighbours.is_empty() => format!("{implied}, không có số bên cạnh để so"),
        None => format!("{implied}, phù hợp với các số bên cạnh"),
    }
}
