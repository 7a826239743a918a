"""A server that answers as the Hugging Face hub does, as far as its library asks when a model is fetched."""

import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_REVISION = "1" * 40


class TinyHub:
    """Offers the files of one folder under one name, on a port of this machine, while the block lasts."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self._gets: list[tuple[str, bool]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                hub._answer(self, with_body=False)

            def do_GET(self) -> None:
                hub._answer(self, with_body=True)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "TinyHub":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def whole_downloads(self, file: str) -> int:
        """How often a file was asked for, not counting requests for its head."""
        return self._gets.count((file, True))

    def _answer(self, request: BaseHTTPRequestHandler, with_body: bool) -> None:
        if request.path.startswith(f"/api/models/{self.name}"):
            files = [{"rfilename": path.name} for path in self.folder.iterdir()]
            about = {"id": self.name, "sha": _REVISION, "siblings": files}
            return _send(request, 200, json.dumps(about).encode(), {"Content-Type": "application/json"}, with_body)
        found = re.fullmatch(rf"/{self.name}/resolve/[^/]+/([^/?]+)", request.path)
        path = self.folder / found[1] if found else None
        if path is None or not path.exists():
            return _send(request, 404, b"", {"X-Error-Code": "EntryNotFound"}, with_body)
        data = path.read_bytes()
        headers = {"ETag": f'"{hashlib.sha1(data).hexdigest()}"', "X-Repo-Commit": _REVISION, "Accept-Ranges": "bytes"}
        part = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
        if with_body:
            self._gets.append((path.name, part is None))
        if part is None:
            return _send(request, 200, data, headers, with_body)
        start, end = int(part[1]), min(int(part[2] or len(data)), len(data) - 1)
        headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
        _send(request, 206, data[start : end + 1], headers, with_body)


def _send(request: BaseHTTPRequestHandler, status: int, data: bytes, headers: dict[str, str], with_body: bool) -> None:
    request.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(data))}.items():
        request.send_header(name, value)
    request.end_headers()
    if with_body:
        request.wfile.write(data)
