"""Questions: asked through the chat's gate, voted for, merged, answered."""
