use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use axum::{Json, Router, routing::get};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::{Health, build_version};

/// Serves `routes` and `GET /health` until SIGTERM or SIGINT, then answers the requests under way and returns.
///
/// As the first process of a container a program has no default signal handlers, so both are needed. The future is
/// boxed so that the HTTP server is compiled once, here: an `async fn` is compiled again in every crate that awaits it.
pub fn serve(
    service: &'static str,
    listener: TcpListener,
    routes: Router,
) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> {
    let health = Health { service: service.to_owned(), version: build_version() };
    let router = routes.route("/health", get(move || async { Json(health) }));
    Box::pin(async move {
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
    })
}
