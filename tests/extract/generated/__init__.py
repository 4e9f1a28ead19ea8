"""The generated test set: made reports over formats × forms × defects, their truth, and how much of it a reading gets right."""
