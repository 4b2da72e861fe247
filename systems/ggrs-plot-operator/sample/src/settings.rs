use std::error::Error;
use std::fmt;

use tonic::codegen::http::Uri;

/// A password. It can be sent, but neither shown nor logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// For Tercen alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(hidden)")
    }
}

/// What the operator is told by its environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub endpoint: Uri,
    pub username: String,
    pub password: Password,
}

/// A variable that is missing or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for SettingsError {}

impl Settings {
    /// Reads `TERCEN_ENDPOINT`, `TERCEN_USERNAME` and `TERCEN_PASSWORD`, none of which may be empty.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let required = |name: &str| {
            let value = variable(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| SettingsError(format!("{name} is not set. Pass it: docker run -e {name}=…")))
        };
        Ok(Settings {
            endpoint: endpoint(&required("TERCEN_ENDPOINT")?)?,
            username: required("TERCEN_USERNAME")?,
            password: Password(required("TERCEN_PASSWORD")?),
        })
    }
}

fn endpoint(text: &str) -> Result<Uri, SettingsError> {
    let usable = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    text.parse().ok().filter(usable).ok_or_else(|| {
        SettingsError(format!("TERCEN_ENDPOINT is '{text}'. Expected an address such as https://tercen.com:5400."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(endpoint: &str, password: &str) -> Result<Settings, SettingsError> {
        Settings::read(|name| match name {
            "TERCEN_ENDPOINT" => Some(endpoint.to_owned()),
            "TERCEN_USERNAME" => Some("ada".to_owned()),
            "TERCEN_PASSWORD" => Some(password.to_owned()),
            _ => None,
        })
    }

    #[test]
    fn a_password_is_never_shown() {
        let settings = read("https://tercen.com:5400", "s3cret").unwrap();
        assert_eq!(settings.password.reveal(), "s3cret");
        assert!(!format!("{settings:?}").contains("s3cret"));
    }

    #[test]
    fn an_endpoint_has_a_scheme_and_a_host() {
        assert!(read("http://localhost:5400", "s3cret").is_ok());
        for endpoint in ["tercen.com:5400", "ftp://tercen.com", "/path"] {
            let SettingsError(message) = read(endpoint, "s3cret").unwrap_err();
            assert!(message.starts_with(&format!("TERCEN_ENDPOINT is '{endpoint}'.")), "{message}");
        }
    }

    #[test]
    fn what_is_missing_or_empty_is_named() {
        let SettingsError(message) = read("https://tercen.com:5400", "").unwrap_err();
        assert_eq!(message, "TERCEN_PASSWORD is not set. Pass it: docker run -e TERCEN_PASSWORD=…");
    }
}
