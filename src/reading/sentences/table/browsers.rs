//! Messages of browsers and HTTP clients.

rows! {
    Browser: RedirectLoop, r"\bERR_TOO_MANY_REDIRECTS\b",
        "This page isn't working. app.example.com redirected you too many times. ERR_TOO_MANY_REDIRECTS", "chromium net/base/net_error_list.h";
    Browser: BrowserCors, r"has been blocked by CORS policy",
        "Access to fetch at 'https://id.example.com/token' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "aws-samples/cloudfront-authorization-at-edge#233";
    Browser: BrowserCors, r"Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://id.example.com/token. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing).",
        "developer.mozilla.org CORS errors";
    Browser: BrowserCors, r"due to access control checks",
        "Fetch API cannot load https://id.example.com/token due to access control checks.", "webkit console";
    Browser: CookieRejected, r"has been rejected because it has the 'SameSite=None' attribute but is missing the 'secure' attribute",
        "Cookie “session” has been rejected because it has the “SameSite=None” attribute but is missing the “secure” attribute.",
        "developer.mozilla.org SameSite";
    Browser: CookieRejected, r"This Set-Cookie (header )?…(was blocked|didn't specify a) …SameSite",
        "This Set-Cookie was blocked because it had the \"SameSite=Lax\" attribute but came from a cross-site response",
        "chromium devtools, issues panel";
    Browser: CookieRejected, r"A cookie associated with a (cross-site )?resource at …was set without the 'SameSite' attribute",
        "A cookie associated with a cross-site resource at https://id.example.com/ was set without the `SameSite` attribute.",
        "chromium console, version 80";
    Browser: CookieRejected, r"Cookie '[^'\n]{1,80}' (has been|was) rejected because …(cross-site|SameSite)",
        "Cookie “session” has been rejected because it is in a cross-site context and its “SameSite” is “Lax” or “Strict”.",
        "developer.mozilla.org SameSite";
    Browser: MixedContent, r"Mixed Content: The page at …was loaded over HTTPS, but requested an insecure",
        "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested an insecure resource 'http://app.example.com/callback'.",
        "developer.mozilla.org mixed content";
    Browser: FrameRefused, r"Refused to (display|frame) …(X-Frame-Options|frame-ancestors)",
        "Refused to display 'https://id.example.com/' in a frame because it set 'X-Frame-Options' to 'deny'.", "chromium console";
    Browser: InsecureContext, r"(Crypto\.subtle|crypto\.subtle|window\.crypto\.subtle) is available only in secure contexts",
        "Error: Crypto.subtle is available only in secure contexts (HTTPS).", "authts/oidc-client-ts src/utils/CryptoUtils.ts";
    Browser: ContentPolicy, r"Refused to send form data to …form-action",
        "Refused to send form data to 'https://id.example.com/authorize' because it violates the following Content Security Policy directive: \"form-action 'self'\".",
        "chromium console";
    Browser: ContentPolicy, r"Refused to connect to …because it violates the following Content Security Policy directive",
        "Refused to connect to 'https://id.example.com/token' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
        "chromium console";
    Browser: DiscoveryUnreachable, r#"XHR failed loading: GET "\S{1,300}/\.well-known/openid-configuration"#,
        "XHR failed loading: GET \"https://sts.example.com/.well-known/openid-configuration\".", "DuendeArchive/identity-model-oidc-client-js#462";
    HttpClient: ResponseBodyMissing, r"Request failed with status code {word}",
        "AxiosError: Request failed with status code 400", "aws-samples/lambdaedge-openidconnect-samples#45";
    HttpClient: HostUnknown, r"getaddrinfo (ENOTFOUND|EAI_AGAIN) {word}",
        "Error: getaddrinfo ENOTFOUND example-test-login.auth.us-east-1.amazoncognito.com", "node dns errors";
    HttpClient: HostUnknown, r"dial tcp: lookup {word}…no such host",
        "dial tcp: lookup id.example.com on 127.0.0.11:53: no such host", "golang net errors";
    HttpClient: HostUnknown, r"java\.net\.UnknownHostException",
        "java.net.UnknownHostException: id.example.com", "java.net";
    HttpClient: HostUnknown, r"\[Errno -[235]\] (Name or service not known|Temporary failure in name resolution)",
        "socket.gaierror: [Errno -2] Name or service not known", "python socket";
    HttpClient: ConnectionRefused, r"connect ECONNREFUSED {word}",
        "Error: connect ECONNREFUSED 127.0.0.1:8080", "node net errors";
    HttpClient: ConnectionRefused, r"dial tcp \[?{word}\]?[:\d]*: connect: connection refused",
        "dial tcp 127.0.0.1:8080: connect: connection refused", "golang net errors";
    HttpClient: ConnectionRefused, r"java\.net\.ConnectException: Connection refused",
        "java.net.ConnectException: Connection refused", "java.net";
    HttpClient: CertificateUntrusted, r"x509: certificate signed by unknown authority",
        "tls: failed to verify certificate: x509: certificate signed by unknown authority", "argoproj/argo-cd#18735";
    HttpClient: CertificateUntrusted, r"x509: certificate (is valid for …, not |has expired or is not yet valid)",
        "x509: certificate is valid for ingress.local, not id.example.com", "golang crypto/x509";
    HttpClient: CertificateUntrusted, r"The certificate for this server is invalid",
        "Connection error making token request: The certificate for this server is invalid. You might be connecting to a server that is pretending to be", "MaikuB/flutter_appauth#386";
    HttpClient: CertificateUntrusted, r"unable to find valid certification path to requested target",
        "sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target",
        "java PKIX";
    HttpClient: CertificateUntrusted, r"CERTIFICATE_VERIFY_FAILED",
        "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate",
        "python ssl";
    HttpClient: CertificateUntrusted, r"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        "code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'", "node tls errors";
    HttpClient: CertificateUntrusted, r"(DEPTH_ZERO_)?SELF_SIGNED_CERT(_IN_CHAIN)?\b",
        "code: 'DEPTH_ZERO_SELF_SIGNED_CERT'", "node tls errors";
    HttpClient: CertificateUntrusted, r"\bself[- ]signed certificate( in certificate chain)?\b",
        "Error: self-signed certificate in certificate chain", "openssl crypto/x509/x509_txt.c";
    HttpClient: CauseElsewhere, r"TypeError: fetch failed",
        "TypeError: fetch failed", "nodejs/undici lib/web/fetch/index.js";
    HttpClient: CertificateUntrusted, r"unable to verify the first certificate",
        "Error: unable to verify the first certificate", "node tls errors";
    HttpClient: TlsFailed, r"\bSSL[_ ]connect returned=\d errno=\d",
        "because \"Ssl connect returned=1 errno=0 peeraddr=192.0.2.3:443 state=error: record layer failure\"", "yuyan075500/idsphere#8";

    HttpClient: CertificateUntrusted, r"SSL certificate problem: [^\n]{0,80}",
        "cURL error 60: SSL certificate problem: unable to get local issuer certificate", "curl/curl lib/vtls/openssl.c";
    HttpClient: HostUnknown, r"\b(cURL error 6: |\(6\) )Could not resolve host:? {word}",
        "cURL error 6: Could not resolve host: sso.example.com", "curl/curl lib/hostip.c";
    HttpClient: ConnectionRefused, r"\b(cURL error 7: |\(7\) )Failed to connect to {word} port \d+",
        "cURL error 7: Failed to connect to sso.example.com port 443: Connection refused", "curl/curl lib/connect.c";
    HttpClient: ResponseTimeout, r"\b(cURL error 28: |\(28\) )[^\n]{0,20}timed out after \d+",
        "cURL error 28: Operation timed out after 10001 milliseconds with 0 bytes received", "curl/curl lib/multi.c";
    HttpClient: TlsFailed, r"SSL_connect: SSL_ERROR_SYSCALL in connection to {word}",
        "curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to sso.example.com:443", "curl/curl lib/vtls/openssl.c";
    HttpClient: ConnectionRefused, r#"I/O error on (GET|POST) request for '{word}': Connection refused"#,
        "ResourceAccessException: I/O error on GET request for \"http://localhost:8080/realms/shop/.well-known/openid-configuration\": Connection refused",
        "spring-projects/spring-framework spring-web/src/main/java/org/springframework/web/client/RestTemplate.java";

    Browser: MixedContent, r"Blocked loading mixed (active|display) content '{url}'",
        "Blocked loading mixed active content “http://id.example.com/auth”", "mdn/content mixed content";
}
