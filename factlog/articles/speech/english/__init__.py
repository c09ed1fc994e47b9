"""Speech in English: who says what in one sentence, by its parts of speech and its clauses."""
