"""The tab 时间表."""
