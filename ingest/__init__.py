"""Reading policies: files to exact text, text to clauses, both kept in the Library."""
