use nullspace_execution::{Ledger, TooFewChips};
use nullspace_types::{Block, Transfer};
use openssl::sha::sha256;

/// The blocks so far, and the ledger that they lead to.
pub struct Chain {
    ledger: Ledger,
    blocks: Vec<Block>,
}

impl Chain {
    /// No blocks, and a bank with so many chips.
    pub fn new(chips: u64) -> Self {
        Self { ledger: Ledger::new(chips), blocks: Vec::new() }
    }

    /// Makes a transfer and the block that tells of it.
    pub fn add(&mut self, transfer: Transfer) -> Result<Block, TooFewChips> {
        self.ledger.apply(&transfer)?;
        let height = self.blocks.len() as u64;
        let state = sha256(&self.ledger.encode()).iter().map(|byte| format!("{byte:02x}")).collect();
        let block = Block { height, transfer, state };
        self.blocks.push(block.clone());
        Ok(block)
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transfer(from: &str) -> Transfer {
        Transfer { from: from.to_owned(), to: "alice".to_owned(), amount: 1 }
    }

    #[test]
    fn a_block_tells_its_height_and_the_digest_of_the_ledger() {
        let block = Chain::new(1_000_000).add(transfer("bank")).unwrap();
        assert_eq!(block.height, 0);
        // printf '5:alice=1;4:bank=999999;' | sha256sum
        assert_eq!(block.state, "6815a734b9f61d5b9fdf2d60fe045ada3958c868b995cce7f50a255363ae2696");
    }

    #[test]
    fn a_refused_transfer_makes_no_block() {
        let mut chain = Chain::new(1);
        assert!(chain.add(transfer("nobody")).is_err());
        assert_eq!(chain.blocks(), []);
    }
}
