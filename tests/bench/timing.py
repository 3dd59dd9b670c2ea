"""What a command took, for the benchmarks: wall time, CPU time of its process, and peak memory."""

import os
import subprocess
import threading
import time
from typing import NamedTuple


class Took(NamedTuple):
    """Of one run. `cpu` is user and system time in seconds, of the process and the children it waited for."""

    status: int
    wall: float
    cpu: float
    peak_kib: int


def measure(command, **options):
    """Runs `command` to its end; `options` are Popen's."""
    peak = [0]
    begin = time.monotonic()
    process = subprocess.Popen(command, **options)
    watch = threading.Thread(target=watch_memory, args=[process.pid, peak])
    watch.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Took(process.returncode, wall, used.ru_utime + used.ru_stime, peak[0])


def watch_memory(process, peak):
    """Asks for the peak until the process is gone; ru_maxrss would begin with this script's own."""
    try:
        while True:
            with open(f"/proc/{process}/status", encoding="ascii", errors="replace") as lines:
                peak[0] = max(peak + [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")])
            time.sleep(0.02)
    except OSError:
        return


def machine():
    names = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else os.uname().machine
