"""Places: a gazetteer of the world's towns and areas, and the spotter that reads place names by it."""

from khaldun.resolve.places.gazetteer import Gazetteer, compile_gazetteer, default_path
from khaldun.resolve.places.rules import setting
from khaldun.resolve.places.spotter import PlaceSpotter

__all__ = ["Gazetteer", "PlaceSpotter", "compile_gazetteer", "default_path", "setting"]
