"""Runs a program on a terminal of its own, and types into it.

Reads JSON: {"argv", "cwd", "env", "columns", "rows", "steps"}. A step waits until the screen holds `until`,
or until `printed` was printed, where nothing draws a screen; then it does one of `send`, `resize` and `signal`.
Writes JSON: the screen at each step, what was printed behind the last, the exit code.
"""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

DEADLINE = 60
job = json.load(sys.stdin)


def set_size(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


pid, fd = pty.fork()
if pid == 0:
    os.chdir(job["cwd"])
    # The size is there before the program asks.
    set_size(0, job["columns"], job["rows"])
    os.execvpe(job["argv"][0], job["argv"], job["env"])

text = ""


def read(seconds):
    """False once nobody writes any more."""
    global text
    ready, _, _ = select.select([fd], [], [], seconds)
    if not ready:
        return True
    try:
        data = os.read(fd, 65536)
    except OSError:
        return False
    text += data.decode("utf-8", "replace")
    return data != b""


def screen():
    """The last one that was drawn to its end."""
    frames = re.findall("\x1b\\[H(.*?)\x1b\\[J", text, re.S)
    return frames[-1].replace("\x1b[K", "").replace("\r", "") if frames else ""


screens = []
problem = None
for step in job["steps"]:
    end = time.time() + DEADLINE
    while step.get("until", "") not in screen() or step.get("printed", "") not in text:
        if time.time() > end or not read(0.1):
            problem = "never seen: " + step.get("until", step.get("printed", ""))
            break
    if problem:
        break
    # What follows is drawn on a screen of its own.
    screens.append(screen())
    text = text[-1:] if "resize" in step or "send" in step else text
    if "send" in step:
        os.write(fd, step["send"].encode())
    if "resize" in step:
        set_size(fd, *step["resize"])
    if "signal" in step:
        os.kill(pid, getattr(signal, step["signal"]))

end = time.time() + DEADLINE
while read(0.1):
    if time.time() > end:
        os.kill(pid, signal.SIGKILL)
        problem = problem or "did not end"
_, status = os.waitpid(pid, 0)
tail = text.split("\x1b[?1049l")[-1].replace("\r", "")
last = None if problem is None else screen()
json.dump(
    {
        "screens": screens,
        "tail": tail,
        "isRestored": "\x1b[?1049l" in text,
        "code": os.waitstatus_to_exitcode(status),
        "problem": problem,
        "last": last,
    },
    sys.stdout,
)
