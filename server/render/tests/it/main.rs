//! What layouts become, seen from outside: one program, which is linked once.

mod format;
mod gate;
mod hostile;
mod line_breaks;
mod loaded;
mod printed;
mod qr;
mod scenes;
mod starters;
mod vectors;
