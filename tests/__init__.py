"""The tests, the golden reports and the measuring."""
