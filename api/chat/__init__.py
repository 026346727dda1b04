"""What OpenAI's clients speak: chat completions and responses, with the same cited answers."""
