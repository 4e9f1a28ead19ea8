"""What every portal has whatever its system: a place, organs, columns, items, furniture, and a life in time."""
