//! Makes Rust of protos/, with the system's `protoc`.

use std::path::Path;

const PROTO: &str = "protos/tercen.proto";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if !Path::new(PROTO).exists() {
        return Err(format!("proto file not found: {PROTO}. Is protos/ in the Docker context (.dockerignore)?").into());
    }
    tonic_build::compile_protos(PROTO)?;
    Ok(())
}
