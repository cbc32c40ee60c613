"""The site: ``sphinx-build -W docs build/site``, with the packages of ``pip install -e ".[docs]"``."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from made_pages import write_pages  # noqa: E402

project, author, copyright = "cartel-games", "The cartel-games authors", "the cartel-games authors, GPL-2.0-or-later"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["*.py"]
html_theme, html_title = "furo", "cartel-games"
html_theme_options = {"navigation_with_keys": True}
default_role = "literal"
myst_heading_anchors = 3
nb_execution_mode = "off"  # notebooks are committed executed
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_class_signature = "separated"
napoleon_google_docstring, napoleon_use_rtype, napoleon_preprocess_types = False, False, False
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]


def setup(app):
    """Make the pages that are made before the pages are looked for."""
    app.connect("builder-inited", lambda app: write_pages())
