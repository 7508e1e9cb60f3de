//! Servers and applications: Dex, Argo CD, Grafana, Jenkins, oauth2-proxy.

rows! {
    Grafana: CauseElsewhere, r"\[auth\.oauth\.token\.exchange\] failed to exchange code to token",
        "error=\"[auth.oauth.token.exchange] failed to exchange code to token\"", "grafana/grafana#119185";
}
