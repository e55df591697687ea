"""furat (الفرات): from Arabic news about the war in Syria to a graph that can be queried."""

__version__ = "0.1.0"
