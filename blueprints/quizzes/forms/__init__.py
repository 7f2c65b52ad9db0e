"""The quizzes' forms."""
