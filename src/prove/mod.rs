//! What can be proved about an assessment before anybody answers it: which results can be reached, which conditions can
//! hold, which services can be offered. Each by a sheet of answers, or by having looked at all of them.
//!
//! The story: `truth` turns conditions into bits, `ways` finds the answers to one question that differ in what follows,
//! `solver` walks through the questions; `totals` and `outcomes` add up what they count, `witness` asks for results. `diagnose` says
//! what follows: `reachable` and `weights` from proofs, `asking`, `reading` and `anchors` from looking.

mod aim;
mod anchors;
mod asking;
mod changes;
mod diagnose;
mod finding;
mod outcomes;
mod reachable;
mod reading;
mod solver;
mod totals;
mod truth;
mod ways;
mod weights;
mod witness;

pub use changes::changes;
pub use diagnose::diagnose;
pub use solver::Found;
pub use witness::{Goal, reach, witness, witness_for_band};
