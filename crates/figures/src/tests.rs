//! Proofs over all drawings.
