use std::error::Error;
use std::fmt;
use std::io;

use tonic::codegen::http::Uri;
use tonic::Status;

/// Why Tercen did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// Nobody listens at the endpoint.
    Refused(Uri),
    /// The endpoint was not reached, or the connection was lost.
    Unreachable(Uri, Box<dyn Error + Send + Sync>),
    /// Tercen answered with an error.
    Answer(Box<Status>),
}

impl Failure {
    /// What a failed connection attempt means.
    pub fn connecting(endpoint: &Uri, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Failure::Refused(endpoint.clone()),
            _ => Failure::Unreachable(endpoint.clone(), error.into()),
        }
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Failure::Answer(Box::new(status))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(endpoint) => {
                write!(formatter, "connection refused to Tercen at {endpoint}. Check TERCEN_ENDPOINT and the network")
            }
            Failure::Unreachable(endpoint, cause) => {
                write!(
                    formatter,
                    "Tercen at {endpoint} was not reached: {cause}. Check TERCEN_ENDPOINT and the network"
                )
            }
            Failure::Answer(status) => write!(formatter, "Tercen answered: {}", status.message()),
        }
    }
}

impl Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_connection_names_the_endpoint_and_the_cure() {
        let endpoint = Uri::from_static("https://tercen.com:5400");
        let failure = Failure::connecting(&endpoint, io::ErrorKind::ConnectionRefused.into());
        assert_eq!(
            failure.to_string(),
            "connection refused to Tercen at https://tercen.com:5400/. Check TERCEN_ENDPOINT and the network"
        );
    }
}
