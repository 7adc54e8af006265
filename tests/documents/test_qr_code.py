import subprocess
import sys

import segno

from gxq_desktop.documents.qr_code import QR_MASK, qr_modules

TEXT = "达州经开区综合窗口\nGX-2026-0001 第 2 版\n2026-03-20 施工许可 𠮷"


def test_the_modules_are_those_of_segno() -> None:
    whole = segno.make(TEXT, error="m", micro=False, boost_error=False, mask=QR_MASK)

    assert qr_modules(TEXT) == tuple(whole.matrix)


def test_segno_as_a_whole_can_still_be_imported_and_its_writers_are_not_before() -> None:
    code = (
        "import sys\n"
        "from gxq_desktop.documents.qr_code import qr_modules\n"
        f"rows = qr_modules({TEXT!r})\n"
        "assert 'segno.writers' not in sys.modules and 'http.client' not in sys.modules\n"
        "import segno\n"
        f"assert tuple(segno.make({TEXT!r}, error='m', micro=False, boost_error=False, mask={QR_MASK}).matrix) == rows\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
