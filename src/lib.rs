//! Gradewright turns questionnaires that marketers write in Markdown into a static site of assessments
//! ("graders"), and every completed one into a scored lead with the services to talk about.

pub mod assessment;
mod body;
pub mod brief;
pub mod cli;
pub mod colour;
pub mod content;
pub mod delivery;
mod form;
pub mod inbox;
pub mod intake;
mod origin;
pub mod preview;
pub mod prove;
pub mod render;
pub mod server;
pub mod simulation;
pub mod store;
mod throttle;
pub mod trial;
pub mod words;
