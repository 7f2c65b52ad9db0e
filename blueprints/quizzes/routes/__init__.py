"""The quizzes' routes."""
