//! Go: golang.org/x/oauth2, go-oidc and what is built on them.

rows! {
    GoOauth2: InvalidClient, r#"oauth2: cannot fetch token: 401 Unauthorized Response: \{ ?"error" ?: ?"invalid_client""#,
        "oauth2: cannot fetch token: 401 Unauthorized\nResponse: {\"error\":\"invalid_client\",\"error_description\":\"Invalid client credentials.\"}",
        "int128/kubelogin#234";
    GoOauth2: InvalidClient, r#"oauth2: "invalid_client""#,
        "oauth2: \"invalid_client\" \"Client authentication failed\"", "grafana/grafana#119185 (form)";
    GoOauth2: InvalidGrant, r#"oauth2: "invalid_grant""#,
        "failed to exchange code to token: oauth2: \"invalid_grant\"", "grafana/grafana#119185";
    Oauth2Proxy: EmailUnverified, r"email in id_token \([^)\n]{1,200}\) isn't verified",
        "Error redeeming code during OAuth2 callback: email in id_token (pat@example.com) isn't verified", "oauth2-proxy/oauth2-proxy#3234";
    Oauth2Proxy: EmailClaimMissing, r"neither the id_token nor the profileURL set an email",
        "Error creating session during OAuth2 callback: neither the id_token nor the profileURL set an email", "oauth2-proxy/oauth2-proxy#1470";
    GoOidc: DiscoveryIssuerMismatch, r#"oidc: issuer( URL)? (provided to client \({expected}\) )?did not match the issuer"#,
        "oidc: issuer URL provided to client (https://id.example.com) did not match the issuer URL returned by provider (https://id.example.com/)",
        "coreos/go-oidc oidc/oidc.go";
    GoOidc: DiscoveryIssuerMismatch, r#"oidc: issuer did not match the issuer returned by provider, expected "{expected}" got "{found}""#,
        "oidc: issuer did not match the issuer returned by provider, expected \"https://auth.example.com/o/shop\" got \"https://auth.example.com/o/shop/\"",
        "MizuchiLabs/mantrae#47";
}
