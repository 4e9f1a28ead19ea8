"""What a report says in words, beside what its tables print."""
