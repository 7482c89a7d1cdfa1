"""What holds for every answer, whatever view it comes from."""
