//! Who stops here: what known MCP clients did with one fault at a time, each run against a server on loopback on the
//! date below. Clients change; a row that was not run is not here.

use super::rules::{
    INEXACT, NO_401, NO_CLIENT_ID, NO_SERVER, OTHER_RESOURCE, PKCE_SILENT, PKCE_WITHOUT_S256, RESOURCE_MISSING, SLASH,
};
use crate::diagnosis::discovery;
use crate::protocol::{Finding, Rule};

/// When the clients were run.
const CHECKED: &str = "30 Nov 2026";

/// A client and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    TypeScript1,
    TypeScript2,
    Python,
    McpRemote,
}

use Client::{McpRemote, Python, TypeScript1, TypeScript2};

impl Client {
    fn name(self) -> &'static str {
        match self {
            TypeScript1 => "@modelcontextprotocol/sdk 1.32.2",
            TypeScript2 => "@modelcontextprotocol/client 2.4.0",
            Python => "the Python SDK 2.3.0",
            McpRemote => "mcp-remote 0.15.1",
        }
    }
}

/// What a client did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClientBehaviour {
    /// It ends with an error.
    Stops,
    /// It goes on as if nothing were wrong.
    Continues,
    /// It takes the origin of the resource for the authorization server, as in the MCP version 2025-03-26.
    TakesOrigin,
    /// It invents the endpoints.
    GuessesEndpoints,
}

use ClientBehaviour::{Continues, GuessesEndpoints, Stops, TakesOrigin};

impl ClientBehaviour {
    fn words(self, is_plural: bool) -> &'static str {
        match (self, is_plural) {
            (Stops, true) => "stop here",
            (Stops, false) => "stops here",
            (Continues, true) => "continue",
            (Continues, false) => "continues",
            (TakesOrigin, true) => "take the origin for the authorization server",
            (TakesOrigin, false) => "takes the origin for the authorization server",
            (GuessesEndpoints, true) => "guess the endpoints",
            (GuessesEndpoints, false) => "guesses the endpoints",
        }
    }
}

const ALL: [Client; 4] = [TypeScript1, TypeScript2, Python, McpRemote];

/// The clients with one reaction.
type Group = (ClientBehaviour, &'static [Client]);

/// Each fault with the reactions, in the order of the sentence.
const TABLE: &[(&Rule, &[Group])] = &[
    (&NO_401, &[(Stops, &ALL)]),
    (&OTHER_RESOURCE, &[(Stops, &ALL)]),
    (&SLASH, &[(Stops, &[TypeScript1, TypeScript2, McpRemote]), (Continues, &[Python])]),
    (&INEXACT, &[(Continues, &ALL)]),
    (&RESOURCE_MISSING, &[(TakesOrigin, &ALL)]),
    (&NO_SERVER, &[(TakesOrigin, &ALL)]),
    (&discovery::NOT_FOUND, &[(GuessesEndpoints, &ALL)]),
    (&PKCE_SILENT, &[(Continues, &ALL)]),
    (&PKCE_WITHOUT_S256, &[(Stops, &[TypeScript1, TypeScript2, McpRemote]), (Continues, &[Python])]),
    (&NO_CLIENT_ID, &[(Stops, &[TypeScript1, TypeScript2, McpRemote]), (GuessesEndpoints, &[Python])]),
];

/// The finding with what known clients do about it.
pub(super) fn with_known_clients(mut finding: Finding) -> Finding {
    if let Some((_, reactions)) = TABLE.iter().find(|(rule, _)| *rule == finding.rule) {
        let parts: Vec<String> = reactions.iter().map(|(reaction, clients)| part(*reaction, clients)).collect();
        finding.detail += &format!(" Of the clients run on {CHECKED}: {}.", parts.join("; "));
    }
    finding
}

fn part(reaction: ClientBehaviour, clients: &[Client]) -> String {
    let names: Vec<&str> = clients.iter().map(|client| client.name()).collect();
    let names = match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    };
    format!("{names} {}", reaction.words(clients.len() > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_each_client_once_with_what_it_does() {
        let finding = with_known_clients(SLASH.found("The slash.", "Fix it."));
        assert_eq!(
            finding.detail,
            "The slash. Of the clients run on 30 Nov 2026: @modelcontextprotocol/sdk 1.32.2, \
             @modelcontextprotocol/client 2.4.0 and mcp-remote 0.15.1 stop here; the Python SDK 2.3.0 continues."
        );
        for (rule, reactions) in TABLE {
            let named: Vec<Client> = reactions.iter().flat_map(|(_, clients)| clients.iter().copied()).collect();
            assert!(ALL.iter().all(|client| named.iter().filter(|it| *it == client).count() == 1), "{}", rule.id);
        }
    }
}
