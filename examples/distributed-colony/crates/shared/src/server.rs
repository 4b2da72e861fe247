use std::io;
use std::net::SocketAddr;

use axum::{Json, Router, routing::get};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::{Health, build_version};

/// The routes every service has: `GET /health`.
pub fn routes(service: &'static str) -> Router {
    let health = Health { service: service.to_owned(), version: build_version() };
    Router::new().route("/health", get(move || async { Json(health) }))
}

/// Serves until SIGTERM or SIGINT, then answers the requests under way and returns.
///
/// As the first process of a container a program has no default signal handlers, so both are needed.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            tokio::select! {
                _ = terminate.recv() => tracing::info!("SIGTERM"),
                _ = interrupt.recv() => tracing::info!("SIGINT"),
            }
        })
        .await
}
