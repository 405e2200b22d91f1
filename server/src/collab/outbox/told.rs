//! News on its way to one socket (SPEC O4).

use std::collections::BTreeMap;

use bytes::Bytes;
use imprimatur_protocol::frame::{About, News, Own};

use super::Link;

/// The newest revision of what there is news of. There are as many entries as kinds, so nothing has to be left out.
#[derive(Default)]
pub(super) struct Told(BTreeMap<About, u64>);

impl Told {
    /// Moves what waits behind the frames.
    pub(super) fn take(&mut self, frames: &mut Vec<Bytes>) {
        for (about, revision) in std::mem::take(&mut self.0) {
            frames.push(Own::News(News { about, revision }).write().into());
        }
    }
}

impl Link {
    /// Says that there is news; of each kind only the newest waits. For a client that understands our own messages.
    pub(in crate::collab) fn tell(&self, news: News) {
        let mut queue = self.queue();
        if queue.closing.is_some() {
            return;
        }
        let newest = queue.news.0.entry(news.about).or_default();
        *newest = (*newest).max(news.revision);
        self.filled(queue);
    }
}
