//! Inputs that make a careless reader look at the same bytes again and again: beginnings without ends, and many small
//! parts. Each is repeated to any length.

/// A piece of each, and what it imitates.
pub const NASTY: [(&str, &str); 32] = [
    ("brackets that never close", "[{\"a\":["),
    ("escaped objects", "{\\\"error\\\":"),
    ("beginnings of tokens", "eyJhbGciOiJ."),
    ("tokens", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ\n"),
    ("URLs in one line", "https://a.example/cb?code=1&state=2 "),
    ("commands without an end", "curl https://a.example/token -d 'grant_type=\n"),
    ("status lines", "HTTP/1.1 400 Bad Request\n"),
    ("requests and responses", "> POST /token HTTP/1.1\n< HTTP/1.1 401\n< www-authenticate: Bearer\n"),
    ("errors", "error=invalid_grant&error_description=x\n"),
    ("pages", "<html><form><input name=code>"),
    ("cookies", "Set-Cookie: a=eyJhbGciOiJSUzI1NiJ9.e30.x; b=\n"),
    ("YAML", "- client_id: c\n  issuer: https://a.example\n"),
    ("HCL", "resource \"aws_cognito_user_pool_client\" \"a\" {\n"),
    ("sentences", "invalid_grant: PKCE verification failed: the code verifier does not match\n"),
    ("JavaScript", "const a = { clientId: 'c', issuer: `https://a.example`,\n"),
    ("opaque tokens", "token gho_16C7e42F292c6912E7710c838347Ae178B4a, "),
    ("single quotes of Python", "{'a': "),
    ("codes of Entra", "AADSTS50011: "),
    ("anchors", "a: &x\n  - "),
    ("continued headers", "curl -H \\\n"),
    ("double quotes of a shell", "curl \""),
    ("quotes of cmd", "curl ^\"a^"),
    ("fetch", "fetch(\"x\", {"),
    ("template strings", "fetch(`"),
    ("requests of Python", "requests.post(\"x\", data={"),
    ("PowerShell", "Invoke-WebRequest -Uri \""),
    ("heads with bodies that never close", "POST /x HTTP/1.1\n\n{\n"),
    ("heads in one line", "GET / HTTP/1.1 "),
    ("requests of an access log", "\"GET /x HTTP/1.1\" "),
    ("requests with prefixes", "> POST /x HTTP/1.1\n> a: b\n"),
    ("headers of tables", "[[[[\n"),
    ("commands with one quote", "wget '\n"),
];

/// A text of about that many bytes.
pub fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}
