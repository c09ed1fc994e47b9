"""Speech in Japanese: who says what in one sentence, by the particles behind its phrases."""
