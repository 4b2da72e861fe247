//! A curriculum vitae as a web page: what it says stands in `templates`, how it looks in `static`, and how often it was
//! asked for in `data`. All three are looked for in the folder that the program is started in.

mod page;
mod visits;

use std::env;
use std::net::{IpAddr, SocketAddr};

use anyhow::Context;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tower_http::services::ServeDir;

use page::Page;
use visits::Visits;

#[derive(Clone)]
struct Site {
    page: Page,
    visits: Visits,
}

/// The answer of `GET /health`.
#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let listener = TcpListener::bind(address()?).await?;
    let site = Site { page: Page::load("templates")?, visits: Visits::open("data").await? };
    eprintln!("cv {} listens on {}", version(), listener.local_addr()?);
    axum::serve(listener, routes(site)).with_graceful_shutdown(asked_to_stop()?).await?;
    Ok(())
}

fn routes(site: Site) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/health", get(|| async { Json(Health { status: "ok", version: version() }) }))
        .nest_service("/static", ServeDir::new("static"))
        .with_state(site)
}

async fn show(State(site): State<Site>) -> Result<Html<String>, StatusCode> {
    let answer = async { site.page.render(site.visits.count().await?) };
    answer.await.map(Html).map_err(|error| {
        eprintln!("{error:#}");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}

/// `HOST` and `PORT`, or port 3000 on every IPv4 address.
fn address() -> anyhow::Result<SocketAddr> {
    let host: IpAddr = setting("HOST", "0.0.0.0").parse().context("HOST is no IP address")?;
    let port: u16 = setting("PORT", "3000").parse().context("PORT is no port number")?;
    Ok(SocketAddr::new(host, port))
}

/// The version the image was built as, or the manifest's.
fn version() -> String {
    setting("VERSION", env!("CARGO_PKG_VERSION"))
}

fn setting(name: &str, default: &str) -> String {
    env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// SIGTERM or SIGINT. The first process of a container has no handlers but its own.
fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
