"""What may be said of a number: rules that look and propose; none of them writes anything."""
