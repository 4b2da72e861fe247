//! What the programs of Nullspace say to each other.

use serde::{Deserialize, Serialize};

/// Chips that change hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub from: String,
    pub to: String,
    pub amount: u64,
}

/// One step of the chain: a transfer, and what the ledger is after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// How many blocks came before.
    pub height: u64,
    pub transfer: Transfer,
    /// SHA-256 of the ledger, as hexadecimal digits.
    pub state: String,
}

/// The player that every chip comes from.
pub const BANK: &str = "bank";
