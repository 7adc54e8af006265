"""Paper: from view-models to PDF files, by our own small setting engine.

    tokens        measures and colours            styles        one text style per role
    fonts         the faces, read without parsing composite_font  a face as a ReportLab font
    text          the only maker of text: plain, marked, date_text …; lines set to a width
    line_breaking Chinese line breaking and spacing
    sheet         one page as a list of drawing operations, mm from its top left corner
    marks         boxes, lights, hatches, diamonds, arrows
    flow, table   blocks stacked down pages; tables
    preflight     what a proof-reader would send back
    pdf_writer    sheets → PDF/A, tagged, on ReportLab's canvas; archive_canvas (the canvas extended), pdf_structure (tags),
                  pdf_metadata (description, attachments), collection serve it
    book          the two-sided manual's pages    sections/     one chapter or paper each
    excerpt       some leaves out of a whole document

A section is a pure function: view-models in, drawn sheets or blocks out; no query, no clock. Everything is drawn once.
Page numbers are filled in when the file is written.
"""
