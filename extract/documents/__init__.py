"""Files to Documents, and what a text says about itself: headline, dateline, publisher, date."""

from furat.extract.documents.inputs import SUFFIXES, list_files, read_inputs, read_stream
from furat.extract.documents.refused import Refused

__all__ = ["SUFFIXES", "Refused", "list_files", "read_inputs", "read_stream"]
