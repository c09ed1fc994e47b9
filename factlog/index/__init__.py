"""The index: a disposable SQLite file beside the git data, from which questions are answered.

It holds nothing that git does not, is brought up to date from the last commit that it saw, and can be deleted at any time.
"""
