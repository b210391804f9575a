"""Finding clauses: encoder, lexical and dense legs, the index derived from the Library."""
