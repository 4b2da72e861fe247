//! Knows which backends take part in the colony.

mod members;

use std::net::Ipv4Addr;

use clap::Parser;
use shared::Deployment;
use tokio::net::TcpListener;

/// musl's own allocator is slow when threads share it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "coordinator")]
struct Arguments {
    #[arg(value_enum, default_value = "localhost")]
    deployment: Deployment,
    /// Port to listen on, on every address.
    #[arg(long, env = "COORDINATOR_PORT", default_value_t = 8083)]
    port: u16,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    shared::start_logging(arguments.deployment);

    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, arguments.port)).await?;
    shared::serve("coordinator", listener, members::routes()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_the_deployment_alone() {
        let arguments = Arguments::try_parse_from(["coordinator", "aws"]).unwrap();
        assert_eq!(arguments.deployment, Deployment::Aws);
    }
}
