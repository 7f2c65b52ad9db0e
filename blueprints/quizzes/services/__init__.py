"""The quizzes' services."""
