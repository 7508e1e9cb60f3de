//! Enums whose variants have texts, declared as a table.

/// Declares an enum by its rows: the variant, its texts, and after `=>` the last one, which also documents it. `row`
/// returns the texts of a variant.
macro_rules! enum_table {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident: $columns:literal {
            $($(#[$note:meta])* $variant:ident $(($data:ty))? $(: $($text:literal),+)? => $last:literal;)+
        }
    ) => {
        $(#[$meta])*
        $visibility enum $name {
            $(#[doc = $last] $(#[$note])* $variant $(($data))?,)+
        }

        impl $name {
            /// The texts of its row.
            const fn row(&self) -> [&'static str; $columns] {
                match self {
                    $(Self::$variant { .. } => [$($($text,)+)? $last],)+
                }
            }
        }
    };
}

pub(crate) use enum_table;
