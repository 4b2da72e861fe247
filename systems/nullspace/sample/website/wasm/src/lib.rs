//! What the website computes in the browser.

use nullspace_types::BANK;
use wasm_bindgen::prelude::wasm_bindgen;

/// Whether a name can be a player's: the bank's cannot, nor an empty one.
#[wasm_bindgen]
pub fn is_player(name: &str) -> bool {
    !name.trim().is_empty() && name != BANK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bank_is_no_player() {
        assert!(is_player("alice"));
        assert!(!is_player("bank"));
        assert!(!is_player(" "));
    }
}
