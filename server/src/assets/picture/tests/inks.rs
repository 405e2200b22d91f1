//! JPEGs as print programs write them: in inks instead of light.

use super::*;

/// A JPEG of one colour with a component for each level, as print programs write it: Adobe's mark, inks turned round.
fn inked(levels: [u8; 4]) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0".to_vec();
    bytes.extend([0xff, 0xdb, 0, 67, 0]);
    bytes.extend([8; 64]);
    bytes.extend([0xff, 0xc0, 0, 20, 8, 0, 8, 0, 8, 4]);
    bytes.extend([1, 2, 3, 4].map(|id| [id, 0x11, 0]).as_flattened());
    // Nine sizes of first coefficients, in four bits each; of others only the end, in one bit.
    bytes.extend([0xff, 0xc4, 0, 28, 0x00, 0, 0, 0, 9]);
    bytes.extend([0; 12]);
    bytes.extend(0..9);
    bytes.extend([0xff, 0xc4, 0, 20, 0x10, 1]);
    bytes.extend([0; 16]);
    bytes.extend([0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    let mut bits = String::new();
    for level in levels {
        let value = i32::from(level) - 128;
        let size = 32 - value.unsigned_abs().leading_zeros();
        let coded = if value < 0 {
            value + (1 << size) - 1
        } else {
            value
        };
        bits += &format!("{size:04b}");
        if size > 0 {
            bits += &format!("{coded:0width$b}", width = usize::try_from(size).unwrap());
        }
        bits.push('0');
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for byte in bits.as_bytes().chunks(8) {
        let byte = u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap();
        bytes.push(byte);
        if byte == 0xff {
            bytes.push(0);
        }
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}

#[test]
fn inks_become_colours() {
    for (levels, color) in [
        ([0, 255, 255, 255], [0, 255, 255]),
        ([255, 0, 255, 255], [255, 0, 255]),
        ([255, 255, 255, 0], [0, 0, 0]),
        ([255, 255, 255, 255], [255, 255, 255]),
    ] {
        let picture = taken(&inked(levels));
        assert_eq!(picture.kind, AssetType::Jpeg);
        let image = decoded(&picture.bytes);
        assert_eq!(image.color(), image::ColorType::Rgb8);
        let shown = image.to_rgb8().get_pixel(4, 4).0;
        let near = shown.iter().zip(color).all(|(a, b)| a.abs_diff(b) < 6);
        assert!(near, "{levels:?}: {shown:?}");
    }
}
