"""What links are: taken apart once, in their plain form, and what is known about their hosts."""
