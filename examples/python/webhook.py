"""Hands what is posted to http://127.0.0.1:PORT/SECRET on to the user PARLEY_TO."""
import hmac, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from parley import Parley

MOST_BYTES = 16_384
bot = Parley()
conversation = bot.call("openDirect", user=os.environ["PARLEY_TO"])["id"]


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        is_known = hmac.compare_digest(self.path.encode(), f"/{os.environ['SECRET']}".encode())
        if not is_known or not 0 < length <= MOST_BYTES:
            return self.send_error(413 if is_known else 404)
        text = self.rfile.read(length).decode("utf-8", "replace")
        bot.call("send", conversation=conversation, text=text)
        self.send_response(204)
        self.end_headers()


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 0))), Hook)
print(f"Listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
