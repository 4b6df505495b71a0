"""A font of one sign, which the fonts of the hub have not."""

import base64
import zlib
from pathlib import Path

SIGN = "\u6771"
_EAST = (
    "c-oCoJxg3c6g_X|?Yc3mL6AhOW<x;1&y7JO2sYX!1QcY8Kz#b1Z-xEd71k6YL?r2~#6OT!0TWWBv9w5GVc|~@+*UA<Cah;>$LF$*"
    "Ubr*ooO|cKd+&n-pc^}oQ16x|ULGZX{{)<2sw-=GuY_cHLcUM_D$H%Ie|-JxocvVtY~cCnw_mr3ztg9)6uP?Q9`ObJMK)inyKh8>"
    "`Jc(-x#F6KLG+NHXrA}#CAf%_C&*R7%Ll1{pJo9;>Znq&T3g+!2Y^%*MxcA8pMCk3`S4`+FQjZx!R648tLXNby(^AMr745f8>yNz"
    "JR6Mra@SO9H^(S~-LxVCo#x60w-95-11!;o=V(A!4$Ec=J<Ffyv)86mr90!E{OH?~-p|u9x2rRFn(o4Kv)MWi_oF#_xL20byEfDF"
    "eX1|jCo;~cIQ~D+JpV2-#fUGJ3DA-_uyq_W-R%atqHV}F-DUn`i(^F3ERIuut~+)gQAuFjVu4;vTP)jj7Xz5LIEJTqZ*iP@Wx=b~"
    "7K3mz=NYIhUJfeNjbcHi$0xNsW@RkELlreFB0z{u<jC(-)uAtwRT$Yo5d}um>}fK}9_z>!_xx(1*X{;v2R9>hb8G"
)


def a_folder_of_fonts(where: Path) -> Path:
    """A folder with that font."""
    (where / "east.ttf").write_bytes(zlib.decompress(base64.b85decode(_EAST)))
    return where
