"""Views of results: text for a terminal, HTML for a notebook, pictures for a paper."""
