//! What the two kinds of batches have in common.

use arrow_array::ArrayRef;

use super::kernels::{self, Doubtful};
use crate::person::PersonKey;
use crate::source::check::{Cells, Checker};
use crate::source::{CardBatch, Field, List, ResidentBatch, ResidentDetails, TextColumn};

/// The columns of a Parquet batch by field; none where the field is not read.
pub(super) type Arrays<'a> = [Option<&'a ArrayRef>; Field::COUNT];

/// Rows of one list as columns.
pub(super) trait Batch: Send + Sized {
    /// Which list.
    const LIST: List;

    fn empty(details: bool) -> Self;

    fn people(&self) -> &[PersonKey];

    fn groups(&self) -> &[u16];

    /// Checks a row and puts it at the end; no if it has faults, which are the checker's then.
    fn check(&mut self, checker: &mut Checker<'_>, cells: &Cells<'_>, row: u32) -> bool;

    /// Puts a row of another batch at the end.
    fn copy(&mut self, other: &Self, row: usize);

    /// The rows of columns as far as they can be read in bulk; `first_row` is the row of the first of them. Rows that need
    /// the checks of cells are marked as doubtful and hold anything.
    fn of_arrays(arrays: &Arrays<'_>, bulk: &mut kernels::Bulk<'_>, first_row: u32, doubtful: &mut Doubtful) -> Self;
}

impl Batch for ResidentBatch {
    const LIST: List = List::Residents;

    fn empty(details: bool) -> ResidentBatch {
        ResidentBatch { details: details.then(ResidentDetails::default), ..ResidentBatch::default() }
    }

    fn people(&self) -> &[PersonKey] {
        &self.person
    }

    fn groups(&self) -> &[u16] {
        &self.group
    }

    fn check(&mut self, checker: &mut Checker<'_>, cells: &Cells<'_>, row: u32) -> bool {
        checker.resident(cells, row, self)
    }

    fn copy(&mut self, other: &ResidentBatch, row: usize) {
        self.person.push(other.person[row]);
        self.commune.push(other.commune[row]);
        self.sex.push(other.sex[row]);
        self.birth.push(other.birth[row]);
        self.group.push(other.group[row]);
        self.ethnicity.push(other.ethnicity[row]);
        self.row.push(other.row[row]);
        if let (Some(details), Some(others)) = (&mut self.details, &other.details) {
            details.person_id.push(others.person_id.get(row));
            details.full_name.push(others.full_name.get(row));
            details.household.push(others.household.get(row));
            details.national_id.push(others.national_id.get(row));
        }
    }

    fn of_arrays(arrays: &Arrays<'_>, bulk: &mut kernels::Bulk<'_>, first_row: u32, doubtful: &mut Doubtful) -> Self {
        let at = |field: Field| arrays[field as usize];
        let rows = doubtful.len();
        // Dates in three columns are put together row by row.
        if Field::BIRTH_PARTS.iter().any(|part| at(*part).is_some()) {
            (0..rows).for_each(|row| doubtful.mark(row));
        }
        let text = |field: Field, doubtful: &mut Doubtful| match at(field) {
            Some(array) => kernels::texts(array, field, doubtful),
            None => kernels::no_texts(rows),
        };
        ResidentBatch {
            person: kernels::people(at(Field::PersonId), doubtful),
            commune: bulk.communes(at(Field::Commune), doubtful),
            sex: bulk.sexes(at(Field::Sex), doubtful),
            birth: bulk.births(at(Field::BirthDate), doubtful),
            group: bulk.groups(at(Field::Group), doubtful),
            ethnicity: bulk.ethnicities(at(Field::Ethnicity), doubtful),
            row: (first_row..).take(rows).collect(),
            details: bulk.details.then(|| ResidentDetails {
                person_id: text(Field::PersonId, doubtful),
                full_name: text(Field::FullName, doubtful),
                household: text(Field::Household, doubtful),
                national_id: text(Field::NationalId, doubtful),
            }),
        }
    }
}

impl Batch for CardBatch {
    const LIST: List = List::Cards;

    fn empty(details: bool) -> CardBatch {
        CardBatch { number: details.then(TextColumn::default), ..CardBatch::default() }
    }

    fn people(&self) -> &[PersonKey] {
        &self.person
    }

    fn groups(&self) -> &[u16] {
        &self.group
    }

    fn check(&mut self, checker: &mut Checker<'_>, cells: &Cells<'_>, _row: u32) -> bool {
        checker.card(cells, self)
    }

    fn copy(&mut self, other: &CardBatch, row: usize) {
        self.person.push(other.person[row]);
        self.from.push(other.from[row]);
        self.until.push(other.until[row]);
        self.group.push(other.group[row]);
        if let (Some(numbers), Some(others)) = (&mut self.number, &other.number) {
            numbers.push(others.get(row));
        }
    }

    fn of_arrays(arrays: &Arrays<'_>, bulk: &mut kernels::Bulk<'_>, _first_row: u32, doubtful: &mut Doubtful) -> Self {
        let at = |field: Field| arrays[field as usize];
        let from = kernels::days(at(Field::ValidFrom), None, doubtful);
        let until = kernels::days(at(Field::ValidTo), Some(crate::source::OPEN), doubtful);
        for (row, (from, until)) in from.iter().zip(&until).enumerate() {
            if until < from {
                doubtful.mark(row);
            }
        }
        CardBatch {
            person: kernels::people(at(Field::PersonId), doubtful),
            from,
            until,
            group: bulk.groups(at(Field::Group), doubtful),
            number: bulk.details.then(|| match at(Field::CardNumber) {
                Some(array) => kernels::texts(array, Field::CardNumber, doubtful),
                None => kernels::no_texts(doubtful.len()),
            }),
        }
    }
}
