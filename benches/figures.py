#!/usr/bin/env python3
"""Measures the promised figures from outside in one run, as ratios if there is something to compare with.

    cargo build --release && benches/figures.py [PATH_TO_GRANTSCOPE] [PATH_TO_JWT]

The second program is `jwt` of the crate jwt-cli, which decodes without verifying; without it, the ratio is left out.
It asserts nothing, because machines are shared and noisy. Needs /usr/bin/time (Debian's package time).
"""
import base64, http.cookiejar, json, os, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.parse, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../target/release/grantscope")
PEER = sys.argv[2] if len(sys.argv) > 2 else shutil.which("jwt")
CALLBACK = "http://localhost:3000/"


def run(command, **options):
    """Runs a command; returns its standard output and seconds."""
    begun = time.perf_counter()
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options).stdout
    return output, time.perf_counter() - begun


def run_measured(command, **options):
    """Runs a command; returns its seconds and peak memory in bytes. A process begins with the peak of the one it was
    forked from, hence the small program in between."""
    begun = time.perf_counter()
    told = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    return time.perf_counter() - begun, int(told.stderr.split()[-1]) * 1024


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign_in(url):
    """Plays the browser at the embedded provider's login page; returns when the callback has been delivered."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(url)
    csrf = re.search(r'name="_csrf" value="([^"]*)"', page.read().decode())[1]
    form = {"_csrf": csrf, "username": "alice", "password": "Alice-demo-1"}
    browser.open(page.url, urllib.parse.urlencode(form).encode())
    return time.perf_counter()


def login(provider, folder):
    """A whole login; returns its document, and the seconds that are neither the browser's nor the provider's."""
    client = ["--issuer", provider["issuer"], "--client-id", provider["clients"][0]["client_id"], "--redirect-uri", CALLBACK]
    begun = time.perf_counter()
    child = subprocess.Popen([PROGRAM, "--data-dir", folder, "login", *client, "--no-browser", "--json"],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    url = next(line for line in child.stderr if line.startswith("http"))
    asked = time.perf_counter()
    arrived = sign_in(url.strip())
    document = json.loads(child.stdout.read())
    child.wait()
    own = (asked - begun) + (time.perf_counter() - arrived)
    return document, own - sum(exchange["elapsed_ms"] for exchange in document["exchanges"]) / 1e3


def decode(provider, document, folder):
    token = document["tokens"]["access_token"]["raw"]
    keys = os.path.join(folder, "jwks.json")
    with urllib.request.urlopen(provider["issuer"] + "/.well-known/jwks.json") as answer, open(keys, "wb") as file:
        file.write(answer.read())
    commands = {"decode": [PROGRAM, "decode", token, "--jwks", keys], "decode --json": [PROGRAM, "decode", token, "--jwks", keys, "--json"]}
    if PEER:
        commands["jwt decode"] = [PEER, "decode", token]
    times = {name: [] for name in commands}
    for _ in range(100):
        for name, command in commands.items():
            times[name].append(run(command)[1])
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    for name, seconds in medians.items():
        ratio = f", {seconds / medians['jwt decode']:.2f} times jwt" if PEER and name != "jwt decode" else ""
        print(f"{name}, {len(token)} characters: {seconds * 1e3:.2f} ms{ratio}")


def large_tokens(folder):
    for mebibytes in (2.5, 5, 10):
        payload = json.dumps({"sub": "a", "x": "y" * int(mebibytes * 786432)}).encode()
        path = os.path.join(folder, "large.jwt")
        with open(path, "w") as file:
            file.write(".".join([base64url(b'{"alg":"RS256"}'), base64url(payload), "AAAA"]))
        with open(path) as file:
            seconds, memory = run_measured([PROGRAM, "decode", "-", "--json"], stdin=file)
        print(f"decode of {mebibytes} MiB: {seconds * 1e3:.0f} ms, memory {memory / os.path.getsize(path):.1f} times its size")


def recording(folder):
    """A recording with one login and many pages whose addresses look like callbacks, and one with twice as many."""
    path = os.path.join(folder, "large.har")

    def visit(url, text):
        return {"startedDateTime": "2026-01-01T00:00:00Z", "time": 1, "cache": {}, "timings": {},
                "request": {"method": "GET", "url": url, "httpVersion": "HTTP/1.1", "headers": [], "cookies": [], "queryString": []},
                "response": {"status": 200, "headers": [], "content": {"mimeType": "text/html", "text": text}}}

    def measured(decoys):
        asked = "https://op.example/authorize?response_type=code&client_id=c&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s"
        entries = [visit(asked, ""), visit("https://app.example/cb?code=x&state=s", "")]
        with open(path, "w") as file:
            file.write('{"log":{"version":"1.2","entries":[' + ",".join(map(json.dumps, entries)))
            for number in range(decoys):
                url = f"https://shop{number}.example/item?code=SUMMER{number}&state=CA{number}"
                file.write("," + json.dumps(visit(url, "x" * 2700)))
            file.write("]}}")
        size = os.path.getsize(path)
        seconds, memory = run_measured([PROGRAM, "inspect", path, "--json"])
        return size, seconds, memory

    (size, once, memory), (_, twice, _) = measured(20_000), measured(40_000)
    print(f"HAR of {size / 1e6:.0f} MB with 20,000 decoys: {once:.2f} s, memory {memory / size:.1f} times its size; "
          f"with 40,000: {twice:.2f} s, ratio {twice / once:.2f}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([PROGRAM, "demo", "--serve", "--json"], stdout=subprocess.PIPE, text=True)
        try:
            provider = json.loads(server.stdout.readline())
            logins = [login(provider, folder) for _ in range(5)]
            print(f"login: {statistics.median(own for _, own in logins) * 1e3:.1f} ms beyond provider and browser")
            decode(provider, logins[-1][0], folder)
        finally:
            server.terminate()
        large_tokens(folder)
        recording(folder)


main()
