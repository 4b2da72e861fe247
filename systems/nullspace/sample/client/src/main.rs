//! Writes a transfer as JSON, for `curl --json @- http://localhost:8080/transfers`.

use std::process::ExitCode;

use nullspace_types::Transfer;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match transfer(&arguments) {
        Some(transfer) => {
            println!("{}", serde_json::to_string(&transfer).expect("a transfer is plain data"));
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("usage: nullspace-client FROM TO AMOUNT");
            ExitCode::from(2)
        }
    }
}

fn transfer(arguments: &[String]) -> Option<Transfer> {
    let [from, to, amount] = arguments else { return None };
    Some(Transfer { from: from.clone(), to: to.clone(), amount: amount.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_two_players_and_a_number() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let made = transfer(&words("alice bob 5"));
        assert_eq!(made, Some(Transfer { from: "alice".to_owned(), to: "bob".to_owned(), amount: 5 }));
        assert_eq!(transfer(&words("alice bob five")), None);
        assert_eq!(transfer(&words("alice bob")), None);
    }
}
