"""`python -m tests.assistant.slow_model`: a model server of its own process that writes a claim and then goes on for ever."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BEGINS = '{"stated": true, "claims": [{"text": "Disclosure costs'


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        text = BEGINS
        while True:
            choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()
            if text == BEGINS:
                # Whoever started this process knows now that it is in the middle of an answer.
                sys.stdout.write("answering\n")
                sys.stdout.flush()
            text = " more"
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Silence."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}/v1\n")
    sys.stdout.flush()
    server.serve_forever()
