use crate::proto::{Panel, Plot};

/// Pixels between two facets.
const GAP: u32 = 4;

/// A page that facets are laid out on. Lengths in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub rows: u32,
    pub columns: u32,
    pub width: u32,
    pub height: u32,
}

impl From<&Plot> for Page {
    fn from(plot: &Plot) -> Self {
        Page { rows: plot.rows, columns: plot.columns, width: plot.width, height: plot.height }
    }
}

/// Where each facet goes, row by row: all of one size, as large as the page allows. None where they do not fit.
///
/// ```
/// use ggrs_plot_operator::{panels, Page};
///
/// let page = Page { rows: 1, columns: 2, width: 104, height: 50 };
/// let starts: Vec<u32> = panels(page).unwrap().iter().map(|panel| panel.x).collect();
/// assert_eq!(starts, [0, 54]);
/// ```
pub fn panels(page: Page) -> Option<Vec<Panel>> {
    let width = share(page.width, page.columns)?;
    let height = share(page.height, page.rows)?;
    let place = |row: u32, column: u32| Panel { x: column * (width + GAP), y: row * (height + GAP), width, height };
    Some((0..page.rows).flat_map(|row| (0..page.columns).map(move |column| place(row, column))).collect())
}

/// The length of each of `count` facets beside each other; at least one pixel.
fn share(length: u32, count: u32) -> Option<u32> {
    let gaps = count.checked_sub(1)?.checked_mul(GAP)?;
    let each = length.checked_sub(gaps)? / count;
    (each > 0).then_some(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_share_the_page_row_by_row() {
        let places = panels(Page { rows: 2, columns: 2, width: 104, height: 54 }).unwrap();
        let corners: Vec<_> = places.iter().map(|panel| (panel.x, panel.y)).collect();
        assert_eq!(corners, [(0, 0), (54, 0), (0, 29), (54, 29)]);
        assert!(places.iter().all(|panel| (panel.width, panel.height) == (50, 25)));
    }

    #[test]
    fn a_page_too_small_for_its_facets_has_no_layout() {
        for (rows, columns) in [(0, 1), (1, 0), (1, 30), (u32::MAX, 1)] {
            assert_eq!(panels(Page { rows, columns, width: 100, height: 100 }), None);
        }
    }
}
