use std::sync::Arc;

use anyhow::Context;
use minijinja::{Environment, context, path_loader};

/// The page, from the template `cv.html`.
#[derive(Clone)]
pub struct Page {
    templates: Arc<Environment<'static>>,
}

impl Page {
    /// Reads the template, so that a mistake in it ends the program at its start and not at the first visit.
    pub fn load(folder: &str) -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        templates.set_loader(path_loader(folder));
        templates.get_template("cv.html").with_context(|| format!("in {folder}"))?;
        Ok(Self { templates: Arc::new(templates) })
    }

    pub fn render(&self, visits: u64) -> anyhow::Result<String> {
        Ok(self.templates.get_template("cv.html")?.render(context! { visits })?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_often_it_was_visited() {
        let page = Page::load("templates").unwrap();
        assert!(page.render(7).unwrap().contains("Visits: 7"));
    }

    #[test]
    fn names_the_folder_that_has_no_template() {
        let error = Page::load("src").err().unwrap();
        assert_eq!(error.to_string(), "in src");
    }
}
