"""The quizzes' live."""
