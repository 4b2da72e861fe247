use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::fmt::writer::MakeWriterExt;

const FILE: &str = "ggrs_plot_operator.log";

/// Sends what is logged to standard error and to a file in `folder`. A folder that cannot be written is no reason to
/// stop: then a warning says so.
pub fn start_logging(folder: &Path) {
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_target(false);
    match open(folder) {
        Ok(file) => subscriber.with_writer(io::stderr.and(Mutex::new(file))).init(),
        Err(error) => {
            subscriber.with_writer(io::stderr).init();
            tracing::warn!("{}", unwritable(folder, &error));
        }
    }
}

fn open(folder: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(folder.join(FILE))
}

fn unwritable(folder: &Path, error: &io::Error) -> String {
    let path = folder.join(FILE);
    match error.kind() {
        io::ErrorKind::PermissionDenied => format!(
            "permission denied: {} cannot be written, so logs go to standard error alone. Let user 1000 write the \
             folder, or run the container as its owner: docker run --user \"$(id -u):$(id -g)\"",
            path.display()
        ),
        _ => format!("{} cannot be written, so logs go to standard error alone: {error}", path.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_continued() {
        let folder = std::env::temp_dir().join(format!("ggrs-logs-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for line in ["one\n", "two\n"] {
            io::Write::write_all(&mut open(&folder).unwrap(), line.as_bytes()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(folder.join(FILE)).unwrap(), "one\ntwo\n");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_may_not_be_written_is_named_with_its_cure() {
        let message = unwritable(Path::new("/app/logs"), &io::ErrorKind::PermissionDenied.into());
        assert!(message.starts_with("permission denied: /app/logs/ggrs_plot_operator.log"), "{message}");
        assert!(message.contains("--user"), "{message}");
    }
}
