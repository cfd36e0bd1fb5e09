"""Locks on whole open files that the system frees when the program ends, however it ends.

On POSIX ``flock``, which belongs to the open file and so keeps apart two objects of one program as
well; closing another descriptor of the same file does not free it. On Windows ``LockFileEx``.
Both wait in the kernel, where Linux and Windows let waiters in as they came.
"""

import sys

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _EXCLUSIVE, _AT_ONCE, _HELD = 2, 1, 33
    _library = ctypes.WinDLL("kernel32", use_last_error=True)

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p),
            ("internal_high", ctypes.c_void_p),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    _REST = (wintypes.DWORD, wintypes.DWORD, wintypes.DWORD, ctypes.POINTER(_Overlapped))
    _library.LockFileEx.argtypes = (wintypes.HANDLE, wintypes.DWORD, *_REST)
    _library.LockFileEx.restype = wintypes.BOOL
    _library.UnlockFileEx.argtypes = (wintypes.HANDLE, *_REST)
    _library.UnlockFileEx.restype = wintypes.BOOL

    def lock(file: int, *, wait: bool = False) -> bool:
        """Lock an open file for this object alone; without ``wait`` tell at once whether it is ours.

        Raises:
            OSError: it cannot be locked at all.
        """
        flags = _EXCLUSIVE | (0 if wait else _AT_ONCE)
        place, handle = _Overlapped(), msvcrt.get_osfhandle(file)
        if _library.LockFileEx(handle, flags, 0, 1, 0, ctypes.byref(place)):
            return True
        code = ctypes.get_last_error()
        if code == _HELD and not wait:
            return False
        raise ctypes.WinError(code)

    def unlock(file: int) -> None:
        """Give the lock back.

        Raises:
            OSError: it was not ours.
        """
        place, handle = _Overlapped(), msvcrt.get_osfhandle(file)
        if not _library.UnlockFileEx(handle, 0, 1, 0, ctypes.byref(place)):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import fcntl

    def lock(file: int, *, wait: bool = False) -> bool:
        """Lock an open file for this object alone; without ``wait`` tell at once whether it is ours.

        Raises:
            OSError: it cannot be locked at all.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def unlock(file: int) -> None:
        """Give the lock back.

        Raises:
            OSError: the file is not open any more.
        """
        fcntl.flock(file, fcntl.LOCK_UN)
