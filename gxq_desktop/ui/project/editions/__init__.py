"""The tab 版本."""
