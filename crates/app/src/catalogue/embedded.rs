//! The definitions compiled into the binary.

use platform::definition::Definitions;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../definitions/", $name)))),*]
    };
}

/// Every embedded definition as (name, text). A test holds the list against the folder.
pub const FILES: &[(&str, &str)] = files![
    "catalogue/actors.toml",
    "catalogue/authorities.toml",
    "catalogue/denominators.toml",
    "catalogue/groups.toml",
    "catalogue/indicators.toml",
    "catalogue/regions.toml",
    "law/awards.toml",
    "law/criteria/qd_1980_2016.toml",
    "law/criteria/qd_318_2022_phu_luc_1.toml",
    "law/criteria/qd_318_2022_phu_luc_2.toml",
    "law/criteria/qd_319_2022.toml",
    "law/criteria/qd_320_2022.toml",
    "law/criteria/qd_342_2013.toml",
    "law/criteria/qd_491_2009.toml",
    "law/criteria/qd_51_2025.toml",
    "law/criteria/qd_691_2018.toml",
    "movements/chi_dao_3036.toml",
    "movements/nong_thon_moi.toml",
    "movements/vi_nguoi_ngheo.toml",
    "offices/offices.toml",
    "population/groups.toml",
    "population/policy.toml",
    "population/retention.toml",
    "samples/ben_tre.toml",
    "samples/papers.toml",
    "samples/published.toml",
    "samples/registers.toml",
    "samples/targets.toml",
];

/// The embedded definitions, over which an office may lay its own folder.
pub fn definitions() -> Definitions {
    Definitions::embedded(FILES)
}
