//! The desktop program. It needs X11, which no server has: the images are built without it.

use std::ptr;

fn main() {
    // SAFETY: XOpenDisplay takes a null pointer to mean the display named by `DISPLAY`.
    let display = unsafe { x11::xlib::XOpenDisplay(ptr::null()) };
    if display.is_null() {
        eprintln!("No display to show the colony {} on.", shared::build_version());
        std::process::exit(1);
    }
}
