//! At least two examples for every command: the end of its `--help`, and EXAMPLES in its manual page.

/// `grantscope` without a command.
pub const PROGRAM: &str = "\
Examples:
  The whole flow, without an account:
    grantscope demo
  Find out why a login failed, from a log in the clipboard:
    wl-paste | grantscope inspect -
  With a screen reader, or in a terminal without cursor control:
    grantscope --linear

More commands, each with --help: client-metadata, registration, completions, man

Exit status: 0 success · 1 failed check or request · 2 usage error or unreadable input · 3 network failure · 4 timed out or cancelled \
· 130 interrupted";

/// `demo`.
pub const DEMO: &str = "\
Examples:
  Learn the flow, one visible step at a time:
    grantscope demo
  See what a wrong redirect URI looks like:
    grantscope demo --scenario redirect-slash
  Run only the provider, for your own application:
    grantscope demo --serve --port 9876";

/// `learn`.
pub const LEARN: &str = "\
Examples:
  The lessons and your results:
    grantscope learn
  Take one in the terminal interface, without a network:
    grantscope learn redirect
  Print a handout for a class, and the answers for yourself:
    grantscope learn code-twice --sheet
    grantscope learn code-twice --answers
  Check a lesson of your own:
    grantscope learn --check my-lesson.toml";

/// `login`.
pub const LOGIN: &str = "\
Examples:
  Sign in to a Cognito user pool and save the session:
    grantscope login --user-pool-id us-east-1_AbCdEfGhI --client-id 1h57kf5cpq17m0eml12EXAMPLE \\
      --save staging
  Sign in at any OpenID provider; the secret comes from a file:
    grantscope login --issuer https://id.example.com/realms/staging --client-id web \\
      --client-secret-file secret.txt
  Begin at an MCP server or an API, and call it at the end:
    grantscope login --resource https://mcp.example.com/mcp
  Paste the callback URL, if the redirect URI is not on this machine:
    grantscope login --profile staging --paste";

/// `preflight`.
pub const PREFLIGHT: &str = "\
Examples:
  Check a profile before anyone signs in:
    grantscope preflight --profile staging
  Will a client find its way from an MCP server to a token?
    grantscope preflight --resource https://mcp.example.com/mcp
  Which redirect URIs and scopes does the provider accept for this client?
    grantscope preflight --user-pool-id us-east-1_AbCdEfGhI --client-id 1h57kf5cpq17m0eml12EXAMPLE \\
      --registration";

/// `client-metadata`.
pub const CLIENT_METADATA: &str = "\
Examples:
  Print the document of a client whose client ID is this URL, to host it there:
    grantscope client-metadata https://me.example.com/grantscope.json > grantscope.json
  For another redirect URI:
    grantscope client-metadata https://me.example.com/grantscope.json \\
      --redirect-uri http://127.0.0.1:9876/callback";

/// `decode`.
pub const DECODE: &str = "\
Examples:
  Verify an ID token with its issuer's keys and check every claim:
    grantscope decode --jwks https://id.example.com/jwks --issuer https://id.example.com \\
      --client-id web - < token.txt
  Was it valid at that time?
    grantscope decode --jwks keys.json --at 2026-05-14T09:30:00Z - < token.txt";

/// `inspect`.
pub const INSPECT: &str = "\
Examples:
  Find the cause of a failed login in a log or a recording:
    grantscope inspect login.har
  Inspect the clipboard:
    wl-paste | grantscope inspect -
  As JSON, for scripts:
    grantscope inspect callback.txt --json
  As a page to attach to a ticket, secrets masked:
    grantscope inspect login.har --as html > login.html";

/// `refresh`.
pub const REFRESH: &str = "\
Examples:
  Get new tokens:
    grantscope refresh staging
  Only if the access token expires within five minutes:
    grantscope refresh staging --within 300";

/// `token`.
pub const TOKEN: &str = "\
Examples:
  Call an API:
    curl -H \"Authorization: Bearer $(grantscope token staging)\" https://api.example.com/orders
  As a credential plugin for kubectl (in kubeconfig: command grantscope, the rest as args):
    grantscope token staging --as exec-credential --kind id";

/// `userinfo`.
pub const USERINFO: &str = "\
Examples:
  Who is signed in?
    grantscope userinfo staging
  One claim, for a script:
    grantscope userinfo staging --json | jq -r .userinfo.email";

/// `revoke`.
pub const REVOKE: &str = "\
Examples:
  Revoke the refresh token of a session:
    grantscope revoke staging
  With the client secret from standard input:
    grantscope revoke staging --client-secret-file - < secret.txt";

/// `registration`.
pub const REGISTRATION: &str = "\
Examples:
  Does the provider still know the client?
    grantscope registration staging
  Delete the client at the provider:
    grantscope registration staging --delete";

/// `logout-url`.
pub const LOGOUT_URL: &str = "\
Examples:
  Print the URL that ends the browser's session:
    grantscope logout-url staging
  Open it:
    xdg-open \"$(grantscope logout-url staging)\"";

/// `profile`.
pub const PROFILE: &str = "\
Examples:
  Save a client under a name:
    grantscope profile add staging --user-pool-id us-east-1_AbCdEfGhI \\
      --client-id 1h57kf5cpq17m0eml12EXAMPLE
  Import the client from an application's configuration:
    grantscope profile import amplify_outputs.json --name staging";

/// `profile list`.
pub const PROFILE_LIST: &str = "\
Examples:
  All profiles:
    grantscope profile list
  Their names, for a script:
    grantscope profile list --json | jq -r '.profiles[].name'";

/// `profile show`.
pub const PROFILE_SHOW: &str = "\
Examples:
  One profile, and where its secret is:
    grantscope profile show staging
  Its client ID, for a script:
    grantscope profile show staging --json | jq -r .client_id";

/// `profile add`.
pub const PROFILE_ADD: &str = "\
Examples:
  A public client of a Cognito user pool:
    grantscope profile add staging --user-pool-id us-east-1_AbCdEfGhI \\
      --client-id 1h57kf5cpq17m0eml12EXAMPLE
  A confidential client, its secret from a password manager at each use:
    grantscope profile add web --issuer https://id.example.com --client-id web \\
      --client-secret-command \"pass show web\"";

/// `profile import`.
pub const PROFILE_IMPORT: &str = "\
Examples:
  From Amplify's configuration:
    grantscope profile import amplify_outputs.json --name staging
  What would be saved?
    grantscope profile import application.yml --dry-run";

/// `profile rename`.
pub const PROFILE_RENAME: &str = "\
Examples:
  Give a profile another name:
    grantscope profile rename staging stage
  The name may contain spaces:
    grantscope profile rename stage \"stage eu\"";

/// `profile remove`.
pub const PROFILE_REMOVE: &str = "\
Examples:
  Remove a profile and its stored secret:
    grantscope profile remove staging
  Several at once:
    grantscope profile remove staging web";

/// `session`.
pub const SESSION: &str = "\
Examples:
  Which sessions are saved, and whose tokens have expired?
    grantscope session list
  Attach a session to a ticket, secrets masked:
    grantscope session export staging --as html > login.html";

/// `session list`.
pub const SESSION_LIST: &str = "\
Examples:
  All saved sessions:
    grantscope session list
  Their names, for a script:
    grantscope session list --json | jq -r '.[].name'";

/// `session show`.
pub const SESSION_SHOW: &str = "\
Examples:
  The tokens, exchanges and findings of a session:
    grantscope session show staging
  The same as JSON:
    grantscope session show staging --json";

/// `session status`.
pub const SESSION_STATUS: &str = "\
Examples:
  Still signed in? The exit status tells you:
    grantscope session status staging && echo yes
  Ask the provider too:
    grantscope session status staging --online";

/// `session export`.
pub const SESSION_EXPORT: &str = "\
Examples:
  The requests as curl commands:
    grantscope session export staging --as curl
  Let an application's Playwright tests start signed in:
    grantscope session export staging --as amplify-v6 --form playwright \\
      --origin https://app.example.com -o state.json";

/// `session import`.
pub const SESSION_IMPORT: &str = "\
Examples:
  Keep a recorded login as a session:
    grantscope session import login.har
  Under a name of your choice:
    grantscope session import tokens.json --name staging";

/// `session rename`.
pub const SESSION_RENAME: &str = "\
Examples:
  Give a session another name:
    grantscope session rename staging before-the-fix
  Rename it back:
    grantscope session rename before-the-fix staging";

/// `session remove`.
pub const SESSION_REMOVE: &str = "\
Examples:
  Remove a saved session; the tokens stay valid until they expire:
    grantscope session remove staging
  Revoke its refresh token first:
    grantscope revoke staging && grantscope session remove staging";

/// `config`.
pub const CONFIG: &str = "\
Examples:
  All settings with their defaults:
    grantscope config
  Start a settings file:
    grantscope config > ~/.config/grantscope/config.toml";

/// `completions`.
pub const COMPLETIONS: &str = "\
Examples:
  For bash:
    grantscope completions bash > ~/.local/share/bash-completion/completions/grantscope
  For fish:
    grantscope completions fish > ~/.config/fish/completions/grantscope.fish";

/// `man`.
pub const MAN: &str = "\
Examples:
  Read the manual:
    grantscope man | man -l -
  One page for each command, for a package:
    grantscope man --dir /usr/share/man/man1";
