//! Follows a chain: takes transfers, a JSON line each, and answers each with what its sender has left.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process;
use std::thread;

use nullspace_execution::Ledger;
use nullspace_types::Transfer;
use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;

const PORT: u16 = 9000;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, PORT))?;
    println!("nullspace-node listens on {PORT}");
    // As the first process of a container a program has no default signal handlers. Nothing is kept, so nothing is lost.
    let mut signals = Signals::new([SIGTERM])?;
    thread::spawn(move || signals.forever().for_each(|_| process::exit(0)));

    let mut ledger = Ledger::new(1_000_000);
    for connection in listener.incoming() {
        if let Err(error) = follow(&connection?, &mut ledger) {
            eprintln!("a connection broke: {error}");
        }
    }
    Ok(())
}

fn follow(mut connection: &TcpStream, ledger: &mut Ledger) -> io::Result<()> {
    for line in BufReader::new(connection).lines() {
        connection.write_all(answer(ledger, &line?).as_bytes())?;
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
