//! Lays out the plots that people ask for in Tercen.

mod facets;
mod failure;
mod logs;
mod operator;
mod settings;
mod tercen;

pub use facets::{panels, Page};
pub use failure::Failure;
pub use logs::start_logging;
pub use operator::serve;
pub use settings::{Password, Settings, SettingsError};
pub use tercen::Tercen;

/// Messages and client of `protos/tercen.proto`, made by build.rs.
pub mod proto {
    tonic::include_proto!("tercen");
}
