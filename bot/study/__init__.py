"""The pure rules of studying: quizzes, spacing, recurrence and progress."""
