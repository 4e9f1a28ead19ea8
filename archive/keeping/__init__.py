"""What keeps an archive sound, whole and small: verify, merge, copies, compact."""
