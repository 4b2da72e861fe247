//! What a transfer does. The same in every program, so that all come to the same ledger.

use std::collections::BTreeMap;
use std::fmt;

use nullspace_types::{Transfer, BANK};

/// Who has how many chips. Players with none are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger(BTreeMap<String, u64>);

/// Why a transfer was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFewChips {
    pub player: String,
    pub has: u64,
}

impl fmt::Display for TooFewChips {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} has only {} chips", self.player, self.has)
    }
}

impl Ledger {
    /// The bank has them all.
    pub fn new(chips: u64) -> Self {
        let mut ledger = Self(BTreeMap::new());
        ledger.set(BANK, chips);
        ledger
    }

    pub fn chips(&self, player: &str) -> u64 {
        self.0.get(player).copied().unwrap_or(0)
    }

    /// Makes a transfer, or changes nothing.
    pub fn apply(&mut self, Transfer { from, to, amount }: &Transfer) -> Result<(), TooFewChips> {
        let has = self.chips(from);
        let left = has.checked_sub(*amount).ok_or_else(|| TooFewChips { player: from.clone(), has })?;
        self.set(from, left);
        // The sum of all chips never changes, so this cannot overflow.
        self.set(to, self.chips(to) + amount);
        Ok(())
    }

    /// The ledger as bytes, one way only: what its digest is taken of.
    pub fn encode(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(player, chips)| format!("{}:{player}={chips};", player.len()).into_bytes()).collect()
    }

    fn set(&mut self, player: &str, chips: u64) {
        if chips == 0 {
            self.0.remove(player);
        } else {
            self.0.insert(player.to_owned(), chips);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(from: &str, to: &str, amount: u64) -> Transfer {
        Transfer { from: from.to_owned(), to: to.to_owned(), amount }
    }

    #[test]
    fn chips_change_hands_and_none_is_lost() {
        let mut ledger = Ledger::new(100);
        ledger.apply(&transfer(BANK, "alice", 30)).unwrap();
        ledger.apply(&transfer("alice", "bob", 30)).unwrap();
        ledger.apply(&transfer("bob", "bob", 7)).unwrap();
        assert_eq!([BANK, "alice", "bob"].map(|player| ledger.chips(player)), [70, 0, 30]);
        assert_eq!(ledger.encode(), b"4:bank=70;3:bob=30;");
    }

    #[test]
    fn who_has_too_few_gives_none() {
        let mut ledger = Ledger::new(100);
        let refused = ledger.apply(&transfer("alice", "bob", 1));
        assert_eq!(refused, Err(TooFewChips { player: "alice".to_owned(), has: 0 }));
        assert_eq!(ledger, Ledger::new(100));
    }
}
