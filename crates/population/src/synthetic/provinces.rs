//! What the made-up country borrows from the real one, by province.

/// Rough shape of a province before 1 July 2025.
///
/// Sums of people are those that the statistics office published for the middle of 2020, to the nearest 10,000. The other
/// columns only set one province apart from another as it is in life; they are nobody's statistics.
#[derive(Debug)]
pub(super) struct Profile {
    /// Its code.
    pub code: &'static str,
    /// People, in tens of thousands.
    pub people: u32,
    /// Poor and near-poor people, of a thousand.
    pub poor: [u32; 2],
    /// People of minorities, of a thousand.
    pub minority: u32,
    /// Codes of the minorities, the largest first.
    pub minorities: &'static [u8],
    /// Workers of enterprises among the people of 18 to 54, of a thousand.
    pub workers: u32,
    /// Whom the cards of a day reach, of a thousand.
    pub coverage: u32,
}

/// One line a province.
const fn profile(
    code: &'static str,
    people: u32,
    poor: [u32; 2],
    minority: u32,
    minorities: &'static [u8],
    workers: u32,
    coverage: u32,
) -> Profile {
    Profile { code, people, poor, minority, minorities, workers, coverage }
}

/// The province with this code.
pub(super) fn find(code: &str) -> Option<&'static Profile> {
    PROFILES.iter().find(|profile| profile.code == code)
}

#[rustfmt::skip]
const PROFILES: [Profile; 63] = [
    profile("01", 825, [1, 7], 13, &[6, 2, 7], 380, 950),
    profile("02", 87, [310, 120], 878, &[8, 2, 9, 7], 60, 968),
    profile("04", 53, [260, 140], 949, &[2, 7, 8, 9], 60, 968),
    profile("06", 32, [200, 110], 883, &[2, 9, 7, 8], 80, 967),
    profile("08", 79, [130, 70], 567, &[2, 9, 15, 8], 130, 962),
    profile("10", 75, [140, 100], 662, &[8, 2, 9, 3], 140, 965),
    profile("11", 61, [270, 90], 826, &[3, 8, 29, 9], 60, 968),
    profile("12", 47, [250, 90], 839, &[3, 8, 9, 35], 60, 967),
    profile("14", 127, [150, 90], 838, &[3, 8, 6, 29], 80, 963),
    profile("15", 83, [80, 60], 573, &[2, 9, 8, 3], 140, 962),
    profile("17", 86, [90, 80], 741, &[6, 3, 2, 9], 210, 960),
    profile("19", 131, [35, 35], 299, &[2, 7, 18, 9], 420, 962),
    profile("20", 79, [70, 90], 838, &[7, 2, 9, 4], 120, 955),
    profile("22", 134, [2, 8], 123, &[9, 2, 18, 15], 380, 952),
    profile("24", 184, [25, 40], 143, &[7, 2, 18, 15], 480, 955),
    profile("25", 148, [35, 40], 171, &[6, 9], 330, 948),
    profile("26", 117, [8, 25], 47, &[18, 9], 470, 947),
    profile("27", 142, [10, 20], 12, &[2, 7], 520, 948),
    profile("30", 192, [13, 22], 7, &[2, 18], 450, 930),
    profile("31", 205, [6, 12], 4, &[2, 4], 450, 932),
    profile("33", 127, [17, 25], 4, &[2, 6], 390, 925),
    profile("34", 187, [22, 27], 2, &[2, 6], 300, 922),
    profile("35", 86, [20, 30], 4, &[6, 2], 420, 925),
    profile("36", 178, [13, 28], 3, &[2, 6], 310, 918),
    profile("37", 99, [18, 27], 28, &[6], 340, 930),
    profile("38", 366, [45, 70], 175, &[6, 3, 24, 8], 260, 917),
    profile("40", 337, [50, 60], 147, &[3, 24, 29, 8], 190, 925),
    profile("42", 130, [32, 40], 2, &[6, 44], 200, 930),
    profile("44", 90, [40, 45], 29, &[23, 44], 190, 950),
    profile("45", 64, [70, 45], 139, &[23, 31], 190, 950),
    profile("46", 113, [27, 32], 50, &[31, 26, 23], 260, 975),
    profile("48", 117, [5, 10], 7, &[26, 4], 430, 958),
    profile("49", 150, [55, 22], 94, &[26, 20, 27, 30], 290, 960),
    profile("51", 123, [70, 50], 150, &[19, 30, 20], 230, 950),
    profile("52", 149, [40, 40], 26, &[13, 19, 17], 230, 950),
    profile("54", 87, [35, 45], 65, &[12, 17, 13], 190, 930),
    profile("56", 124, [32, 40], 60, &[21, 16, 4], 310, 935),
    profile("58", 59, [55, 60], 241, &[17, 21], 200, 920),
    profile("60", 124, [22, 30], 75, &[17, 21, 16, 4], 230, 908),
    profile("62", 56, [100, 60], 549, &[14, 13, 27, 10], 140, 955),
    profile("64", 154, [85, 80], 463, &[10, 13], 130, 915),
    profile("66", 189, [80, 60], 357, &[12, 7, 2, 20], 140, 920),
    profile("67", 64, [70, 60], 322, &[20, 7, 8, 2], 140, 908),
    profile("68", 131, [20, 30], 257, &[16, 28, 7, 36], 220, 922),
    profile("70", 101, [15, 15], 196, &[22, 7, 2, 5], 380, 908),
    profile("72", 118, [6, 12], 16, &[5, 17, 4], 440, 905),
    profile("74", 258, [3, 6], 33, &[5, 4, 7], 640, 912),
    profile("75", 318, [4, 8], 66, &[4, 7, 32, 22], 560, 920),
    profile("77", 117, [3, 8], 21, &[32, 4, 5], 430, 918),
    profile("79", 923, [4, 4], 52, &[4, 5, 17], 430, 945),
    profile("80", 171, [11, 18], 5, &[5, 4], 480, 910),
    profile("82", 177, [15, 22], 3, &[4, 5], 300, 908),
    profile("83", 129, [28, 30], 4, &[4, 5], 250, 925),
    profile("84", 101, [14, 28], 323, &[5, 4], 240, 925),
    profile("86", 102, [13, 25], 27, &[5, 4], 280, 912),
    profile("87", 160, [17, 28], 2, &[5, 4], 210, 898),
    profile("89", 190, [27, 45], 53, &[5, 17, 4], 190, 885),
    profile("91", 173, [20, 28], 147, &[5, 4], 190, 888),
    profile("92", 124, [6, 17], 29, &[5, 4], 290, 915),
    profile("93", 73, [35, 38], 34, &[5, 4], 230, 902),
    profile("94", 120, [25, 60], 354, &[5, 4], 210, 918),
    profile("95", 91, [22, 32], 105, &[5, 4], 190, 905),
    profile("96", 119, [18, 20], 29, &[5, 4], 190, 890),
];
