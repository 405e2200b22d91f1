//! A release without its page would serve nothing: better to fail while somebody is looking.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../migrations");
    // Where the page lies is settled while compiling. As long as it is not there, that is asked anew with every build.
    let index = Path::new("../web-client/dist/index.html");
    if !index.exists() {
        println!("cargo::rerun-if-changed={}", index.display());
    }
    // Only a release embeds the page; other builds read it from disk when it is asked for.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        let page = Path::new("../web-client/dist");
        println!("cargo::rerun-if-changed={}", page.display());
        if !page.join("index.html").exists() {
            println!(
                "cargo::error=The page is not built, and a release carries it: cd web-client && npm ci && npm run build"
            );
        }
        let fonts = Path::new("render/fonts/files");
        println!("cargo::rerun-if-changed={}", fonts.display());
        if !fonts.join("fonts.json").exists() {
            println!(
                "cargo::error=The faces are not collected, and a release carries them: cd server/render/fonts && npm ci && npm run collect"
            );
        }
    }
}
