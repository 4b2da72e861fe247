//! One worker of the colony: answers HTTP and keeps telling the coordinator where it is.

mod registration;

use axum::Router;
use clap::Parser;
use shared::Deployment;
use tokio::net::TcpListener;

/// musl's own allocator is slow when threads share it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "backend")]
struct Arguments {
    /// Address to listen on.
    #[arg(default_value = "0.0.0.0")]
    host: String,
    /// Port to listen on.
    #[arg(default_value_t = 8082)]
    port: u16,
    #[arg(value_enum, default_value = "localhost")]
    deployment: Deployment,
    #[arg(long, env = "COORDINATOR_HOST", default_value = "localhost")]
    coordinator_host: String,
    #[arg(long, env = "COORDINATOR_PORT", default_value_t = 8083)]
    coordinator_port: u16,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    shared::start_logging(arguments.deployment);

    let listener = TcpListener::bind((arguments.host.as_str(), arguments.port)).await?;
    let coordinator = format!("http://{}:{}", arguments.coordinator_host, arguments.coordinator_port);
    tokio::spawn(registration::keep(coordinator, listener.local_addr()?.port()));

    shared::serve("backend", listener, Router::new()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_host_port_and_deployment_in_this_order() {
        let arguments = Arguments::try_parse_from(["backend", "127.0.0.1", "9000", "aws"]).unwrap();
        assert_eq!((arguments.host.as_str(), arguments.port), ("127.0.0.1", 9000));
        assert_eq!(arguments.deployment, Deployment::Aws);
    }

    #[test]
    fn refuses_a_port_that_is_none() {
        assert!(Arguments::try_parse_from(["backend", "0.0.0.0", "99999", "aws"]).is_err());
    }
}
