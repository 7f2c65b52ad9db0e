"""The quizzes' queries."""
