//! Layouts to start from.

use serde_json::{Value, json};

/// A small certificate: one page, a frame, a title in two languages with a styled run and a merge field, a group, two fields and a style.
#[must_use]
pub fn certificate() -> Value {
    json!({
        "schema": 1,
        "languages": ["de", "fr", "en"],
        "pages": [{
            "id": "page",
            "size": [297, 210],
            "order": "V",
            "name": "Vorderseite",
            "elements": [
                { "id": "frame", "type": "rectangle", "order": "G", "at": [10, 10], "size": [277, 190], "fill": "none",
                  "stroke": "style:gold", "strokeWidth": 1.5, "radius": 4 },
                { "id": "title", "type": "text", "order": "V", "at": [30, 40], "size": [237, 30], "family": "EB Garamond",
                  "weight": 600, "textSize": 36, "align": "center", "fit": [18, 36],
                  "texts": {
                      "de": [{ "insert": "Diplom für " }, { "insert": { "field": "name" } },
                             { "insert": " – Glück auf 👩‍🎓", "attributes": { "weight": 700, "color": "#aa3322" } }],
                      "fr": [{ "insert": "Diplôme" }], "it": [], "rm": [], "en": []
                  },
                  "alt": { "de": "Titel" } },
                { "id": "signing", "type": "group", "order": "k", "at": [40, 150],
                  "elements": [
                      { "id": "rule", "type": "line", "order": "G", "at": [0, 0], "size": [60, 0] },
                      { "id": "place", "type": "field", "order": "V", "at": [0, 2], "size": [60, 8], "field": "place",
                        "fallback": { "de": "Bern" }, "textSize": 10 }
                  ] }
            ]
        }],
        "fields": [
            { "key": "name", "label": { "de": "Name", "fr": "Nom" }, "required": true,
              "sample": { "*": "Anna Keller" }, "order": "G" },
            { "key": "place", "label": { "de": "Ort" }, "type": "date", "order": "V" }
        ],
        "styles": [{ "id": "gold", "kind": "color", "name": "Gold", "value": "#b08d3c", "order": "V" }]
    })
}

/// A layout with a value that no schema knows, everywhere where one can stand.
#[must_use]
pub fn from_the_future() -> Value {
    let mut layout = certificate();
    layout["pages"][0]["elements"][0]["glow"] = json!({ "radius": 3, "deep": [1, [2]] });
    layout["pages"][0]["grid"] = json!(5);
    layout["fields"][0]["hint"] = json!("As on the passport");
    layout
}
