"""What everything else is built of: intents, cards, replies, tokens and the registry."""
