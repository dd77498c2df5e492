"""The annotated article on paper: pages with marks, cards and legend, for a printer or a PDF file."""
