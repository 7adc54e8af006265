"""The tab 事项."""
