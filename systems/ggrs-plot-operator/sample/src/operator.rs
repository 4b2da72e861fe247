use std::convert::Infallible;
use std::time::Duration;

use crate::{Failure, Settings, Tercen};

/// The longest wait between two attempts to reach Tercen.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Lays out plots for as long as Tercen answers, and tries again when it does not. Never returns.
pub async fn serve(settings: &Settings) -> Infallible {
    let mut wait = Duration::from_secs(1);
    loop {
        match Tercen::log_in(settings).await {
            Ok(tercen) => {
                tracing::info!("logged in to Tercen at {} as {}", settings.endpoint, settings.username);
                wait = Duration::from_secs(1);
                tracing::error!("{}", lay_out_plots(tercen).await);
            }
            Err(failure) => tracing::error!("{failure}"),
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// Returns when Tercen no longer answers, with the reason.
async fn lay_out_plots(mut tercen: Tercen) -> Failure {
    loop {
        if let Err(failure) = lay_out_next(&mut tercen).await {
            return failure;
        }
    }
}

async fn lay_out_next(tercen: &mut Tercen) -> Result<(), Failure> {
    let plot = tercen.next_plot().await?;
    tercen.draw(&plot).await?;
    tracing::info!("laid out plot {}", plot.id);
    Ok(())
}
