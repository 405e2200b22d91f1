//! Honest files, and files that lie.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbImage, RgbaImage};

use super::*;

mod inks;
mod svg;

const BOUNDS: Bounds = Bounds {
    pixels: 40_000_000,
    side: 16_384,
    elements: 200_000,
    stored_bytes: 20 * 1024 * 1024,
};

fn gradient(width: u32, height: u32) -> RgbImage {
    let level = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([level(x, width), level(y, height), 64])
    })
}

fn encoded(image: &DynamicImage, encoder: impl ImageEncoder) {
    let color: ExtendedColorType = image.color().into();
    encoder
        .write_image(image.as_bytes(), image.width(), image.height(), color)
        .unwrap();
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoded(&image.into(), PngEncoder::new(&mut bytes));
    bytes
}

fn jpeg(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoded(&image.into(), JpegEncoder::new_with_quality(&mut bytes, 95));
    bytes
}

fn webp(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoded(&image.into(), WebPEncoder::new_lossless(&mut bytes));
    bytes
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

fn taken(bytes: &[u8]) -> Picture {
    read(bytes, &BOUNDS).unwrap()
}

fn size(picture: &Picture) -> (i64, i64) {
    (
        picture.width_millipixels / 1_000,
        picture.height_millipixels / 1_000,
    )
}

/// A JPEG with a segment of this marker behind its start.
fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, marker]);
    bytes.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    bytes.extend(content);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(orientation);
    exif.extend(b"\0\0\0\0\0\0GPS 46.9480 N");
    exif
}

/// A PNG chunk with its check sum.
fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend(name);
    bytes.extend(content);
    let mut sum = u32::MAX;
    for byte in name.iter().chain(content) {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            };
        }
    }
    bytes.extend((!sum).to_be_bytes());
    bytes
}

/// A PNG with a chunk behind its header.
fn with_chunk(png: &[u8], name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let (head, rest) = png.split_at(33);
    [head, &chunk(name, content), rest].concat()
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_type_is_told_by_the_content_alone() {
    let picture = gradient(5, 3);
    for (bytes, kind) in [
        (png(picture.clone()), AssetType::Png),
        (jpeg(picture.clone()), AssetType::Jpeg),
        (webp(picture), AssetType::Png),
    ] {
        let taken = taken(&bytes);
        assert_eq!(taken.kind, kind);
        assert_eq!(size(&taken), (5, 3));
        assert!(taken.warnings.is_empty());
    }
    for other in [
        &b""[..],
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"%PDF-1.7",
        b"BM\x1e\0\0\0",
        b"<html><script>alert(1)</script></html>",
        b"<?xml version='1.0'?><other/>",
        b"\x1f\x8b\x08\0\0\0\0\0",
        b"PK\x03\x04",
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x20ftypavif",
        b"just text",
    ] {
        assert_eq!(
            read(other, &BOUNDS).unwrap_err(),
            Refusal::TypeUnknown,
            "{other:?}"
        );
    }
}

#[test]
fn what_is_cut_off_is_refused_wherever_it_is_cut() {
    let picture = gradient(64, 48);
    for whole in [png(picture.clone()), jpeg(picture.clone()), webp(picture)] {
        for tenth in 1..10 {
            let cut = &whole[..whole.len() * tenth / 10];
            let refused = read(cut, &BOUNDS);
            assert!(
                matches!(refused, Err(Refusal::Unreadable(_) | Refusal::TypeUnknown)),
                "{tenth} tenths of {:?}: {refused:?}",
                &whole[..4]
            );
        }
    }
}

#[test]
fn rubbish_behind_a_true_beginning_never_panics() {
    let picture = gradient(24, 24);
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for whole in [png(picture.clone()), jpeg(picture.clone()), webp(picture)] {
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..4 {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                let at = usize::try_from(seed % u64::try_from(bytes.len()).unwrap()).unwrap();
                bytes[at] = u8::try_from(seed >> 56).unwrap();
            }
            if let Ok(taken) = read(&bytes, &BOUNDS) {
                // Whatever was made of it can be shown.
                decoded(&taken.bytes);
            }
        }
    }
}

#[test]
fn declared_sizes_are_checked_before_anything_is_decoded() {
    let mut bomb = png(gradient(5, 3));
    for (width, height) in [
        (60_000_u32, 60_000_u32),
        (1, 20_000),
        (0, 3),
        (u32::MAX, u32::MAX),
    ] {
        let mut header = b"IHDR".to_vec();
        header.extend(width.to_be_bytes());
        header.extend(height.to_be_bytes());
        header.extend([8, 2, 0, 0, 0]);
        let header = chunk(b"IHDR", &header[4..]);
        bomb.splice(8..33, header);
        let refused = read(&bomb, &BOUNDS).unwrap_err();
        assert!(
            matches!(refused, Refusal::TooManyPixels | Refusal::Unreadable(_)),
            "{width} {height} {refused:?}"
        );
    }
    let tight = Bounds {
        pixels: 14,
        ..BOUNDS
    };
    let narrow = Bounds { side: 4, ..BOUNDS };
    for bytes in [
        png(gradient(5, 3)),
        jpeg(gradient(5, 3)),
        webp(gradient(5, 3)),
    ] {
        for bounds in [tight, narrow] {
            assert_eq!(read(&bytes, &bounds).unwrap_err(), Refusal::TooManyPixels);
        }
    }
    // A JPEG that says it is 65,500 pixels wide and high, in a few hundred bytes.
    let mut lying = jpeg(gradient(5, 3));
    let frame = lying.windows(2).position(|it| it == [0xff, 0xc0]).unwrap();
    lying[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc]);
    assert_eq!(read(&lying, &BOUNDS).unwrap_err(), Refusal::TooManyPixels);
}

#[test]
fn a_result_that_is_too_large_is_refused() {
    let bounds = Bounds {
        stored_bytes: 100,
        ..BOUNDS
    };
    assert_eq!(
        read(&png(gradient(64, 64)), &bounds).unwrap_err(),
        Refusal::TooLarge
    );
}

#[test]
fn no_metadata_survives_and_nothing_that_is_appended() {
    let secret = b"GPS 46.9480 N";
    let plain = jpeg(gradient(40, 30));
    let mut tagged = with_segment(&plain, 0xe1, &exif(1));
    tagged = with_segment(&tagged, 0xed, secret);
    tagged = with_segment(&tagged, 0xfe, secret);
    tagged.extend(b"PK\x03\x04<script>GPS 46.9480 N</script>");
    let taken_jpeg = taken(&tagged);
    assert!(!contains(&taken_jpeg.bytes, secret));
    assert_eq!(
        taken_jpeg.bytes,
        taken(&plain).bytes,
        "the same picture is the same file"
    );
    // The coded picture is kept as it was, so nothing is lost by uploading.
    assert_eq!(decoded(&taken_jpeg.bytes), decoded(&plain));

    let plain = png(gradient(40, 30));
    let mut tagged = with_chunk(&plain, b"tEXt", b"Comment\0GPS 46.9480 N");
    tagged = with_chunk(&tagged, b"eXIf", &exif(1)[6..]);
    tagged.extend(b"<?php GPS 46.9480 N ?>");
    let taken_png = taken(&tagged);
    assert!(!contains(&taken_png.bytes, secret));
    assert_eq!(taken_png.bytes, taken(&plain).bytes);
}

#[test]
fn the_orientation_of_a_camera_is_applied() {
    // Where the camera's orientation says that the top left corner is.
    let corner = |image: &DynamicImage| {
        let image = image.to_rgb8();
        let last = (image.width() - 1, image.height() - 1);
        let reddest = [(0, 0), (last.0, 0), (0, last.1), last]
            .into_iter()
            .max_by_key(|(x, y)| {
                let pixel = image.get_pixel(*x, *y).0;
                u32::from(pixel[0]) + u32::from(pixel[1])
            })
            .unwrap();
        (reddest.0 > 0, reddest.1 > 0)
    };
    let plain = jpeg(gradient(40, 30));
    for (orientation, turned, brightest) in [
        (1, false, (true, true)),
        (2, false, (false, true)),
        (3, false, (false, false)),
        (4, false, (true, false)),
        (6, true, (false, true)),
        (8, true, (true, false)),
    ] {
        let taken = taken(&with_segment(&plain, 0xe1, &exif(orientation)));
        let expected = if turned { (30, 40) } else { (40, 30) };
        assert_eq!(size(&taken), expected, "orientation {orientation}");
        let image = decoded(&taken.bytes);
        assert_eq!(
            (i64::from(image.width()), i64::from(image.height())),
            expected
        );
        assert_eq!(corner(&image), brightest, "orientation {orientation}");
    }
}

#[test]
fn profiles_become_srgb_and_srgb_stays_as_it_is() {
    let wide = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let srgb = moxcms::ColorProfile::new_srgb().encode().unwrap();
    let picture = gradient(40, 30);
    let with_profile = |profile: &[u8]| {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        encoder.set_icc_profile(profile.to_vec()).unwrap();
        encoded(&picture.clone().into(), encoder);
        bytes
    };
    let plain = taken(&png(picture.clone()));
    assert_eq!(taken(&with_profile(&srgb)).bytes, plain.bytes);
    assert_eq!(
        taken(&with_profile(b"no profile")).bytes,
        plain.bytes,
        "as browsers do"
    );
    let converted = decoded(&taken(&with_profile(&wide)).bytes).to_rgb8();
    let differing = converted
        .pixels()
        .zip(picture.pixels())
        .filter(|(to, from)| to != from)
        .count();
    assert!(differing > 1_000, "{differing}");
    // P3's red is beyond sRGB: more red, less of the others.
    let (x, y) = (39, 0);
    let (to, from) = (converted.get_pixel(x, y).0, picture.get_pixel(x, y).0);
    assert!(to[0] >= from[0] && to[1] <= from[1], "{to:?} {from:?}");

    let mut tagged = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut tagged, 95);
    encoder.set_icc_profile(wide).unwrap();
    encoded(&picture.clone().into(), encoder);
    let jpeg_bytes = taken(&tagged).bytes;
    assert!(!contains(&jpeg_bytes, b"ICC_PROFILE"));
    assert_ne!(decoded(&jpeg_bytes), decoded(&jpeg(picture)));
}

#[test]
fn sixteen_bits_become_eight_and_an_alpha_that_says_nothing_goes() {
    let deep: DynamicImage = DynamicImage::from(gradient(9, 7)).into_rgb16().into();
    let taken_deep = taken(&png(deep));
    assert_eq!(
        decoded(&taken_deep.bytes),
        DynamicImage::from(gradient(9, 7))
    );

    let opaque = DynamicImage::from(gradient(9, 7)).into_rgba8();
    assert_eq!(
        decoded(&taken(&png(opaque)).bytes).color(),
        image::ColorType::Rgb8
    );
    let clear = RgbaImage::from_pixel(9, 7, image::Rgba([200, 10, 10, 90]));
    for bytes in [png(clear.clone()), webp(clear.clone())] {
        let taken = taken(&bytes);
        assert_eq!(taken.kind, AssetType::Png);
        assert_eq!(decoded(&taken.bytes), DynamicImage::from(clear.clone()));
    }
    let grey = DynamicImage::from(gradient(9, 7)).into_luma8();
    for bytes in [png(grey.clone()), jpeg(grey)] {
        assert_eq!(decoded(&taken(&bytes).bytes).color(), image::ColorType::L8);
    }
}

#[test]
fn a_webp_rests_as_what_is_smaller() {
    let flat = RgbImage::from_pixel(200, 200, image::Rgb([10, 20, 30]));
    assert_eq!(taken(&webp(flat)).kind, AssetType::Png);
    let mut seed = 1_u32;
    let noise = RgbImage::from_fn(64, 64, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = seed.to_be_bytes();
        image::Rgb([a, b, c])
    });
    assert_eq!(taken(&webp(noise)).kind, AssetType::Jpeg);
}

#[test]
fn of_an_animation_the_first_picture_is_taken_and_that_is_told() {
    let still = png(gradient(8, 8));
    // Two frames, of which the first is the picture itself.
    let moving = with_chunk(&still, b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let taken_moving = taken(&moving);
    assert_eq!(taken_moving.warnings, [AssetWarning::AnimationLeftOut]);
    assert_eq!(taken_moving.bytes, taken(&still).bytes);
}

#[test]
fn jpegs_of_other_colours_are_written_anew() {
    // Adobe's mark for RGB: without it, every decoder would take the components for YCbCr.
    let plain = jpeg(gradient(16, 16));
    let marked = with_segment(&plain, 0xee, b"Adobe\0\x64\0\0\0\0\0");
    let expected = decoded(&marked);
    assert_ne!(expected, decoded(&plain), "the decoder heeds the mark");
    let kept = decoded(&taken(&marked).bytes).to_rgb8();
    let far = kept
        .pixels()
        .zip(expected.to_rgb8().pixels())
        .filter(|(a, b)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 40))
        .count();
    assert!(far < 16, "{far} of 256 pixels are elsewhere");
}

#[test]
fn a_jpeg_of_endless_scans_is_refused() {
    let plain = jpeg(gradient(16, 16));
    let scan = plain.windows(2).position(|it| it == [0xff, 0xda]).unwrap();
    let mut bytes = plain[..plain.len() - 2].to_vec();
    for _ in 0..200 {
        bytes.extend(&plain[scan..plain.len() - 2]);
    }
    bytes.extend([0xff, 0xd9]);
    assert!(matches!(read(&bytes, &BOUNDS), Err(Refusal::TooComplex(_))));
}

#[test]
fn a_profile_that_unpacks_to_gigabytes_is_bounded() {
    // A hundred megabytes of zeros, deflated by hand: a stored profile of 100 kB.
    let zeros = vec![0_u8; 100 * 1024 * 1024];
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(Cursor::new(&mut bytes));
    encoder.set_icc_profile(zeros).unwrap();
    encoded(&gradient(4, 4).into(), encoder);
    let bounds = Bounds {
        pixels: 1_000,
        ..BOUNDS
    };
    assert!(bytes.len() < 1_000_000);
    match read(&bytes, &bounds) {
        Ok(picture) => assert_eq!(size(&picture), (4, 4)),
        Err(refused) => assert!(
            matches!(refused, Refusal::TooManyPixels | Refusal::Unreadable(_)),
            "{refused:?}"
        ),
    }
}
