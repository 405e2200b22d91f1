//! Embedded colour profiles: everybody gets sRGB, so that nobody has to know of profiles afterwards.

use std::sync::Arc;

use image::{ColorType, DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};

/// How far, of 255, a profile may be from sRGB that counts as sRGB. There are dozens of sRGB profiles, each rounded in its own way.
const NEAR: u8 = 2;

/// Steps of each channel at which a profile is compared with sRGB.
const STEPS: [u8; 9] = [0, 32, 64, 96, 128, 160, 192, 224, 255];

/// A profile that changes what is seen.
pub(super) struct Profile {
    transform: Arc<Transform8BitExecutor>,
    alpha: bool,
    channels: usize,
}

/// The profile of an image of this colour type; none when it is as good as sRGB, or cannot be used for this image, as
/// browsers do with it.
pub(super) fn profile(icc: &[u8], color: ColorType) -> Option<Profile> {
    let profile = ColorProfile::new_from_slice(icc).ok()?;
    let (space, from, to) = match color {
        ColorType::L8 => (DataColorSpace::Gray, Layout::Gray, Layout::Rgb),
        ColorType::La8 => (DataColorSpace::Gray, Layout::GrayAlpha, Layout::Rgba),
        ColorType::Rgb8 => (DataColorSpace::Rgb, Layout::Rgb, Layout::Rgb),
        ColorType::Rgba8 => (DataColorSpace::Rgb, Layout::Rgba, Layout::Rgba),
        _ => return None,
    };
    if profile.color_space != space {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let transform = |from, to| {
        profile
            .create_transform_8bit(from, &srgb, to, TransformOptions::default())
            .ok()
    };
    let probe = match space {
        DataColorSpace::Gray => transform(Layout::Gray, Layout::Rgb)?,
        _ => transform(Layout::Rgb, Layout::Rgb)?,
    };
    if is_near(&*probe, space == DataColorSpace::Gray)? {
        return None;
    }
    Some(Profile {
        transform: transform(from, to)?,
        alpha: to == Layout::Rgba,
        channels: usize::from(color.channel_count()),
    })
}

/// Whether the transform changes nothing that anybody could see.
fn is_near(transform: &Transform8BitExecutor, gray: bool) -> Option<bool> {
    let mut from = Vec::new();
    let mut wanted = Vec::new();
    if gray {
        for level in STEPS {
            from.push(level);
            wanted.extend([level; 3]);
        }
    } else {
        for red in STEPS {
            for green in STEPS {
                for blue in STEPS {
                    from.extend([red, green, blue]);
                }
            }
        }
        wanted.clone_from(&from);
    }
    let mut to = vec![0; wanted.len()];
    transform.transform(&from, &mut to).ok()?;
    Some(
        to.iter()
            .zip(&wanted)
            .all(|(to, wanted)| to.abs_diff(*wanted) <= NEAR),
    )
}

impl Profile {
    /// The image in sRGB. Grey becomes colour: no two agree on what grey without a profile is.
    pub(super) fn to_srgb(&self, image: DynamicImage) -> DynamicImage {
        let (width, height) = (image.width(), image.height());
        let (Ok(columns), Ok(rows)) = (usize::try_from(width), usize::try_from(height)) else {
            return image;
        };
        let channels = if self.alpha { 4 } else { 3 };
        let mut converted = vec![0; columns * rows * channels];
        let from = image.as_bytes().chunks_exact(columns * self.channels);
        for (from, to) in from.zip(converted.chunks_exact_mut(columns * channels)) {
            if self.transform.transform(from, to).is_err() {
                return image;
            }
        }
        let whole = if self.alpha {
            RgbaImage::from_raw(width, height, converted).map(DynamicImage::from)
        } else {
            RgbImage::from_raw(width, height, converted).map(DynamicImage::from)
        };
        whole.unwrap_or(image)
    }
}
