"""Syndicator: articles in; feeds and newsletter-ready HTML out."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("syndicator")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0"
