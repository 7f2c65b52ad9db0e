"""What is read of the chat: its lines, the desks of order, the log."""
