//! Follows a chain: `GET /healthz`, and `POST /transfers` with a JSON line each, of which it says what its sender has left.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process;
use std::thread;

use nullspace_execution::Ledger;
use nullspace_types::Transfer;
use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;
use tiny_http::{Method, Response, Server};

const PORT: u16 = 9000;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = Server::http((Ipv4Addr::UNSPECIFIED, PORT))?;
    println!("nullspace-node listens on {PORT}");
    // As the first process of a container a program has no default signal handlers. Nothing is kept, so nothing is lost.
    let mut signals = Signals::new([SIGTERM])?;
    thread::spawn(move || signals.forever().for_each(|_| process::exit(0)));

    let mut ledger = Ledger::new(1_000_000);
    for mut request in server.incoming_requests() {
        let mut body = String::new();
        if let Err(error) = request.as_reader().read_to_string(&mut body) {
            eprintln!("a connection broke: {error}");
            continue;
        }
        let (status, text) = match (request.method(), request.url()) {
            (Method::Get, "/healthz") => (200, "ok\n".to_owned()),
            (Method::Post, "/transfers") => (200, body.lines().map(|line| answer(&mut ledger, line)).collect()),
            _ => (404, "not found\n".to_owned()),
        };
        if let Err(error) = request.respond(Response::from_string(text).with_status_code(status)) {
            eprintln!("a connection broke: {error}");
        }
    }
    Ok(())
}

fn answer(ledger: &mut Ledger, line: &str) -> String {
    let transfer: Transfer = match serde_json::from_str(line) {
        Ok(transfer) => transfer,
        Err(error) => return format!("not a transfer: {error}\n"),
    };
    match ledger.apply(&transfer) {
        Ok(()) => format!("{} {}\n", transfer.from, ledger.chips(&transfer.from)),
        Err(refused) => format!("{refused}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_each_line() {
        let mut ledger = Ledger::new(100);
        assert_eq!(answer(&mut ledger, r#"{"from":"bank","to":"alice","amount":1}"#), "bank 99\n");
        assert_eq!(answer(&mut ledger, r#"{"from":"alice","to":"bob","amount":2}"#), "alice has only 1 chips\n");
        assert!(answer(&mut ledger, "{}").starts_with("not a transfer: missing field `from`"));
    }
}
