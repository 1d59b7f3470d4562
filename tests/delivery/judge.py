"""Lets the `standardwebhooks` library of PyPI judge a webhook of the real program: `judge.py PROGRAM`."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
GRADER = """---
title: Judged
---
### Which hold?
`#which`
- [ ] A second step. `#step, unloaded`
- [ ] None of these `none`

## Low
`band, from 0`
Start.
"""

got = {}


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        got["body"] = self.rfile.read(int(self.headers["content-length"])).decode()
        got["headers"] = {name.lower(): value for name, value in self.headers.items()}
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def refused(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return
    sys.exit(f"verified, but it was changed: {body} {headers}")


def main(program):
    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    receiver.timeout = 60
    with tempfile.TemporaryDirectory() as site:
        content = Path(site, "content")
        (content / "graders").mkdir(parents=True)
        (content / "graders/judged.md").write_text(GRADER)
        hook = f'webhook: "http://127.0.0.1:{receiver.server_port}/", secret_env: CRM_SECRET'
        (content / "site.yaml").write_text(f"format: 1\nname: A\ndeliveries:\n  - {{ name: crm, {hook} }}\n")
        environment = {**os.environ, "GRADEWRIGHT_ALLOW_LOCAL_WEBHOOKS": "1", "CRM_SECRET": f"{NEW} {OLD}"}
        command = [program, "--site", site, "host", "--listen", "127.0.0.1:0"]
        host = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            said = next(line for line in host.stdout if "Listening on" in line)
            lead = {
                "id": str(uuid.uuid4()),
                "answers": {"which": ["step"]},
                "contact": {"name": "Mona Ünal", "email": "mona@doe.example"},
                "consent": True,
            }
            address = said.split()[-1].rstrip("/") + "/responses/judged"
            kind = {"content-type": "application/json"}
            request = urllib.request.Request(address, json.dumps(lead).encode(), kind)
            assert urllib.request.urlopen(request).status == 201
            receiver.handle_request()
        finally:
            host.terminate()
            host.wait()
    body, headers = got["body"], got["headers"]
    for secret in (OLD, NEW):
        assert Webhook(secret).verify(body, headers)["contact_name"] == "Mona Ünal"
    refused("whsec_" + "A" * 32, body, headers)
    refused(OLD, body + " ", headers)
    refused(OLD, body, {**headers, "webhook-id": "msg_other"})
    refused(OLD, body, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)})
    print("standardwebhooks of PyPI agrees.")


main(sys.argv[1])
