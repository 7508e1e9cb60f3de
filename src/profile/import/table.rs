//! All forms of configuration in one table, and the reader that uses it. A new form is one file in `forms/` and one row
//! here.

use std::collections::BTreeMap;
use std::ops::Range;

use super::forms::{
    amplify, amplify_resource, api_gateway, appsettings, argocd, authjs, bruno, cdk, cloudformation, common, exports,
    functions, grafana, hashes, insomnia, jenkins, jwt_policy, keycloak, kubeconfig, labels, link, load_balancer, mcp,
    msal, named_issuer, native_app, oauth2_proxy, oidc_client, outputs, postman, programs, spring, strategies,
    streamlit, terraform, user_pool, variables,
};
use super::members::short;
use super::node::{Document, quoted};
use super::part::{Candidate, Part};
use super::syntax::{
    assignments, blocks, bru, builders, directives, flags, hcl, ini, javascript, json, jsx, schemes, unwrapped, xml,
    yaml,
};
use crate::protocol::Json;

/// One form of configuration.
struct Form {
    /// A text without any of these words does not have this form.
    words: &'static [&'static str],
    /// The syntaxes in which it is written.
    syntaxes: &'static [Syntax],
    /// Reads one document; `None` if it has another form.
    read: fn(&Candidate<'_>) -> Vec<Part>,
}

/// The syntaxes of configuration, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Json,
    Text,
    Hcl,
    Bru,
    Assignments,
    Jsx,
    Js,
    Yaml,
    Unwrapped,
    Xml,
    Ini,
    Flags,
    Directives,
    Calls,
    Blocks,
    Schemes,
}

use Syntax::{
    Assignments, Blocks, Bru, Calls, Directives, Flags, Hcl, Ini, Js, Jsx, Schemes, Text, Unwrapped, Xml, Yaml,
};

/// How a syntax finds its documents in a text.
type Find = fn(&str, &mut dyn FnMut(Document) -> bool);

const SYNTAXES: &[(Syntax, Find)] = &[
    (Syntax::Json, json::read),
    (Text, whole),
    (Hcl, hcl::read),
    (Bru, bru::read),
    (Assignments, assignments::read),
    (Jsx, jsx::read),
    (Js, javascript::read),
    (Calls, builders::read),
    (Xml, xml::read),
    (Yaml, yaml::read),
    (Assignments, assignments::read),
    (Unwrapped, unwrapped::read),
    (Blocks, blocks::read),
    (Ini, ini::read),
    (Flags, flags::read),
    (Directives, directives::read),
    (Schemes, schemes::read),
];

/// In order: the first form that can read a document is used.
const FORMS: &[Form] = &[
    Form { words: &[], syntaxes: &[Text], read: link::read },
    Form {
        words: &["UserPool", "DomainDescription", "user_pool_client", "user-pool-client"],
        syntaxes: &[Syntax::Json, Js, Yaml, Calls, Flags, Directives],
        read: user_pool::read,
    },
    Form {
        words: &["AWS::", "JwtConfiguration", "httpApi"],
        syntaxes: &[Syntax::Json, Yaml],
        read: cloudformation::read,
    },
    Form {
        words: &[
            "aws_cognito",
            "cognito-user-pool",
            "callback_urls",
            "aws_lb",
            "aws_alb",
            "aws_apigatewayv2",
            "aws_appsync",
            "keycloak_openid",
            "okta_app_oauth",
            "auth0_client",
            "azuread_application",
            "zitadel_application_oidc",
            "authentik_provider_oauth2",
        ],
        syntaxes: &[Hcl, Syntax::Json],
        read: terraform::read,
    },
    Form {
        words: &["UserPoolClient", "addClient", "add_client", "AddClient"],
        syntaxes: &[Js, Calls, Yaml],
        read: cdk::read,
    },
    Form { words: &["defineAuth"], syntaxes: &[Js], read: amplify_resource::read },
    Form {
        words: &[
            "authenticate-oidc",
            "authenticate-cognito",
            "auth-idp-",
            "AuthenticateOidcConfig",
            "AuthenticateCognitoConfig",
        ],
        syntaxes: &[Syntax::Json, Yaml, Js],
        read: load_balancer::read,
    },
    Form {
        words: &["JwtConfiguration", "jwtConfiguration", "jwt-configuration", "jwtAudience", "COGNITO_USER_POOLS"],
        syntaxes: &[Syntax::Json, Js, Yaml],
        read: api_gateway::read,
    },
    Form {
        words: &["Amplify", "mplify", "ser_pool", "serPool", "aws_", "Cognito", "WebDomain"],
        syntaxes: &[Syntax::Json, Js],
        read: amplify::read,
    },
    Form { words: &["postman", "accessTokenUrl"], syntaxes: &[Syntax::Json, Js], read: postman::read },
    Form { words: &["accessTokenUrl"], syntaxes: &[Syntax::Json, Js, Yaml], read: insomnia::read },
    Form { words: &["oauth2"], syntaxes: &[Bru], read: bruno::read },
    Form { words: &["\"appId\"", "\"callbacks\""], syntaxes: &[Syntax::Json], read: exports::read },
    Form {
        words: &["realm", "clientId", "auth-server-url"],
        syntaxes: &[Syntax::Json, Js, Flags, Yaml, Ini, Xml],
        read: keycloak::read,
    },
    Form {
        words: &["AzureAd", "OpenIdConnect", "Authentication", "Cognito", "Authority", "Oidc"],
        syntaxes: &[Syntax::Json],
        read: appsettings::read,
    },
    Form { words: &["mcpServers", "servers", "mcp"], syntaxes: &[Syntax::Json, Js], read: mcp::read },
    Form { words: &["clientId", "sameSite"], syntaxes: &[Js], read: authjs::read },
    Form {
        words: &["authority", "scopes", "authorities", "broker_redirect_uri_registered"],
        syntaxes: &[Syntax::Json, Js],
        read: msal::read,
    },
    Form {
        words: &["authority", "issuer", "client", "ClientId", "authorization_endpoint", "domain"],
        syntaxes: &[Syntax::Json, Jsx, Js],
        read: oidc_client::read,
    },
    Form { words: &["issuer", "Authority"], syntaxes: &[Yaml, Syntax::Json, Blocks], read: jwt_policy::read },
    Form { words: &["oauth2"], syntaxes: &[Yaml, Ini, Syntax::Json], read: spring::read },
    Form {
        words: &[
            "client_id",
            "ClientId",
            "clientID",
            "allowed_redirect_uris",
            "auto-discover-url",
            "authorization_policy",
            "redirectURIs",
            "clients",
            "clientId",
            "grantTypes",
            "auth.external",
        ],
        syntaxes: &[Syntax::Json, Js, Yaml, Ini, Flags, Directives],
        read: programs::read,
    },
    Form { words: &["oic", "serverConfiguration", "tokenServerUrl"], syntaxes: &[Yaml, Xml], read: jenkins::read },
    Form {
        words: &[
            "oidc-issuer-url",
            "oidc_issuer_url",
            "oidcIssuerUrl",
            "oidcConfig",
            "oauth2-proxy",
            "oauth2_proxy",
            "issuerURL",
            "provider=",
        ],
        syntaxes: &[Flags, Ini, Yaml, Js],
        read: oauth2_proxy::read,
    },
    Form { words: &["oidc-issuer-url", "oidc-login"], syntaxes: &[Yaml, Flags, Syntax::Json], read: kubeconfig::read },
    Form { words: &["[auth"], syntaxes: &[Ini], read: streamlit::read },
    Form { words: &["auth.", "generic_oauth"], syntaxes: &[Ini, Yaml], read: grafana::read },
    Form { words: &["oidc.config", "clientID", "dex.config"], syntaxes: &[Yaml], read: argocd::read },
    Form {
        words: &["_ID", "_KEY", "ISSUER", "AUTHORITY", "_SECRET", "DISCOVERY", "_CLIENTID"],
        syntaxes: &[Assignments, Yaml, Syntax::Json, Flags],
        read: variables::read,
    },
    Form {
        words: &["pk_test_", "pk_live_", "authDomain"],
        syntaxes: &[Jsx, Js, Assignments, Syntax::Json],
        read: named_issuer::read,
    },
    Form { words: &["traefik.http.middlewares."], syntaxes: &[Yaml], read: labels::read },
    Form {
        words: &["'client_id'", "\"client_id\"", "client_options", "identifier", "app_id"],
        syntaxes: &[Js, Unwrapped],
        read: hashes::read,
    },
    Form {
        words: &["provider :", "provider(", "omniauth", "Ueberauth"],
        syntaxes: &[Unwrapped],
        read: strategies::read,
    },
    Form { words: &["UserPool", "ser_pool", "serpool", "lient"], syntaxes: &[Syntax::Json], read: outputs::read },
    Form {
        words: &["lient", "LIENT"],
        syntaxes: &[Syntax::Json, Js, Hcl, Xml, Yaml, Unwrapped, Ini, Flags, Directives, Blocks],
        read: common::read,
    },
    Form {
        words: &["CFBundleURLSchemes", "android:scheme", "appAuthRedirectScheme", "\"expo\""],
        syntaxes: &[Schemes],
        read: native_app::read,
    },
    Form { words: &["lient", "discover", "JwtDecoder", "Authoriz"], syntaxes: &[Calls], read: functions::read },
];

/// What was read in a text, and where.
#[derive(Debug)]
pub(super) struct Located {
    /// The lines of the document that are about the client.
    pub spans: Vec<Range<usize>>,
    /// The content.
    pub parts: Vec<Part>,
}

/// Reads every document of a text with every form. Text that one syntax has read is not read by another. With `alone`,
/// assignments count only if the text contains nothing else.
pub(super) fn read(text: &str, alone: bool) -> Vec<Located> {
    let mut found: Vec<Located> = Vec::new();
    // The start and end of each document that was read.
    let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
    let yaml = SYNTAXES.iter().position(|(syntax, _)| *syntax == Yaml);
    for (index, (syntax, find)) in SYNTAXES.iter().enumerate() {
        let fits = |form: &&Form| {
            form.syntaxes.contains(syntax)
                && (form.words.is_empty() || form.words.iter().any(|word| text.contains(word)))
        };
        let forms: Vec<&Form> = FORMS.iter().filter(fits).collect();
        let is_whole =
            |end: usize| covered.len() == 1 && covered.iter().next().is_some_and(|(s, e)| *s == 0 && *e >= end);
        if forms.is_empty() || is_whole(text.trim_end().len()) {
            continue;
        }
        let mut fresh: Vec<(usize, usize)> = Vec::new();
        find(text, &mut |document| {
            let is_taken =
                |span: &Range<usize>| covered.range(..span.end).next_back().is_some_and(|(_, end)| *end > span.start);
            if document.spans.iter().any(is_taken)
                || *syntax == Assignments && Some(index) < yaml && is_listed(text, &document)
                || alone && *syntax == Assignments && !is_alone(text, &document)
            {
                return false;
            }
            let parts = parts(&document, &forms);
            let taken = !parts.is_empty();
            if taken {
                fresh.extend(document.spans.iter().map(|span| (span.start, span.end)));
                found.push(Located { spans: trimmed(text, *syntax, document, &parts), parts });
            }
            taken
        });
        covered.extend(fresh);
    }
    found.sort_by_key(|located| located.spans.first().map_or(0, |span| span.start));
    found
}

/// Whether assignments are the list of a YAML file, which says more: `environment:`, and below it `- NAME=value`.
fn is_listed(text: &str, document: &Document) -> bool {
    let above = document.spans.first().map_or("", |span| &text[..span.start]);
    above.trim_end_matches(['-', ' ']).trim_end().ends_with("environment:")
}

fn parts(document: &Document, forms: &[&Form]) -> Vec<Part> {
    let Ok(json) = Json::parse(document.json.as_str()) else { return Vec::new() };
    let candidate = Candidate { root: json.root(), name: &document.name };
    let mut parts =
        forms.iter().map(|form| (form.read)(&candidate)).find(|parts| !parts.is_empty()).unwrap_or_default();
    if let Some(first) = parts.first_mut() {
        first.ignored.extend(document.skipped.iter().map(|text| format!("(object): {} is not read", short(text))));
        first.repairs.extend(document.defaults.iter().map(|(path, text)| took_default(path, text)));
        first.repairs.extend(document.repair.map(str::to_owned));
    }
    parts
}

/// The whole text, for forms that are one line.
fn whole(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    /// The longest URL.
    const LONGEST: usize = 1 << 16;
    if text.len() < LONGEST {
        offer(Document { json: quoted(text), spans: std::iter::once(0..text.len()).collect(), ..Document::default() });
    }
}

/// The default itself is not quoted: it may be a secret.
fn took_default(path: &str, expression: &str) -> String {
    let asked = expression.rsplit_once("||").or_else(|| expression.rsplit_once("??")).map_or("", |(asked, _)| asked);
    format!("{path}: used the default of {}", short(asked))
}

/// Whether only comments surround a document, or its names belong to a program that is configured in code.
fn is_alone(text: &str, document: &Document) -> bool {
    let settings = ["\"OIDC_RP_", "\"SOCIAL_AUTH_", "\"OAUTH2_PROXY_"];
    let mut at = 0;
    let around: String =
        document.spans.iter().map(|span| &text[std::mem::replace(&mut at, span.end)..span.start]).collect();
    let is_comment = |line: &str| line.is_empty() || line.starts_with('#');
    settings.iter().any(|name| document.json.contains(name))
        || around.lines().chain(text[at..].lines()).all(|line| is_comment(line.trim()))
}

/// A document without leading and trailing entries that no form read and that are about an error: `Error: …` above a
/// YAML file looks like a part of it.
fn trimmed(text: &str, syntax: Syntax, document: Document, parts: &[Part]) -> Vec<Range<usize>> {
    const WORDS: &[&str] =
        &["error", "fail", "exception", "denied", "invalid", "cannot", "refused", "unauthorized", "warn"];
    let speaks = |(key, span): &(String, Range<usize>)| {
        let line = text.get(span.clone()).unwrap_or_default().to_lowercase();
        let is_read = !key.is_empty()
            && parts
                .iter()
                .any(|part| part.read.iter().chain(&part.ignored).any(|read| read.starts_with(key.as_str())));
        let is_read = is_read && parts.iter().any(|part| part.read.iter().any(|read| read.starts_with(key.as_str())));
        !line.contains('\n') && !is_read && WORDS.iter().any(|word| line.contains(word))
    };
    let entries = &document.entries;
    let first = entries.iter().position(|entry| !speaks(entry));
    let last = entries.iter().rposition(|entry| !speaks(entry));
    match (first, last) {
        (Some(first), Some(last)) => std::iter::once(entries[first].1.start..entries[last].1.end).collect(),
        // Other assignments may be in the same file, but do not belong to the client.
        _ if syntax == Assignments && document.spans.len() > 1 => {
            let is_read = |span: &Range<usize>| {
                let mut names = parts.iter().flat_map(|part| &part.read).filter_map(|read| read.split(": ").next());
                names.any(|name| text[span.clone()].contains(name))
            };
            let spans: Vec<Range<usize>> = document.spans.iter().filter(|span| is_read(span)).cloned().collect();
            if spans.is_empty() { document.spans } else { spans }
        }
        _ => document.spans,
    }
}
