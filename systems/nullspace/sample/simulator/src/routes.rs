use std::io;

use nullspace_types::Transfer;
use serde_json::to_string;
use tiny_http::{Method, Request, Response};

use crate::chain::Chain;

/// Answers one request.
pub fn answer(chain: &mut Chain, mut request: Request) -> io::Result<()> {
    let mut body = String::new();
    request.as_reader().read_to_string(&mut body)?;
    let (status, text) = route(chain, request.method(), request.url(), &body);
    request.respond(Response::from_string(text).with_status_code(status))
}

/// The status and the text that a request is answered with.
fn route(chain: &mut Chain, method: &Method, url: &str, body: &str) -> (u16, String) {
    match (method, url) {
        (Method::Get, "/healthz") => (200, "ok\n".to_owned()),
        (Method::Get, "/blocks") => (200, to_string(chain.blocks()).expect("blocks are plain data")),
        (Method::Post, "/transfers") => match serde_json::from_str::<Transfer>(body) {
            Ok(transfer) => match chain.add(transfer) {
                Ok(block) => (200, to_string(&block).expect("a block is plain data")),
                Err(refused) => (422, format!("{refused}\n")),
            },
            Err(error) => (400, format!("not a transfer: {error}\n")),
        },
        _ => (404, "not found\n".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(method: Method, url: &str, body: &str) -> u16 {
        route(&mut Chain::new(10), &method, url, body).0
    }

    #[test]
    fn tells_a_transfer_from_one_that_cannot_be_made_and_from_none() {
        assert_eq!(status(Method::Post, "/transfers", r#"{"from":"bank","to":"alice","amount":10}"#), 200);
        assert_eq!(status(Method::Post, "/transfers", r#"{"from":"bank","to":"alice","amount":11}"#), 422);
        assert_eq!(status(Method::Post, "/transfers", "alice"), 400);
    }

    #[test]
    fn is_healthy_and_has_blocks() {
        assert_eq!(status(Method::Get, "/healthz", ""), 200);
        assert_eq!(status(Method::Get, "/blocks", ""), 200);
        assert_eq!(status(Method::Get, "/", ""), 404);
    }
}
