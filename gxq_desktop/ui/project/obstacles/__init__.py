"""The tab 障碍."""
