"""Tables of figures as a workbook and as a chart, in plain Python, without a database."""
