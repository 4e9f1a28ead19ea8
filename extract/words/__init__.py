"""What printed words, numbers and characters mean, wherever they stand."""
