"""The tab 咨询."""
