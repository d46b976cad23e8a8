//! Where a count will stand at a later date, by a straight line, the method named.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::number::vietnamese_whole;
use crate::period::vietnamese_date;

/// How the line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Through the last two counts.
    LastTwo,
    /// By least squares over all counts.
    LeastSquares,
}

impl Method {
    /// The method in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Method::LastTwo => "đường thẳng qua hai lần đếm gần nhất",
            Method::LeastSquares => "đường thẳng bình phương nhỏ nhất qua tất cả các lần đếm",
        }
    }
}

/// A projected count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Projection {
    /// The day it is for.
    pub on: NaiveDate,
    /// The count, rounded half up. The line knows no bounds: it may pass nought or the number of units.
    pub count: i64,
    /// How it was found.
    pub method: Method,
    /// From how many counts.
    pub points: usize,
}

impl Projection {
    /// The projection in Vietnamese, with its method.
    pub fn label(&self) -> String {
        let (count, on) = (vietnamese_whole(self.count), vietnamese_date(self.on));
        format!("dự báo {count} vào ngày {on}, theo {} ({} lần)", self.method.label(), self.points)
    }
}

/// Why there is no projection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProjectionError {
    /// A line needs two points.
    #[error("Mới có {known} lần đếm: cần ít nhất hai lần ở hai ngày khác nhau để dự báo.")]
    TooFewPoints {
        /// How many there are.
        known: usize,
    },
    /// Two counts of one day.
    #[error("Ngày {date} có hai số đếm: hãy giữ một số.", date = vietnamese_date(*date))]
    SameDay {
        /// The day.
        date: NaiveDate,
    },
    /// The day is not after the last count.
    #[error("Ngày {to} không sau lần đếm cuối ({last}): hãy chọn ngày muộn hơn.", to = vietnamese_date(*to), last = vietnamese_date(*last))]
    NotLater {
        /// The day asked for.
        to: NaiveDate,
        /// The day of the last count.
        last: NaiveDate,
    },
    /// The projected count does not fit.
    #[error("Số dự báo quá lớn: hãy kiểm tra lại các số đếm.")]
    TooLarge,
}

/// Projects counts, given in any order, to a later day.
pub fn project(points: &[(NaiveDate, i64)], to: NaiveDate, method: Method) -> Result<Projection, ProjectionError> {
    let mut points = points.to_vec();
    points.sort_unstable();
    if let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(ProjectionError::SameDay { date: pair[0].0 });
    }
    let [.., (before, _), (last, _)] = points[..] else {
        return Err(ProjectionError::TooFewPoints { known: points.len() });
    };
    if to <= last {
        return Err(ProjectionError::NotLater { to, last });
    }
    let used: Vec<_> = match method {
        Method::LastTwo => points.into_iter().filter(|(date, _)| *date >= before).collect(),
        Method::LeastSquares => points,
    };
    let count = fit(&used, to).ok_or(ProjectionError::TooLarge)?;
    Ok(Projection { on: to, count, method, points: used.len() })
}

/// The line of least squares at `to`; through two points it is the line that joins them.
fn fit(points: &[(NaiveDate, i64)], to: NaiveDate) -> Option<i64> {
    // Days are counted from the day asked for, so that the value there is the line's constant.
    let (mut n, mut x, mut y, mut xx, mut xy) = (0_i128, 0_i128, 0_i128, 0_i128, 0_i128);
    for (date, count) in points {
        let (day, count) = (i128::from(date.signed_duration_since(to).num_days()), i128::from(*count));
        n += 1;
        x += day;
        y += count;
        xx += day * day;
        xy += day * count;
    }
    let num = y.checked_mul(xx)?.checked_sub(x.checked_mul(xy)?)?;
    let den = n * xx - x * x;
    i64::try_from((2 * num + den).div_euclid(2 * den)).ok()
}
