use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{ConnectInfo, State};
use axum::{Json, Router, http::StatusCode, routing::get};
use shared::{Member, Registration};

type Members = Arc<Mutex<BTreeSet<Member>>>;

/// `PUT /members` adds a backend, `GET /members` lists all in the order of their addresses.
pub fn routes() -> Router {
    Router::new().route("/members", get(list).put(add)).with_state(Members::default())
}

async fn list(State(members): State<Members>) -> Json<Vec<Member>> {
    Json(members.lock().expect("no holder of the lock panics").iter().copied().collect())
}

async fn add(
    State(members): State<Members>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    Json(Registration { port }): Json<Registration>,
) -> StatusCode {
    let member = Member { address: SocketAddr::new(caller.ip(), port) };
    members.lock().expect("no holder of the lock panics").insert(member);
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lists_a_member_once_however_often_it_registers() {
        let members = Members::default();
        for caller in ["10.0.0.7:40000", "10.0.0.7:40001"] {
            let caller = ConnectInfo(caller.parse().unwrap());
            add(State(members.clone()), caller, Json(Registration { port: 8082 })).await;
        }
        let listed = list(State(members)).await.0;
        assert_eq!(listed, vec![Member { address: "10.0.0.7:8082".parse().unwrap() }]);
    }
}
