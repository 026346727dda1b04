/** German. Every catalogue has the same keys and placeholders; the object is JSON, for other tools. */
export const MESSAGES = {
  "collection.label": "Sammlung",
  "drop.here": "Loslassen, um sie der Bibliothek hinzuzufügen",
  "masthead.new": "Neues Gespräch",
  "view.ask": "Fragen",
  "view.check": "Prüfen",
  "view.library": "Bibliothek",
  "views.label": "Ansichten",
  "welcome.text": "Antworten aus Ihren Dokumenten. Jeder Satz zeigt die {words}, auf denen er beruht.",
  "welcome.words": "genauen Worte"
};
