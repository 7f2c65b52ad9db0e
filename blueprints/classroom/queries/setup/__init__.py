"""What the pages of set-up show."""
