"""Retrieval measured on data of others, which stay outside: their folder is given on the command line."""
