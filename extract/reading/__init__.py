"""Files to Documents, and what a text says about itself: headline, dateline, publisher, date."""

from furat.extract.reading.inputs import list_files, read_inputs
from furat.extract.reading.refused import Refused

__all__ = ["Refused", "list_files", "read_inputs"]
