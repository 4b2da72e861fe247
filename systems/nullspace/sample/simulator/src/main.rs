//! A chain of one node, to try things on: `GET /healthz`, `GET /blocks`, and `POST /transfers`, which makes a block.

mod chain;
mod routes;

use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread;

use clap::Parser;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tiny_http::Server;

use chain::Chain;

/// Where the image's health check asks.
const PORT: u16 = 8080;

#[derive(Parser)]
#[command(name = "nullspace-simulator", about = "A chain of one node, to try things on.")]
struct Arguments {
    /// How many chips the bank begins with
    #[arg(long, default_value_t = 1_000_000)]
    chips: u64,
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().without_time().init();

    let server = Arc::new(Server::http((Ipv4Addr::UNSPECIFIED, PORT))?);
    tracing::info!(PORT, openssl = openssl::version::version(), "listening");
    // As the first process of a container a program has no default signal handlers.
    let mut signals = Signals::new([SIGTERM, SIGINT])?;
    let listening = Arc::clone(&server);
    thread::spawn(move || {
        for signal in &mut signals {
            tracing::info!(signal, "stopping");
            listening.unblock();
        }
    });

    let mut chain = Chain::new(arguments.chips);
    for request in server.incoming_requests() {
        if let Err(error) = routes::answer(&mut chain, request) {
            tracing::warn!(%error, "a connection broke");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_no_arguments() {
        assert_eq!(Arguments::try_parse_from(["nullspace-simulator"]).unwrap().chips, 1_000_000);
        assert!(Arguments::try_parse_from(["nullspace-simulator", "--chips", "none"]).is_err());
    }
}
