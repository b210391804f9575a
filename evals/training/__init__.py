"""What is learned for the product: each script reads its data from a folder given on the command line."""
