use std::time::Duration;

use shared::Registration;

/// How long the coordinator goes without news of this backend.
const INTERVAL: Duration = Duration::from_secs(10);

/// Registers this backend at the coordinator again and again, so that either may start first.
pub async fn keep(coordinator: String, port: u16) {
    let client = reqwest::Client::new();
    let mut interval = tokio::time::interval(INTERVAL);
    loop {
        interval.tick().await;
        if let Err(error) = register(&client, &coordinator, port).await {
            tracing::warn!(%coordinator, %error, "the coordinator was not reached");
        }
    }
}

async fn register(client: &reqwest::Client, coordinator: &str, port: u16) -> reqwest::Result<()> {
    let answer = client.put(format!("{coordinator}/members")).json(&Registration { port }).send().await?;
    answer.error_for_status()?;
    Ok(())
}
