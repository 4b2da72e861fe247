use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use tokio::fs;
use tokio::sync::Mutex;

/// Counts visits in the file `visits` of a folder, so that a restart forgets none.
#[derive(Clone)]
pub struct Visits {
    file: PathBuf,
    count: Arc<Mutex<u64>>,
}

impl Visits {
    pub async fn open(folder: impl AsRef<Path>) -> anyhow::Result<Self> {
        let file = folder.as_ref().join("visits");
        let count = match fs::read_to_string(&file).await {
            Ok(text) => text.trim().parse().with_context(|| format!("{} holds no number", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => 0,
            Err(error) => return Err(error).with_context(|| file.display().to_string()),
        };
        Ok(Self { file, count: Arc::new(Mutex::new(count)) })
    }

    /// Counts one more.
    pub async fn count(&self) -> anyhow::Result<u64> {
        let mut count = self.count.lock().await;
        let next = *count + 1;
        fs::write(&self.file, next.to_string()).await.with_context(|| self.file.display().to_string())?;
        *count = next;
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn goes_on_where_it_was_left() {
        let folder = std::env::temp_dir().join(format!("visits-{}", std::process::id()));
        fs::create_dir_all(&folder).await.unwrap();
        assert_eq!(Visits::open(&folder).await.unwrap().count().await.unwrap(), 1);
        assert_eq!(Visits::open(&folder).await.unwrap().count().await.unwrap(), 2);
        fs::remove_dir_all(&folder).await.unwrap();
    }
}
