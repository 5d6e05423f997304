# SPDX-License-Identifier: GPL-2.0-or-later
"""A text as the file of an office program, the smallest that such a program
would read: office.py pdf|docx|odt <TEXT >FILE.  A blank line ends a paragraph; of
a PDF a form feed ends a page."""
import sys
import textwrap
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape


def archive(entries):
    """A zip archive of (name, text)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in entries:
            z.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def paragraphs(text):
    return [escape(" ".join(p.split())) for p in text.split("\n\n") if p.strip()]


CONTENT_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=
 "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""

RELATIONS = """<?xml version="1.0"?>
<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml" Type=
 "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""


def docx(text):
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>\n"
                   for p in paragraphs(text))
    return archive([
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", '<?xml version="1.0" encoding="UTF-8"?>'
         '<w:document xmlns:w='
         '"http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
         f"<w:body>\n{body}</w:body></w:document>"),
    ])


ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def odt(text):
    body = "".join(f"<text:p>{p}</text:p>\n" for p in paragraphs(text))
    kind = "application/vnd.oasis.opendocument.text"
    return archive([
        ("mimetype", kind),
        ("META-INF/manifest.xml", '<?xml version="1.0"?>'
         f'<m:manifest xmlns:m="{ODF}manifest:1.0" m:version="1.2">'
         f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
         '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
         "</m:manifest>"),
        ("styles.xml", '<?xml version="1.0"?>'
         f'<o:document-styles xmlns:o="{ODF}office:1.0" o:version="1.2">'
         "<o:font-face-decls/><o:styles/><o:automatic-styles/>"
         "<o:master-styles/></o:document-styles>"),
        ("content.xml", '<?xml version="1.0" encoding="UTF-8"?>'
         f'<o:document-content xmlns:o="{ODF}office:1.0"'
         f' xmlns:text="{ODF}text:1.0" o:version="1.2">'
         f"<o:body><o:text>\n{body}</o:text></o:body></o:document-content>"),
    ])


def hexa(text):
    return text.encode("utf-16-be").hex()


def page_stream(page):
    """Lines of the width of the page; the glyph of a character is its code."""
    lines = [l for p in page.split("\n") for l in textwrap.wrap(p, 90) or [""]]
    show = "".join(f"<{hexa(l)}> Tj T*\n" for l in lines)
    return f"BT /F 9 Tf 11 TL 50 780 Td\n{show}ET"


def to_unicode(text):
    codes = sorted({hexa(c) for c in text if ord(c) < 0x10000})
    rows = "".join(f"1 beginbfchar <{c}> <{c}> endbfchar\n" for c in codes)
    return ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /X def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{rows}endcmap end end")


def stream(text):
    return f"<</Length {len(text)}>>\nstream\n{text}\nendstream"


def pdf(text):
    pages = text.rstrip("\n\f").split("\f")
    kids = [6 + 2 * i for i in range(len(pages))]
    objects = [
        "<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Count {len(pages)} /Kids"
        f" [{' '.join(f'{k} 0 R' for k in kids)}]>>",
        "<</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R>>",
        "<</Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500"
        " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity)"
        " /Supplement 0>> /FontDescriptor <</Type /FontDescriptor"
        " /FontName /X /Flags 4>>>>",
        stream(to_unicode(text)),
    ]
    for k, page in zip(kids, pages):
        objects += [
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources <</Font <</F 3 0 R>>>> /Contents {k + 1} 0 R>>",
            stream(page_stream(page.strip("\n"))),
        ]
    out, places = "%PDF-1.4\n", []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += f"{i} 0 obj\n{o}\nendobj\n"
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{p:010} 00000 n \n" for p in places)
    out += (f"trailer <</Size {len(objects) + 1} /Root 1 0 R>>\n"
            f"startxref\n{xref}\n%%EOF\n")
    return out.encode("ascii")


if __name__ == "__main__":
    made = {"pdf": pdf, "docx": docx, "odt": odt}[sys.argv[1]](sys.stdin.read())
    sys.stdout.buffer.write(made)
