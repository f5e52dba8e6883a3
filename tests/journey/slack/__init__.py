"""Stories of people on Slack, told through a loopback Slack and the real slack-bolt."""
