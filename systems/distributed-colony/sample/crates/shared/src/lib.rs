//! What the backend and the coordinator have in common: their messages, their logs, and how they serve.

mod messages;
mod server;

pub use messages::{Health, Member, Registration};
pub use server::serve;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// Where a service runs, the last argument of both programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deployment {
    /// On AWS: logs are JSON lines.
    Aws,
    /// At a desk: logs are for reading.
    Localhost,
}

/// Sends logs to standard output; `RUST_LOG` sets the level, `info` by default.
pub fn start_logging(deployment: Deployment) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter);
    match deployment {
        Deployment::Aws => logs.json().init(),
        Deployment::Localhost => logs.init(),
    }
}

/// The version the image was built as: the environment variable `BUILD_VERSION`, or `dev`.
pub fn build_version() -> String {
    std::env::var("BUILD_VERSION").unwrap_or_else(|_| "dev".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deployment_is_spelt_as_on_the_command_line() {
        assert_eq!(Deployment::from_str("aws", false), Ok(Deployment::Aws));
        assert!(Deployment::from_str("moon", false).is_err());
    }
}
