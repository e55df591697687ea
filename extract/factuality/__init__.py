"""Whether an event is told as fact, alleged, denied or planned (event factuality, Saurí and Pustejovsky 2009)."""
