"""Publication: events and documents in the shapes of the contract."""
