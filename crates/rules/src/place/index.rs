//! Values grouped by a key: one sorted vector instead of a map of vectors, since the registry is built at every start.

/// Values of each key in the order they were given.
#[derive(Debug)]
pub(super) struct Index<K>(Vec<(K, u32)>);

impl<K: Ord + Copy> Index<K> {
    pub(super) fn new(mut pairs: Vec<(K, u32)>) -> Index<K> {
        pairs.sort_by_key(|(key, _)| *key);
        Index(pairs)
    }

    pub(super) fn of(&self, key: K) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(other, _)| *other < key);
        self.0[start..].iter().take_while(move |(other, _)| *other == key).map(|(_, value)| *value)
    }

    /// Neighbours under the same key.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[0].1, pair[1].1))
    }
}
