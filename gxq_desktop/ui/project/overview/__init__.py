"""The tab 概览."""
