"""The tab 办理记录."""
