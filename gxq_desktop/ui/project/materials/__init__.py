"""The tab 材料."""
