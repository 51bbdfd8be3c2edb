"""Writing what was understood in another form."""
