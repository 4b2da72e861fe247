//! The GGRS plot operator: logs in to Tercen and lays out the plots that people ask for there.

use std::path::Path;
use std::process::ExitCode;

use ggrs_plot_operator::{serve, start_logging, Settings};
use tokio::signal::unix::{signal, SignalKind};

#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let settings = match Settings::read(|name| std::env::var(name).ok()) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    start_logging(Path::new("/app/logs"));
    tokio::select! {
        never = serve(&settings) => match never {},
        name = stopped() => tracing::info!("{name}: stopping"),
    }
    ExitCode::SUCCESS
}

/// Waits for the signal that ends the operator. As the first process of a container a program has no default handlers.
async fn stopped() -> &'static str {
    let listen = |kind| signal(kind).expect("a program may handle SIGTERM and SIGINT");
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate()), listen(SignalKind::interrupt()));
    tokio::select! {
        _ = terminate.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    }
}
