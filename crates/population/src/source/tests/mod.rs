//! Stories of lists as communes and offices write them.
