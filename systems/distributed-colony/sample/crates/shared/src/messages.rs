use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// The answer of `GET /health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The program that answers: `backend` or `coordinator`.
    pub service: String,
    pub version: String,
}

/// What a backend says of itself; the coordinator sees for itself where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub port: u16,
}

/// A backend that takes part in the colony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Member {
    pub address: SocketAddr,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_an_address_in_json() {
        let member = Member { address: "10.0.0.7:8082".parse().unwrap() };
        let json = serde_json::to_string(&member).unwrap();
        assert_eq!(json, r#"{"address":"10.0.0.7:8082"}"#);
        assert_eq!(serde_json::from_str::<Member>(&json).unwrap(), member);
    }
}
