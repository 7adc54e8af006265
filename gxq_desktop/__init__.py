"""GXQ Desktop: personalised approval service manuals (办理手册) and countdown schedules for an approval bureau."""

__version__ = "0.1.0"
