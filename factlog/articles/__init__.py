"""Articles: revisions read, cited, aligned and compared."""
