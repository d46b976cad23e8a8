//! The body as the rules see it: clauses under headings, and what the head says about the paper.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::grid::{self, Table};
use super::outline::Outline;
use super::parties::{self, Subject};
use crate::read::Document;
use crate::read::date::{DateAt, When};
use crate::read::lex::{Key, TokenKind, key, marks};
use crate::read::paragraphs::Mark;
use crate::read::phrases::{Phrases, phrases};
use crate::read::zones::Zone;
use crate::reading::{Kind, Reading};

/// What a clause holds, so that rules for other things need not look at it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cues {
    /// A number in digits.
    pub has_number: bool,
    /// A time that was read.
    pub has_time: bool,
    /// "hằng năm", "hàng năm".
    pub has_yearly: bool,
    /// "sơ kết", "tổng kết", "khen thưởng", "biểu dương".
    pub has_review: bool,
    /// A word that begins the name of an award.
    pub has_award: bool,
    /// "hỗ trợ", "tặng", "ủng hộ", "thẻ".
    pub has_support: bool,
    /// "phong trào".
    pub has_movement: bool,
    /// "đồng", "đ".
    pub has_money: bool,
    /// A word of insurance or of something else that is measured.
    pub has_measure: bool,
}

/// A sentence, or a part of one that ends with a semicolon.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// Whether it begins its paragraph.
    pub first: bool,
    /// Whether the clause before it ended with a semicolon.
    pub goes_on: bool,
    /// Whether it stands in the body proper, not in an annex.
    pub zone_is_body: bool,
    /// What it holds.
    pub cues: Cues,
    subject: OnceCell<Option<Subject>>,
}

impl Clause {
    /// Who acts in it; looked for once.
    pub fn subject(&self, document: &Document<'_>) -> Option<&Subject> {
        self.subject.get_or_init(|| parties::subject(document, &self.tokens)).as_ref()
    }
}

/// How many tokens of a paragraph are looked at before and after a clause.
const FAR: usize = 1_000;

/// Everything the rules of the body look at.
pub struct Scene<'d, 't> {
    /// The text.
    pub document: &'d Document<'t>,
    /// Its headings.
    pub outline: Outline,
    /// Its clauses, in order; headings are among them.
    pub clauses: Vec<Clause>,
    /// The tables of body and annexes.
    pub tables: Vec<Table>,
    /// The paragraphs that are rows of tables.
    pub rows: HashSet<usize>,
    /// The date of the paper, or of publication.
    pub date: Option<NaiveDate>,
    /// The year of the paper.
    pub year: Option<i32>,
    /// The single year that the subject is about: "chỉ tiêu năm 2021".
    pub subject_year: Option<i32>,
    /// The kind of paper.
    pub kind: Option<Kind>,
    /// The issuer.
    pub issuer: Option<String>,
    /// What the paper is about.
    pub subject: Option<String>,
    unit_lists: OnceCell<HashSet<usize>>,
}

impl<'d, 't> Scene<'d, 't> {
    /// The scene of a document whose head was read.
    pub fn new(document: &'d Document<'t>, reading: &Reading) -> Scene<'d, 't> {
        let date = reading.date.as_ref().map(|found| found.value);
        let subject = reading.subject.as_ref().map(|found| found.value.clone());
        let tables = grid::tables(document);
        Scene {
            rows: grid::rows(document, &tables),
            tables,
            document,
            outline: Outline::of(document),
            clauses: clauses(document),
            date,
            year: date.map(|date| date.year()),
            subject_year: subject.as_deref().and_then(single_year),
            kind: reading.kind.as_ref().map(|found| found.value),
            issuer: reading.issuer.as_ref().map(|found| found.value.clone()),
            subject,
            unit_lists: OnceCell::new(),
        }
    }

    /// Whether the text tells what happened rather than orders what shall be: a report, minutes, a web page.
    pub fn reports(&self) -> bool {
        matches!(self.kind, Some(Kind::BaoCao | Kind::BienBan))
    }

    /// Whether the subject names a movement or emulation.
    pub fn is_about_movement(&self) -> bool {
        let subject = self.subject.as_deref().unwrap_or_default().to_lowercase();
        subject.contains("phong trào") || subject.contains("thi đua")
    }

    /// Whether it is a page about something.
    pub fn is_news(&self) -> bool {
        !self.document.is_paper() || self.kind == Some(Kind::News)
    }

    /// Whether a time is the date of a paper that is cited.
    pub fn is_citation_date(&self, date: &DateAt) -> bool {
        let start = date.tokens.start;
        let Some(before) = start.checked_sub(1) else { return false };
        let before =
            if self.document.is_any(before, &[marks::COMMA, marks::OPEN]) { before.saturating_sub(1) } else { before };
        if self.document.symbol_at(before).is_some() {
            return true;
        }
        let issued = phrases!["ban hành", "ký", "ban hành ngày"];
        date.when.day().is_some() && issued.iter().any(|words| self.document.before(start, words).is_some())
    }

    /// The clauses of a paragraph, as indices.
    pub fn clauses_of(&self, paragraph: usize) -> Range<usize> {
        let start = self.clauses.partition_point(|clause| clause.paragraph < paragraph);
        let end = self.clauses.partition_point(|clause| clause.paragraph <= paragraph);
        start..end
    }

    /// Who acts in the first sentence of a paragraph.
    pub fn subject_of(&self, paragraph: usize) -> Option<&Subject> {
        let first = self.clauses.get(self.clauses_of(paragraph).start)?;
        (first.paragraph == paragraph).then(|| first.subject(self.document))?
    }

    /// Whether a paragraph is one of the items of a list in which nearly each begins with a unit and what it does.
    pub fn in_list_of_units(&self, paragraph: usize) -> bool {
        self.unit_lists.get_or_init(|| self.lists_of_units()).contains(&paragraph)
    }

    fn lists_of_units(&self) -> HashSet<usize> {
        let orders = matches!(
            self.kind,
            Some(Kind::CongVan | Kind::QuyetDinh | Kind::KeHoach | Kind::ThongBao | Kind::NghiDinh | Kind::NghiQuyet)
        );
        let mut found = HashSet::new();
        if !orders {
            return found;
        }
        let mut items: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, paragraph) in self.document.paragraphs.iter().enumerate() {
            let numbered = matches!(paragraph.mark, Some(Mark::Number(_) | Mark::Letter | Mark::SubNumber(_)));
            if numbered
                && paragraph.zone == Zone::Body
                && let Some(above) = self.outline.over.get(index).copied().flatten()
            {
                items.entry(above).or_default().push(index);
            }
        }
        for siblings in items.into_values().filter(|siblings| siblings.len() >= 2) {
            let acts = |index: &usize| {
                let content = self.document.paragraphs.get(*index).map(|paragraph| paragraph.content);
                let subject = self.subject_of(*index);
                content.zip(subject).is_some_and(|(content, subject)| subject.unit.start == content)
            };
            let units: Vec<usize> = siblings.iter().copied().filter(acts).collect();
            if units.len() >= 2 && units.len() * 4 >= siblings.len() * 3 {
                found.extend(units);
            }
        }
        found
    }

    /// The index of one of its clauses.
    pub fn index_of(&self, clause: &Clause) -> usize {
        self.clauses.partition_point(|other| other.tokens.start < clause.tokens.start)
    }

    /// The tokens of a clause's paragraph that are near enough to say something of the clause.
    pub fn surroundings(&self, clause: &Clause) -> Range<usize> {
        let paragraph = self.document.paragraphs.get(clause.paragraph);
        let (start, end) =
            paragraph.map_or((clause.tokens.start, clause.tokens.end), |it| (it.tokens.start, it.tokens.end));
        start.max(clause.tokens.start.saturating_sub(FAR))..end.min(clause.tokens.end.saturating_add(FAR))
    }

    /// Whether any of some phrases stands in a range.
    pub fn has(&self, range: &Range<usize>, phrases: &Phrases) -> bool {
        self.document.has(range, phrases)
    }
}

/// The single years ("năm 2025", "đến hết năm 2022") of a range, in order; runs of years are none.
pub fn years_in(document: &Document<'_>, range: &Range<usize>) -> Vec<i32> {
    let years = document.dates_in(range.clone()).iter().filter_map(|date| match date.when {
        When::Year(year) => Some(year),
        _ => None,
    });
    let mut years: Vec<i32> = years.collect();
    years.dedup();
    years
}

/// The only year that a text names with the word "năm" and that is no part of a run of years.
fn single_year(text: &str) -> Option<i32> {
    let words = crate::read::words::Words::new(text);
    let dates = crate::read::date::all(&words);
    let mut years: Vec<i32> = dates
        .iter()
        .filter_map(|date| match date.when {
            When::Years { .. } => Some(0),
            When::Day(_) => None,
            when => when.year(),
        })
        .collect();
    years.dedup();
    match years.as_slice() {
        [year] if *year > 0 => Some(*year),
        _ => None,
    }
}

fn clauses(document: &Document<'_>) -> Vec<Clause> {
    let mut found = Vec::new();
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        if !matches!(paragraph.zone, Zone::Body | Zone::Annex | Zone::Preamble) {
            continue;
        }
        let mut goes_on = false;
        for (place, sentence) in paragraph.sentences.iter().enumerate() {
            found.push(Clause {
                tokens: sentence.clone(),
                paragraph: index,
                first: place == 0,
                goes_on,
                zone_is_body: paragraph.zone == Zone::Body,
                cues: cues(document, sentence),
                subject: OnceCell::new(),
            });
            goes_on = sentence.end.checked_sub(1).is_some_and(|last| document.is(last, marks::SEMICOLON));
        }
    }
    found
}

fn cues(document: &Document<'_>, range: &Range<usize>) -> Cues {
    let mut cues = Cues { has_time: !document.dates_in(range.clone()).is_empty(), ..Cues::default() };
    for token in document.tokens.get(range.clone()).unwrap_or_default() {
        if token.kind == TokenKind::Number {
            cues.has_number = true;
            continue;
        }
        match token.key {
            ONE_WORD | TWO | THREE => cues.has_number = true,
            EACH | EACH_OTHER => cues.has_yearly = true,
            INTERIM | FINAL | PRAISE | HONOUR => cues.has_review = true,
            MEDAL | DIPLOMA | PAPER | FLAG | FIGHTER | TOKEN => cues.has_award = true,
            SUPPORT | DONATE | GIVE | CARD | COLLECT | HAND => cues.has_support = true,
            DONG | DONG_SHORT | VND => cues.has_money = true,
            MOVEMENT => cues.has_movement = true,
            HEALTH | SOCIAL | VOLUNTARY | COMPULSORY | UNEMPLOYED | INSURE | SHORT | COVER | DEBT | SLOW | CONTENT
            | RATE | ONE | NEW_RURAL | REVENUE => cues.has_measure = true,
            _ => {}
        }
    }
    cues
}

const ONE_WORD: Key = key!("một");
const TWO: Key = key!("hai");
const THREE: Key = key!("ba");
const EACH: Key = key!("hằng");
const EACH_OTHER: Key = key!("hàng");
const INTERIM: Key = key!("sơ");
const FINAL: Key = key!("tổng");
const PRAISE: Key = key!("khen");
const HONOUR: Key = key!("dương");
const MEDAL: Key = key!("huân");
const DIPLOMA: Key = key!("bằng");
const PAPER: Key = key!("giấy");
const FLAG: Key = key!("cờ");
const FIGHTER: Key = key!("chiến");
const TOKEN: Key = key!("kỷ");
const SUPPORT: Key = key!("hỗ");
const DONATE: Key = key!("ủng");
const GIVE: Key = key!("tặng");
const CARD: Key = key!("thẻ");
const COLLECT: Key = key!("quyên");
const HAND: Key = key!("trao");
const DONG: Key = key!("đồng");
const DONG_SHORT: Key = key!("đ");
const VND: Key = key!("VNĐ");
const MOVEMENT: Key = key!("phong");
const HEALTH: Key = key!("BHYT");
const SOCIAL: Key = key!("BHXH");
const VOLUNTARY: Key = key!("BHXHTN");
const COMPULSORY: Key = key!("BHXHBB");
const UNEMPLOYED: Key = key!("BHTN");
const INSURE: Key = key!("bảo");
const SHORT: Key = key!("BH");
const SLOW: Key = key!("chậm");
const COVER: Key = key!("bao");
const DEBT: Key = key!("nợ");
const CONTENT: Key = key!("hài");
const RATE: Key = key!("tỷ");
const ONE: Key = key!("xã");
const NEW_RURAL: Key = key!("nông");
const REVENUE: Key = key!("thu");
