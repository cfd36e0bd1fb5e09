"""Whether a display has a window manager, as EWMH tells it: by a window of the manager's own.

The root window names that window, and that window names itself. A manager that was killed leaves
its words on the root window, but its own window is gone.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from typing import Any, Final

LIBRARY: Final = "libxcb.so.1"
_CHECK: Final = b"_NET_SUPPORTING_WM_CHECK"
_WINDOW: Final = 33  # the atom WINDOW of the core protocol


class _Cookie(Structure):
    _fields_ = (("sequence", c_uint32),)


class _Atom(Structure):
    """The head of an answer to InternAtom."""

    _fields_ = (
        ("kind", c_uint8),
        ("pad", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("atom", c_uint32),
    )


class _Screens(Structure):
    """An iterator over screens; a screen begins with the number of its root window."""

    _fields_ = (("data", POINTER(c_uint32)), ("rem", c_int), ("index", c_int))


def is_there(display: str) -> bool:
    """Whether a manager is at work on the display of this name."""
    xcb = _library()
    with _connected(xcb, display) as connection:
        if xcb.xcb_connection_has_error(connection):
            return False
        cookie = xcb.xcb_intern_atom(connection, 1, len(_CHECK), _CHECK)
        answer = xcb.xcb_intern_atom_reply(connection, cookie, None)
        if not answer:
            return False
        atom = answer.contents.atom
        root = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection)).data[0]
        own = _named(xcb, connection, root, atom)
        return own != 0 and _named(xcb, connection, own, atom) == own


@contextmanager
def _connected(xcb: Any, display: str) -> Iterator[c_void_p]:
    connection = c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        yield connection
    finally:
        xcb.xcb_disconnect(connection)


def _named(xcb: Any, connection: c_void_p, window: int, atom: int) -> int:
    """The window that a window's property names; 0 without one, or without the window."""
    cookie = xcb.xcb_get_property(connection, 0, window, atom, _WINDOW, 0, 1)
    answer = c_void_p(xcb.xcb_get_property_reply(connection, cookie, None))
    if not answer or xcb.xcb_get_property_value_length(answer) != 4:
        return 0
    return int(xcb.xcb_get_property_value(answer)[0])


def _library() -> Any:
    """The library that every X program is bound to; its answers are so small that they may stay."""
    xcb = ctypes.CDLL(LIBRARY)
    xcb.xcb_connect.restype = c_void_p
    xcb.xcb_connect.argtypes = (c_char_p, c_void_p)
    xcb.xcb_connection_has_error.argtypes = (c_void_p,)
    xcb.xcb_disconnect.argtypes = (c_void_p,)
    xcb.xcb_get_setup.restype = c_void_p
    xcb.xcb_get_setup.argtypes = (c_void_p,)
    xcb.xcb_setup_roots_iterator.restype = _Screens
    xcb.xcb_setup_roots_iterator.argtypes = (c_void_p,)
    xcb.xcb_intern_atom.restype = _Cookie
    xcb.xcb_intern_atom.argtypes = (c_void_p, c_uint8, c_uint16, c_char_p)
    xcb.xcb_intern_atom_reply.restype = POINTER(_Atom)
    xcb.xcb_intern_atom_reply.argtypes = (c_void_p, _Cookie, c_void_p)
    xcb.xcb_get_property.restype = _Cookie
    xcb.xcb_get_property.argtypes = (c_void_p, c_uint8, *(c_uint32,) * 5)
    xcb.xcb_get_property_reply.restype = c_void_p
    xcb.xcb_get_property_reply.argtypes = (c_void_p, _Cookie, c_void_p)
    xcb.xcb_get_property_value_length.argtypes = (c_void_p,)
    xcb.xcb_get_property_value.restype = POINTER(c_uint32)
    xcb.xcb_get_property_value.argtypes = (c_void_p,)
    return xcb
