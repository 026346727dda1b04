/** English. Every catalogue has the same keys and placeholders; the object is JSON, for other tools. */
export const MESSAGES = {
  "collection.label": "Collection",
  "drop.here": "Drop to add to your library",
  "masthead.new": "New chat",
  "view.ask": "Ask",
  "view.check": "Check",
  "view.library": "Library",
  "views.label": "Views",
  "welcome.text": "Answers from your documents. Every sentence shows the {words} it rests on.",
  "welcome.words": "exact words"
};
