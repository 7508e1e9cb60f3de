# The client of the Python SDK: registers at the authorization server of an MCP server, signs in with $BROWSER, lists the
# tools and calls one. Arguments: the URL of the server, and the port of the redirect URI.

import asyncio
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.auth import OAuthClientMetadata

url, port = sys.argv[1], int(sys.argv[2])
redirect_uri = f"http://127.0.0.1:{port}/callback"
callback = {}


class Callback(BaseHTTPRequestHandler):
    def do_GET(self):
        callback.update(parse_qs(urlsplit(self.path).query))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Memory:
    tokens = client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


async def open_browser(page):
    listener = HTTPServer(("127.0.0.1", port), Callback)
    thread = threading.Thread(target=listener.handle_request)
    thread.start()
    await asyncio.to_thread(subprocess.run, [os.environ["BROWSER"], page], check=True)
    await asyncio.to_thread(thread.join, 30)
    listener.server_close()


async def read_callback():
    first = {name: values[0] for name, values in callback.items()}
    return AuthorizationCodeResult(code=first["code"], state=first.get("state"), iss=first.get("iss"))


async def main():
    metadata = OAuthClientMetadata(client_name="interop", redirect_uris=[redirect_uri], token_endpoint_auth_method="none")
    auth = OAuthClientProvider(url, metadata, Memory(), redirect_handler=open_browser, callback_handler=read_callback)
    async with create_mcp_http_client(auth=auth) as http:
        async with Client(streamable_http_client(url, http_client=http)) as client:
            tools = (await client.list_tools()).tools
            called = await client.call_tool("who_am_i", {})
    print(json.dumps({"tools": [tool.name for tool in tools], "is_error": bool(called.is_error)}))


asyncio.run(main())
