# A fastmcp server that is resource and authorization server in one, and approves every request at once.

import sys
from fastmcp import FastMCP
from fastmcp.server.auth.providers.in_memory import InMemoryOAuthProvider
from mcp.server.auth.settings import ClientRegistrationOptions
port = int(sys.argv[1])
base = f"http://127.0.0.1:{port}"
auth = InMemoryOAuthProvider(base_url=base, client_registration_options=ClientRegistrationOptions(enabled=True, valid_scopes=["read"], default_scopes=["read"]), required_scopes=["read"])
mcp = FastMCP("interop", auth=auth)
@mcp.tool
def add(a: int = 1, b: int = 2) -> int:
    return a + b
mcp.run(transport="http", host="127.0.0.1", port=port, show_banner=False)
